import {
	commentOf,
	descriptionOf,
	noteOf,
	richText,
	textOf,
	userParagraphs,
	type AdfNode,
} from '../../../nodes/BugsinkJiraCloud/adf';
import { readEvent } from '../../../nodes/shared/alert/readers/event';
import { userText } from '../../../nodes/shared/alert/words';
import { bareAlert as alertOf } from '../../support/alerts';

/** Node by node (https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/). */
const LINK = 'https://bugsink.example.com/issues/issue/1/';

const text = (value: string, ...marks: object[]) => ({
	type: 'text',
	text: value,
	...(marks.length > 0 ? { marks } : {}),
});
const strong = (value: string) => text(value, { type: 'strong' });
const paragraph = (...content: object[]) => ({ type: 'paragraph', content });
const panel = (panelType: string, ...content: object[]) => ({
	type: 'panel',
	attrs: { panelType },
	content,
});
const row = (label: string, value: string) => ({
	type: 'tableRow',
	content: [
		{ type: 'tableHeader', content: [paragraph(strong(label))] },
		{ type: 'tableCell', content: [paragraph(text(value))] },
	],
});
const table = (...rows: object[]) => ({ type: 'table', content: rows });
const doc = (...content: object[]) => ({ type: 'doc', version: 1, content });
const codeBlock = (value: string) => ({ type: 'codeBlock', content: [text(value)] });
const expand = (title: string, ...content: object[]) => ({
	type: 'expand',
	attrs: { title },
	content,
});
const viewInBugsink = (href: string) =>
	paragraph(text('View in Bugsink', { type: 'link', attrs: { href } }));

const weight = (value: unknown) => JSON.stringify(value).length;
const find = (document: AdfNode, type: string): AdfNode | undefined =>
	document.content?.find((node) => node.type === type);

