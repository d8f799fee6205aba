import {
	commentBody,
	fenced,
	fingerprintMarker,
	inline,
	issueBody,
	issueTitle,
} from '../../../nodes/BugsinkGithubIssues/markdown';
import type { Alert, AlertEvent } from '../../../nodes/shared/alert/alert';
import { stackTraceText } from '../../../nodes/shared/alert/describe';
import { alertOf, ISSUE_ID } from './support';
import fc, { tries } from '../../support/fastCheck';
import { activeParts as active, nodesOf } from '../../support/githubMarkdown';

const valuesOf = (markdown: string, type: string) =>
	nodesOf(markdown)
		.filter((node) => node.type === type)
		.map(({ value }) => value);

const HOSTILE = [
	'@octocat and @acme/team, please',
	'#1 GH-26 acme/shop#26 octocat#3 acme/shop@a5c3785ed8d6a35868bc169f07e40e889087fd2e',
	'a5c3785ed8d6a35868bc169f07e40e889087fd2e a5c3785',
	'https://github.com/acme/shop/issues/1 www.example.com someone@example.com',
	'[click](https://evil.example) ![x](https://evil.example/x.png) <https://evil.example>',
	'<img src=x onerror=alert(1)> <!-- --> --> <script>alert(1)</script>',
	'</details></summary>\n\n@octocat #1',
	'``` \n@octocat\n```\n#1\n````\n@octocat',
	'`@octocat` ``#1`` ``` ` ```',
	'`'.repeat(40) + '\n@octocat\n' + '`'.repeat(40),
	'~~~\n@octocat\n~~~',
	'a | b \\| @octocat \\\\| #1 \\\\\\| <b>',
	'\\`@octocat\\` \\',
	'`|`\\|@octocat|`',
	'one\r\n\r\n# two\n\n- @octocat\n\n> #1\n\n    @octocat',
	'[x]: https://evil.example\n[x] [^1]\n\n[^1]: @octocat',
	'&lt;b&gt; &#64;octocat &commat;octocat',
	'| a | b |\n|---|---|\n| @octocat | #1 |',
	'\u2028@octocat\u2029#1\u0085@octocat',
	'--> @octocat <!--',
	' '.repeat(20) + '@octocat',
	'',
];

function eventOf(hostile: string): AlertEvent {
	return {
		id: null,
		url: null,
		timestamp: null,
		level: hostile,
		platform: hostile,
		environment: hostile,
		release: hostile,
		serverName: hostile,
		transaction: hostile,
		logger: null,
		tags: { [hostile]: `1 ${hostile}`, browser: `2 ${hostile}` },
		user: null,
		request: null,
		breadcrumbs: [],
		stacktrace: [
			{
				type: hostile,
				message: hostile,
				frames: [
					{
						file: hostile,
						line: 3,
						function: hostile,
						inApp: true,
						code: hostile,
						locals: { [hostile]: hostile },
					},
				],
			},
		],
	};
}

function hostileAlert(hostile: string): Alert {
	return {
		...alertOf({
			reason: `NEW ${hostile}`,
			title: hostile,
			errorType: hostile,
			errorMessage: hostile,
			transaction: hostile,
			friendlyId: hostile,
			unmuteReason: hostile,
			project: { id: null, name: hostile },
			event: eventOf(hostile),
		}),
		firstSeen: hostile,
		lastSeen: hostile,
	};
}

const DETAILS = (name: string) => `html <details>\n<summary>${name}</summary>`;
const END = 'html </details>';
const LINK = `link https://bugsink.example.com/issues/issue/${ISSUE_ID}/event/last/`;
const OURS = [
	LINK,
	DETAILS('Stack trace'),
	END,
	DETAILS('Tags'),
	END,
	`html ${fingerprintMarker(`bugsink-${ISSUE_ID}`)}`,
];

function expectOnlyOurs(alert: Alert): void {
	const body = issueBody(alert).text;
	expect(active(body)).toEqual(OURS);
	expect(active(commentBody(alert, `Alert ${alert.title}`).text)).toEqual([
		LINK,
		expect.stringMatching(/^html <!-- bugsink-alert: [0-9a-f]{32} -->$/),
	]);
	expect(body.length).toBeLessThanOrEqual(65_536);
}

describe('hostile text', () => {
	it('would be active if it stood in the body as it is', () => {
		// So that the tests below cannot pass because the parser sees nothing.
		expect(active(HOSTILE.slice(0, 6).join('\n\n')).length).toBeGreaterThan(15);
	});

	it.each(HOSTILE.map((text) => [JSON.stringify(text).slice(0, 60), text]))(
		'stays text: %s',
		(_name, text) => {
			expectOnlyOurs(hostileAlert(text));
		},
	);

	it('stays text in every combination', () => {
		const part = fc.oneof(
			fc.constantFrom(...HOSTILE),
			fc.constantFrom('`', '``', '```', '|', '\\', '\\|', '\n', '<', '>', '@octocat', '#1', ' '),
			fc.string({ maxLength: 10 }),
		);
		const text = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));
		fc.assert(
			fc.property(text, (hostile) => expectOnlyOurs(hostileAlert(hostile))),
			tries(100),
		);
	});

	it('keeps a table of two columns', () => {
		for (const hostile of HOSTILE) {
			const rows = nodesOf(issueBody(hostileAlert(hostile)).text).filter(
				({ type }) => type === 'tableRow',
			);
			expect(rows.every(({ children }) => children?.length === 2)).toBe(true);
		}
	});

	it('cannot pass for another issue', () => {
		const marker = fingerprintMarker('bugsink-another');
		const body = issueBody(hostileAlert(`${marker} ${marker}\n${marker}`)).text;
		expect(body).not.toContain(marker);
		expect(body).toContain('bugsink-another');
	});

	it('cannot leave a marker', () => {
		expect(fingerprintMarker('x --> <b>')).toMatch(
			/^<!-- bugsink-fingerprint: bugsink-[0-9a-f]{32} -->$/,
		);
	});
});

