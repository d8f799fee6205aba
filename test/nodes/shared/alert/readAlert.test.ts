import { sample } from '../../../support/samples';
import { readAlert, UnreadableAlert } from '../../../../nodes/shared/alert/readAlert';

const KINDS = ['custom', 'slack', 'mattermost', 'discord', 'msteams', 'google-chat'];
const SOURCES: Record<string, string> = { msteams: 'microsoftTeams', 'google-chat': 'googleChat' };

describe.each(KINDS)('what a real Bugsink sends as %s', (kind) => {
	const read = (name: string) => readAlert(sample(`captured/${kind}-${name}`));
	const custom = (name: string) => readAlert(sample(`captured/custom-${name}`));

	test.each([
		['new', 'NEW'],
		['regressed', 'REGRESSED'],
		['unmuted', 'UNMUTED'],
		['new-log-message', 'NEW'],
		['new-long', 'NEW'],
		['new-markup', 'NEW'],
		['unmuted-after-deadline', 'UNMUTED'],
	])('%s has the reason %s and the issue of the Custom alert', (name, reason) => {
		const alert = read(name);
		expect(alert).toMatchObject({
			reason,
			source: SOURCES[kind] ?? kind,
			isTest: false,
			issueId: custom(name).issueId,
			fingerprint: custom(name).fingerprint,
			issueUrl: custom(name).issueUrl,
			bugsinkUrl: 'https://bugsink.example.com',
			unmuteReason: custom(name).unmuteReason,
		});
		expect(alert.project.name).toBe('Checkout API');
	});

	test('test is a test', () => {
		expect(read('test')).toMatchObject({ reason: 'TEST', isTest: true });
		expect(read('test').project.name).toBe('Checkout API');
	});

	test('a short title arrives unescaped', () => {
		// Bugsink takes the bar out where it would end a link.
		const expected = custom('new-markup').title;
		const title = ['slack', 'mattermost'].includes(kind)
			? expected.replace('|', '').replace('  ', ' ')
			: expected;
		expect(read('new-markup').title).toBe(title);
		expect(read('new').errorType).toBe('ValueError');
	});
});

test('the Custom alert is read whole', () => {
	const raw = sample('captured/custom-regressed') as Record<string, unknown>;
	expect(readAlert(raw)).toEqual({
		reason: 'REGRESSED',
		issueId: raw.id,
		friendlyId: raw.friendly_id,
		title: raw.title,
		errorType: raw.calculated_type,
		errorMessage: raw.calculated_value,
		transaction: raw.transaction,
		project: { id: raw.project, name: 'Checkout API' },
		firstSeen: raw.first_seen,
		lastSeen: raw.last_seen,
		eventCount: raw.digested_event_count,
		storedEventCount: raw.stored_event_count,
		issueUrl: raw.url,
		bugsinkUrl: 'https://bugsink.example.com',
		unmuteReason: null,
		isTest: false,
		fingerprint: `bugsink-${String(raw.id)}`,
		event: null,
		source: 'custom',
	});
});

describe('the generic webhook of the original backends', () => {
	test('as its code builds it', () => {
		expect(readAlert(sample('original-webhook-full'))).toMatchObject({
			reason: 'NEW',
			issueId: '0b1c4a52-6c0e-4d5f-9a51-3f0f2f0c7b11',
			title: 'ValueError: Invalid input',
			errorType: 'ValueError',
			errorMessage: 'Invalid input',
			firstSeen: '2026-03-01T10:00:00.000Z',
			eventCount: 5,
			source: 'originalWebhook',
		});
	});

	test('as its documentation shows it', () => {
		expect(readAlert(sample('original-webhook-as-documented'))).toMatchObject({
			reason: 'NEW',
			issueId: '123',
			fingerprint: 'bugsink-123',
			title: 'ValueError: Invalid input',
		});
	});

	test('minimal', () => {
		expect(readAlert(sample('original-webhook-minimal'))).toMatchObject({
			reason: 'REGRESSED',
			title: 'ValueError: Invalid input',
			errorType: 'ValueError',
			errorMessage: 'Invalid input',
		});
	});
});

test('the Slack message of Bugsink before 2.0.7', () => {
	expect(readAlert(sample('slack-before-2.0.7-new'))).toMatchObject({
		reason: 'NEW',
		title: 'ValueError: a * b < c',
		project: { id: null, name: 'Checkout_API' },
		issueId: '0b1c4a52-6c0e-4d5f-9a51-3f0f2f0c7b11',
	});
});

test("an issue of Bugsink's API is an alert about its state", () => {
	const issue = sample('captured/api-issue') as Record<string, unknown>;
	expect(readAlert(issue)).toMatchObject({ source: 'canonicalIssue', issueId: issue.id });
	expect(readAlert({ ...issue, is_resolved: true }).reason).toBe('RESOLVED');
	expect(readAlert({ ...issue, is_muted: true }).reason).toBe('MUTED');
});

