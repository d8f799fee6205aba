/** A text that somebody made to be slow costs twice the time when it is twice as long, not four times. */
import { readAlert } from '../../../../nodes/shared/alert/readAlert';
import { sample } from '../../../support/samples';

const PIECES = [
	'<http://',
	'<https://b|',
	'_',
	'~',
	']',
	'[',
	'\\',
	'*',
	'#',
	' ',
	'\t',
	'\n',
	'&amp;',
	'a: ',
	'/issues/',
	'/issues/issue/',
	'*Project*: ',
	'\u2028',
	'\ud800',
	'```',
];
const SHAPES = [
	'captured/slack-new',
	'captured/mattermost-new',
	'captured/google-chat-new',
	'captured/discord-new',
	'captured/msteams-new',
	'captured/custom-new',
];
const SHORT = 10_000;

/** The payload with `made` of every text in it. */
function withTexts(value: unknown, made: (text: string) => string): unknown {
	if (typeof value === 'string') return made(value);
	if (Array.isArray(value)) return value.map((entry) => withTexts(entry, made));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, entry]) => [
			key,
			// What tells the shape has to stay.
			['type', 'contentType'].includes(key) ? entry : withTexts(entry, made),
		]),
	);
}

/** Milliseconds, the best of a few: noise only adds. */
function timed(work: () => unknown): number {
	const times = [1, 2].map(() => {
		const start = performance.now();
		work();
		return performance.now() - start;
	});
	return Math.min(...times);
}

function cost(payload: unknown): number {
	return timed(() => {
		try {
			readAlert(payload);
		} catch {
			// Refused is fine, as long as it is quick.
		}
	});
}

/** Four times the text; sixteen times the time would be quadratic, whenever it is measured. */
function isLinear(payloads: unknown[]): boolean {
	const [short, long] = payloads.map(cost);
	// Short times are mostly noise, so what a copy of the text takes here and now is given away.
	const copy = timed(() => JSON.parse(JSON.stringify(payloads[1])));
	return long < 11 * short + 40 * copy;
}

describe.each(SHAPES)('%s', (name) => {
	const payload = sample(name);
	const filled = (piece: string, length: number, place: 'alone' | 'before' | 'after') => {
		const filler = piece.repeat(Math.ceil(length / piece.length));
		return withTexts(payload, (text) =>
			place === 'alone' ? filler : place === 'before' ? filler + text : text + filler,
		);
	};

	it.each(PIECES)('filled with %j', (piece) => {
		for (const place of ['alone', 'before', 'after'] as const) {
			const payloads = [filled(piece, SHORT, place), filled(piece, 4 * SHORT, place)];
			expect(Array.from({ length: 5 }).some(() => isLinear(payloads))).toBe(true);
		}
	});
});
