import {
	linksIn,
	NO_TEXT,
	NO_WORDS,
	plainText,
	shownFacts,
	shownMessage,
	shownTitleOf,
	userText,
	type Words,
} from '../../../../nodes/shared/alert/words';
import { readEvent } from '../../../../nodes/shared/alert/readers/event';
import { alertOf, bareAlert } from '../../../support/alerts';

const words = (more: Partial<Words>): Words => ({ ...NO_WORDS, ...more });
const WIKI = 'https://wiki.example.com';

describe("the user's own text", () => {
	test('is lines of plain text; empty lines part paragraphs', () => {
		const { lines, wasCut } = userText('  one \r\n\ttwo  three\n\n \n\nfour\u202e\n');
		expect(lines).toEqual([[{ text: 'one' }], [{ text: 'two three' }], [], [{ text: 'four' }]]);
		expect(wasCut).toBe(false);
		expect(userText(' \n ')).toEqual(NO_TEXT);
		expect(plainText(userText(`a ${WIKI}/x.\n\nb`))).toBe(`a ${WIKI}/x.\n\nb`);
	});

	test.each([
		[`See ${WIKI}/a?b=1#c.`, `${WIKI}/a?b=1#c`],
		[`(${WIKI}/a)`, `${WIKI}/a`],
		[`(${WIKI}/a).`, `${WIKI}/a`],
		[`(${WIKI}/a?!)`, `${WIKI}/a`],
		[`${WIKI}/a.b.`, `${WIKI}/a.b`],
		[`${WIKI}/a_(b), and`, `${WIKI}/a_(b)`],
		[`<${WIKI}>!`, WIKI],
		[`"${WIKI}/é"`, `${WIKI}/é`],
		['HTTPS://Wiki.Example.com:8443/a', 'HTTPS://Wiki.Example.com:8443/a'],
	])('links in %j: %j', (text, shown) => {
		const pieces = userText(text).lines.flat();
		const [link] = pieces.filter(({ url }) => url !== undefined);
		expect(link).toEqual({ text: shown, url: new URL(shown).href });
		expect(pieces.map((piece) => piece.text).join('')).toBe(text);
	});

	test.each([
		'http://wiki.example.com/a',
		'javascript:alert(1)',
		'wiki.example.com',
		'https://',
		'https://[x',
		'https://wiki.example.com:99999/a',
		`https://wiki.example.com/${'a'.repeat(1_000)}`,
	])('has no link in %j', (text) => {
		expect(linksIn(userText(text))).toEqual([]);
	});

	test('has no empty piece around its links', () => {
		const [a, b] = [`${WIKI}/a`, `${WIKI}/b`].map((url) => ({ text: url, url }));
		expect(userText(`${WIKI}/a`).lines).toEqual([[a]]);
		expect(userText(`see ${WIKI}/a or ${WIKI}/b!`).lines).toEqual([
			[{ text: 'see ' }, a, { text: ' or ' }, b, { text: '!' }],
		]);
	});

	test('links to addresses of up to 1,000 characters', () => {
		const url = (length: number) => `${WIKI}/${'a'.repeat(length - WIKI.length - 1)}`;
		expect(linksIn(userText(url(1_000)))).toEqual([url(1_000)]);
		expect(linksIn(userText(url(1_001)))).toEqual([]);
	});

	test('drops a user and password of an address, and names each address once', () => {
		expect(linksIn(userText(`https://me:pw@wiki.example.com/ ${WIKI} ${WIKI}/`))).toEqual([
			`${WIKI}/`,
		]);
	});

	test.each([
		[`=Runbook: ${WIKI}/{{ $json.project.name }}`, `Runbook: ${WIKI}/shop`, `${WIKI}/shop`],
		['={{ "https://wiki.example.com/" + $json.title }}', `${WIKI}/x`, `${WIKI}/x`],
		// The host is the alert's, wholly or in part.
		['={{ $json.errorMessage }}', 'https://evil.example/x', undefined],
		[`=${WIKI} {{ $json.title }}`, `${WIKI} https://evil.example`, `${WIKI}/`],
		['=https://{{ $json.title }}', 'https://evil.example/', undefined],
		[`=${WIKI}{{ $json.title }}`, `${WIKI}.evil.example/`, undefined],
		[`=${WIKI}{{ $json.title }}`, `${WIKI}@evil.example/`, undefined],
		[`=${WIKI}{{ $json.title }}`, `${WIKI}:8443/`, undefined],
	])('typed as %j, evaluated to %j, links to %j', (typed, value, url) => {
		expect(linksIn(userText(value, typed))).toEqual(url === undefined ? [] : [url]);
	});

	test('has up to 2,000 characters, 40 lines and 20 links, and no link that was cut', () => {
		const long = userText(`${'x'.repeat(1_970)} ${WIKI}/abcdef`);
		expect(plainText(long)).toHaveLength(2_000);
		expect([long.wasCut, linksIn(long)]).toEqual([true, []]);
		expect(userText('x'.repeat(2_000)).wasCut).toBe(false);
		expect(userText('x\n'.repeat(40)).wasCut).toBe(false);
		const lines = userText('x\n'.repeat(41));
		expect([lines.lines.length, lines.wasCut]).toEqual([40, true]);
		const links = userText(Array.from({ length: 21 }, (_, at) => `${WIKI}/${at}`).join(' '));
		expect(linksIn(links)).toHaveLength(20);
		expect(links.wasCut).toBe(false);
	});
});

