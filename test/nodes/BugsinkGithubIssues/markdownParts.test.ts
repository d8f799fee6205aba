import { createHash } from 'node:crypto';

import {
	commentBody,
	commentMarker,
	fingerprintMarker,
	issueBody,
	markerSafe,
} from '../../../nodes/BugsinkGithubIssues/markdown';
import type { Alert } from '../../../nodes/shared/alert/alert';
import { readEvent } from '../../../nodes/shared/alert/readers/event';
import { bareAlert } from '../../support/alerts';

/** Line by line (https://github.github.com/gfm/). */
const LINK = 'https://bugsink.example.com/issues/issue/1/';
const alertOf = (more: Partial<Alert> = {}) => bareAlert({ issueId: '1', ...more });
const withTags = (tags: Record<string, string>) =>
	alertOf({ errorMessage: 'm', event: { ...readEvent({}), tags } });
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);
const markdown = (...parts: string[]) => parts.join('\n\n');
const MARKER = '<!-- bugsink-fingerprint: bugsink-1 -->';
const FENCED = '```text\nm\n```';

describe('an issue', () => {
	it('has everything that is known, in its order', () => {
		const alert = alertOf({
			issueUrl: LINK,
			errorMessage: ' \n one\ntwo \n',
			transaction: 'POST /pay',
			event: readEvent({
				tags: { browser: 'Firefox', 'os|x': 'Linux' },
				stacktrace: [{ type: 'E', message: 'm', frames: [] }],
			}),
		});
		expect(issueBody(alert, '#17')).toEqual({
			text: markdown(
				'### New issue in Bugsink',
				`[View in Bugsink](${LINK})`,
				'Continues #17',
				'```text\none\ntwo\n```',
				'<details>\n<summary>Stack trace</summary>\n\n```text\nE: m\n```\n\n</details>',
				'| Fact | Value |\n| --- | --- |\n| **Transaction** | `POST /pay` |',
				'<details>\n<summary>Tags</summary>\n\n| Tag | Value |\n| --- | --- |\n| browser | Firefox |\n| `os\\|x` | Linux |\n\n</details>',
				MARKER,
			),
			truncated: [],
		});
	});

	it('does not repeat the title where there is no message', () => {
		expect(issueBody(alertOf({ errorMessage: ' \n' })).text).toBe(
			markdown('### New issue in Bugsink', MARKER),
		);
	});

	it('shows a message that would have to be scrolled as text that wraps, line by line', () => {
		const wide = 'w'.repeat(72);
		const block = (errorMessage: string) =>
			issueBody(alertOf({ errorMessage })).text.split('\n\n').slice(1, -1).join('\n\n');
		expect(block(wide)).toBe(`\`\`\`text\n${wide}\n\`\`\``);
		expect(block(`${wide}x`)).toBe(`\`${wide}x\``);
		expect(block(`a \n  b \`c\`\n \n${wide}x\n`)).toBe(
			`\`a\`\\\n\`\`   b \`c\` \`\`\n\n\`${wide}x\``,
		);
	});

	it('does not say the message again in the stack trace', () => {
		const stacktrace = [{ type: 'ValueError', message: 'bad', frames: [] }];
		const alert = alertOf({ errorMessage: 'bad\n', event: readEvent({ stacktrace }) });
		expect(issueBody(alert).text).toContain('```text\nValueError\n```');
	});

	it('shows a message of 30,000 characters in its block, and the body has 65,536', () => {
		const block = (length: number) => {
			const lines = `${'x'.repeat(69)}\n`.repeat(length / 70);
			const errorMessage = lines + 'x'.repeat(length % 70);
			const { text, truncated } = issueBody(alertOf({ errorMessage }));
			return { length: /```text\n[^`]*\n```/.exec(text)?.[0].length, truncated };
		};
		const frame = '```text\n\n```'.length;
		expect(block(30_000 - frame)).toEqual({ length: 30_000, truncated: [] });
		const cut = block(30_000);
		expect(cut.truncated).toEqual(['errorMessage']);
		expect(cut.length).toBeLessThanOrEqual(30_000);
		expect(cut.length).toBeGreaterThan(29_800);
	});

	it.each([
		['in one line', 'w'.repeat(29_998)],
		['whose lines are code each', `${'w'.repeat(97)}\n`.repeat(297) + 'w'],
	])('shows as much of a wide message, %s, and cuts one character more', (_, errorMessage) => {
		const shown = (more: string) => {
			const { text, truncated } = issueBody(alertOf({ errorMessage: errorMessage + more }));
			return { length: text.split('\n\n')[1].length, truncated };
		};
		expect(shown('')).toEqual({ length: 30_000, truncated: [] });
		expect(shown('w')).toEqual({ length: 30_000, truncated: ['errorMessage'] });
	});

	it('gives a stack trace the room that the rest leaves', () => {
		const stacktrace = [{ type: 'E', message: 's'.repeat(100_000), frames: [] }];
		const { text, truncated } = issueBody(
			alertOf({ errorMessage: 'm', event: readEvent({ stacktrace }) }),
		);
		expect(truncated).toEqual(['stacktrace']);
		expect(text.length).toBeLessThanOrEqual(65_536);
		expect(text.length).toBeGreaterThan(65_000);
	});
});

describe('the body', () => {
	const long = (more: Partial<Alert> = {}) => {
		const tags = Object.fromEntries(
			Array.from({ length: 50 }, (_, index) => [`tag${index}`, 'v'.repeat(300)]),
		);
		const stacktrace = [{ type: 'E', message: 's'.repeat(100_000), frames: [] }];
		return alertOf({
			errorMessage: 'm'.repeat(100_000),
			transaction: 't'.repeat(500),
			event: readEvent({ tags, stacktrace, release: 'r'.repeat(500) }),
			...more,
		});
	};

	it('uses its 65,536 characters where all parts are long', () => {
		const { text, truncated } = issueBody(long());
		expect(truncated).toEqual(['tags', 'errorMessage', 'stacktrace']);
		expect(text.length).toBeLessThanOrEqual(65_536);
		expect(text.length).toBeGreaterThan(65_000);
	});

	it('stays within them where everything around the message is as long as it may be', () => {
		const url = (length: number) => `https://x.example/${'('.repeat(length - 18)}`;
		const ticks = '`'.repeat(500);
		const frame = { file: 'f', line: 1, inApp: true, url: url(2_000) };
		const alert = long({
			errorMessage: `${'m'.repeat(69)}\n`.repeat(1_000),
			issueUrl: url(4_000),
			errorType: ticks,
			transaction: ticks,
			friendlyId: ticks,
			project: { id: 1, name: ticks },
			event: {
				...readEvent({ stacktrace: [{ type: 'E', message: 's', frames: [frame] }] }),
				...{ level: ticks, environment: ticks, release: ticks, serverName: ticks },
				tags: Object.fromEntries(
					Array.from({ length: 50 }, (_, at) => [`t${at}`, 'v'.repeat(300)]),
				),
			},
		});
		const { text, truncated } = issueBody(alert);
		expect(truncated).toEqual(['tags', 'errorMessage', 'stacktrace']);
		expect(text.length).toBeLessThanOrEqual(65_536);
		expect(text.length).toBeGreaterThan(65_000);
	});

	it('stays within them with a reason of any length', () => {
		const alert = long({ reason: 'R'.repeat(70_000) });
		for (const { text } of [issueBody(alert), commentBody(alert, alert.reason)]) {
			expect(text).toMatch(/^### `?(Bugsink alert: )?R+…`?\n/);
			expect(text.length).toBeLessThanOrEqual(65_536);
		}
	});
});

describe('a link', () => {
	const of = (issueUrl: string) => issueBody(alertOf({ issueUrl })).text.split('\n\n')[1];

	it('has no character that would end it', () => {
		expect(of('https://x.example/(a)<b>\\`|c d')).toBe(
			'[View in Bugsink](https://x.example/%28a%29%3cb%3e%5c%60%7cc%20d)',
		);
	});

	it('of more than 4,000 characters is left out', () => {
		const url = (length: number) => LINK + 'x'.repeat(length - LINK.length);
		expect(of(url(4_000))).toBe(`[View in Bugsink](${url(4_000)})`);
		expect(of(url(4_001))).toBe(MARKER);
	});
});

describe('the facts', () => {
	const factsOf = (transaction: string) => issueBody(alertOf({ transaction }));

	it('have one line of 500 characters each, and their cut is said once', () => {
		expect(factsOf('a\n b').text).toContain('| **Transaction** | a b |');
		const whole = factsOf('x'.repeat(500));
		expect(whole.text).toContain(`| **Transaction** | ${'x'.repeat(500)} |`);
		expect(whole.truncated).toEqual([]);
		const isCut = factsOf('x'.repeat(501));
		expect(isCut.text).toContain(`| **Transaction** | \`${'x'.repeat(499)}…\` |`);
		expect(isCut.truncated).toEqual(['facts']);
	});

	it('are left out where there are none', () => {
		expect(issueBody(alertOf()).text).not.toContain('| --- |');
	});
});

describe('the tags', () => {
	it('have names of 100 characters and values of 500, on one line', () => {
		const whole = issueBody(withTags({ ['n'.repeat(100)]: 'v'.repeat(500), 'a\nb': 'c\nd' }));
		expect(whole.text).toContain(`| ${'n'.repeat(100)} | ${'v'.repeat(500)} |\n| a b | c d |`);
		expect(whole.truncated).toEqual([]);
		const longName = issueBody(withTags({ ['n'.repeat(101)]: 'v' }));
		expect(longName.text).toContain(`| \`${'n'.repeat(99)}…\` | v |`);
		expect(longName.truncated).toEqual(['tags']);
		const longValue = issueBody(withTags({ n: 'v'.repeat(501), m: 'v'.repeat(501) }));
		expect(longValue.text).toContain(`| n | \`${'v'.repeat(499)}…\` |`);
		expect(longValue.truncated).toEqual(['tags']);
	});

	it('have 8,000 characters together', () => {
		// A row such as `| 10 | v… |` and its line end have 100 characters.
		const tags = (count: number) =>
			Object.fromEntries(
				Array.from({ length: count }, (_, index) => [`t${100 + index}`, 'v'.repeat(88)]),
			);
		const rows = (count: number) => {
			const { text, truncated } = issueBody(withTags(tags(count)));
			return { count: (text.match(/^\| t\d+/gm) ?? []).length, truncated };
		};
		expect(rows(80)).toEqual({ count: 80, truncated: [] });
		expect(rows(81)).toEqual({ count: 80, truncated: ['tags'] });
	});

	it('are left out where there are none', () => {
		expect(issueBody(withTags({})).text).toBe(markdown('### New issue in Bugsink', FENCED, MARKER));
	});
});

describe('a comment', () => {
	const alert = alertOf({
		reason: 'UNMUTED',
		errorType: 'ValueError',
		friendlyId: 'SHOP-1',
		project: { id: 1, name: 'Shop' },
		issueUrl: LINK,
		lastSeen: '2026-08-02T00:00:00Z',
		eventCount: 5,
		unmuteReason: 'Time is up',
		event: readEvent({ release: '1', environment: 'production', level: 'error' }),
	});

	it('has the facts that may have changed', () => {
		const facts = [
			'| Fact | Value |',
			'| --- | --- |',
			'| **Environment** | production |',
			'| **Release** | 1 |',
			'| **Last seen** | 2026-08-02 00:00:00 UTC |',
			'| **Events** | 5 |',
			'| **Unmuted because** | Time is up |',
		];
		expect(commentBody(alert, 'Active again')).toEqual({
			text: markdown(
				'### Active again: `SHOP-1` in Shop',
				`[View in Bugsink](${LINK})`,
				facts.join('\n'),
				commentMarker(alert, 'Active again'),
			),
			truncated: [],
		});
	});

	it('says what was cut, and has no empty part', () => {
		const odd = alertOf({ unmuteReason: 'x'.repeat(501) });
		expect(commentBody(odd, 'T').truncated).toEqual(['facts']);
		const bare = alertOf();
		expect(commentBody(bare, 'T').text).toBe(markdown('### T', commentMarker(bare, 'T')));
	});

	it('is known by heading, reason, time, count and why it was unmuted', () => {
		const identity = JSON.stringify(['H', 'UNMUTED', '2026-08-02T00:00:00Z', 5, 'Time is up']);
		expect(commentMarker(alert, 'H')).toBe(`<!-- bugsink-alert: ${hashOf(identity)} -->`);
	});
});

describe('a marker', () => {
	it.each(['bugsink-1', 'A_z-9', 'x'.repeat(100)])('has %s as it is', (fingerprint) => {
		expect(markerSafe(fingerprint)).toBe(fingerprint);
		expect(fingerprintMarker(fingerprint)).toBe(`<!-- bugsink-fingerprint: ${fingerprint} -->`);
	});

	it.each(['', 'x'.repeat(101), 'a b', '>a', 'a>', 'a.b'])('has a hash for %j', (fingerprint) => {
		expect(markerSafe(fingerprint)).toBe(`bugsink-${hashOf(fingerprint)}`);
	});
});
