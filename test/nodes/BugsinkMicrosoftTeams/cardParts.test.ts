import {
	adaptiveCardMessage,
	type CardLook,
	type CardNode,
} from '../../../nodes/BugsinkMicrosoftTeams/adaptiveCard';
import { cardFacts } from '../../../nodes/BugsinkMicrosoftTeams/content';
import type { Lengths } from '../../../nodes/BugsinkMicrosoftTeams/fitting';
import type { Alert } from '../../../nodes/shared/alert/alert';
import { readEvent } from '../../../nodes/shared/alert/readers/event';
import { bareAlert as alertOf } from '../../support/alerts';

/** Element by element (https://adaptivecards.io/explorer/). */
const LINK = 'https://bugsink.example.com/issues/issue/1/';
const ALL: Lengths = { stacktrace: 10_000, errorMessage: 10_000, facts: 200 };
const LOOK: CardLook = { accent: 'attention', channelName: '', mentions: [] };
const traced = (more: Partial<Alert> = {}) => {
	const stacktrace = [{ type: 'E', message: 'm'.repeat(100), frames: [] }];
	return alertOf({ event: readEvent({ stacktrace }), ...more });
};

function messageOf(
	alert: Alert,
	more: Partial<CardLook> = {},
	lengths: Partial<Lengths> = {},
): object {
	const look = { ...LOOK, ...more };
	return adaptiveCardMessage(alert, look, { ...ALL, ...lengths }, cardFacts(alert, look).facts);
}

function cardOf(alert: Alert, look: Partial<CardLook> = {}, lengths: Partial<Lengths> = {}) {
	const message = messageOf(alert, look, lengths);
	const [{ content }] = (message as { attachments: [{ content: CardNode }] }).attachments;
	return content as CardNode & { body: CardNode[]; actions?: CardNode[] };
}

const block = (text: string, more: object = {}) => ({
	type: 'TextBlock',
	text,
	wrap: true,
	...more,
});
const run = (text: string, look: object, more: object = {}) => ({
	type: 'RichTextBlock',
	inlines: [{ type: 'TextRun', text, ...look }],
	...more,
});
const header = (color: object, ...more: object[]) => ({
	type: 'Container',
	style: 'attention',
	bleed: true,
	items: [
		run('New issue in Bugsink', { weight: 'Bolder', size: 'Small', ...color }),
		run('ValueError: bad', { weight: 'Bolder', size: 'Medium' }, { spacing: 'Small' }),
		...more,
	],
});
const codeBox = (text: string) => ({
	type: 'Container',
	style: 'emphasis',
	spacing: 'Medium',
	items: [run(text, { fontType: 'Monospace', size: 'Small' })],
});
/** Of an alert with the friendly ID `SHOP-1`. */
const facts = { type: 'FactSet', facts: [{ title: 'Issue', value: 'SHOP-1' }] };

test('a card has a heading and the facts where nothing else is known', () => {
	const summary = 'New issue in Bugsink: ValueError: bad';
	expect(messageOf(alertOf({ friendlyId: 'SHOP-1' }))).toEqual({
		type: 'message',
		summary,
		attachments: [
			{
				contentType: 'application/vnd.microsoft.card.adaptive',
				contentUrl: null,
				summary,
				content: {
					$schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
					type: 'AdaptiveCard',
					version: '1.2',
					fallbackText: 'New issue in Bugsink: ValueError: bad',
					msteams: { width: 'Full' },
					body: [header({ color: 'Attention' }), facts],
				},
			},
		],
	});
});