describe('a description', () => {
	it('is a panel where nothing else is known', () => {
		expect(descriptionOf(alertOf())).toEqual({
			document: doc(panel('error', paragraph(strong('New issue in Bugsink')))),
			truncated: [],
		});
	});

	it('has everything that is known: message and stack trace before facts and tags', () => {
		const event = readEvent({
			tags: { browser: 'Firefox', os: 'Linux' },
			stacktrace: [{ type: 'E', message: 'm', frames: [] }],
		});
		const alert = alertOf({
			project: { id: 1, name: 'Shop' },
			issueUrl: LINK,
			errorMessage: 'one\ntwo',
			event,
		});
		expect(descriptionOf(alert)).toEqual({
			document: doc(
				panel('error', paragraph(strong('New issue in Bugsink')), viewInBugsink(LINK)),
				{ type: 'heading', attrs: { level: 3 }, content: [text('Message')] },
				codeBlock('one\ntwo'),
				expand('Stack trace', codeBlock('E: m')),
				table(row('Project', 'Shop')),
				expand(
					'Tags',
					paragraph(text('browser: Firefox'), { type: 'hardBreak' }, text('os: Linux')),
				),
			),
			truncated: [],
		});
	});

	it.each([
		['NEW', 'error'],
		['REGRESSED', 'warning'],
		['UNMUTED', 'warning'],
		['RESOLVED', 'success'],
		['GROWING', 'note'],
	])('is coloured by its reason: %s', (reason, panelType) => {
		expect(descriptionOf(alertOf({ reason })).document.content[0].attrs).toEqual({ panelType });
	});

	it('gives a reason that nobody knows 500 characters of JSON', () => {
		const alert = alertOf({ reason: 'R'.repeat(40_000) });
		for (const document of [descriptionOf(alert).document, commentOf(alert)]) {
			const shown = document.content[0].content?.[0].content?.[0].text ?? '';
			expect(shown).toMatch(/^Bugsink alert: R{450,}…$/);
			expect(weight(shown)).toBeLessThanOrEqual(500);
		}
	});

	it('of a test is blue, whatever the reason', () => {
		const { document } = descriptionOf(alertOf({ reason: 'NEW', isTest: true }));
		expect(document.content[0].attrs).toEqual({ panelType: 'info' });
	});

	it('links to addresses of up to 8,000 characters', () => {
		const link = (length: number) => LINK + 'x'.repeat(length - LINK.length);
		const fits = descriptionOf(alertOf({ issueUrl: link(8_000) }));
		expect(fits.document.content[0].content?.[1]).toEqual(viewInBugsink(link(8_000)));
		expect(fits.truncated).toEqual([]);
		const tooLong = descriptionOf(alertOf({ issueUrl: link(8_001) }));
		expect(tooLong.document.content[0].content).toHaveLength(1);
		expect(tooLong.truncated).toEqual(['issueUrl']);
	});

	it('gives a fact 500 characters of JSON', () => {
		const shown = (transaction: string) => {
			const { document, truncated } = descriptionOf(alertOf({ transaction }));
			return { truncated, value: textOf(find(document, 'table')?.content?.[0].content?.[1]) };
		};
		// The two quotes count.
		expect(shown('x'.repeat(498))).toEqual({ truncated: [], value: 'x'.repeat(498) });
		const { truncated, value } = shown('x'.repeat(499));
		expect(truncated).toEqual(['facts']);
		expect(value).toMatch(/^x{480,}…$/);
		expect(weight(value)).toBeLessThanOrEqual(500);
		expect(shown('one\ntwo').value).toBe('one two');
	});

	it('shows a message that would have to be scrolled as text that wraps, line by line', () => {
		const wide = 'w'.repeat(72);
		const block = (errorMessage: string) =>
			descriptionOf(alertOf({ errorMessage })).document.content[2];
		const code = (value: string) => text(value, { type: 'code' });
		expect(block(wide)).toEqual(codeBlock(wide));
		expect(block(`${wide}x`)).toEqual(paragraph(code(`${wide}x`)));
		expect(block(`a\n\n  ${wide}`)).toEqual(
			paragraph(code('a'), { type: 'hardBreak' }, { type: 'hardBreak' }, code(`  ${wide}`)),
		);
	});

	it('does not say the message again in the stack trace, only what else was raised', () => {
		const stacktrace = [
			{ type: 'KeyError', message: "'sku'", frames: [] },
			{ type: 'ValueError', message: 'bad', frames: [] },
		];
		const event = readEvent({ stacktrace });
		const { document } = descriptionOf(alertOf({ errorMessage: 'bad', event }));
		expect(find(document, 'expand')?.content).toEqual([
			codeBlock("ValueError\n\nCaused by:\nKeyError: 'sku'"),
		]);
	});

	it('gives a tag 200 characters for its name, and as many for its value, on one line', () => {
		const tags = { ['n'.repeat(201)]: 'v'.repeat(201), 'a\nb': 'c\nd' };
		const { document } = descriptionOf(alertOf({ event: { ...readEvent({}), tags } }));
		const paragraphs = find(document, 'expand')?.content?.[0].content;
		expect(paragraphs?.map((node) => node.text)).toEqual([
			`${'n'.repeat(199)}…: ${'v'.repeat(199)}…`,
			undefined,
			'a b: c d',
		]);
	});

	it('gives all tags 4,000 characters of JSON, and says if some are missing', () => {
		const withTags = (count: number) => {
			const tags = Object.fromEntries(
				Array.from({ length: count }, (_, index) => [`tag ${100 + index}`, 'v'.repeat(104)]),
			);
			return descriptionOf(alertOf({ event: readEvent({ tags }) }));
		};
		// `[{"type":"text","text":"tag 100: v…"}]` and `{"type":"hardBreak"}` weigh 160 characters.
		const one = weight([text(`tag 100: ${'v'.repeat(104)}`)]) + weight({ type: 'hardBreak' });
		expect(25 * one).toBe(4_000);
		const shown = (count: number) => {
			const { document, truncated } = withTags(count);
			return { count: textOf(find(document, 'expand')).split('tag ').length - 1, truncated };
		};
		expect(shown(25)).toEqual({ count: 25, truncated: [] });
		expect(shown(26)).toEqual({ count: 25, truncated: ['tags'] });
	});

	it('uses the room that there is, and leaves 8,000 characters of it to the stack trace', () => {
		const code = 'c'.repeat(40_000);
		const frames = [{ file: 'f', line: 1, function: 'g', inApp: true, code }];
		const event = readEvent({ stacktrace: [{ type: 'E', message: '', frames }] });
		const { document, truncated } = descriptionOf(
			alertOf({ errorMessage: 'm'.repeat(40_000), event }),
		);
		expect(truncated).toEqual(['errorMessage', 'stacktrace']);
		expect(weight(document)).toBeLessThanOrEqual(32_000);
		expect(weight(document)).toBeGreaterThan(31_000);
		const trace = weight(textOf(find(document, 'expand')));
		expect(trace).toBeLessThanOrEqual(8_000);
		expect(trace).toBeGreaterThan(7_900);
	});

	it('gives the message what a short stack trace leaves', () => {
		const event = readEvent({ stacktrace: [{ type: 'E', message: 'short', frames: [] }] });
		const { document, truncated } = descriptionOf(
			alertOf({ errorMessage: 'm'.repeat(40_000), event }),
		);
		expect(truncated).toEqual(['errorMessage']);
		expect(weight(document)).toBeGreaterThan(31_000);
		expect(textOf(find(document, 'expand'))).toBe('E: short');
	});
});

