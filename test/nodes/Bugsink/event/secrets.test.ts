import { eventDetails, EVENT_PARTS } from '../../../../nodes/Bugsink/event/details';
import {
	isCardNumber,
	isSecretName,
	maskCode,
	maskText,
} from '../../../../nodes/Bugsink/event/mask';
import { readEvent } from '../../../../nodes/shared/alert/readers/event';
import type { JsonObject } from '../../../../nodes/shared/alert/fields';
import { readAlert } from '../../../../nodes/shared/alert/readAlert';
import fc, { tries } from '../../../support/fastCheck';
import { requestTo } from '../../../support/requests';
import { sample } from '../../../support/samples';

const BASE = 'https://bugsink.example.com';
const DEFAULT_PARTS = EVENT_PARTS.filter((part) => !/Variables|Body/.test(part));

function detailsOf(data: unknown, parts: readonly (typeof EVENT_PARTS)[number][] = EVENT_PARTS) {
	const event = { id: 'e', issue: 'i', data } as JsonObject;
	return eventDetails(event, BASE, { parts: new Set(parts), breadcrumbs: 100 });
}

/** Nothing that could turn up by chance. */
const secret = fc
	.string({
		unit: fc.constantFrom(...'abcdefghijkmnpqrstuvwxyz23456789'),
		minLength: 12,
		maxLength: 40,
	})
	.map((text) => `Zq9${text}`);
const word = fc.string({
	unit: fc.constantFrom(...'abcdefghijklmnop'),
	minLength: 1,
	maxLength: 12,
});
const secretName = fc.constantFrom(
	...['password', 'passwd', 'DB_PASSWORD', 'api_key', 'apiKey', 'X-Api-Key', 'access_token'],
	...['refreshToken', 'client_secret', 'sessionid', 'csrftoken', 'Authorization', 'set-cookie'],
	...['credit_card', 'card_number', 'cvv', 'private_key', 'user_pwd', 'auth'],
);
const card = fc
	.string({ unit: fc.constantFrom(...'0123456789'), minLength: 14, maxLength: 14 })
	.map((digits) => {
		const body = `4${digits}`;
		return [...'0123456789'].map((last) => body + last).find(isCardNumber) ?? '4111111111111111';
	});

/** A function that puts a secret somewhere into an event. */
const hiding = fc.record({
	secret,
	name: secretName,
	header: word,
	card,
	place: fc.constantFrom(
		...['header', 'headerPair', 'cookies', 'cookieHeader', 'query', 'queryApart', 'queryPairs'],
		...['local', 'nestedLocal', 'localText', 'body', 'bodyText', 'form', 'tag', 'user', 'crumb'],
		...['crumbData', 'message', 'bearer', 'userInfo', 'jwt', 'card', 'cardLocal', 'code', 'extra'],
	),
});