test('a card has everything that is known, the message first and who is to see it last', () => {
	const ann = { id: 'ann@example.com', name: 'Ann', tag: '<at>Ann</at>' };
	const bob = { id: 'bob@example.com', name: 'Bob', tag: '<at>Bob</at>' };
	const message = Array.from({ length: 16 }, (_, index) => `line ${index + 1}`);
	const card = cardOf(
		traced({ errorMessage: message.join('\n'), issueUrl: LINK, friendlyId: 'SHOP-1' }),
		{ channelName: 'Alerts *2*', mentions: [ann, bob] },
	);
	expect(card.msteams).toEqual({
		width: 'Full',
		entities: [
			{ type: 'mention', text: '<at>Ann</at>', mentioned: { id: 'ann@example.com', name: 'Ann' } },
			{ type: 'mention', text: '<at>Bob</at>', mentioned: { id: 'bob@example.com', name: 'Bob' } },
		],
	});
	const channel = run('Alerts *2*', { size: 'Small', isSubtle: true }, { spacing: 'Small' });
	expect(card.body).toEqual([
		header({ color: 'Attention' }, channel),
		codeBox([...message.slice(0, 15), '…'].join('\n')),
		{
			type: 'Container',
			id: 'details',
			isVisible: false,
			items: [
				block('Message', { weight: 'Bolder' }),
				codeBox(message.join('\n')),
				block('Stack trace', { weight: 'Bolder' }),
				codeBox(`E: ${'m'.repeat(100)}`),
			],
		},
		facts,
		block('cc <at>Ann</at>, <at>Bob</at>'),
	]);
	expect(card.actions).toEqual([
		{ type: 'Action.OpenUrl', title: 'View in Bugsink', url: LINK },
		{ type: 'Action.ToggleVisibility', title: 'Show details', targetElements: ['details'] },
	]);
	expect(card.fallbackText).toBe(`New issue in Bugsink: ValueError: bad ${LINK}`);
});

test('the buttons of a question stand below everything else, each with its style', () => {
	const url = 'https://n8n.example.com/webhook-waiting/1';
	const { body, actions } = cardOf(alertOf({ issueUrl: LINK, friendlyId: 'SHOP-1' }), {
		buttons: [
			{ label: 'Resolve', style: 'positive', url: `${url}?choice=1` },
			{ label: 'Roll back', style: 'destructive', url: `${url}?choice=2` },
			{ label: 'Ignore', style: 'default', url: `${url}?choice=3` },
		],
	});
	const open = (title: string, choice: number, more: object = {}) => ({
		type: 'Action.OpenUrl',
		title,
		url: `${url}?choice=${choice}`,
		...more,
	});
	expect(body.slice(1)).toEqual([
		facts,
		{
			type: 'ActionSet',
			actions: [
				open('Resolve', 1, { style: 'positive' }),
				open('Roll back', 2, { style: 'destructive' }),
				open('Ignore', 3),
			],
		},
	]);
	expect(actions).toEqual([{ type: 'Action.OpenUrl', title: 'View in Bugsink', url: LINK }]);
});

test('a test mentions nobody', () => {
	const ann = { id: 'ann@example.com', name: 'Ann', tag: '<at>Ann</at>' };
	const card = cardOf(alertOf({ isTest: true }), { mentions: [ann] });
	expect(card.msteams).toEqual({ width: 'Full' });
	expect(JSON.stringify(card)).not.toContain('Ann');
});

test.each([
	['attention', { color: 'Attention' }],
	['good', { color: 'Good' }],
	['emphasis', { isSubtle: true }],
] as const)('the accent %s colours the ground and the heading', (accent, color) => {
	const [container] = cardOf(alertOf(), { accent }).body;
	expect(container).toEqual({ ...header(color), style: accent });
});

test('what stands in titles is in text runs, what stands in facts is no Markdown', () => {
	const event = readEvent({ tags: { 'a*b*': '_c_' } });
	const card = cardOf(alertOf({ reason: '*ODD*', title: '_T_', friendlyId: '[x](y)', event }));
	const [container, factSet] = card.body as unknown as [{ items: CardNode[] }, { facts: object[] }];
	expect(
		container.items.map(({ inlines }) => (inlines as Array<{ text: string }>)[0].text),
	).toEqual(['Bugsink alert: *ODD*', '_T_']);
	expect(factSet.facts).toEqual([
		{ title: 'Issue', value: '[x]\u2060(y)' },
		{ title: 'a\\*b\\*', value: '\\_c\\_' },
	]);
});

test('a card without facts has no empty set of them', () => {
	const alert = alertOf({ friendlyId: 'SHOP-1' });
	expect(cardOf(alert, {}, { facts: 0 }).body).toEqual([header({ color: 'Attention' })]);
	expect(cardOf(alertOf()).body).toEqual([header({ color: 'Attention' })]);
});