describe('wherever the alert is', () => {
	const expected = () => readAlert(sample('captured/custom-new'));

	test.each([
		[
			'under body, as the Webhook node gives it',
			{ headers: {}, body: sample('captured/custom-new') },
		],
		['as JSON in a string', JSON.stringify(sample('captured/custom-new'))],
		['as JSON in a string under body', { body: JSON.stringify(sample('captured/custom-new')) }],
		['with keys that nobody knows', { ...(sample('captured/custom-new') as object), extra: [1] }],
	])('%s', (_, input) => {
		expect(readAlert(input)).toEqual(expected());
	});

	test('normalized before, on its way through other nodes', () => {
		expect(readAlert({ ...expected(), raw: { a: 1 } })).toEqual(expected());
		expect(readAlert(JSON.parse(JSON.stringify(expected())))).toEqual(expected());
	});
});

test('a reason that nobody knows passes in upper case', () => {
	const alert = readAlert({
		...(sample('captured/custom-new') as object),
		alert_reason: 'growing',
	});
	expect(alert.reason).toBe('GROWING');
});

describe('the fingerprint', () => {
	test('is the same for an issue, whatever the reason and the shape', () => {
		const names = ['captured/custom-new', 'captured/custom-regressed', 'captured/slack-new'];
		expect(new Set(names.map((name) => readAlert(sample(name)).fingerprint)).size).toBe(1);
	});

	test('without an id follows from installation, project and title', () => {
		const withoutLink = (title: string, project = 'Shop') =>
			readAlert({
				embeds: [
					{ title, description: 'NEW issue', fields: [{ name: 'Project', value: project }] },
				],
			});
		const alert = withoutLink('ValueError: bad');
		expect(alert.issueId).toBeNull();
		expect(alert.fingerprint).toMatch(/^bugsink-[0-9a-f]{32}$/);
		expect(withoutLink('ValueError: bad').fingerprint).toBe(alert.fingerprint);
		expect(withoutLink('ValueError: worse').fingerprint).not.toBe(alert.fingerprint);
		expect(withoutLink('ValueError: bad', 'Other').fingerprint).not.toBe(alert.fingerprint);
	});

	test('is safe as a label and in a query even if an id is not', () => {
		const alert = readAlert({ id: 'x" OR 1=1 --', title: 'T', alert_reason: 'NEW' });
		expect(alert.fingerprint).toMatch(/^bugsink-[0-9a-f]{32}$/);
	});
});

describe('what is no alert', () => {
	test.each([
		[{ foo: 1, bar: 2 }, 'the keys foo, bar'],
		[{}, 'an empty object'],
		[[sample('captured/custom-new')], 'a list of 1 entries instead of one alert'],
		['{"broken', 'text that is not JSON'],
		[42, 'a number'],
		[{ body: { hello: 1 } }, 'the keys hello'],
	])('%j is refused, naming what was found', (input, found) => {
		expect(() => readAlert(input)).toThrow(UnreadableAlert);
		expect(() => readAlert(input)).toThrow(`Found: ${found}.`);
		expect(() => readAlert(input)).toThrow("Bugsink's Custom webhook");
	});

	test.each([null, undefined, '', ' \n'])('%j is an empty field', (input) => {
		expect(() => readAlert(input)).toThrow("'Alert' is empty");
	});

	test('the result of another destination is recognised, and the hint says what to enter', () => {
		const result = { destination: 'jiraCloud', action: 'created', reason: 'NEW' };
		expect(() => readAlert(result)).toThrow('is the result of another Bugsink node');
		let hint = '';
		try {
			readAlert(result);
		} catch (error) {
			hint = (error as UnreadableAlert).hint;
		}
		expect(hint).toContain("$('Bugsink Trigger').item.json");
	});
});

describe('hostile text', () => {
	const message = (calculated_value: string, title = 'T') =>
		readAlert({ id: '1', title, calculated_value, alert_reason: 'NEW' });

	test('control characters, overrides and lone surrogates go, tabs and lines stay', () => {
		expect(message('a\u0000b\u202Ec\tx\r\ny\ud800z').errorMessage).toBe('abc\tx\ny\ufffdz');
		expect(message('👍🏽 family 👨‍👩‍👧').errorMessage).toBe('👍🏽 family 👨‍👩‍👧');
	});

	test('a title is one line', () => {
		expect(message('', 'one\ntwo\u2028three').title).toBe('one two three');
	});

	test.each(['javascript:alert(1)', 'ftp://x.example', 'not a url', 'https://'])(
		'%s is no link',
		(url) => {
			expect(readAlert({ id: '1', title: 'T', alert_reason: 'NEW', url }).issueUrl).toBeNull();
		},
	);

	test('a link loses user and password', () => {
		const url = 'https://u:p@bugsink.example.com/issues/issue/1/';
		expect(readAlert({ id: '1', title: 'T', alert_reason: 'NEW', url }).issueUrl).toBe(
			'https://bugsink.example.com/issues/issue/1/',
		);
	});
});