it('the user’s own text has a paragraph for each, and breaks within', () => {
	expect(userParagraphs(userText('one\ntwo\n\nthree'))).toEqual([
		paragraph(text('one'), { type: 'hardBreak' }, text('two')),
		paragraph(text('three')),
	]);
});

describe('a comment', () => {
	it('has only the facts that may have changed', () => {
		const alert = alertOf({
			reason: 'UNMUTED',
			errorType: 'ValueError',
			friendlyId: 'SHOP-1',
			project: { id: 1, name: 'Shop' },
			transaction: 'POST /pay',
			issueUrl: LINK,
			firstSeen: '2026-08-01T00:00:00Z',
			lastSeen: '2026-08-02T00:00:00Z',
			eventCount: 5,
			unmuteReason: 'Time is up',
			event: readEvent({ release: '1.2.3', level: 'error', environment: 'production' }),
		});
		expect(commentOf(alert)).toEqual(
			doc(
				panel(
					'warning',
					paragraph(strong('A muted issue is active again'), text(': SHOP-1 in Shop')),
					viewInBugsink(LINK),
				),
				table(
					row('Environment', 'production'),
					row('Release', '1.2.3'),
					row('Last seen', '2026-08-02 00:00:00 UTC'),
					row('Events', '5'),
					row('Unmuted because', 'Time is up'),
				),
			),
		);
	});

	it('has no table without facts', () => {
		expect(commentOf(alertOf({ isTest: true })).content).toHaveLength(1);
	});

	it('gives issue and project 500 characters of JSON beside what happened', () => {
		const project = { id: 1, name: '"'.repeat(400) };
		const shown = commentOf(alertOf({ project })).content[0].content?.[0].content?.[1].text ?? '';
		expect(shown).toMatch(/^: "{230,}…$/);
		expect(weight(shown)).toBeLessThanOrEqual(500 + ': '.length);
	});
});

it('a note has the ticket as a link', () => {
	const url = 'https://acme.atlassian.net/browse/OPS-1';
	expect(noteOf('See ', { key: 'OPS-1', url }, ' for more.')).toEqual(
		doc(
			panel(
				'note',
				paragraph(
					text('See '),
					text('OPS-1', { type: 'link', attrs: { href: url } }),
					text(' for more.'),
				),
			),
		),
	);
});

it('rich text has a paragraph for each, and breaks within', () => {
	expect(richText('one\ntwo\n\n\nthree')).toEqual(
		doc(paragraph(text('one'), { type: 'hardBreak' }, text('two')), paragraph(text('three'))),
	);
	expect(richText('')).toEqual(doc(paragraph()));
});

it.each([
	[doc(paragraph(text(' one '), text('two\n')), paragraph(text('three'))), 'one two three'],
	[doc(paragraph(text('one')), paragraph(text('two'))), 'one two'],
	[{ type: 'text', text: 7 }, ''],
	[{ content: 'odd' }, ''],
	[null, ''],
	['text', ''],
	[undefined, ''],
])('the text of %j is %j', (node, expected) => {
	expect(textOf(node)).toBe(expected);
});
