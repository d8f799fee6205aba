import { cardProblems } from '../../standins';
import {
	accentOfReason,
	nearestAccent,
	readColor,
} from '../../../nodes/BugsinkMicrosoftTeams/colors';
import { readMentions } from '../../../nodes/BugsinkMicrosoftTeams/mentions';
import {
	alertOf,
	cardOf,
	enriched,
	nodesOf,
	parserEvents,
	prepared,
	SAMPLES,
	textsOf,
	type Card,
} from './support';

const style = (card: Card) => card.body[0].style;

test.each(SAMPLES)("Microsoft's parser has nothing against the card for %s", (name) => {
	const card = cardOf(alertOf(name));
	expect(parserEvents(card)).toEqual([]);
	expect(cardProblems(card)).toEqual([]);
});

test('the message is the envelope that Workflows and connectors take', () => {
	const { request, message } = prepared(alertOf('custom-new'));
	expect(request).toMatchObject({
		method: 'POST',
		headers: { 'content-type': 'application/json' },
	});
	const summary = "New issue in Bugsink: ValueError: invalid literal for int() with base 10: 'abc'";
	expect(message).toEqual({
		type: 'message',
		summary,
		attachments: [
			{
				contentType: 'application/vnd.microsoft.card.adaptive',
				contentUrl: null,
				summary,
				content: expect.objectContaining({
					type: 'AdaptiveCard',
					version: '1.2',
					msteams: { width: 'Full' },
				}) as unknown,
			},
		],
	});
});

test('the card says what happened, to what, with facts, message and link', () => {
	const alert = alertOf('custom-new', { firstSeen: '2026-11-24T06:58:35.905467Z' });
	const card = cardOf(alert, { channelName: 'Checkout *alerts*' });
	const texts = textsOf(card);
	expect(texts.slice(0, 4)).toEqual([
		'New issue in Bugsink',
		"ValueError: invalid literal for int() with base 10: 'abc'",
		'Checkout *alerts*',
		"invalid literal for int() with base 10: 'abc'",
	]);
	expect(nodesOf(card.body).find(({ type }) => type === 'FactSet')?.facts).toEqual(
		expect.arrayContaining([
			{ title: 'Project', value: 'Checkout API' },
			{ title: 'Transaction', value: '/api/orders/{id}' },
			{ title: 'First seen', value: '2026-11-24 06:58:35 UTC' },
		]),
	);
	const mono = nodesOf(card.body).filter(({ fontType }) => fontType === 'Monospace');
	expect(mono.map(({ text }) => text)).toEqual(["invalid literal for int() with base 10: 'abc'"]);
	expect(card.actions).toEqual([
		{ type: 'Action.OpenUrl', title: 'View in Bugsink', url: alert.issueUrl },
	]);
	expect(card.fallbackText).toBe(`New issue in Bugsink: ${alert.title} ${alert.issueUrl}`);
	expect(
		nodesOf(card.body).filter(({ type, wrap }) => type === 'TextBlock' && wrap !== true),
	).toEqual([]);
});

test.each([null, '', 'not a url', 'javascript:alert(1)', 'ftp://x'])(
	'without a link that can be opened (%j) there is no action at all',
	(issueUrl) => {
		const card = cardOf(alertOf('custom-new', { issueUrl }));
		expect(card).not.toHaveProperty('actions');
		expect(parserEvents(card)).toEqual([]);
		expect(JSON.stringify(card)).not.toMatch(/null|undefined|"url":""/);
	},
);

test('a link that would crowd out the alert is left out, and said to be', () => {
	const issueUrl = `https://bugsink.example.com/${'x'.repeat(3_000)}`;
	const { truncated, warnings, body } = prepared(alertOf('custom-new', { issueUrl }));
	expect(truncated).toEqual(['issueUrl']);
	expect(warnings).toHaveLength(1);
	expect(body).not.toContain('xxx');
});

