import type { Alert, AlertEvent, StackFrame } from '../../../../nodes/shared/alert/alert';
import {
	factsOf,
	furtherFacts,
	markedTitle,
	shownTitle,
	stackTraceText,
	tagFacts,
	whatHappened,
	whichIssue,
} from '../../../../nodes/shared/alert/describe';
import { readEvent } from '../../../../nodes/shared/alert/readers/event';
import { bareAlert as alertWith } from '../../../support/alerts';

test.each([
	['NEW', 'New issue in Bugsink'],
	['REGRESSED', 'A resolved issue came back'],
	['UNMUTED', 'A muted issue is active again'],
	['RESOLVED', 'Resolved in Bugsink'],
	['REOPENED', 'Reopened in Bugsink'],
	['MUTED', 'Muted in Bugsink'],
	['EVENT_COUNT', 'An issue keeps happening'],
	['RATE', 'An issue happens very often'],
	['STILL_OPEN', 'An issue is still open'],
	['QUIET', 'An issue has not been seen for a while'],
	['GROWING', 'Bugsink alert: GROWING'],
])('%s is told as: %s', (reason, expected) => {
	expect(whatHappened(alertWith({ reason }))).toBe(expected);
});

test('a test is told as one, whatever its reason', () => {
	const alert = alertWith({ isTest: true });
	expect(whatHappened(alert)).toBe('Test message from Bugsink');
	expect(markedTitle(alert)).toBe('[Test] ValueError: bad');
	expect(markedTitle(alertWith({}))).toBe('ValueError: bad');
});

test('a title in a sentence is one line of 100 characters, and says if it is a test', () => {
	expect(shownTitle({ ...alertWith(), title: 'one\n two' })).toBe('one two');
	expect(shownTitle(alertWith({ isTest: true }))).toBe('[Test] ValueError: bad');
	expect(shownTitle({ ...alertWith(), title: 'x'.repeat(100) })).toBe('x'.repeat(100));
	expect(shownTitle({ ...alertWith(), title: 'x'.repeat(101) })).toBe(`${'x'.repeat(99)}…`);
});

test.each([
	['SHOP-1', 'Shop', ['SHOP-1', 'Shop']],
	[null, 'Shop', ['Shop']],
	['SHOP-1', '', ['SHOP-1']],
	['', null, []],
])('the issue %j of the project %j is known by %j', (friendlyId, name, expected) => {
	expect(whichIssue(alertWith({ friendlyId, project: { id: 1, name } }))).toEqual(expected);
});

test.each([
	['2026-08-03T09:14:22.481903Z', '2026-08-03 09:14:22 UTC'],
	['2026-08-03T09:14:22+02:00', '2026-08-03 07:14:22 UTC'],
	['this morning', 'this morning'],
	[null, null],
])('the time %j reads %j', (time, expected) => {
	const facts = factsOf(alertWith({ lastSeen: time }));
	expect(facts.find(({ label }) => label === 'Last seen')?.value ?? null).toBe(expected);
});

describe('facts', () => {
	const event = (): AlertEvent => ({
		...readEvent({}),
		level: 'error',
		environment: 'production',
		release: '1.2.3',
		serverName: 'web-1',
		transaction: 'POST /pay',
	});

	test('all that is known, in their order', () => {
		const alert = alertWith({
			errorType: 'ValueError',
			project: { id: 1, name: 'Shop' },
			friendlyId: 'SHOP-1',
			firstSeen: '2026-08-01T00:00:00Z',
			lastSeen: '2026-08-02T00:00:00Z',
			eventCount: 0,
			unmuteReason: 'More than 5 events',
			event: event(),
		});
		expect(factsOf(alert)).toEqual([
			{ label: 'Error type', value: 'ValueError' },
			{ label: 'Project', value: 'Shop' },
			{ label: 'Issue', value: 'SHOP-1' },
			{ label: 'Transaction', value: 'POST /pay' },
			{ label: 'Level', value: 'error' },
			{ label: 'Environment', value: 'production' },
			{ label: 'Release', value: '1.2.3' },
			{ label: 'Server', value: 'web-1' },
			{ label: 'First seen', value: '2026-08-01 00:00:00 UTC' },
			{ label: 'Last seen', value: '2026-08-02 00:00:00 UTC' },
			{ label: 'Events', value: '0' },
			{ label: 'Reason', value: 'NEW' },
			{ label: 'Unmuted because', value: 'More than 5 events' },
		]);
	});

	test('nothing that is not known', () => {
		expect(factsOf(alertWith({}))).toEqual([{ label: 'Reason', value: 'NEW' }]);
	});

	test("the alert's own transaction rather than the event's", () => {
		expect(factsOf(alertWith({ transaction: 'GET /', event: event() }))).toContainEqual({
			label: 'Transaction',
			value: 'GET /',
		});
	});
});

