import type { Alert } from '../../nodes/shared/alert/alert';
import { readAlert } from '../../nodes/shared/alert/readAlert';
import fc from './fastCheck';

/** What services trip over: markup, mentions, templates, odd characters, odd lengths. */
const PIECES = [
	'👩‍👩‍👧‍👦',
	'🏴󠁧󠁢󠁥󠁮󠁧󠁿',
	'é̂',
	'مرحبا بالعالم',
	'錯誤訊息',
	'**bold** _x_ [a](http://b.example) ![i](http://b.example/i.png) `c`',
	'<at>Ann</at> <at>ann@example.com</at> &lt;at&gt;',
	'@octocat @acme/team #1 GH-26 acme/shop#26 a5c3785ed8d6a35868bc169f07e40e889087fd2e',
	'https://example.com/x www.example.com ann@example.com',
	'<script>alert(1)</script><!-- --> --></details><img src=x>',
	'```\n',
	'~~~~\n# x\n- y\n> z\n',
	'a | b \\| c \\\\| `|`',
	'"quoted" \\ back\\slash \'single\'',
	'\n',
	'\n\n\n',
	'\t',
	'\r\n',
	'{{DATE(2026-08-03T09:14:22Z)}} ={{ $json }} ${x} %s',
	'{"type":"doc","version":1,"content":[]}',
	'\u202e\u2066\u0000\u0007\ud800\udc00\ud800 \ufeff\u2028\u2029\u0085\u200b',
	'javascript:alert(1) data:text/html,x file:///etc/passwd',
	'constructor',
	'__proto__',
];

const piece = fc.oneof(
	{ weight: 3, arbitrary: fc.constantFrom(...PIECES) },
	{ weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) },
	{ weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);

/** Any text of some length, hostile as often as not. */
export const anyText = fc.array(piece, { maxLength: 4 }).map((parts) => parts.join(''));

/** Any text from none up to `most` UTF-16 units. */
export function longText(most: number): fc.Arbitrary<string> {
	const lengths = [0, 10, 255, 256, 1_000, 21_000, 33_000, 66_000, 600_000];
	return fc
		.tuple(anyText, fc.constantFrom(...lengths.filter((length) => length <= most)))
		.map(([text, length]) => {
			const unit = text === '' ? 'x' : text;
			return length === 0 ? text : unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
		});
}

const time = fc.option(
	fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2999-01-01') }),
);
const shortMap = fc.dictionary(anyText, anyText, { maxKeys: 8 });

function event(most: number) {
	const frame = fc.record({
		file: anyText,
		line: fc.option(fc.nat()),
		function: fc.option(anyText),
		inApp: fc.boolean(),
		code: fc.option(anyText),
		locals: fc.option(shortMap),
		url: fc.option(fc.oneof(fc.webUrl({ validSchemes: ['https'], withFragments: true }), anyText)),
	});
	const exception = fc.record({
		type: anyText,
		message: longText(most),
		frames: fc.array(frame, { maxLength: 60 }),
	});
	return fc.record({
		id: fc.option(anyText),
		url: fc.option(fc.webUrl()),
		timestamp: time,
		level: fc.option(fc.constantFrom('fatal', 'error', 'warning', 'info', 'debug', 'odd')),
		environment: fc.option(longText(1_000)),
		release: fc.option(anyText),
		serverName: fc.option(anyText),
		tags: fc.oneof(
			shortMap,
			fc
				.tuple(anyText, fc.constantFrom(100, 1_000))
				.map(([text, count]) =>
					Object.fromEntries(Array.from({ length: count }, (_, at) => [`tag ${at}`, text])),
				),
		),
		user: fc.option(shortMap),
		request: fc.option(
			fc.record({
				method: fc.option(anyText),
				url: fc.option(anyText),
				headers: shortMap,
				body: longText(most),
			}),
		),
		breadcrumbs: fc.array(
			fc.record({ category: fc.option(anyText), message: longText(Math.min(most, 1_000)) }),
			{ maxLength: 30 },
		),
		stacktrace: fc.array(exception, { maxLength: 3 }),
	});
}

/**
 * Any alert, with its event or without, read as every node reads it.
 *
 * @param most longest of its long texts; schemas and parsers are slow with much text.
 */
export function anyAlert(most = 66_000): fc.Arbitrary<Alert> {
	return fc
		.record({
			reason: fc.oneof(fc.constantFrom('NEW', 'REGRESSED', 'UNMUTED', 'TEST'), anyText),
			issueId: fc.option(fc.uuid()),
			friendlyId: fc.option(anyText),
			title: longText(Math.min(most, 1_000)),
			errorType: anyText,
			errorMessage: longText(most),
			transaction: fc.option(longText(1_000)),
			project: fc.record({ id: fc.option(fc.nat()), name: fc.option(longText(1_000)) }),
			firstSeen: time,
			lastSeen: time,
			eventCount: fc.option(fc.nat()),
			storedEventCount: fc.option(fc.nat()),
			base: fc.option(
				fc.constantFrom(
					'https://bugsink.example.com',
					'http://bugsink:8000',
					'https://example.com/a(b)/ü',
				),
			),
			unmuteReason: fc.option(longText(1_000)),
			event: fc.option(event(most)),
		})
		.map(({ base, issueId, ...parts }) =>
			readAlert({
				...(JSON.parse(JSON.stringify(parts)) as object),
				issueId,
				title: parts.title.trim() === '' ? 'Untitled' : `E ${parts.title}`,
				reason:
					parts.reason.trim() === '' ? 'NEW' : `R${parts.reason}`.replace(/^R(?=[A-Z]+$)/, ''),
				fingerprint: `bugsink-${issueId ?? '0123456789abcdef0123456789abcdef'}`,
				issueUrl: base === null || issueId === null ? null : `${base}/issues/issue/${issueId}/`,
				bugsinkUrl: base,
			}),
		);
}