describe('the summary', () => {
	const summariesOf = (alert: Alert) => {
		const message = messageOf(alert) as {
			summary: string;
			attachments: [{ summary: string }];
		};
		return [message.summary, message.attachments[0].summary];
	};

	test('says what happened and to what, on one line and as it is written', () => {
		const said = 'A resolved issue came back: *E*: <b> "x" \\ [a](b)';
		expect(summariesOf(alertOf({ reason: 'REGRESSED', title: '*E*: <b>\n"x" \\ [a](b)' }))).toEqual(
			[said, said],
		);
	});

	test('of a test says so', () => {
		expect(summariesOf(alertOf({ isTest: true }))[0]).toBe(
			'Test message from Bugsink: [Test] ValueError: bad',
		);
	});

	test('has at most 250 characters, and ends with a whole one', () => {
		const [summary] = summariesOf(alertOf({ title: '😀'.repeat(200) }));
		expect(summary).toBe(`New issue in Bugsink: ${'😀'.repeat(113)}…`);
		expect(summary.length).toBeLessThanOrEqual(250);
	});
});

describe('tags', () => {
	const titlesOf = (tags: Record<string, string>) => {
		const card = cardOf(alertOf({ event: readEvent({ environment: 'live', tags }) }));
		const [, factSet] = card.body as unknown as [unknown, { facts: Array<{ title: string }> }];
		return factSet.facts.map(({ title }) => title);
	};

	test('follow the facts, without those that repeat one', () => {
		expect(titlesOf({ runtime: 'node 24', environment: 'live', said: 'ValueError: bad' })).toEqual([
			'Environment',
			'runtime',
		]);
	});

	test('are at most ten, their names at most 40 characters', () => {
		const tags = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`tag${at}`, `v${at}`]));
		expect(titlesOf(tags)).toHaveLength(11);
		expect(titlesOf({ ['n'.repeat(41)]: 'x' })[1]).toBe(`${'n'.repeat(39)}…`);
	});
});

describe('the beginning of a message', () => {
	const shown = (errorMessage: string) => {
		const { body } = cardOf(alertOf({ errorMessage }));
		const [, box, details] = body as unknown as Array<{ items: [{ inlines: [CardNode] }] }>;
		return { text: box.items[0].inlines[0].text, hasDetails: details !== undefined };
	};

	test('has 15 lines', () => {
		const lines = (count: number) => Array<string>(count).fill('x');
		expect(shown(lines(15).join('\n'))).toEqual({
			text: lines(15).join('\n'),
			hasDetails: false,
		});
		expect(shown(lines(16).join('\n'))).toEqual({
			text: [...lines(15), '…'].join('\n'),
			hasDetails: true,
		});
	});

	test('has 1,000 characters', () => {
		expect(shown('x'.repeat(1_000))).toEqual({ text: 'x'.repeat(1_000), hasDetails: false });
		expect(shown('x'.repeat(1_001))).toEqual({ text: `${'x'.repeat(999)}…`, hasDetails: true });
	});

	test('of no message is none', () => {
		expect(cardOf(alertOf()).body).toHaveLength(1);
	});
});

describe('the stack trace', () => {
	const hasDetails = (length: number) =>
		cardOf(traced(), {}, { stacktrace: length }).body.length > 1;

	test('is not shown in pieces of fewer than 60 characters', () => {
		expect([59, 60].map(hasDetails)).toEqual([false, true]);
	});

	test('is cut to the length that it may have', () => {
		const { body } = cardOf(traced(), {}, { stacktrace: 60 });
		const details = body[1] as unknown as { items: [CardNode, CardNode] };
		expect(details.items[1]).toEqual(codeBox(`E: ${'m'.repeat(56)}…`));
	});
});

test('a message is cut to the length that it may have', () => {
	const { body } = cardOf(alertOf({ errorMessage: 'x'.repeat(20) }), {}, { errorMessage: 10 });
	expect(body[1]).toEqual(codeBox(`${'x'.repeat(9)}…`));
});