test('an enriched alert has its stack trace behind a toggle, and a link to the event', () => {
	const alert = enriched();
	const card = cardOf(alert);
	expect(parserEvents(card)).toEqual([]);
	const details = nodesOf(card.body).find(({ id }) => id === 'details');
	expect(details).toMatchObject({ type: 'Container', isVisible: false });
	expect(JSON.stringify(details)).toContain('Caused by:');
	expect(card.actions).toEqual([
		{ type: 'Action.OpenUrl', title: 'View in Bugsink', url: alert.issueUrl },
		{ type: 'Action.OpenUrl', title: 'View event', url: alert.event?.url },
		{ type: 'Action.ToggleVisibility', title: 'Show details', targetElements: ['details'] },
	]);
});

test.each([
	['one line too long', 'x'.repeat(1_001), `${'x'.repeat(999)}…`],
	['too many lines', 'y\n'.repeat(40), `${'y\n'.repeat(15)}…`],
])(
	'of a message with %s the beginning is shown, the rest behind the toggle',
	(_, errorMessage, beginning) => {
		const card = cardOf(alertOf('custom-new', { errorMessage }));
		const boxes = nodesOf(card.body).filter(({ fontType }) => fontType === 'Monospace');
		expect(boxes.map(({ text }) => text)).toEqual([beginning, errorMessage]);
		expect(nodesOf(card.body).find(({ id }) => id === 'details')).toMatchObject({
			isVisible: false,
			items: [{ text: 'Message' }, {}],
		});
		expect(card.actions?.at(-1)?.title).toBe('Show details');
		expect(parserEvents(card)).toEqual([]);
	},
);

describe('mentions', () => {
	const mentions = readMentions(['Ada & Co <ada@example.com>', 'jane_doe@example.com']);

	test('stand in a text and as entities, letter by letter the same', () => {
		const card = cardOf(alertOf('custom-new'), { mentions });
		expect(textsOf(card)).toContain('cc <at>Ada &amp; Co</at>, <at>jane_doe@example.com</at>');
		expect(card.msteams.entities).toEqual([
			{
				type: 'mention',
				text: '<at>Ada &amp; Co</at>',
				mentioned: { id: 'ada@example.com', name: 'Ada & Co' },
			},
			{
				type: 'mention',
				text: '<at>jane_doe@example.com</at>',
				mentioned: { id: 'jane_doe@example.com', name: 'jane_doe@example.com' },
			},
		]);
		expect(cardProblems(card, ['ada@example.com', 'jane_doe@example.com'])).toEqual([]);
	});

	test('a test alert mentions nobody', () => {
		const card = cardOf(alertOf('custom-test'), { mentions });
		expect(card.msteams).toEqual({ width: 'Full' });
		expect(JSON.stringify(card)).not.toContain('<at>');
		expect(textsOf(card)[1]).toMatch(/^\[Test\] /);
	});

	test('the text of an alert mentions nobody', () => {
		const alert = alertOf('custom-new', {
			title: '<at>Ada &amp; Co</at> broke',
			errorMessage: '<at>Ada &amp; Co</at>\n<at>jane</at>',
			transaction: '<at>Ada</at>',
		});
		const card = cardOf(alert, { mentions });
		expect(textsOf(card).filter((text) => text.includes('<at>'))).toHaveLength(1);
		expect(cardProblems(card)).toEqual([]);
	});

	test('read names, addresses, object IDs; nobody twice, namesakes told apart', () => {
		const read = readMentions(
			[
				'Ann <ann@example.com>',
				'ANN@example.com; Ann <ann.b@example.com>',
				'"Bot" <7f2a1c3e-0000-4a5b-8c9d-111122223333>',
				'mailto:eve@example.com',
				'*_E<ve_* <x@example.com>',
			].slice(0, 4),
		);
		expect(read.map(({ id, name }) => [id, name])).toEqual([
			['ann@example.com', 'Ann'],
			['ann.b@example.com', 'Ann (ann.b@example.com)'],
			['7f2a1c3e-0000-4a5b-8c9d-111122223333', 'Bot'],
			['eve@example.com', 'eve@example.com'],
		]);
		expect(readMentions(['_**E[v]e_ A.** <e@x.de>'])[0].tag).toBe('<at>Eve A.</at>');
	});

	test.each(['jane', 'Jane <jane>', 'Doe', '<>', 'a b@c.de', 'Ann <ann@example.com', 'x@y@z'])(
		'%s is refused by name',
		(entry) => {
			expect(() => readMentions([entry])).toThrow(
				`'Mention Users' contains an invalid entry: '${entry}'`,
			);
		},
	);

	test('more people than fit are refused', () => {
		const many = Array.from({ length: 21 }, (_, at) => `user${at}@example.com`);
		expect(() => readMentions(many)).toThrow('at most 20');
	});
});

