/** Which text of a chat message is Bugsink's heading, where others read like one. */
import { readAlert, UnreadableAlert } from '../../../../nodes/shared/alert/readAlert';

const LINK =
	'https://bugsink.example.com/issues/issue/0b1c4a52-6c0e-4d5f-9a51-3f0f2f0c7b11/event/last/';
const header = (text: string) => ({ type: 'header', text: { type: 'plain_text', text } });
const section = (text: string, more: object = {}) => ({
	type: 'section',
	text: { type: 'mrkdwn', text },
	...more,
});
const view = section(`<${LINK}|view on Bugsink>`);
const slack = (...blocks: object[]) => readAlert({ blocks });

describe('the heading', () => {
	test('may have spaces around it', () => {
		expect(slack(header('LOGIN issue'), section(' NEW issue\n'))).toMatchObject({
			reason: 'NEW',
			title: 'LOGIN issue',
		});
	});

	test('of a reason of Bugsink goes before one that it may have one day', () => {
		const blocks = [header('UNMUTED issue'), section(`<${LINK}|E: m>`), section('KNOWN issue')];
		expect(slack(...blocks)).toMatchObject({
			reason: 'UNMUTED',
			title: 'E: m',
			unmuteReason: 'KNOWN issue',
		});
	});

	test('of a reason that it may have one day goes before what only begins like one', () => {
		const blocks = [header('GROWING issue'), section(`<${LINK}|E: m>`), section('Known issue')];
		expect(slack(...blocks)).toMatchObject({
			reason: 'GROWING',
			title: 'E: m',
			unmuteReason: 'Known issue',
		});
	});

	test('may be what only begins like one, where nothing else does', () => {
		const expected = { reason: 'GROWING', title: 'E: m', issueUrl: LINK };
		expect(slack(header('Growing issue'), section(`<${LINK}|E: m>`))).toMatchObject(expected);
		expect(slack(header('E: m'), section('Growing issue'), view)).toMatchObject(expected);
	});

	test('in Discord is the description, whatever the title reads like', () => {
		const embed = { title: 'REGRESSED issue', description: 'Growing issue', url: LINK };
		expect(readAlert({ embeds: [embed] })).toMatchObject({
			reason: 'GROWING',
			title: 'REGRESSED issue',
		});
	});

	test('is missing from a card without text', () => {
		const card = { attachments: [{ content: { body: [], actions: [{ url: LINK }] } }] };
		expect(() => readAlert(card)).toThrow(UnreadableAlert);
	});
});

test('a message of an unknown reason is Bugsink’s by its project, too', () => {
	const project = section('GROWING issue', { fields: [{ text: '*project*: Shop' }] });
	expect(slack(header('E: m'), project)).toMatchObject({
		reason: 'GROWING',
		project: { name: 'Shop' },
	});
	expect(() => slack(header('E: m'), section('GROWING issue'))).toThrow(UnreadableAlert);
});
