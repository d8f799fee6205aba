import type { Alert } from '../../../../nodes/shared/alert/alert';
import { readAlert, UnreadableAlert } from '../../../../nodes/shared/alert/readAlert';

/** The corners of each shape; what a real Bugsink sends is read in `readAlert.test.ts`. */
const ID = '0b1c4a52-6c0e-4d5f-9a51-3f0f2f0c7b11';
const LINK = `https://bugsink.example.com/issues/issue/${ID}/event/last/`;
const read = (input: unknown): Alert => readAlert(input);

function expectUnreadable(input: unknown): void {
	expect(() => readAlert(input)).toThrow(UnreadableAlert);
}

describe("Bugsink's Custom webhook", () => {
	test.each([
		[{ id: ID.toUpperCase() }, { issueId: ID, title: 'Untitled issue' }],
		[{ friendly_id: 'SHOP-1' }, { friendlyId: 'SHOP-1', issueId: null }],
		[{ title: 'T' }, { title: 'T', issueId: null }],
		[
			{ title: 'T', url: LINK },
			{ issueId: ID, bugsinkUrl: 'https://bugsink.example.com' },
		],
		[{ id: '1', project: { id: 3, name: 'Shop' } }, { project: { id: 3, name: 'Shop' } }],
		[{ id: '1', project: '3', project_name: 'Shop' }, { project: { id: 3, name: 'Shop' } }],
		[{ id: '1', unmute_reason: 'Time is up' }, { unmuteReason: 'Time is up' }],
	])('%j is enough with a reason', (parts, expected) => {
		expect(read({ alert_reason: 'new', ...parts })).toMatchObject({
			source: 'custom',
			reason: 'NEW',
			...expected,
		});
	});

	test.each([
		['ValueError', 'one\ntwo', 'ValueError: one'],
		['ValueError', '', 'ValueError'],
		['Log Message', 'one\ntwo', 'one'],
		['', 'one\ntwo', 'one'],
	])('the type %j and the message %j make up for a missing title', (type, value, title) => {
		const alert = read({
			id: '1',
			alert_reason: 'NEW',
			calculated_type: type,
			calculated_value: value,
		});
		expect(alert).toMatchObject({ title, errorType: type, errorMessage: value });
	});

	test.each([
		[{ alert_reason: 'NEW' }],
		[{ id: '1', title: 'T' }],
		[{ id: '', alert_reason: 'NEW' }],
	])('%j is none', (payload) => expectUnreadable(payload));
});

describe("an issue of Bugsink's API", () => {
	const issue = { id: ID, digested_event_count: 3, calculated_type: 'E' };

	test.each([
		[{}, 'OPEN'],
		[{ is_resolved: true, is_muted: true }, 'RESOLVED'],
		[{ is_resolved: false, is_muted: true }, 'MUTED'],
		[{ is_resolved: 'true', is_muted: 'true' }, 'OPEN'],
	])('with %j is %s', (state, reason) => {
		expect(read({ ...issue, ...state })).toMatchObject({ source: 'canonicalIssue', reason });
	});

	test('has a type or a value', () => {
		expect(read({ id: ID, digested_event_count: 3, calculated_value: 'v' }).errorMessage).toBe('v');
		expectUnreadable({ id: ID, digested_event_count: 3 });
		expectUnreadable({ id: ID, calculated_type: 'E' });
		expectUnreadable({ digested_event_count: 3, calculated_type: 'E' });
	});
});