test.each([
	['', 'NEW', 'ValueError: Invalid input'],
	['Checkout is down', 'NEW', 'Checkout is down'],
	['Checkout is down', 'TEST', '[Test] Checkout is down'],
])('with the title %j, %s is headed %j', (title, reason, shown) => {
	expect(shownTitleOf(alertOf({ reason }), words({ title }))).toBe(shown);
});

test("the alert's title stands in for a message that is missing, if another title hides it", () => {
	const bare = bareAlert();
	expect(shownMessage(bare, NO_WORDS)).toBe('');
	expect(shownMessage(bare, words({ title: 'Down' }))).toBe('ValueError: bad');
	expect(shownMessage(bare, words({ title: 'Shop: ValueError: bad' }))).toBe('');
	expect(shownMessage(bareAlert({ errorMessage: ' \n' }), words({ title: 'Down' }))).toBe(
		'ValueError: bad',
	);
	expect(shownMessage(alertOf(), words({ title: 'Down' }))).toBe('Invalid input');
});

describe('facts', () => {
	const labels = (more: Partial<Words>, alert = alertOf()) =>
		shownFacts(alert, words(more)).facts.map(({ label }) => label);

	test('are the standard ones without a choice, with an error type that the title hides', () => {
		const standard = ['Project', 'Issue', 'Transaction', 'First seen', 'Events'];
		expect(labels({})).toEqual(standard);
		expect(labels({ title: 'Down' })).toEqual(['Error type', ...standard]);
		expect(labels({ title: 'Down: ValueError' })).toEqual(standard);
	});

	test('are those of the choice, in its order, as far as they are known', () => {
		expect(labels({ facts: ['reason', 'errorType', 'release', 'project'] })).toEqual([
			'Reason',
			'Error type',
			'Project',
		]);
	});

	test('say first and last seen once while equal', () => {
		const later = alertOf({ lastSeen: '2026-08-04T00:00:00Z' });
		expect(labels({ facts: ['lastSeen', 'firstSeen'] })).toEqual(['First seen']);
		expect(labels({ facts: ['lastSeen'] })).toEqual(['Last seen']);
		expect(labels({ facts: ['lastSeen', 'firstSeen'] }, later)).toEqual([
			'Last seen',
			'First seen',
		]);
	});

	test('have the tags only if they are chosen, without what a chosen fact says', () => {
		const event = readEvent({ environment: 'live', tags: { environment: 'live', zone: 'a' } });
		const tags = (more: Partial<Words>) =>
			shownFacts(alertOf({ event }), words(more)).tags.map(({ label }) => label);
		expect(tags({})).toEqual(['zone']);
		expect(tags({ facts: ['project'] })).toEqual([]);
		expect(tags({ facts: ['project', 'tags'] })).toEqual(['environment', 'zone']);
		expect(tags({ facts: ['tags', 'environment'] })).toEqual(['zone']);
	});
});
