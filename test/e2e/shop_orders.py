"""Orders of the shop."""


def place_order(order, error):
    customer = {"name": "Jane", "password": "hunter2"}
    return charge(order["id"], customer, error)


def charge(order_id, customer, error):
    quantity = order_id * 2
    if quantity:
        raise error
    return quantity