function eventWith(hidden: {
	secret: string;
	name: string;
	header: string;
	card: string;
	place: string;
}) {
	const { secret: planted, name, header, place } = hidden;
	const request: JsonObject = { method: 'POST', url: `${BASE}/pay?page=2` };
	const frame: JsonObject = { filename: 'a.py', lineno: 1, vars: {} };
	const exception: JsonObject = { type: 'E', value: 'broken', stacktrace: { frames: [frame] } };
	const data: JsonObject = { request, exception: { values: [exception] }, tags: {}, user: {} };
	const cookie = `sessionid=${planted}; theme=dark`;
	const plant: Record<string, () => unknown> = {
		header: () => (request.headers = { [`X-${header}`]: planted }),
		headerPair: () => (request.headers = [[name, planted]]),
		cookies: () => (request.cookies = { [header]: planted }),
		cookieHeader: () => (request.headers = { Cookie: cookie }),
		query: () => (request.url = `${BASE}/pay?page=2&${name}=${planted}#${planted}`),
		queryApart: () => (request.query_string = `page=2&${name}=${planted}`),
		queryPairs: () =>
			(request.query_string = [
				['page', '2'],
				[name, planted],
			]),
		local: () => (frame.vars = { [name]: `'${planted}'` }),
		nestedLocal: () => (frame.vars = { order: { items: [{ [name]: planted }] } }),
		localText: () => (frame.vars = { settings: `{'debug': True, '${name}': '${planted}'}` }),
		body: () => (request.data = { user: { [name]: planted } }),
		bodyText: () => (request.data = JSON.stringify({ list: [{ [name]: planted }] })),
		form: () => (request.data = `a=1&${name}=${planted}`),
		tag: () => (data.tags = [[name, planted]]),
		user: () => (data.user = { id: 1, [name]: planted }),
		crumb: () => (data.breadcrumbs = { values: [{ message: `GET /x?${name}=${planted}` }] }),
		crumbData: () =>
			(data.breadcrumbs = [{ data: { method: 'GET', url: `/x?${name}=${planted}` } }]),
		message: () => (exception.value = `login failed: ${name}=${planted}`),
		bearer: () => (exception.value = `sent Authorization: Bearer ${planted}`),
		userInfo: () => (exception.value = `cannot reach postgres://app:${planted}@db/shop`),
		jwt: () => (exception.value = `bad token eyJhbGciOiJIUzI1NiJ9.${planted}.${planted}`),
		card: () => (exception.value = `card ${hidden.card} declined`),
		cardLocal: () => (frame.vars = { number: hidden.card.replace(/(\d{4})(?=\d)/g, '$1 ') }),
		code: () => (frame.context_line = `connect("${name}" = "${planted}", ${name}="${planted}")`),
		extra: () => (data.extra = { [name]: planted }),
	};
	plant[place]();
	return data;
}

it('lets no planted secret through, wherever it was', () => {
	fc.assert(
		fc.property(hiding, (hidden) => {
			const output = JSON.stringify(detailsOf(eventWith(hidden)));
			expect(output).not.toContain(hidden.secret);
			if (hidden.place === 'card') expect(output).not.toContain(hidden.card);
			if (hidden.place === 'cardLocal')
				expect(output.replace(/[ -]/g, '')).not.toContain(hidden.card);
		}),
		tries(2_000),
	);
});

it('lets no planted secret reach any destination', () => {
	fc.assert(
		fc.property(hiding, (hidden) => {
			const event = readEvent(detailsOf(eventWith(hidden)) as unknown as JsonObject);
			const alert = { ...readAlert(sample('captured/custom-new')), event };
			for (const request of Object.values(requestTo)) {
				expect(JSON.stringify(request(alert))).not.toContain(hidden.secret);
			}
		}),
		tries(500),
	);
});

it('lets nothing of locals and bodies through unless asked, whatever it is called', () => {
	fc.assert(
		fc.property(fc.dictionary(word, fc.jsonValue(), { minKeys: 1 }), secret, (values, planted) => {
			const vars = { ...values, [`plain${planted}`]: planted };
			const frame = { filename: 'a.py', vars };
			const data = {
				request: { url: BASE, data: vars, cookies: vars, env: vars },
				exception: { values: [{ type: 'E', value: 'x', stacktrace: { frames: [frame] } }] },
				extra: vars,
				contexts: { app: vars },
			};
			expect(JSON.stringify(detailsOf(data, DEFAULT_PARTS))).not.toContain(planted);
		}),
	);
});

