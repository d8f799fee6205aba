"""The application that breaks: `send_event.py` runs this file as if it were /srv/shop/orders.py."""


def place_order(order, error):
    customer = {"name": "Jane", "password": "hunter2"}
    return charge(order["id"], customer, error)


def charge(order_id, customer, error):
    quantity = order_id * 2
    if quantity:
        raise error
    return quantity