describe('colour', () => {
	test.each([
		['custom-new', 'attention'],
		['custom-regressed', 'warning'],
		['custom-unmuted', 'warning'],
		['custom-test', 'accent'],
	])('%s is %s', (name, accent) => {
		expect(style(cardOf(alertOf(name), { themeColor: '#00ff00' }))).toBe(accent);
	});

	test('other reasons, and all if so chosen, take the nearest to the theme colour', () => {
		const green = { themeColor: '#2e9e4f' };
		expect(style(cardOf(alertOf('custom-new', { reason: 'ESCALATED' }), green))).toBe('good');
		expect(style(cardOf(alertOf('custom-new'), { ...green, colorByReason: false }))).toBe('good');
		expect(accentOfReason(alertOf('custom-new', { reason: 'RESOLVED' }))).toBe('good');
	});

	test.each([
		['#d63333', 'attention'],
		['#ff0000', 'attention'],
		['#e91e63', 'attention'],
		['#ff8c00', 'warning'],
		['#ffd700', 'warning'],
		['#107c10', 'good'],
		['#0078d4', 'accent'],
		['#6264a7', 'accent'],
		['#808080', 'emphasis'],
		['#000000', 'emphasis'],
		['#ffffff', 'emphasis'],
	])('%s is nearest to %s', (color, accent) => {
		expect(nearestAccent(color)).toBe(accent);
	});

	test('hex in its usual spellings; anything else is refused', () => {
		const read = (value: string) => readColor('Theme Color', value, '#d63333');
		expect(['', 'ABC', '#a1B2c3', '#a1b2c3ff'].map(read)).toEqual([
			'#d63333',
			'#aabbcc',
			'#a1b2c3',
			'#a1b2c3',
		]);
		for (const wrong of ['red', '#12', '#12345', 'rgb(1,2,3)']) {
			expect(() => read(wrong)).toThrow("'Theme Color' is not a hex color");
		}
	});
});

describe('MessageCard', () => {
	test('keeps the exact colour, facts, message and link', () => {
		const alert = alertOf('custom-new');
		const { message } = prepared(alert, {
			format: 'messageCard',
			themeColor: '#1a2b3c',
			channelName: 'Checkout',
		});
		expect(message).toMatchObject({
			'@type': 'MessageCard',
			themeColor: '1a2b3c',
			title: alert.title,
			summary: `New issue in Bugsink: ${alert.title}`,
			sections: [
				{
					activitySubtitle: 'Checkout',
					text: "invalid literal for int() with base 10: 'abc'",
					facts: expect.arrayContaining([{ name: 'Project', value: 'Checkout API' }]) as unknown,
				},
			],
			potentialAction: [
				{
					'@type': 'OpenUri',
					name: 'View in Bugsink',
					targets: [{ os: 'default', uri: alert.issueUrl }],
				},
			],
		});
	});

	test('has no action without a link', () => {
		const { message } = prepared(alertOf('custom-new', { issueUrl: null }), {
			format: 'messageCard',
		});
		expect(message).not.toHaveProperty('potentialAction');
	});
});
