import type { Alert } from '../../../../nodes/shared/alert/alert';
import { readAlert, UnreadableAlert } from '../../../../nodes/shared/alert/readAlert';

/** The corners of each shape; what a real Bugsink sends is read in `readAlert.test.ts`. */
const ID = '0b1c4a52-6c0e-4d5f-9a51-3f0f2f0c7b11';
const LINK = `https://bugsink.example.com/issues/issue/${ID}/event/last/`;
const read = (input: unknown): Alert => readAlert(input);

function expectUnreadable(input: unknown): void {
	expect(() => readAlert(input)).toThrow(UnreadableAlert);
}

describe("Bugsink's Slack message", () => {
	const header = (text: unknown) => ({ type: 'header', text: { type: 'plain_text', text } });
	const section = (text: unknown) => ({ type: 'section', text: { type: 'mrkdwn', text } });
	const link = (label: string) => section(`<${LINK}|${label}>`);

	test('its parts may come in any order, with others among them', () => {
		const blocks = [
			null,
			{ type: 'divider' },
			{ type: 'section', fields: 'odd' },
			section('Too many events &amp; more'),
			{
				type: 'section',
				fields: [null, { text: 'see *project*: Other' }, { text: '*project*: Shop\\_1' }],
			},
			link('view on Bugsink'),
			section('UNMUTED issue'),
			header('E: m'),
		];
		expect(read({ blocks })).toMatchObject({
			source: 'slack',
			reason: 'UNMUTED',
			title: 'E: m',
			project: { id: null, name: 'Shop_1' },
			issueUrl: LINK,
			unmuteReason: 'Too many events & more',
		});
	});

	test('a title that reads like a reason in a section is none', () => {
		const blocks = [
			{ ...header('NEW issue'), type: 'other' },
			section('REGRESSED issue'),
			header('E: m'),
		];
		expect(read({ blocks })).toMatchObject({ reason: 'REGRESSED', title: 'E: m' });
	});

	test("the Test button's text is its title, and no reason to unmute", () => {
		expect(read({ blocks: [header('TEST issue'), section('Test \\*message\\*')] })).toMatchObject({
			reason: 'TEST',
			title: 'Test *message*',
			unmuteReason: null,
			issueUrl: null,
		});
	});

	test.each([
		[{ blocks: 'text' }],
		[{ blocks: [] }],
		[{ blocks: [header('E: m'), section('m')] }],
		[{ blocks: [{ type: 'header', text: 'NEW issue' }] }],
	])('%j is none', (payload) => expectUnreadable(payload));
});

describe("Bugsink's Mattermost message", () => {
	const message = (more: object, text: unknown = '### E: a &lt; b') => ({
		text,
		attachments: [{ title: 'NEW issue', text: `<${LINK}|E>`, ...more }],
	});

	test('is unescaped, its heading is the title', () => {
		const fields = [null, { title: 'Other', value: 'x' }, { title: 'PROJECT', value: 'Shop\\_1' }];
		const text = `<${LINK}|E>\n\nToo many\n\n&amp; more`;
		expect(read(message({ title: 'UNMUTED issue', fields, text }))).toMatchObject({
			source: 'mattermost',
			reason: 'UNMUTED',
			title: 'E: a < b',
			project: { id: null, name: 'Shop_1' },
			issueUrl: LINK,
			unmuteReason: 'Too many & more',
		});
	});

	test.each([
		['#one', 'one'],
		['###   E: # 7', 'E: # 7'],
		['E ## 7', 'E ## 7'],
	])('of the heading %j the title is %j', (text, title) => {
		expect(read(message({}, text)).title).toBe(title);
	});

	test('a test is no reason to unmute, and no field is no project', () => {
		const alert = read(message({ title: 'TEST issue', text: 'one\n\ntwo', fields: 'odd' }));
		expect(alert).toMatchObject({ unmuteReason: null, project: { name: null } });
	});

	test.each([
		[{ attachments: 'text' }],
		[{ attachments: [] }],
		[{ attachments: ['NEW issue'] }],
		[message({ title: 'News' })],
	])('%j is none', (payload) => expectUnreadable(payload));
});

describe("Bugsink's Discord message", () => {
	const embed = (more: object) => ({
		embeds: [{ title: 'E: m', description: 'NEW issue', url: LINK, ...more }],
	});

	test('has its project and its reason to unmute in fields', () => {
		const fields = [
			null,
			{ name: 'UNMUTE reason', value: 'Time is up' },
			{ name: 'project', value: 'Shop' },
		];
		expect(read(embed({ description: 'UNMUTED issue', fields }))).toMatchObject({
			source: 'discord',
			reason: 'UNMUTED',
			title: 'E: m',
			project: { id: null, name: 'Shop' },
			issueUrl: LINK,
			unmuteReason: 'Time is up',
		});
		expect(read(embed({ fields: 'odd' })).project.name).toBeNull();
	});

	test('only the heading of a test is the title', () => {
		const test = read(embed({ title: 'TEST issue', description: 'Test message' }));
		expect(test).toMatchObject({ reason: 'TEST', title: 'Test message' });
		const issue = read(embed({ title: 'NEW issue', description: 'REGRESSED issue' }));
		expect(issue).toMatchObject({ reason: 'REGRESSED', title: 'NEW issue' });
	});

	test.each([
		[{ embeds: 'text' }],
		[{ embeds: [] }],
		[{ embeds: ['NEW issue'] }],
		[embed({ description: 'News' })],
	])('%j is none', (payload) => expectUnreadable(payload));
});

