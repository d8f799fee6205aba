/** What other tools post to a chat is no alert; what Bugsink and this package send is. */
import { cloudEventContext, structuredEvent } from '../../../../nodes/BugsinkWebhook/cloudEvents';
import { webhookPayload } from '../../../../nodes/BugsinkWebhook/payload';
import type { Alert } from '../../../../nodes/shared/alert/alert';
import { readAlert, UnreadableAlert } from '../../../../nodes/shared/alert/readAlert';
import { sampleAlert } from '../../../support/alerts';
import { sample } from '../../../support/samples';

const ID = '7c0a7b10-2222-4a2b-9c3d-0000000000bb';
const PAGE = `https://errors.example.net/issues/issue/${ID}/event/last/`;
const slack = (header: string, ...sections: string[]) => ({
	text: header,
	blocks: [
		{ type: 'header', text: { type: 'plain_text', text: header } },
		...sections.map((text) => ({ type: 'section', text: { type: 'mrkdwn', text } })),
	],
});
const discord = (title: string, description: string) => ({ embeds: [{ title, description }] });
const teams = (...texts: string[]) => ({
	type: 'message',
	attachments: [
		{
			contentType: 'application/vnd.microsoft.card.adaptive',
			content: {
				type: 'AdaptiveCard',
				body: texts.map((text) => ({ type: 'TextBlock', text })),
			},
		},
	],
});
const mattermost = (title: string) => ({ text: '### Board', attachments: [{ title, text: 'x' }] });

it.each<[string, unknown]>([
	['a person in a chat', { text: 'Minor issue: the coffee is out' }],
	['a heading in small letters', { text: 'new issue for you' }],
	['words after the heading', { text: 'NEW issue count is up by 12' }],
	['an unknown reason', { text: 'FIXED issue' }],
	['Linear in Slack', slack('Linear issue closed', 'Done')],
	['Grafana in Slack', slack('Firing issue', 'CPU is high')],
	['a tracker in Mattermost', mattermost('Redmine issue #31 changed')],
	['a bot in Discord', discord('Flaky build', 'Opened issue in org/web')],
	['a help desk in Teams', teams('Freshdesk issue T-99 opened', 'Cannot print')],
	[
		'a link to another tracker',
		{ text: `GitLab issue closed\n<https://git.example.net/org/web/-/issues/31|Cannot print>` },
	],
	[
		'a link that only looks like one',
		slack('Jira issue moved', '<https://x.example.net/issues/issue/31/|view>'),
	],
])('%s is refused', (_name, message) => {
	expect(() => readAlert(message)).toThrow(UnreadableAlert);
	expect(() => readAlert({ body: message })).toThrow(UnreadableAlert);
});

it.each<[string, unknown, string]>([
	['its own heading alone', { text: 'TEST issue\nIt works' }, 'TEST'],
	[
		'a reason of a later release, with its link',
		slack('GROWING issue', `<${PAGE}|E: m>`),
		'GROWING',
	],
	['its own heading without a link', slack('UNMUTED issue', 'E: m'), 'UNMUTED'],
])('a message of Bugsink is read: %s', (_name, message, reason) => {
	expect(readAlert(message)).toMatchObject({ reason });
});

describe('the CloudEvents that the Webhook node sends', () => {
	const now = new Date('2026-10-01T12:00:00Z');
	const event = (alert: Alert, isFull = true) =>
		structuredEvent(cloudEventContext(alert, 'msg_1', now), webhookPayload(alert, isFull, now).data)
			.body;

	it.each(['custom-new', 'custom-regressed', 'custom-unmuted', 'custom-test'])('%s', (name) => {
		const alert = sampleAlert(name);
		const { reason, isTest, title, errorMessage } = alert;
		const wanted = { source: 'cloudEvents', reason, isTest, title, errorMessage };
		const issueId = isTest ? {} : { issueId: alert.issueId, fingerprint: alert.fingerprint };
		for (const input of [
			event(alert),
			JSON.parse(event(alert)),
			{ body: JSON.parse(event(alert)) },
		]) {
			expect(readAlert(input)).toMatchObject({ ...wanted, ...issueId });
		}
	});

	it('with the minimal payload', () => {
		const alert = sampleAlert('custom-new');
		const { reason, title, issueId } = alert;
		expect(readAlert(event(alert, false))).toMatchObject({ reason, title, issueId });
	});

	it('are a test by their type, whatever the data says', () => {
		const whole = JSON.parse(event(sampleAlert('custom-new'))) as object;
		expect(readAlert({ ...whole, type: 'com.bugsink.alert.test' }).isTest).toBe(true);
		expect(readAlert(whole).isTest).toBe(false);
	});

	it('without their version are rejected', () => {
		const whole = JSON.parse(event(sampleAlert('custom-new'))) as object;
		expect(() => readAlert({ ...whole, specversion: undefined })).toThrow(UnreadableAlert);
	});

	it('of another source are refused', () => {
		const other = {
			...(JSON.parse(event(sampleAlert('custom-new'))) as object),
			type: 'com.acme.x',
		};
		expect(() => readAlert(other)).toThrow(UnreadableAlert);
	});
});

it('JSON text with a byte order mark is read, by itself and under body', () => {
	const text = `\ufeff${JSON.stringify(sample('captured/custom-new'))}`;
	expect(readAlert(text)).toEqual(readAlert(sample('captured/custom-new')));
	expect(readAlert({ body: text })).toEqual(readAlert(sample('captured/custom-new')));
});

describe('several documents in one text', () => {
	const refusal = (text: string): UnreadableAlert => {
		try {
			readAlert(text);
		} catch (error) {
			return error as UnreadableAlert;
		}
		throw new Error('It was read');
	};

	it.each(['{}\n{}\n', '{}\n \n{}', '\n{}\n{}', '{}\n{}\n{"cut', '{}\r\n{}'])(
		'are refused as such, with what to do: %j',
		(text) => {
			expect(refusal(text).message).toMatch(/several JSON documents, one per line \(NDJSON\)/);
			expect(refusal(text).hint).toMatch(/^Send each alert in a request of its own/);
		},
	);

	it.each(['one\ntwo', '{}\ntwo', 'one\n{}', '\u00a0\n{}', '1\n2'])('are not in %j', (text) => {
		expect(refusal(text).message).toMatch(/text that is not JSON/);
		expect(refusal(text).hint).toContain("Set the field 'Alert'");
	});
});
