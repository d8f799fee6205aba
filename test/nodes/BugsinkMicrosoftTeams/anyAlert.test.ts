import { readAlert } from '../../../nodes/shared/alert/readAlert';
import { MAX_MESSAGE_BYTES } from '../../../nodes/BugsinkMicrosoftTeams/fitting';
import { readMentions } from '../../../nodes/BugsinkMicrosoftTeams/mentions';
import { cardProblems } from '../../standins';
import { alertOf, enriched, nodesOf, parserEvents, prepared, textsOf } from './support';
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

describe('size', () => {
	const longTrace = (frames: number) => {
		const alert = enriched();
		const [first] = alert.event?.stacktrace ?? [];
		const many = Array.from({ length: frames }, () => ({
			...first.frames[0],
			function: 'f'.repeat(200),
		}));
		if (alert.event)
			alert.event.stacktrace = Array.from({ length: 5 }, () => ({ ...first, frames: many }));
		return alert;
	};

	test('what fits is whole', () => {
		expect(prepared(enriched()).truncated).toEqual([]);
	});

	test('the stack trace gives way first, and keeps the longest beginning that fits', () => {
		const { truncated, bytes, message } = prepared(longTrace(50));
		expect(truncated).toEqual(['stacktrace']);
		expect(bytes).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
		expect(bytes).toBeGreaterThan(MAX_MESSAGE_BYTES - 20);
		expect(message.attachments[0].content.actions).toHaveLength(3);
	});

	test('then the message is cut to the longest that fits; title and link stay', () => {
		const alert = { ...longTrace(50), errorMessage: '漢字*'.repeat(30_000) };
		const { truncated, bytes, message } = prepared(alert);
		expect(truncated).toEqual(['stacktrace', 'errorMessage']);
		expect(bytes).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
		expect(bytes).toBeGreaterThan(MAX_MESSAGE_BYTES - 20);
		const card = message.attachments[0].content;
		expect(card.actions?.map(({ title }) => title)).toEqual([
			'View in Bugsink',
			'View event',
			'Show details',
		]);
		expect(textsOf(card)[1]).toBe(alert.title);
		expect(textsOf(card)[2]).toMatch(/…$/);
	});

	test('long titles and facts are cut and named', () => {
		const alert = alertOf('custom-new', { title: '😀'.repeat(400), transaction: 'x'.repeat(500) });
		const { truncated, message } = prepared(alert);
		expect(truncated).toEqual(['title', 'facts']);
		expect(textsOf(message.attachments[0].content)[1]).toBe(`${'😀'.repeat(149)}…`);
	});

	test('facts give way last, and title and link never', () => {
		const wide = '\\'.repeat(100_000);
		const alert = {
			...longTrace(50),
			title: wide,
			errorType: wide,
			errorMessage: wide,
			transaction: wide,
			project: { id: 1, name: wide },
			friendlyId: wide,
			unmuteReason: wide,
			reason: wide,
			issueUrl: `https://bugsink.example.com/${'x'.repeat(960)}`,
		};
		if (alert.event) {
			alert.event.tags = Object.fromEntries(
				Array.from({ length: 30 }, (_, at) => [`${'漢'.repeat(50)}${at}`, `${at}${wide}`]),
			);
		}
		const mentions = readMentions(
			Array.from(
				{ length: 20 },
				(_, at) => `${'漢'.repeat(64)} <${'u'.repeat(60)}${at}@${'d'.repeat(40)}.example.com>`,
			),
		);
		const { truncated, bytes, message } = prepared(alert, {
			mentions,
			channelName: '漢'.repeat(100),
		});
		expect(truncated).toEqual(['title', 'stacktrace', 'errorMessage', 'facts', 'tags']);
		expect(bytes).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
		const card = message.attachments[0].content;
		expect(parserEvents(card)).toEqual([]);
		expect(card.actions?.[0].url).toBe(alert.issueUrl);
		expect(textsOf(card)[1]).toBe(`${'\\'.repeat(299)}…`);
	});

	test('the same for a MessageCard, which has no stack trace to cut', () => {
		const alert = { ...longTrace(50), errorMessage: 'é'.repeat(100_000) };
		const { truncated, bytes, body } = prepared(alert, { format: 'messageCard' });
		expect(truncated).toEqual(['errorMessage']);
		expect(bytes).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
		expect(body).toContain(alert.issueUrl);
	});
});
