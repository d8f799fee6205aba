import { fenced, inline, issueBody, issueTitle } from '../../../nodes/BugsinkGithubIssues/markdown';
import { bareAlert as alertOf } from '../../support/alerts';

/** Text by text: a title, a line, a cell of a table, a block of code. */
it.each([
	['x'.repeat(256), 'x'.repeat(256), []],
	['x'.repeat(257), `${'x'.repeat(255)}…`, ['title']],
	['one\n two', 'one two', []],
])('a title has one line of 256 characters', (title, text, truncated) => {
	expect(issueTitle({ ...alertOf(), title })).toEqual({ text, truncated });
});

it.each([
	['', ''],
	[' \n ', ''],
	['plain words: 1, 2', 'plain words: 1, 2'],
	['2026-08-02 00:00:00 UTC', '2026-08-02 00:00:00 UTC'],
	['x 2026-08-02 00:00:00 UTC', '`x 2026-08-02 00:00:00 UTC`'],
	['2026-08-02 00:00:00 UTC x', '`2026-08-02 00:00:00 UTC x`'],
	['abcdef', 'abcdef'],
	['ABCDEF1', '`ABCDEF1`'],
	['see abcdef1', '`see abcdef1`'],
	['xabcdef1', 'xabcdef1'],
	['a-b', '`a-b`'],
	['a_b', '`a_b`'],
	['a.', '`a.`'],
	['.a', '`.a`'],
	['one\ntwo', 'one two'],
	['`a', '`` `a ``'],
	['a`', '`` a` ``'],
	['a``b`c', '```a``b`c```'],
	['<!-- bugsink-x', '`<!-\u2060- bugsink-x`'],
	['<!--bugsink-x <!-- bugsink-y', '`<!-\u2060-bugsink-x <!-\u2060- bugsink-y`'],
	['<!-- other', '`<!-- other`'],
])('%j in a line is %j', (value, expected) => {
	expect(inline(value)).toBe(expected);
});

it.each([
	['a|b', '`a\\|b`'],
	['a\\|b', '`a\\\\\\|b`'],
	['a\\\\|b|c', '`a\\\\\\\\\\|b\\|c`'],
])('%j in a table cannot split it', (value, expected) => {
	expect(issueBody(alertOf({ transaction: value })).text).toContain(`| ${expected} |`);
});

describe('a block of code', () => {
	it.each([
		['\n\n  a\n b \n\n', '```text\n  a\n b\n```'],
		['a ```` b', '`````text\na ```` b\n`````'],
		['a `` b', '```text\na `` b\n```'],
		['<!-- bugsink-x', '```text\n<!-\u2060- bugsink-x\n```'],
	])('of %j is %j', (text, expected) => {
		expect(fenced(text, 1_000)).toEqual({ text: expected, wasCut: false });
	});

	it.each(['', ' \n\t', '\n'])('of %j is none', (text) => {
		expect(fenced(text, 1_000)).toEqual({ text: '', wasCut: false });
	});

	it.each([0, -5, 5, 12])('without room (%d characters) is empty and was cut', (room) => {
		expect(fenced('a long text', room)).toEqual({ text: '', wasCut: true });
	});

	it('fits into its room exactly', () => {
		const frame = '```text\n\n```'.length;
		expect(fenced('x'.repeat(50), 50 + frame)).toEqual({
			text: `\`\`\`text\n${'x'.repeat(50)}\n\`\`\``,
			wasCut: false,
		});
		expect(fenced('x'.repeat(51), 50 + frame).wasCut).toBe(true);
	});

	it.each([
		['plain text', 'x'.repeat(1_000), 400],
		['backticks', '`'.repeat(1_000), 200],
	])('of %s uses most of its room', (_, text, atLeast) => {
		const block = fenced(text, 600);
		expect(block.wasCut).toBe(true);
		expect(block.text.length).toBeLessThanOrEqual(600);
		expect(block.text.length).toBeGreaterThan(atLeast);
	});
});