describe('the body', () => {
	it('shows the message and the stack trace as they are', () => {
		const message = 'first line\n\tindented ```code``` line\n\nlast';
		const event = eventOf('x');
		const { text, truncated } = issueBody(alertOf({ errorMessage: message, event }));
		expect(valuesOf(text, 'code')).toEqual([message, stackTraceText(event, message)]);
		expect(valuesOf(text, 'inlineCode')).toContain('/api/orders/{id}');
		expect(truncated).toEqual([]);
	});

	it('leaves out what is not known', () => {
		const bare = alertOf({
			errorType: '',
			errorMessage: '',
			issueUrl: null,
			friendlyId: null,
			transaction: null,
			project: { id: null, name: null },
			firstSeen: null,
			lastSeen: null,
			eventCount: null,
			title: 'Something broke',
		});
		expect(issueBody(bare).text).toBe(
			`### New issue in Bugsink\n\n${fingerprintMarker(bare.fingerprint)}`,
		);
	});

	it.each([
		['a long message', { errorMessage: 'x'.repeat(200_000) }, ['errorMessage']],
		['many backticks', { errorMessage: '`'.repeat(200_000) }, ['errorMessage']],
		['many emoji', { errorMessage: '👩‍👩‍👧‍👦'.repeat(30_000) }, ['errorMessage']],
		['a long transaction', { transaction: '`'.repeat(9_000) }, ['facts']],
		['a long stack', { event: eventOf('y'.repeat(20_000)) }, ['facts', 'tags', 'stacktrace']],
		[
			'everything long',
			{
				errorMessage: '`'.repeat(99_999),
				event: eventOf('`'.repeat(20_000)),
				transaction: '|'.repeat(999),
			},
			['facts', 'tags', 'errorMessage', 'stacktrace'],
		],
		[
			'many tags',
			{
				event: {
					...eventOf('z'),
					tags: Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`tag ${i}`, 'v'])),
				},
			},
			['tags'],
		],
	])('fits with %s, and keeps link and marker', (_name, parts, truncated) => {
		const body = issueBody(alertOf(parts), '#17');
		expect(body.text.length).toBeLessThanOrEqual(65_536);
		expect(body.truncated).toEqual(truncated);
		expect(active(body.text)).toContain(LINK);
		expect(body.text.endsWith(fingerprintMarker(`bugsink-${ISSUE_ID}`))).toBe(true);
		expect(body.text).toContain('Continues #17');
		const shown = [...valuesOf(body.text, 'code'), ...valuesOf(body.text, 'inlineCode')];
		expect(shown.some((value = '') => value.length > 20)).toBe(true);
	});

	it('cuts whole characters', () => {
		const { text } = fenced('👩‍👩‍👧‍👦'.repeat(100), 500);
		expect(text).toMatch(/^```text\n(?:👩‍👩‍👧‍👦)+…\n```$/u);
	});
});

describe('the rest', () => {
	it('has a title of one line and at most 256 characters', () => {
		expect(issueTitle(alertOf({ title: 'two\nlines' }))).toEqual({
			text: 'two lines',
			truncated: [],
		});
		const long = issueTitle(alertOf({ title: 'x'.repeat(300), reason: 'TEST' }));
		expect(long.text).toMatch(/^\[Test\] x+…$/);
		expect(long.text).toHaveLength(256);
		expect(long.truncated).toEqual(['title']);
	});

	it('has the same comment only for the same alert', () => {
		const marker = (alert: Alert, title = 'A') => commentBody(alert, title).text.slice(-60);
		expect(marker(alertOf())).toBe(marker(alertOf({ transaction: 'other' })));
		expect(marker(alertOf())).not.toBe(marker(alertOf(), 'B'));
		expect(marker(alertOf())).not.toBe(marker(alertOf({ eventCount: 2 })));
		expect(marker(alertOf())).not.toBe(marker(alertOf({ lastSeen: '2026-08-04T00:00:00Z' })));
	});

	it('leaves plain words as they are', () => {
		expect(['ValueError', '17', 'Checkout API', ''].map(inline)).toEqual([
			'ValueError',
			'17',
			'Checkout API',
			'',
		]);
		expect(['1234567', 'API-17', 'a.b', '`', '1a2b3c4d'].map(inline)).toEqual([
			'`1234567`',
			'`API-17`',
			'`a.b`',
			'`` ` ``',
			'`1a2b3c4d`',
		]);
	});
});