describe('facts beside a title', () => {
	const labels = (more: Partial<Alert>) => furtherFacts(alertWith(more)).map(({ label }) => label);

	test('leave out reason and error type', () => {
		expect(labels({ errorType: 'ValueError', friendlyId: 'SHOP-1' })).toEqual(['Issue']);
	});

	test('have an error type that the title does not say', () => {
		expect(labels({ errorType: 'KeyError' })).toEqual(['Error type']);
	});

	test('leave out what says the same as the title, not what is a part of it', () => {
		expect(labels({ transaction: 'ValueError: bad', friendlyId: 'SHOP-1' })).toEqual(['Issue']);
		expect(labels({ transaction: 'bad' })).toEqual(['Transaction']);
	});

	test.each([
		['2026-08-01T00:00:00.100Z', '2026-08-01T00:00:00.900Z', ['First seen']],
		['2026-08-01T00:00:00Z', '2026-08-01T00:00:01Z', ['First seen', 'Last seen']],
		['2026-08-01T00:00:00Z', null, ['First seen']],
		[null, '2026-08-01T00:00:00Z', ['Last seen']],
		[null, null, []],
	])('seen from %j to %j: %j', (firstSeen, lastSeen, expected) => {
		expect(labels({ firstSeen, lastSeen })).toEqual(expected);
	});
});

test('tags are facts, but for those that the title or a fact says', () => {
	const tags = {
		runtime: 'node 24',
		environment: 'live',
		title: 'ValueError: bad',
		zone: 'live-1',
	};
	const event = readEvent({ environment: 'live', tags });
	expect(tagFacts(alertWith({ event }))).toEqual([
		{ label: 'runtime', value: 'node 24' },
		{ label: 'zone', value: 'live-1' },
	]);
	expect(tagFacts(alertWith({ event: null }))).toEqual([]);
});

describe('the stack trace', () => {
	const frame = (more: Partial<StackFrame> = {}): StackFrame => ({
		file: 'shop.py',
		line: 7,
		function: 'pay',
		inApp: true,
		code: null,
		...more,
	});
	const eventOf = (stacktrace: AlertEvent['stacktrace']) => ({ ...readEvent({}), stacktrace });
	const textOf = (...stacktrace: AlertEvent['stacktrace']) => stackTraceText(eventOf(stacktrace));

	test.each([
		['ValueError', 'bad', ' bad\n', 'ValueError'],
		['ValueError', ' bad\n', 'bad', 'ValueError'],
		['', 'bad', 'bad', ''],
		['ValueError', 'bad', 'worse', 'ValueError: bad'],
		['ValueError', 'bad', 'bad and worse', 'ValueError: bad'],
	])('of %j, %j does not repeat what was said, %j: %j', (type, message, said, expected) => {
		expect(stackTraceText(eventOf([{ type, message, frames: [] }]), said)).toBe(expected);
	});

	test('has the exception that was raised last first, and its innermost frame first', () => {
		expect(
			textOf(
				{ type: 'KeyError', message: "'sku'", frames: [frame({ line: 1 }), frame({ line: 2 })] },
				{ type: 'ValueError', message: 'bad', frames: [frame({ line: 3 })] },
			),
		).toBe(
			[
				'ValueError: bad',
				'  at pay (shop.py:3)',
				'',
				'Caused by:',
				"KeyError: 'sku'",
				'  at pay (shop.py:2)',
				'  at pay (shop.py:1)',
			].join('\n'),
		);
	});

	test('has code and local variables below their frame, and says which frame is a library', () => {
		const frames = [
			frame({ code: '    pay(amount)\n', locals: { amount: '7', sku: 'A' } }),
			frame({ inApp: false, line: null, function: null }),
		];
		expect(textOf({ type: 'E', message: 'm', frames })).toBe(
			[
				'E: m',
				'  at ? (shop.py) [library]',
				'  at pay (shop.py:7)',
				'      pay(amount)',
				'      amount = 7',
				'      sku = A',
			].join('\n'),
		);
	});

	test('has the column of a frame where it is known, beside its line', () => {
		const placed = (more: Partial<StackFrame>) =>
			textOf({ type: 'E', message: '', frames: [frame(more)] }).split('\n')[1];
		expect(placed({ column: 12 })).toBe('  at pay (shop.py:7:12)');
		expect(placed({ column: null })).toBe('  at pay (shop.py:7)');
		expect(placed({ line: null, column: 12 })).toBe('  at pay (shop.py)');
	});

	test.each([
		[50, undefined],
		[51, '  … 1 more frames'],
	])('of %d frames shows 50 and says what is hidden', (count, last) => {
		const frames = Array.from({ length: count }, (_, index) => frame({ line: index }));
		const lines = textOf({ type: 'RecursionError', message: '', frames }).split('\n');
		expect(lines[0]).toBe('RecursionError');
		expect(lines[1]).toBe(`  at pay (shop.py:${count - 1})`);
		expect(lines[50]).toBe(`  at pay (shop.py:${count - 50})`);
		expect(lines[51]).toBe(last);
	});

	test.each([
		['E', '', 'E'],
		['', 'm', 'm'],
		['', '', ''],
	])('of the type %j and the message %j begins with %j', (type, message, expected) => {
		expect(textOf({ type, message, frames: [] })).toBe(expected);
	});

	test('begins with the frames where neither type nor message is known', () => {
		expect(textOf({ type: '', message: '', frames: [frame()] })).toBe('  at pay (shop.py:7)');
	});

	test('is empty without one', () => {
		expect(stackTraceText(null)).toBe('');
		expect(textOf()).toBe('');
	});
});