it('survives any event, and what it gives is what the other nodes read', () => {
	fc.assert(
		fc.property(
			fc.oneof(
				fc.jsonValue(),
				fc.record(
					{
						level: fc.jsonValue(),
						tags: fc.jsonValue(),
						user: fc.jsonValue(),
						timestamp: fc.jsonValue(),
						request: fc.oneof(
							fc.jsonValue(),
							fc.record({
								url: fc.jsonValue(),
								headers: fc.jsonValue(),
								query_string: fc.jsonValue(),
								data: fc.jsonValue(),
							}),
						),
						breadcrumbs: fc.oneof(
							fc.jsonValue(),
							fc.array(fc.record({ message: fc.jsonValue(), data: fc.jsonValue() })),
						),
						exception: fc.oneof(
							fc.jsonValue(),
							fc.array(
								fc.record({
									type: fc.jsonValue(),
									value: fc.jsonValue(),
									stacktrace: fc.record({
										frames: fc.array(
											fc.dictionary(
												fc.constantFrom(
													'filename',
													'lineno',
													'function',
													'in_app',
													'context_line',
													'vars',
												),
												fc.jsonValue(),
											),
										),
									}),
								}),
							),
						),
					},
					{ requiredKeys: [] },
				),
			),
			(data) => {
				const details = detailsOf(JSON.parse(JSON.stringify(data)));
				const read = readEvent(details as unknown as JsonObject);
				expect(readEvent(read as unknown as JsonObject)).toEqual(read);
				expect(Object.keys(details).sort()).toEqual(Object.keys(read).sort());
			},
		),
		tries(500),
	);
});

it.each([
	[
		'GET https://a.example/x?page=2&token=abc&q=shoes',
		'GET https://a.example/x?page=2&token=***&q=shoes',
	],
	['{"password": "a b", "user": "jane"}', '{"password": ***, "user": "jane"}'],
	["{'api_key': 'abc', 'n': 1}", "{'api_key': ***, 'n': 1}"],
	['Authorization: Basic dXNlcjpwYXNz\nHost: a', 'Authorization: ***\nHost: a'],
	['fatal: https://bob:hunter2@git.example/x.git', 'fatal: https://bob:***@git.example/x.git'],
	['paid with 4111 1111 1111 1111 today', 'paid with *** today'],
	['order 4111111111111112 at 1785749663000', 'order 4111111111111112 at 1785749663000'],
	['ghp_abcdefghijklmnopqrstuvwxyz012345 leaked', '*** leaked'],
	['-----BEGIN RSA PRIVATE KEY-----\nMIIE', '***'],
	['author: Jane wrote tokenless text', 'author: Jane wrote tokenless text'],
	[
		"invalid literal for int() with base 10: 'abc'",
		"invalid literal for int() with base 10: 'abc'",
	],
	[
		"Cannot read properties of undefined (reading 'total')",
		"Cannot read properties of undefined (reading 'total')",
	],
	['issue b4a29ea6-95cd-46d0-beac-6d75b61ee308', 'issue b4a29ea6-95cd-46d0-beac-6d75b61ee308'],
])('masks %j as %j', (text, masked) => expect(maskText(text)).toBe(masked));

it('masks literals in code, not code', () => {
	expect(maskCode('token = read_token(request)')).toBe('token = read_token(request)');
	expect(maskCode('login(password="hunter2")')).toBe('login(password=***)');
});

it.each([
	'author',
	'authority',
	'passenger',
	'page',
	'order_id',
	'region',
	'session_count',
	'email',
])('takes %s for no secret', (name) => expect(isSecretName(name)).toBe(false));

it('keeps an alert small, however large the event', () => {
	const frames = Array.from({ length: 1_000 }, (_, index) => ({
		filename: 'a.py',
		lineno: index,
		context_line: 'x'.repeat(100_000),
		vars: Object.fromEntries(
			Array.from({ length: 200 }, (_one, key) => [`v${key}`, 'y'.repeat(5_000)]),
		),
	}));
	const details = detailsOf({
		exception: {
			values: Array.from({ length: 20 }, () => ({
				type: 'RecursionError',
				value: 'z'.repeat(1_000_000),
				stacktrace: { frames },
			})),
		},
		tags: Object.fromEntries(
			Array.from({ length: 5_000 }, (_, key) => [`t${key}`, 'z'.repeat(1_000)]),
		),
		request: { url: `${BASE}/?${'a=b&'.repeat(100_000)}`, data: 'w'.repeat(1_000_000) },
	});
	expect(details.stacktrace.length).toBe(5);
	expect(details.stacktrace[0].frames.at(-1)?.line).toBe(999);
	expect(JSON.stringify(details).length).toBeLessThan(3_000_000);
});
