import { readAlert, UnreadableAlert } from '../../../../nodes/shared/alert/readAlert';
import { readEvent } from '../../../../nodes/shared/alert/readers/event';

const alert = { reason: 'NEW', title: 'E: m', fingerprint: 'bugsink-1' };

describe('an alert that was read before', () => {
	test('needs reason, title and fingerprint, and has nothing else', () => {
		expect(readAlert(alert)).toEqual({
			reason: 'NEW',
			issueId: null,
			friendlyId: null,
			title: 'E: m',
			errorType: '',
			errorMessage: '',
			transaction: null,
			project: { id: null, name: null },
			firstSeen: null,
			lastSeen: null,
			eventCount: null,
			storedEventCount: null,
			issueUrl: null,
			bugsinkUrl: null,
			unmuteReason: null,
			isTest: false,
			fingerprint: 'bugsink-1',
			event: null,
			source: 'alert',
		});
	});

	test('keeps all that it has', () => {
		const whole = {
			...alert,
			issueId: '1',
			friendlyId: 'SHOP-1',
			errorType: 'E',
			errorMessage: 'm\nn',
			transaction: 'POST /pay',
			project: { id: 3, name: 'Shop' },
			firstSeen: '2026-08-01T00:00:00Z',
			lastSeen: '2026-08-02T00:00:00Z',
			eventCount: 5,
			storedEventCount: 4,
			issueUrl: 'https://bugsink.example.com/issues/issue/1/',
			bugsinkUrl: 'https://elsewhere.example.com',
			unmuteReason: 'Time is up',
			isTest: true,
			event: readEvent({
				id: '7',
				stacktrace: [
					{
						frames: [
							{ file: 'a.py', line: 7, inApp: true, url: 'https://git.example.com/a.py#L7' },
						],
					},
				],
			}),
			owners: [{ rule: '*', owner: '@ops' }],
			source: 'slack',
		};
		expect(readAlert(whole)).toEqual(whole);
	});

	test('has only links and owners that are some', () => {
		const urlOf = (url: unknown): unknown =>
			readEvent({ stacktrace: [{ frames: [{ file: 'a.py', url }] }] }).stacktrace[0].frames[0].url;
		expect(urlOf('https://git.example.com/a.py')).toBe('https://git.example.com/a.py');
		for (const url of ['javascript:alert(1)', 'data:text/html,x', '//a.example', 'a.py', 7, null]) {
			expect(urlOf(url)).toBeUndefined();
		}
		const owners = [null, '@a', { owner: 7 }, { owner: ' ' }, { rule: null, owner: 'a\nb\u0000' }];
		expect(readAlert({ ...alert, owners }).owners).toEqual([
			{ rule: '', owner: '7' },
			{ rule: '', owner: 'a b' },
		]);
		expect(readAlert({ ...alert, owners: '@a' })).not.toHaveProperty('owners');
	});

	test('knows its installation by the link', () => {
		const issueUrl = 'https://bugsink.example.com/issues/issue/1/';
		expect(readAlert({ ...alert, issueUrl }).bugsinkUrl).toBe('https://bugsink.example.com');
	});

	test('is a test by its reason, whatever else it says', () => {
		expect(readAlert({ ...alert, reason: 'TEST', isTest: false }).isTest).toBe(true);
		expect(readAlert({ ...alert, isTest: 'yes' }).isTest).toBe(false);
	});

	test.each([
		{ ...alert, reason: '' },
		{ ...alert, title: ' ' },
		{ ...alert, fingerprint: '' },
		{ ...alert, fingerprint: 'bugsink-' },
		{ ...alert, fingerprint: 'other-1' },
		{ ...alert, fingerprint: 'x bugsink-1' },
		{ ...alert, fingerprint: 'bugsink-1 x' },
		{ ...alert, fingerprint: `bugsink-${'1'.repeat(65)}` },
	])('%j is none', (payload) => {
		expect(() => readAlert(payload)).toThrow(UnreadableAlert);
	});

	test('has a fingerprint of up to 72 characters', () => {
		const fingerprint = `bugsink-${'1'.repeat(64)}`;
		expect(readAlert({ ...alert, fingerprint }).fingerprint).toBe(fingerprint);
	});
});

