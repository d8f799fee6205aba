import { randomUUID } from 'node:crypto';

/**
 * Sends an event as Sentry's SDK for browsers does: an envelope with the stack of a bundle, the page
 * in `request`, `in_app` on each frame, breadcrumbs as a plain list
 * (https://develop.sentry.dev/sdk/data-model/envelopes/).
 */
export async function sendJavaScriptEvent(dsn: string): Promise<void> {
	const { username, origin, pathname } = new URL(dsn);
	const project = pathname.split('/').pop() ?? '';
	const id = randomUUID().replaceAll('-', '');
	const event = {
		event_id: id,
		timestamp: Date.now() / 1000,
		platform: 'javascript',
		level: 'error',
		environment: 'staging',
		release: 'shop-web@1.9.0',
		sdk: { name: 'sentry.javascript.browser', version: '9.40.0' },
		request: {
			url: 'https://shop.example.com/cart?step=2&access_token=a-query-secret',
			headers: { Referer: 'https://shop.example.com/', 'User-Agent': 'Mozilla/5.0' },
		},
		breadcrumbs: [
			{ timestamp: Date.now() / 1000, category: 'ui.click', message: 'button#pay' },
			{
				timestamp: Date.now() / 1000,
				category: 'fetch',
				type: 'http',
				data: { method: 'POST', url: '/api/pay?token=a-query-secret', status_code: 500 },
			},
		],
		tags: { browser: 'Firefox 140' },
		exception: {
			values: [
				{
					type: 'TypeError',
					value: "Cannot read properties of undefined (reading 'total')",
					mechanism: { type: 'onerror', handled: false },
					stacktrace: {
						frames: [
							{
								filename: 'https://shop.example.com/vendor.js',
								function: 'dispatch',
								lineno: 1,
								colno: 900,
								in_app: false,
							},
							{
								filename: 'https://shop.example.com/app.js',
								function: 'pay',
								lineno: 210,
								colno: 13,
								in_app: true,
								context_line: '\treturn cart.total;',
							},
						],
					},
				},
			],
		},
	};
	const lines = [{ event_id: id, dsn }, { type: 'event' }, event];
	const response = await fetch(`${origin}/api/${project}/envelope/?sentry_key=${username}`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/x-sentry-envelope' },
		body: lines.map((line) => JSON.stringify(line)).join('\n'),
	});
	if (!response.ok)
		throw new Error(`Bugsink refused the event: ${response.status} ${await response.text()}`);
}
