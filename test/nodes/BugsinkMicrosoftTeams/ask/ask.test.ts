import { type IDataObject } from 'n8n-workflow';

import { cardProblems, startMicrosoftTeams, type MicrosoftTeamsStandIn } from '../../../standins';
import { buttonsOf, tokenIn } from '../../../support/cardButtons';
import { sample } from '../../../support/samples';
import { nodesOf, parserEvents } from '../support';
import { alert, Asked, SIG, uniqueIssue, type AskOptions } from './asked';

let service: MicrosoftTeamsStandIn;
beforeEach(async () => {
	service = await startMicrosoftTeams({ sig: SIG });
});
afterEach(async () => await service.close());

const ask = async (options: Partial<AskOptions> = {}) =>
	await Asked.start(service, { items: [alert(uniqueIssue())], ...options });
const buttons = (at = 0) => buttonsOf(service.messages[at].card);

describe('the card', () => {
	test('has a button for each choice, apart from the links, and passes Microsoft’s parser', async () => {
		const { run } = await ask();
		expect(run.status).toBe('waiting');
		const [{ card }] = service.messages;
		expect(Object.keys(buttons())).toEqual(['Resolve', 'Mute for a Day', 'Ignore']);
		expect(parserEvents(card)).toEqual([]);
		expect(cardProblems(card)).toEqual([]);
		expect(nodesOf(card.actions).map(({ title }) => title)).toEqual(['View in Bugsink']);
		for (const url of Object.values(buttons())) {
			expect(url).toMatch(/^https:\/\/n8n\.example\.com\/webhook-waiting\/execution\/ask-node\?/);
		}
	});

	test('is an Adaptive Card whatever the format was set to, and asks in a test too', async () => {
		await ask({ parameters: { options: { format: 'messageCard', testAlerts: 'skip' } } });
		await ask({ items: [sample('captured/custom-test') as IDataObject] });
		expect(Object.keys(buttons(0))).toHaveLength(3);
		expect(Object.keys(buttons(1))).toHaveLength(3);
	});

	test('has the choices of the user, each with its style', async () => {
		const values = [
			{ label: 'Roll back', value: 'rollback', style: 'destructive' },
			{ label: 'Leave it', value: '', style: 'odd' },
		];
		const asked = await ask({ parameters: { choices: { values } } });
		const [set] = nodesOf(service.messages[0].card).filter(({ type }) => type === 'ActionSet');
		expect(set.actions).toMatchObject([
			{ title: 'Roll back', style: 'destructive' },
			{ title: 'Leave it' },
		]);
		expect(set.actions).not.toMatchObject([{}, { style: expect.anything() as unknown }]);
		expect(asked.output?.choices).toEqual([
			{ label: 'Roll back', value: 'rollback', style: 'destructive' },
			{ label: 'Leave it', value: 'Leave it', style: 'default' },
		]);
	});

	test.each([
		[{ choices: { values: [] } }, "'Choices' has 0 rows"],
		[{ choices: { values: Array(7).fill({ label: 'x' }) } }, "'Choices' has 7 rows"],
		[{ choices: { values: [{ label: ' ' }] } }, 'whose label is empty'],
		[{ choices: { values: [{ label: 'x'.repeat(41) }] } }, 'whose label is too long'],
		[{ choices: { values: [{ label: 'a', value: 'b' }, { label: 'b' }] } }, 'the same value'],
		[{ limitWaitTime: { values: { resumeAmount: 0 } } }, 'does not end in the future'],
		[{ limitWaitTime: { values: { resumeAmount: 'soon' } } }, 'does not end in the future'],
		[{ limitWaitTime: { values: { resumeUnit: 'weeks' } } }, "'Unit' cannot be 'weeks'"],
		[
			{ limitWaitTime: { values: { limitType: 'atSpecifiedTime', maxDateAndTime: '2020-01-01' } } },
			'does not end in the future',
		],
	])('%j is refused before anything is sent', async (parameters, message) => {
		const { error } = await ask({ parameters: parameters as IDataObject });
		expect(error?.message).toContain(message);
		expect(service.requests).toHaveLength(0);
	});

	test('two alerts are too many for one execution', async () => {
		const { error } = await ask({ items: [alert(), alert()] });
		expect(error?.message).toContain('2 alerts came in');
		expect(error?.description).toContain('Loop Over Items');
		expect(service.requests).toHaveLength(0);
	});

	test('what is not sent is not waited for', async () => {
		service.flowEnabled = false;
		const failed = await ask();
		expect(failed.error?.description).toContain('trigger is not enabled');
		const goesOn = await ask({ continueOnFail: true });
		expect(goesOn.run.status).toBe('success');
		expect(goesOn.output).toMatchObject({
			details: { errorMessage: expect.stringContaining('not enabled') as string },
		});
	});

	test('buttons that lead into the own network are said to', async () => {
		const aboutAddress = expect.stringMatching(/http:\/\/localhost:5678.*WEBHOOK_URL/) as string;
		expect((await ask()).hints).not.toContainEqual(aboutAddress);
		const { hints } = await ask({ baseUrl: 'http://localhost:5678' });
		expect(hints).toContainEqual(aboutAddress);
	});

	test('a tool of an AI agent cannot wait', async () => {
		const { error } = await ask({ type: 'bugsinkMicrosoftTeamsTool' });
		expect(error?.message).toContain('cannot wait for a choice in a tool');
		expect(service.requests).toHaveLength(0);
	});
});