describe("Bugsink's Microsoft Teams message", () => {
	const block = (text: unknown, type = 'TextBlock') => ({ type, text });
	const card = (body: unknown, more: object = {}) => ({
		attachments: [{ content: { body, ...more } }],
	});

	test('is read from its elements, whatever stands among them', () => {
		const body = [
			null,
			block('REGRESSED issue', 'Other'),
			block('E: a\\_b'),
			block('UNMUTED issue'),
			block('Time \\*is\\* up'),
			{ type: 'FactSet', facts: 'odd' },
			{
				type: 'FactSet',
				facts: [null, { title: 'x', value: 'y' }, { title: 'PROJECT', value: 'Shop\\-1' }],
			},
		];
		const actions = [null, { url: LINK }];
		expect(read(card(body, { actions }))).toMatchObject({
			source: 'microsoftTeams',
			reason: 'UNMUTED',
			title: 'E: a_b',
			project: { id: null, name: 'Shop-1' },
			issueUrl: LINK,
			unmuteReason: 'Time *is* up',
		});
		expect(read(card(body, { actions: 'odd' })).issueUrl).toBeNull();
	});

	test('a test is no reason to unmute', () => {
		const alert = read(card([block('TEST issue'), block('Test message'), block('more')]));
		expect(alert).toMatchObject({ reason: 'TEST', title: 'Test message', unmuteReason: null });
	});

	test('a heading without more has no title', () => {
		expect(read(card([block('NEW issue')])).title).toBe('Untitled issue');
	});

	test.each([
		[{ attachments: 'text' }],
		[{ attachments: [] }],
		[{ attachments: ['NEW issue'] }],
		[{ attachments: [{ content: 'NEW issue' }] }],
		[card('NEW issue')],
		[card([block('E: m')])],
	])('%j is none', (payload) => expectUnreadable(payload));
});

describe("Bugsink's Google Chat message", () => {
	test('is read line by line', () => {
		const text = [
			'*E: a\\_b*',
			'UNMUTED issue',
			'• *Project*: Shop\\-1',
			`<${LINK}|view on Bugsink>`,
			'*Unmute Reason*: Time \\*is\\* up',
		].join('\n');
		expect(read({ text })).toMatchObject({
			source: 'googleChat',
			reason: 'UNMUTED',
			title: 'E: a_b',
			project: { id: null, name: 'Shop-1' },
			issueUrl: LINK,
			unmuteReason: 'Time *is* up',
		});
	});

	test('a title of several lines becomes one', () => {
		expect(read({ text: '*E: one\ntwo*\n *NEW issue* ' })).toMatchObject({
			reason: 'NEW',
			title: 'E: one two',
		});
	});

	test('stars within a title stay', () => {
		expect(read({ text: '*a*b*\nNEW issue' }).title).toBe('a*b');
		expect(read({ text: 'a *b*\nNEW issue' }).title).toBe('a *b*');
		expect(read({ text: '*a* b\nNEW issue' }).title).toBe('*a* b');
	});

	test('a heading in front is that of a test, the text follows', () => {
		const alert = read({ text: '*TEST issue*\nTest message\nmore' });
		expect(alert).toMatchObject({ reason: 'TEST', title: 'Test message', unmuteReason: null });
		expect(alert.project.name).toBeNull();
		expect(read({ text: '*TEST issue*' }).title).toBe('Untitled issue');
	});

	test('what only quotes a project or a reason does not name it', () => {
		const quoting = read({ text: '*T*\nNEW issue\nsee *Project*: Shop\nsee *Unmute Reason*: x' });
		expect(quoting.project.name).toBeNull();
		expect(quoting.unmuteReason).toBeNull();
		expect(read({ text: '*T*\nNEW issue\n• *Unmute Reason*: x' }).unmuteReason).toBe('x');
	});

	test.each([[{ text: 'News\nmore' }], [{ text: '' }], [{ text: 7 }]])('%j is none', (payload) =>
		expectUnreadable(payload),
	);
});

test.each([
	['a link', `<${LINK}|E>`, LINK],
	['plain http', '<http://bugsink.lan/issues/7/|E>', 'http://bugsink.lan/issues/7/'],
	['no label', `<${LINK}>`, null],
	['another scheme', '<ftp://bugsink.example.com/|E>', null],
	['white space in it', '<https://bugsink.example.com/a b|E>', null],
	[
		'the end of another',
		`<${LINK}> <${LINK.replace('last', 'first')}|E>`,
		LINK.replace('last', 'first'),
	],
	['no end', `<${LINK}|E`, null],
])('of %s in a chat the address is taken', (_, text, expected) => {
	expect(read({ text: `*T*\nNEW issue\n${text}` }).issueUrl).toBe(expected);
});

test('only what Bugsink escapes is unescaped, and an ampersand last', () => {
	const title = (text: string) =>
		read({ text: `### ${text}`, attachments: [{ title: 'NEW issue' }] }).title;
	expect(title('&amp;lt; \\* \\_ \\# &gt; &lt; &quot;')).toBe('&lt; * _ \\# > < &quot;');
	const markdown =
		'\\\\ \\` \\* \\_ \\{ \\} \\[ \\] \\( \\) \\# \\+ \\- \\. \\! \\~ \\| \\< \\> \\a';
	const shown = '\\ ` * _ { } [ ] ( ) # + - . ! ~ | < > \\a';
	expect(read({ text: `${markdown}\nNEW issue` }).title).toBe(shown);
});
