import * as Sentry from '@sentry/node';

interface Cart {
	total: number;
}

/** Fails as code in production does. */
function pay(cart: Cart | undefined): number {
	return (cart as Cart).total;
}

/** Sends an event through Sentry's own SDK for JavaScript, with a secret in its breadcrumbs and its request. */
export async function sendJavaScriptEvent(dsn: string): Promise<void> {
	Sentry.init({
		dsn,
		environment: 'staging',
		release: 'shop-web@1.9.0',
		includeLocalVariables: true,
	});
	Sentry.setTag('browser', 'Firefox 140');
	Sentry.addBreadcrumb({ category: 'ui.click', message: 'button#pay' });
	Sentry.addBreadcrumb({
		category: 'fetch',
		type: 'http',
		data: { method: 'POST', url: '/api/pay?token=a-query-secret', status_code: 500 },
	});
	Sentry.getCurrentScope().addEventProcessor((event) => ({
		...event,
		request: {
			url: 'https://shop.example.com/cart?step=2&access_token=a-query-secret',
			headers: { Referer: 'https://shop.example.com/', Cookie: 'sessionid=a-cookie-secret' },
		},
	}));
	try {
		pay(undefined);
	} catch (error) {
		Sentry.captureException(error);
	}
	const isSent = await Sentry.flush(10_000);
	await Sentry.close();
	if (!isSent) throw new Error('The SDK could not send its event to Bugsink');
}
