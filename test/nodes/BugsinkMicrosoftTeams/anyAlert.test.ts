import { readAlert } from '../../../nodes/shared/alert/readAlert';
import { MAX_MESSAGE_BYTES } from '../../../nodes/BugsinkMicrosoftTeams/fitting';
import { readMentions } from '../../../nodes/BugsinkMicrosoftTeams/mentions';
import { cardProblems } from '../../standins';
import { nodesOf, parserEvents, prepared, textsOf } from './support';
import fc, { tries } from '../../support/fastCheck';

const PIECES = [
	'👩‍👩‍👧‍👦',
	'🏴󠁧󠁢󠁥󠁮󠁧󠁿',
	'é̂',
	'مرحبا بالعالم',
	'שלום',
	'錯誤訊息',
	'エラー',
	'**bold** _x_ [a](http://b) `c`',
	'<at>Ann</at>',
	'<at>ann@example.com</at>',
	'&lt;at&gt;',
	'"quoted" \\ back\\slash',
	'\n',
	'\n\n\n',
	'\t',
	'{{DATE(2026-08-03T09:14:22Z)}}',
	'\u202e\u0000\ud800',
];
const piece = fc.oneof(
	fc.constantFrom(...PIECES),
	fc.string({ unit: 'grapheme' }),
	fc.string({ unit: 'binary' }),
);
const short = fc.array(piece, { maxLength: 5 }).map((parts) => parts.join(''));
/** Up to 100,000 characters. */
const long = fc
	.tuple(short, fc.constantFrom(0, 10, 1_000, 21_000, 100_000))
	.map(
		([text, length]) =>
			(text === '' ? 'x' : text).repeat(Math.ceil(length / (text.length || 1))).slice(0, length) ||
			text,
	);

const frame = fc.record({
	file: short,
	line: fc.option(fc.nat()),
	function: fc.option(short),
	inApp: fc.boolean(),
	code: fc.option(short),
});
const id = '0b1c4a52-6c0e-4d5f-9a51-3f0f2f0c7b11';
const issueUrl = `https://bugsink.example.com/sub/issues/issue/${id}/event/last/`;

const alerts = fc.record({
	reason: fc.constantFrom('NEW', 'REGRESSED', 'UNMUTED', 'TEST', 'ESCALATED'),
	title: long.map((text) => `E${text}`),
	errorType: short,
	errorMessage: long,
	transaction: fc.option(long),
	project: fc.record({ id: fc.option(fc.nat()), name: fc.option(short) }),
	issueId: fc.constant(id),
	issueUrl: fc.constant(issueUrl),
	friendlyId: fc.option(short),
	unmuteReason: fc.option(long),
	environment: fc.option(long),
	frames: fc.option(fc.array(frame, { maxLength: 60 })),
});

test.each(['adaptiveCard', 'messageCard'] as const)(
	'any alert becomes a valid %s within the budget, with title and link',
	(format) => {
		const mentions = readMentions(['Ann <ann@example.com>', 'bob@example.com']);
		fc.assert(
			fc.property(alerts, ({ frames, environment, ...parts }) => {
				const alert = readAlert({
					...parts,
					fingerprint: `bugsink-${id}`,
					isTest: parts.reason === 'TEST',
					event: frames && {
						url: `${issueUrl}1`,
						level: 'error',
						environment,
						stacktrace: [{ type: 'E', message: 'm', frames }],
					},
				});
				const { bytes, body, message } = prepared(alert, { format, mentions });
				expect(bytes).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
				// No half character, no lone surrogate.
				expect(Buffer.from(body, 'utf8').toString('utf8')).toBe(body);
				expect(body).not.toMatch(/\\ud[89a-f]/);
				expect(body).not.toMatch(/"(url|uri)":""/);
				if (format === 'messageCard') {
					expect(JSON.stringify(message)).toContain(`"uri":"${issueUrl}"`);
					return;
				}
				const card = message.attachments[0].content;
				expect(parserEvents(card)).toEqual([]);
				expect(cardProblems(card)).toEqual([]);
				expect(card.actions?.[0]).toEqual({
					type: 'Action.OpenUrl',
					title: 'View in Bugsink',
					url: issueUrl,
				});
				expect(textsOf(card)[1]).not.toBe('');
				const tagged = textsOf(card).filter((text) => text.includes('<at>'));
				expect(tagged).toHaveLength(alert.isTest ? 0 : 1);
				expect(
					nodesOf(card.body).every(({ type, text }) => type !== 'TextBlock' || text !== ''),
				).toBe(true);
			}),
			tries(100),
		);
	},
	300_000,
);