describe('the page', () => {
	test('shows what it is about, and one button for each choice, the pressed one first', async () => {
		const asked = await ask({ items: [alert({ ...uniqueIssue(), title: 'E: <b>"x"</b>' })] });
		const { status, html, headers } = await asked.open(buttons()['Mute for a Day']);
		expect(status).toBe(200);
		expect(html).toContain('<h1>E: &lt;b&gt;&quot;x&quot;&lt;/b&gt;</h1>');
		expect(html).toContain('New issue in Bugsink · Checkout API');
		const shown = [...html.matchAll(/<button name="choice" value="(\w+)"/g)].map(
			([, value]) => value,
		);
		expect(shown).toEqual(['muteForADay', 'resolve', 'ignore']);
		expect(html).toContain('<meta name="viewport" content="width=device-width');
		expect(html).not.toMatch(/<script|<a |https?:/);
		expect(headers).toMatchObject({
			'referrer-policy': 'no-referrer',
			'cache-control': 'no-store',
			'content-security-policy': expect.stringContaining("default-src 'none'") as string,
		});
	});

	test('holds no token or signature of its address but the one-time value', async () => {
		const asked = await ask();
		const url = buttons().Resolve;
		const { html } = await asked.open(url);
		const signature = new URL(url).searchParams.get('signature') ?? '';
		expect(signature).toHaveLength(64);
		expect(html).not.toContain(signature);
		expect(html).not.toContain(SIG);
		expect(tokenIn(html)).not.toBe('');
	});
});

describe('opening', () => {
	test('every link of the card, by a scanner or a person, lets nothing go on', async () => {
		const asked = await ask();
		for (const url of Object.values(buttons())) {
			for (const userAgent of ['', 'Mozilla/5.0', 'SkypeUriPreview Preview/0.5', 'Slackbot 1.0']) {
				for (const method of ['GET', 'HEAD']) {
					const page = await asked.open(url, { method, userAgent });
					expect(page).toMatchObject({ status: 200, items: undefined });
				}
			}
		}
	});

	test('by a known scanner shows no form, and its POST is refused', async () => {
		const asked = await ask();
		const url = buttons().Resolve;
		const token = tokenIn((await asked.open(url)).html);
		const userAgent = 'BingPreview/1.0b';
		expect(tokenIn((await asked.open(url, { userAgent })).html)).toBe('');
		const body = { choice: 'resolve', token };
		const posted = await asked.open(url, { method: 'POST', userAgent, body });
		expect(posted).toMatchObject({ status: 403, items: undefined });
	});

	test.each([
		['no signature', (url: URL) => url.searchParams.delete('signature')],
		['a forged signature', (url: URL) => url.searchParams.set('signature', 'a'.repeat(64))],
		['a choice that was changed', (url: URL) => url.searchParams.set('choice', 'ignore')],
		['a subject that was changed', (url: URL) => url.searchParams.set('subject', '0'.repeat(16))],
	])('with %s says that the link is not valid', async (_, change) => {
		const asked = await ask();
		const url = new URL(buttons().Resolve);
		change(url);
		const opened = await asked.open(url.href);
		expect(opened).toMatchObject({ status: 401, items: undefined });
		expect(opened.html).toContain('This link is not valid');
		const token = tokenIn((await asked.open(buttons().Resolve)).html);
		const body = { choice: 'ignore', token };
		expect(await asked.open(url.href, { method: 'POST', body })).toMatchObject({
			status: 401,
			items: undefined,
		});
	});

	test("an older card's button cannot answer for the alert that waits now", async () => {
		const first = await ask();
		const older = buttons(0).Resolve;
		const second = await ask();
		expect(await second.open(older)).toMatchObject({ status: 401, items: undefined });
		expect(await first.open(older)).toMatchObject({ status: 200 });
	});
});