describe('the event of an alert', () => {
	const whole = {
		id: '7',
		url: 'https://bugsink.example.com/event/7/',
		timestamp: '2026-08-02T00:00:00Z',
		level: 'error',
		platform: 'python',
		environment: 'production',
		release: '1.2.3',
		serverName: 'web-1',
		transaction: 'POST /pay',
		logger: 'shop',
		tags: { browser: 'Firefox' },
		user: { id: '3' },
		request: { method: 'POST', url: '/pay', headers: { Accept: '*/*' }, body: 'a\nb' },
		breadcrumbs: [
			{ timestamp: '2026-08-01T00:00:00Z', category: 'http', level: 'info', message: 'GET /\n' },
		],
		stacktrace: [
			{
				type: 'E',
				message: 'm\nn',
				frames: [
					{
						file: 'shop.py',
						line: 7,
						column: 12,
						function: 'pay',
						inApp: true,
						code: '  pay()',
						locals: { amount: '7' },
					},
				],
			},
		],
	};

	test('keeps all that it has', () => {
		expect(readEvent(whole)).toEqual(whole);
	});

	test('has nothing where nothing is, or something odd', () => {
		const nothing = {
			id: null,
			url: null,
			timestamp: null,
			level: null,
			platform: null,
			environment: null,
			release: null,
			serverName: null,
			transaction: null,
			logger: null,
			tags: {},
			user: null,
			request: null,
			breadcrumbs: [],
			stacktrace: [],
		};
		expect(readEvent({})).toEqual(nothing);
		const odd = Object.fromEntries(Object.keys(whole).map((key) => [key, [true]]));
		expect(readEvent(odd)).toEqual(nothing);
	});

	test('the parts of a request, a breadcrumb and an exception may be missing', () => {
		const event = readEvent({
			request: {},
			breadcrumbs: [{}, 'odd'],
			stacktrace: [{}, null, { frames: [{}, 'odd', { inApp: 'yes', locals: [] }] }],
		});
		const frame = {
			file: '',
			line: null,
			column: null,
			function: null,
			inApp: false,
			code: null,
		};
		expect(event.request).toEqual({ method: null, url: null, headers: {} });
		expect(event.breadcrumbs).toEqual([
			{ timestamp: null, category: null, level: null, message: '' },
		]);
		expect(event.stacktrace).toEqual([
			{ type: '', message: '', frames: [] },
			{ type: '', message: '', frames: [frame, frame] },
		]);
	});

	test('names and values are text, and none is empty', () => {
		const tags = {
			a: 1,
			b: true,
			c: false,
			' d\n ': 'x',
			'': 'x',
			' ': 'x',
			e: '',
			f: null,
			g: {},
		};
		expect(readEvent({ tags }).tags).toEqual({ a: '1', b: 'true', c: 'false', d: 'x' });
	});
});

describe('an item that is no alert', () => {
	const foundIn = (input: unknown): string => {
		try {
			readAlert(input);
		} catch (error) {
			return (error as UnreadableAlert).message.replace(/^.*Found: | Understood: .*$/gs, '');
		}
		return '';
	};

	test('is told by 20 of its keys, each with 40 characters', () => {
		const keys = (count: number) => Array.from({ length: count }, (_, index) => `key${index}`);
		const withKeys = (list: string[]) => foundIn(Object.fromEntries(list.map((key) => [key, 1])));
		expect(withKeys(keys(20))).toBe(`the keys ${keys(20).join(', ')}.`);
		expect(withKeys(keys(21))).toBe(`the keys ${keys(20).join(', ')}, ….`);
		expect(withKeys(['k'.repeat(41)])).toBe(`the keys ${'k'.repeat(40)}.`);
	});

	test.each([
		[true, 'a boolean.'],
		[{ body: null }, 'nothing.'],
		[{ body: 7 }, 'a number.'],
		[{ body: 'no JSON' }, 'text that is not JSON.'],
		[{ body: ' ' }, 'text that is not JSON.'],
	])('%j is told as %s', (input, found) => {
		expect(foundIn(input)).toBe(found);
	});

	test('is looked for in four layers, and in no fifth', () => {
		const wrapped = (depth: number): unknown =>
			depth === 0 ? alert : { body: wrapped(depth - 1) };
		expect(readAlert(wrapped(3)).fingerprint).toBe('bugsink-1');
		expect(() => readAlert(wrapped(4))).toThrow(UnreadableAlert);
	});

	test('names every shape that is understood', () => {
		let message = '';
		try {
			readAlert({});
		} catch (error) {
			message = (error as Error).message;
		}
		const shapes = [
			'Custom webhook',
			'original',
			'CloudEvents',
			'Slack',
			'Teams',
			'Mattermost',
			'Discord',
			'Google Chat',
			'API',
			'Trigger',
		];
		for (const shape of shapes) expect(message).toContain(shape);
		expect(message.split(', ')).toHaveLength(shapes.length);
	});

	test.each([
		[{ destination: 'x', action: 'sent' }, 'another Bugsink node returned'],
		[{ destination: 'x' }, '{{ $json.body }}'],
		[{ action: 'sent' }, '{{ $json.body }}'],
		[{}, '{{ $json.body }}'],
	])('%j has a hint with: %s', (input, advice) => {
		let hint = '';
		try {
			readAlert(input);
		} catch (error) {
			hint = (error as UnreadableAlert).hint;
		}
		expect(hint).toContain(advice);
	});
});
