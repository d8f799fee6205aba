import {
	commentOf,
	descriptionOf,
	noteOf,
	richText,
	textOf,
} from '../../../nodes/BugsinkJiraCloud/adf';
import { readAlert } from '../../../nodes/shared/alert/readAlert';
import type { Alert } from '../../../nodes/shared/alert/alert';
import { NO_WORDS, userText } from '../../../nodes/shared/alert/words';
import { adfLength, adfProblems, adfText, MAX_ADF_LENGTH } from '../../standins/jira';
import { alert } from './support';
import fc, { tries } from '../../support/fastCheck';

const read = (more = {}): Alert => readAlert(alert(1, more));
const frame = { file: 'shop/cart.py', line: 12, function: 'total', inApp: true, code: '1 / 0' };
const event = (more = {}): Alert['event'] => ({
	id: null,
	url: null,
	timestamp: null,
	level: 'error',
	platform: 'python',
	environment: 'production',
	release: 'shop@1.2.3',
	serverName: null,
	transaction: null,
	logger: null,
	tags: { browser: 'Firefox', empty: '' },
	user: null,
	request: null,
	breadcrumbs: [],
	stacktrace: [{ type: 'ValueError', message: 'bad', frames: [frame] }],
	...more,
});

function expectGood(value: Alert): void {
	for (const document of [descriptionOf(value).document, commentOf(value)]) {
		expect(adfProblems(document)).toEqual([]);
		expect(adfLength(document)).toBeLessThanOrEqual(MAX_ADF_LENGTH);
		expect(JSON.stringify(document).length).toBeLessThan(MAX_ADF_LENGTH);
		const first = document.content[0];
		expect(first.type).toBe('panel');
		if (value.issueUrl !== null) expect(JSON.stringify(first)).toContain(value.issueUrl);
	}
}

describe('a document', () => {
	it.each([
		['NEW', 'error'],
		['REGRESSED', 'warning'],
		['UNMUTED', 'warning'],
		['TEST', 'info'],
		['RESOLVED', 'success'],
		['SOMETHING', 'note'],
	])('has a panel coloured by the reason: %s', (reason, panelType) => {
		const { document, truncated } = descriptionOf(read({ reason }));
		expect(document.content[0].attrs).toEqual({ panelType });
		expect(truncated).toEqual([]);
		expectGood(read({ reason }));
	});

	it('shows everything of an enriched alert', () => {
		const { document, truncated } = descriptionOf({ ...read(), event: event() });
		expect(document.content.map(({ type }) => type)).toEqual([
			'panel',
			'heading',
			'codeBlock',
			'expand',
			'table',
			'expand',
		]);
		expect(adfText(document)).toContain('at total (shop/cart.py:12)');
		expect(adfText(document)).toContain('browser: Firefox');
		expect(truncated).toEqual([]);
		expectGood({ ...read(), event: event() });
	});

	it('is valid with nothing but a title', () => {
		const bare = readAlert({ reason: 'NEW', title: 'x', fingerprint: 'bugsink-1' });
		expect(bare.errorMessage).toBe('');
		expectGood(bare);
	});

	it.each([
		['letters', 'x'],
		['emoji', '👩‍👩‍👧‍👦'],
		['what JSON escapes', '"\\\n'],
		['lines', 'a\n'],
		['combining marks', 'e\u0301'],
	])('stays within the limit with 100,000 of %s, cutting the trace first', (_, piece) => {
		const huge = piece.repeat(100_000);
		const frames = Array.from({ length: 50 }, () => ({ ...frame, code: huge }));
		const value = {
			...read({ issueUrl: `https://bugsink.example.com/issues/issue/1/?q=${'x'.repeat(3000)}` }),
			errorMessage: huge,
			errorType: huge,
			transaction: huge,
			unmuteReason: huge,
			project: { id: 1, name: huge },
			event: event({
				tags: Object.fromEntries(
					Array.from({ length: 200 }, (__, i) => [`tag${i}`, `${i} ${huge}`]),
				),
				stacktrace: [{ type: 'E', message: huge, frames }],
			}),
		};
		expectGood(value);
		const { truncated } = descriptionOf(value);
		expect(truncated).toEqual(
			expect.arrayContaining(['facts', 'tags', 'errorMessage', 'stacktrace']),
		);
	});

	it('keeps a message whole where only the stack trace is long', () => {
		const errorMessage = 'm'.repeat(10_000);
		const frames = Array.from({ length: 50 }, () => ({ ...frame, code: 'c'.repeat(5_000) }));
		const stacktrace = [{ type: 'E', message: '', frames }];
		const value = { ...read(), errorMessage, event: event({ stacktrace }) };
		const { document, truncated } = descriptionOf(value);
		expect(truncated).toEqual(['stacktrace']);
		expect(adfText(document)).toContain(errorMessage);
		expect(adfLength(document)).toBeGreaterThan(25_000);
	});

	it('keeps a short message, however long everything else is', () => {
		const long = '"'.repeat(500);
		const frames = [{ ...frame, code: 'c'.repeat(40_000) }];
		const value = {
			...read({ issueUrl: `https://x.example.com/${'x'.repeat(7_978)}` }),
			...{ errorMessage: 'the message', errorType: long, transaction: long, friendlyId: long },
			...{ project: { id: 1, name: long }, unmuteReason: long },
			event: event({
				...{ level: long, environment: long, release: long, serverName: long },
				tags: Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`tag${i}`, `${i} ${long}`])),
				stacktrace: [{ type: 'E', message: '', frames }],
			}),
		};
		const additionalText = userText(`${'"'.repeat(45)}\n`.repeat(40));
		const { document, truncated } = descriptionOf(value, { ...NO_WORDS, additionalText });
		expect(truncated).toEqual(['facts', 'tags', 'stacktrace']);
		expect(adfText(document)).toContain('the message');
		expect(JSON.stringify(document).length).toBeLessThan(MAX_ADF_LENGTH);
	});

	it('drops a link that no one could open', () => {
		const value = { ...read(), issueUrl: `https://x.example.com/${'x'.repeat(40_000)}` };
		const { document, truncated } = descriptionOf(value);
		expect(truncated).toEqual(['issueUrl']);
		expect(adfProblems(document)).toEqual([]);
		expect(adfLength(document)).toBeLessThan(MAX_ADF_LENGTH);
	});

	it('is valid and short enough for any alert', () => {
		const anyText = fc.string({ unit: 'binary', maxLength: 2000 });
		fc.assert(
			fc.property(anyText, anyText, anyText, fc.dictionary(anyText, anyText), (a, b, c, tags) => {
				const parts = { errorMessage: a, errorType: b, transaction: c };
				const shown = readAlert(alert(1, parts));
				expectGood({ ...shown, event: event({ tags, release: b }) });
			}),
			tries(60),
		);
	});
});

it('notes and rich text are valid', () => {
	const note = noteOf(
		'Closed as a duplicate of ',
		{ key: 'A-1', url: 'https://x.example.com' },
		'.',
	);
	expect(adfProblems(note)).toEqual([]);
	expect(textOf(note)).toBe('Closed as a duplicate of A-1 .');
	for (const value of ['', 'one', 'one\ntwo\n\nthree\n\n\n']) {
		expect(adfProblems(richText(value))).toEqual([]);
	}
});
