import {
	adaptiveCardMessage,
	type CardLook,
	type CardNode,
} from '../../../nodes/BugsinkMicrosoftTeams/adaptiveCard';
import type { Lengths } from '../../../nodes/BugsinkMicrosoftTeams/fitting';
import type { Alert } from '../../../nodes/shared/alert/alert';
import { readEvent } from '../../../nodes/shared/alert/readers/event';
import { toAlert } from '../../../nodes/shared/alert/toAlert';

/** Element by element (https://adaptivecards.io/explorer/). */
const LINK = 'https://bugsink.example.com/issues/issue/1/';
const ALL: Lengths = { stacktrace: 10_000, errorMessage: 10_000, facts: 200 };
const LOOK: CardLook = { accent: 'attention', channelName: '', mentions: [] };
const alertOf = (more: Partial<Alert> = {}): Alert => ({
	...toAlert('custom', { reason: 'NEW', title: 'ValueError: bad' }),
	...more,
});
const traced = (more: Partial<Alert> = {}) => {
	const stacktrace = [{ type: 'E', message: 'm'.repeat(100), frames: [] }];
	return alertOf({ event: readEvent({ stacktrace }), ...more });
};

function cardOf(alert: Alert, look: Partial<CardLook> = {}, lengths: Partial<Lengths> = {}) {
	const message = adaptiveCardMessage(alert, { ...LOOK, ...look }, { ...ALL, ...lengths });
	const [{ content }] = (message as { attachments: [{ content: CardNode }] }).attachments;
	return content as CardNode & { body: CardNode[]; actions?: CardNode[] };
}

const block = (text: string, more: object = {}) => ({
	type: 'TextBlock',
	text,
	wrap: true,
	...more,
});
const header = (color: object, ...more: object[]) => ({
	type: 'Container',
	style: 'attention',
	bleed: true,
	items: [
		block('New issue in Bugsink', { weight: 'Bolder', size: 'Small', ...color }),
		block('ValueError: bad', { weight: 'Bolder', size: 'Medium', spacing: 'Small' }),
		...more,
	],
});
const codeBox = (text: string) => ({
	type: 'Container',
	style: 'emphasis',
	spacing: 'Medium',
	items: [block(text, { fontType: 'Monospace', size: 'Small' })],
});
const facts = { type: 'FactSet', facts: [{ title: 'Reason', value: 'NEW' }] };

test('a card has a heading and the facts where nothing else is known', () => {
	expect(adaptiveCardMessage(alertOf(), LOOK, ALL)).toEqual({
		type: 'message',
		attachments: [
			{
				contentType: 'application/vnd.microsoft.card.adaptive',
				contentUrl: null,
				content: {
					$schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
					type: 'AdaptiveCard',
					version: '1.4',
					fallbackText: 'New issue in Bugsink: ValueError: bad',
					msteams: { width: 'Full' },
					body: [header({ color: 'Attention' }), facts],
				},
			},
		],
	});
});

test('a card has everything that is known', () => {
	const ann = { id: 'ann@example.com', name: 'Ann', tag: '<at>Ann</at>' };
	const bob = { id: 'bob@example.com', name: 'Bob', tag: '<at>Bob</at>' };
	const message = Array.from({ length: 16 }, (_, index) => `line ${index + 1}`);
	const card = cardOf(traced({ errorMessage: message.join('\n'), issueUrl: LINK }), {
		channelName: 'Alerts *2*',
		mentions: [ann, bob],
	});
	expect(card.msteams).toEqual({
		width: 'Full',
		entities: [
			{ type: 'mention', text: '<at>Ann</at>', mentioned: { id: 'ann@example.com', name: 'Ann' } },
			{ type: 'mention', text: '<at>Bob</at>', mentioned: { id: 'bob@example.com', name: 'Bob' } },
		],
	});
	const channel = block('Alerts \\*2\\*', { size: 'Small', isSubtle: true, spacing: 'Small' });
	expect(card.body).toEqual([
		header({ color: 'Attention' }, channel),
		block('<at>Ann</at>, <at>Bob</at>'),
		facts,
		codeBox([...message.slice(0, 15), '…'].join('\n\n')),
		{
			type: 'Container',
			id: 'details',
			isVisible: false,
			items: [
				block('Message', { weight: 'Bolder' }),
				codeBox(message.join('\n\n')),
				block('Stack trace', { weight: 'Bolder' }),
				codeBox(`E: ${'m'.repeat(100)}`),
			],
		},
	]);
	expect(card.actions).toEqual([
		{ type: 'Action.OpenUrl', title: 'View in Bugsink', url: LINK },
		{ type: 'Action.ToggleVisibility', title: 'Show details', targetElements: ['details'] },
	]);
	expect(card.fallbackText).toBe(`New issue in Bugsink: ValueError: bad ${LINK}`);
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

test('what stands in titles and facts is no Markdown', () => {
	const card = cardOf(alertOf({ reason: '*ODD*', title: '_T_' }));
	const [container, factSet] = card.body as unknown as [{ items: CardNode[] }, { facts: object[] }];
	expect(container.items.map(({ text }) => text)).toEqual(['Bugsink alert: \\*ODD\\*', '\\_T\\_']);
	expect(factSet.facts).toEqual([{ title: 'Reason', value: '\\*ODD\\*' }]);
});

test('a card without facts has no empty set of them', () => {
	expect(cardOf(alertOf(), {}, { facts: 0 }).body).toEqual([header({ color: 'Attention' })]);
});

describe('the beginning of a message', () => {
	const shown = (errorMessage: string) => {
		const { body } = cardOf(alertOf({ errorMessage }));
		const [, , box, details] = body as unknown as Array<{ items: [{ text: string }] }>;
		return { text: box.items[0].text, hasDetails: details !== undefined };
	};

	test('has 15 lines', () => {
		const lines = (count: number) => Array<string>(count).fill('x');
		expect(shown(lines(15).join('\n'))).toEqual({
			text: lines(15).join('\n\n'),
			hasDetails: false,
		});
		expect(shown(lines(16).join('\n'))).toEqual({
			text: [...lines(15), '…'].join('\n\n'),
			hasDetails: true,
		});
	});

	test('has 1,000 characters', () => {
		expect(shown('x'.repeat(1_000))).toEqual({ text: 'x'.repeat(1_000), hasDetails: false });
		expect(shown('x'.repeat(1_001))).toEqual({ text: `${'x'.repeat(999)}…`, hasDetails: true });
	});

	test('of no message is none', () => {
		expect(cardOf(alertOf()).body).toHaveLength(2);
	});
});

describe('the stack trace', () => {
	const hasDetails = (length: number) =>
		cardOf(traced(), {}, { stacktrace: length }).body.length > 2;

	test('is not shown in pieces of fewer than 60 characters', () => {
		expect([59, 60].map(hasDetails)).toEqual([false, true]);
	});

	test('is cut to the length that it may have', () => {
		const { body } = cardOf(traced(), {}, { stacktrace: 60 });
		const details = body[2] as unknown as { items: [CardNode, { items: [{ text: string }] }] };
		expect(details.items[1].items[0].text).toBe(`E: ${'m'.repeat(56)}…`);
	});
});

test('a message is cut to the length that it may have', () => {
	const { body } = cardOf(alertOf({ errorMessage: 'x'.repeat(20) }), {}, { errorMessage: 10 });
	expect(body[2]).toEqual(codeBox(`${'x'.repeat(9)}…`));
});
