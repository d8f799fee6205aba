import type { IDataObject } from 'n8n-workflow';

/** A plain alert as the Bugsink Trigger gives it; the number makes the issue. */
export function plainAlert(number: number): IDataObject {
	const id = `0b1c4a52-6c0e-4d5f-9a51-${String(number).padStart(12, '0')}`;
	const now = new Date().toISOString();
	return {
		reason: 'NEW',
		issueId: id,
		friendlyId: `CHECKOUT-API-${number}`,
		title: `ValueError: invalid literal for int() with base 10: 'abc${number}'`,
		errorType: 'ValueError',
		errorMessage: `invalid literal for int() with base 10: 'abc${number}'`,
		transaction: 'POST /orders',
		project: { id: 1, name: 'Checkout API' },
		firstSeen: now,
		lastSeen: now,
		eventCount: 1,
		storedEventCount: 1,
		issueUrl: `https://bugsink.example.com/issues/issue/${id}/event/last/`,
		bugsinkUrl: 'https://bugsink.example.com',
		unmuteReason: null,
		isTest: false,
		fingerprint: `bugsink-${id}`,
		event: null,
		source: 'custom',
	};
}

/** An alert with `size` characters of stack trace, message and tags, a third each. */
export function maximalAlert(size: number): IDataObject {
	const third = Math.floor(size / 3);
	const frame = (at: number) => ({
		file: `/srv/shop/checkout/module_${at}.py`,
		line: at,
		function: `place_order_${at}`,
		inApp: at % 2 === 0,
		code: '    return charge(order["id"], customer, `x` | @someone #12 <b>)',
	});
	const perFrame = JSON.stringify(frame(100)).length;
	const perTag = 400;
	return {
		...plainAlert(1),
		errorMessage: 'a `message` with @mentions | and <b>markup</b> 😀\n'.repeat(third / 48),
		event: {
			id: 'f18be67ee24b402fb677a79ba2e7aa14',
			level: 'error',
			environment: 'production',
			release: 'checkout@4.2.0',
			tags: Object.fromEntries(
				Array.from({ length: third / perTag }, (_, at) => [`tag ${at}`, 'v'.repeat(perTag - 20)]),
			),
			stacktrace: [
				{
					type: 'ValueError',
					message: 'invalid literal',
					frames: Array.from({ length: third / perFrame }, (_, at) => frame(at)),
				},
			],
		},
	};
}