describe('choosing', () => {
	test('needs the value that only the page holds', async () => {
		const asked = await ask();
		const url = buttons().Resolve;
		const token = tokenIn((await asked.open(url)).html);
		const [time, value] = token.split('.');
		const late = `${Number(time) - 3_700_000}.${value}`;
		for (const wrong of [
			undefined,
			'',
			'x',
			`${time}.${'0'.repeat(64)}`,
			late,
			`9${token}`,
			value,
		]) {
			const page = await asked.open(url, {
				method: 'POST',
				body: { choice: 'resolve', token: wrong },
			});
			expect(page).toMatchObject({ status: 403, items: undefined });
			expect(page.html).toContain('Please choose again');
			expect(tokenIn(page.html)).not.toBe('');
		}
	});

	test('another value than was offered shows the page again', async () => {
		const asked = await ask();
		for (const choice of ['delete', '', undefined, '__proto__']) {
			const page = await asked.choose(buttons().Resolve, choice as string);
			expect(page).toMatchObject({ status: 400, items: undefined });
			expect(page.html).toContain('Please choose one of these');
		}
	});

	test('the execution goes on with the alert, the choice, when and by whom', async () => {
		const asked = await ask();
		expect(asked.output).toMatchObject({
			reason: 'NEW',
			choice: null,
			choiceAt: null,
			choiceBy: null,
		});
		// Any of the buttons may be opened, and any choice made there.
		const { status, html, items } = await asked.choose(buttons().Resolve, 'muteForADay', {
			name: '  Ada\n<Lovelace> ',
		});
		expect([status, html]).toEqual([200, expect.stringContaining('Mute for a Day') as string]);
		const [{ json }, ...others] = await asked.goOnWith(items);
		expect(others).toEqual([]);
		expect(json).toMatchObject({
			title: "ValueError: invalid literal for int() with base 10: 'abc'",
			fingerprint: asked.output?.fingerprint,
			choice: 'muteForADay',
			choiceBy: 'Ada <Lovelace>',
			choiceAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
		});
		expect(json).not.toHaveProperty('token');
	});

	test('of two at once the first wins, and the other is told what was chosen', async () => {
		const asked = await ask();
		const url = buttons().Resolve;
		const tokens = [tokenIn((await asked.open(url)).html), tokenIn((await asked.open(url)).html)];
		const [one, two] = await Promise.all(
			['resolve', 'ignore'].map(
				async (choice, at) =>
					await asked.open(url, {
						method: 'POST',
						body: { choice, token: tokens[at], name: `Person ${at}` },
					}),
			),
		);
		expect(one.items?.[0].json.choice).toBe('resolve');
		expect(two).toMatchObject({ status: 409, items: undefined });
		expect(two.html).toContain('Already answered by Person 0: <strong>Resolve</strong>');
		const later = await asked.open(buttons().Ignore);
		expect(later.html).toContain('Already answered by Person 0');
		expect(tokenIn(later.html)).toBe('');
	});

	test('nothing secret is in the output or in what n8n keeps', async () => {
		const asked = await ask();
		const { items } = await asked.choose(buttons().Resolve, 'resolve');
		const [{ json }] = await asked.goOnWith(items);
		const signature = new URL(buttons().Resolve).searchParams.get('signature') ?? 'none';
		const seen = JSON.stringify([asked.run.data, json]);
		for (const secret of [SIG, signature, 'webhook-waiting']) expect(seen).not.toContain(secret);
	});
});
