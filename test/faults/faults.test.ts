import { EXCEPTIONS, expectedFor, numbersIn, WAITS } from './expected';
import { OPERATIONS, type Operation } from './operations';
import { perform, type Result } from './perform';

/** The longest that one request may wait in all, with all its attempts; and what GitHub's pace adds. */
const MAX_TOTAL_WAIT = 300;
const PACE = 15;

const ALL_STATUSES = numbersIn('100-599');

/** The answer of a service that repeats the secrets it was sent, wherever it may. */
function leaky(operation: Operation, status: number, headers: Record<string, string> = {}) {
	const said = operation.secrets.join(' ');
	const isRedirect = status >= 300 && status < 400;
	return {
		status,
		headers: {
			...(isRedirect ? { location: `https://elsewhere.example.com/?was=${said}` } : {}),
			...headers,
		},
		body: { message: `You sent ${said}` },
	};
}

/** What is wrong with a result, in one line each: a table of 10,000 cells fails readably. */
function problems(operation: Operation, status: number, result: Result): string[] {
	const expected = expectedFor(operation.name, status);
	const { details, attempts, waited, json } = result;
	const found: string[] = [];
	const want = (holds: boolean, what: string) => {
		if (!holds) found.push(`${operation.name} ${status}: ${what}`);
	};
	want(attempts === expected.attempts, `${attempts} attempts instead of ${expected.attempts}`);
	const [least, most] = expected.waits;
	want(waited >= least && waited <= most + PACE, `waited ${waited} s`);
	for (const secret of operation.secrets) {
		want(!JSON.stringify(json).includes(secret), 'shows a secret');
	}
	if (expected.errorType === 'done') {
		want(details === undefined, `failed: ${details?.errorMessage}`);
		return found;
	}
	want(details?.errorType === expected.errorType, `errorType ${String(details?.errorType)}`);
	want(details?.statusCode === status, `statusCode ${String(details?.statusCode)}`);
	want(expected.hint.test(details?.hint ?? ''), `hint ${String(details?.hint)}`);
	const { errorMessage = '' } = details ?? {};
	want(errorMessage.startsWith(`${operation.service} answered ${status}`), errorMessage);
	if (operation.name === 'PagerDuty: end of the test') {
		want(/^The test arrived but could not be resolved/.test(details?.hint ?? ''), 'hint');
	}
	const tried = expected.attempts > 1;
	want(errorMessage.includes('(tried 3 times)') === tried, errorMessage);
	return found;
}

describe('every HTTP status', () => {
	test.each(OPERATIONS)('$name', async (operation) => {
		const found: string[] = [];
		for (const status of ALL_STATUSES) {
			const isDone = status >= 200 && status < 300;
			const result = await perform(operation, (request) =>
				isDone ? { ...operation.well(request), status } : leaky(operation, status),
			);
			found.push(...problems(operation, status, result));
		}
		expect(found).toEqual([]);
	});

	test('every exception in the table names an operation that there is', () => {
		for (const { operation } of EXCEPTIONS) {
			expect(OPERATIONS.some(({ name }) => name.startsWith(operation))).toBe(true);
		}
	});
});

describe('a service that asks for another time', () => {
	test.each(WAITS)('$status with $headers: $because', async (row) => {
		const asked = OPERATIONS.filter(({ name }) => name.startsWith(row.operation));
		expect(asked.length).toBeGreaterThan(0);
		for (const operation of asked) {
			const { details, attempts, waited } = await perform(operation, () =>
				leaky(operation, row.status, row.headers),
			);
			const { name } = operation;
			expect({ name, errorType: details?.errorType, attempts }).toEqual({
				name,
				errorType: row.errorType,
				attempts: row.attempts,
			});
			expect(waited).toBeGreaterThanOrEqual(row.waits[0]);
			expect(waited).toBeLessThanOrEqual(row.waits[1] + (name.startsWith('GitHub') ? PACE : 0));
			expect(details?.hint).not.toMatch(/Infinity|NaN/);
		}
	});

	test.each(['100', '119', undefined])(
		'waits five minutes at most (Retry-After: %s)',
		async (after) => {
			for (const operation of OPERATIONS) {
				for (const status of [429, 503]) {
					const { waited, attempts } = await perform(
						operation,
						() => leaky(operation, status, after === undefined ? {} : { 'retry-after': after }),
						{ parameters: { 'options.maxAttempts': 10 }, chance: 0.999 },
					);
					expect(waited).toBeLessThanOrEqual(MAX_TOTAL_WAIT + PACE);
					expect(attempts).toBeGreaterThan(1);
					expect(attempts).toBeLessThanOrEqual(10);
				}
			}
		},
	);
});

