import type { Answer } from './server';

const JSON_TYPE = { 'content-type': 'application/json' };

/**
 * Answers with 200 that answer nothing, for `fail({ path, kind: notAnAnswer.signInPage })`: a
 * network's sign-in page, a proxy that cuts or replaces the body, a health page.
 */
export const notAnAnswer = {
	signInPage: {
		status: 200,
		headers: { 'content-type': 'text/html' },
		body: '<html><head><title>Company network</title></head><body>Please log in</body></html>',
	},
	/** The length fits, the JSON text ends too early. */
	cutJson: { status: 200, headers: JSON_TYPE, body: '{"issues":[{"id":"10' },
	cutList: { status: 200, headers: JSON_TYPE, body: '[{"number":1,"title":"It' },
	emptyObject: { status: 200, headers: JSON_TYPE, body: {} },
	otherObject: { status: 200, headers: JSON_TYPE, body: { status: 'healthy' } },
	list: { status: 200, headers: JSON_TYPE, body: [] },
	null: { status: 200, headers: JSON_TYPE, body: 'null' },
	text: { status: 200, headers: JSON_TYPE, body: '"ok"' },
	empty: { status: 200, headers: {}, body: '' },
} satisfies Record<string, Answer>;