describe('the webhook JSON of the original backends', () => {
	const envelope = { source: 'bugsink', event_type: 'alert', timestamp: '2026-03-01T10:30:00Z' };

	test.each([
		['[New issue] E: m', 'NEW'],
		['[NEW ISSUE]E: m', 'NEW'],
		['[Regression] E: m', 'REGRESSED'],
		['[ unmuted issue ] E: m', 'UNMUTED'],
		['[Growing] E: m', 'GROWING'],
		['E: m', 'NEW'],
	])('the summary %j says %s', (summary, reason) => {
		expect(read({ ...envelope, summary })).toMatchObject({
			source: 'originalWebhook',
			reason,
			title: 'E: m',
			errorType: 'E',
			errorMessage: 'm',
			lastSeen: '2026-03-01T10:30:00Z',
		});
	});

	test.each([
		['E: [x] m', 'E: [x] m'],
		['[] m', '[] m'],
	])('the summary %j has no reason in front', (summary, title) => {
		expect(read({ ...envelope, summary })).toMatchObject({ reason: 'NEW', title });
	});

	test.each([
		[{ alert_reason: 'regressed', alert_type: 'New issue' }, 'REGRESSED'],
		[{ alert_type: 'Unmuted issue' }, 'UNMUTED'],
		[{ alert_type: 'UNMUTED' }, 'UNMUTED'],
		[{ alert_reason: 'NEW', test: true }, 'TEST'],
		[{ alert_reason: 'NEW', test: 'yes' }, 'NEW'],
	])('%j in the data says %s, whatever the summary', (data, reason) => {
		expect(read({ ...envelope, data: { summary: '[Growing] m', ...data } }).reason).toBe(reason);
	});

	test('a test is one by its event type', () => {
		expect(read({ ...envelope, event_type: 'test', summary: 'm' }).isTest).toBe(true);
	});

	test('everything that the data tell is read', () => {
		const data = {
			summary: '[New issue] E: m',
			issue_id: ID.toUpperCase(),
			issue_url: LINK,
			error_type: 'Own',
			error_message: 'its own',
			project: 'Shop',
			first_seen: '2026-03-01T10:00:00Z',
			last_seen: '2026-03-01T10:20:00Z',
			event_count: '5',
			unmute_reason: 'Time is up',
		};
		expect(read({ ...envelope, data })).toMatchObject({
			issueId: ID,
			issueUrl: LINK,
			bugsinkUrl: 'https://bugsink.example.com',
			errorType: 'Own',
			errorMessage: 'its own',
			project: { id: null, name: 'Shop' },
			firstSeen: '2026-03-01T10:00:00Z',
			lastSeen: '2026-03-01T10:20:00Z',
			eventCount: 5,
			unmuteReason: 'Time is up',
		});
		expect(read({ ...envelope, data: { ...data, issue_id: undefined } }).issueId).toBe(ID);
	});

	test.each([
		[{ ...envelope, source: 'other', summary: 'm' }],
		[{ ...envelope, event_type: '', summary: 'm' }],
		[envelope],
		[{ ...envelope, data: {} }],
	])('%j is none', (payload) => expectUnreadable(payload));
});

describe('a title that reads like a heading is not the reason', () => {
	const head = (text: string) => ({ type: 'header', text: { type: 'plain_text', text } });
	const part = (text: string) => ({ type: 'section', text: { type: 'plain_text', text } });
	const view = part(`<${LINK}|view on Bugsink>`);
	const shapes: Array<[string, (title: string, heading: string) => unknown]> = [
		['slack', (title, heading) => ({ blocks: [head(title), part(heading), view] })],
		[
			'microsoftTeams',
			(title, heading) => ({
				attachments: [
					{
						content: {
							body: [title, heading].map((text) => ({ type: 'TextBlock', text })),
							actions: [{ url: LINK }],
						},
					},
				],
			}),
		],
		[
			'googleChat',
			(title, heading) => ({ text: `*${title}*\n${heading}\n<${LINK}|view on Bugsink>` }),
		],
		['discord', (title, description) => ({ embeds: [{ title, description, url: LINK }] })],
		[
			'mattermost',
			(title, heading) => ({
				text: `### ${title}`,
				attachments: [{ title: heading, text: `<${LINK}|view>` }],
			}),
		],
	];
	const titles = [
		'Checkout issue',
		'Permission issue on /admin',
		'test issue',
		'TEST issue',
		'Test issue after the deploy',
		'NEW issue',
		'REGRESSED issue',
		'SSL issue',
		'New issue: the basket is empty',
	];

	test.each(shapes)('%s', (source, message) => {
		for (const title of titles) {
			for (const reason of ['NEW', 'REGRESSED', 'UNMUTED', 'GROWING']) {
				// Which of two is the title can be told unless only the title is one of Bugsink's own.
				if (reason === 'GROWING' && /^(?:NEW|TEST|REGRESSED) issue$/.test(title)) continue;
				expect(read(message(title, `${reason} issue`))).toMatchObject({
					source,
					reason,
					title,
					isTest: false,
					issueUrl: LINK,
				});
			}
		}
	});

	test('the layout of older Slack messages keeps its heading in front', () => {
		for (const title of titles) {
			const blocks = [head('UNMUTED issue'), part(`<${LINK}|${title}>`), part('Sync issue again')];
			expect(read({ blocks })).toMatchObject({
				reason: 'UNMUTED',
				title,
				unmuteReason: 'Sync issue again',
			});
		}
	});

	test('a reason to unmute that reads like one is not the reason', () => {
		const blocks = [head('Stock issue'), part('UNMUTED issue'), part('Known issue is back'), view];
		expect(read({ blocks })).toMatchObject({
			reason: 'UNMUTED',
			title: 'Stock issue',
			unmuteReason: 'Known issue is back',
		});
	});
});