describe('a service that comes back', () => {
	test.each(OPERATIONS)('$name goes through at the third attempt', async (operation) => {
		for (const status of [429, 500, 502, 503, 504, 408]) {
			const { details, attempts } = await perform(operation, (_, attempt) =>
				attempt < 3 ? leaky(operation, status) : undefined,
			);
			expect(details).toBeUndefined();
			expect(attempts).toBe(3);
		}
	});

	test.each(OPERATIONS)('$name sends once where one attempt is allowed', async (operation) => {
		for (const status of [429, 503]) {
			const { details, attempts, waited } = await perform(
				operation,
				() => leaky(operation, status),
				{ parameters: { 'options.maxAttempts': 1 } },
			);
			expect(details?.statusCode).toBe(status);
			expect(details?.errorMessage).not.toContain('tried');
			expect(attempts).toBe(1);
			// GitHub's writes are a second apart.
			expect(waited).toBeLessThanOrEqual(operation.service === 'GitHub' ? PACE : 0);
		}
	});
});

describe('an answer that is cut for the message', () => {
	/** Where the nodes cut what a service says, a little before and after. */
	const LENGTHS = [200, 300, 500, 600, 1_000, 2_000, 10_000].flatMap((length) =>
		[35, 24, 12].map((before) => length - before),
	);

	test.each(OPERATIONS)('$name shows no part of a secret at the cut', async (operation) => {
		const found = new Set<string>();
		for (const status of [400, 200]) {
			for (const length of LENGTHS) {
				for (const secret of operation.secrets) {
					const text = `${'x'.repeat(length)}${secret}`;
					const bodies = [text, { message: text }, { error: { message: text } }];
					for (const body of bodies) {
						const { json } = await perform(operation, () => ({ status, body }));
						if (JSON.stringify(json).includes(secret.slice(0, 8))) {
							found.add(`${status}, ${typeof body}, after ${length} characters`);
						}
					}
				}
			}
		}
		expect([...found]).toEqual([]);
	});

	test.each(OPERATIONS)('$name shows no half of a character', async (operation) => {
		const found: string[] = [];
		for (const pad of ['', 'x', 'xx', 'xxx']) {
			const text = pad + '😀'.repeat(6_000);
			for (const body of [text, { message: text }, { error: { message: text } }]) {
				const { json } = await perform(operation, () => ({ status: 400, body }));
				const half = /"(\w+)":"(?:[^"\\]|\\(?!ud[89a-f]).)*\\ud[89a-f]/.exec(JSON.stringify(json));
				if (half !== null) found.push(`${half[1]} of a ${typeof body} after '${pad}'`);
			}
		}
		expect(found).toEqual([]);
	});
});

describe('an answer of 2xx that is none of the service', () => {
	const trackers = OPERATIONS.filter(({ name }) => /(Jira|GitHub): create/.test(name));

	test.each(trackers)('$name is an error, not a ticket without a key', async (operation) => {
		for (const body of ['<html>Sign in</html>', '', '{}', '[]', 'null', '1']) {
			const { details, json } = await perform(operation, () => ({ status: 200, body }));
			expect({ body, action: json.action, error: details?.errorType }).toEqual({
				body,
				action: undefined,
				error: 'UnexpectedError',
			});
		}
	});
});
