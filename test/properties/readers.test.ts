/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Alert } from '../../nodes/shared/alert/alert';
import { readAlert, UnreadableAlert } from '../../nodes/shared/alert/readAlert';
import fc from '../support/fastCheck';
import { sample } from '../support/samples';
import { anyText } from '../support/arbitraryAlert';

/** `npm run test:properties` sets more. */
const RUNS = Number(process.env.FAST_CHECK_RUNS ?? 500);

const folder = join(__dirname, '..', 'alerts');
const SAMPLES = ['.', 'captured'].flatMap((name) =>
	readdirSync(join(folder, name))
		.filter((file) => file.endsWith('.json'))
		.map((file) => sample(join(name, file.replace('.json', '')))),
);

/** Anything that an expression can give, JSON or not. */
const anything = fc.oneof(
	fc.jsonValue({ maxDepth: 4 }),
	fc.anything({ withDate: true, withBigInt: true, withNullPrototype: true, maxDepth: 3 }),
	anyText,
	fc.constantFrom(
		'2026-08-03',
		'2026-08-03T09:14:22+02:00',
		'2026-08-03T09:14:22.481903Z',
		'Tue, 03 Aug 2026 09:14:22 Z',
		'T (2026) Z',
		'+275760-09-13T00:00:00Z',
		'https://user:secret@bugsink.example.com/issues/issue/0b1c4a52-6c0e-4d5f-9a51-3f0f2f0c7b11/',
		'javascript:alert(1)',
		'NEW issue',
		'TEST issue',
		'[NEW ISSUE] x',
		'bugsink',
		'test',
	),
	fc.constantFrom(undefined, null, NaN, Infinity, '', [], {}, new Date(NaN)),
);

/** Where something may be replaced in a value. */
function pathsOf(value: unknown): string[][] {
	if (typeof value !== 'object' || value === null) return [[]];
	return [
		[],
		...Object.entries(value).flatMap(([key, entry]) =>
			pathsOf(entry).map((path) => [key, ...path]),
		),
	];
}

function replaced(value: unknown, [key, ...rest]: string[], by: unknown): unknown {
	if (key === undefined || typeof value !== 'object' || value === null) return by;
	const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
	copy[key] = replaced(copy[key], rest, by);
	return copy;
}

/** A real payload of some shape with some of its parts replaced by anything. */
const mutant = fc
	.tuple(
		fc.constantFrom(...SAMPLES),
		fc.array(fc.tuple(fc.nat(), anything), { minLength: 1, maxLength: 4 }),
	)
	.map(([payload, changes]) =>
		changes.reduce<unknown>((value, [at, by]) => {
			const paths = pathsOf(value);
			return replaced(value, paths[at % paths.length], by);
		}, payload),
	);

/** Keys of all shapes with anything in them. */
const mixture = fc.dictionary(
	fc.constantFrom(
		...new Set(
			SAMPLES.flatMap((payload) =>
				pathsOf(payload)
					.map((path) => path.at(-1) ?? 'body')
					.filter((key) => !/^\d+$/.test(key)),
			),
		),
		...['reason', 'fingerprint', 'event', 'source', 'data', 'body', '__proto__', 'constructor'],
	),
	anything,
	{ maxKeys: 12 },
);

const wrapped = fc
	.tuple(fc.oneof(mutant, mixture, anything), fc.constantFrom('', 'body', 'text', 'both'))
	.map(([payload, wrapper]) => {
		switch (wrapper) {
			case 'body':
				return { headers: {}, params: {}, query: {}, body: payload };
			case 'text':
				return textOf(payload);
			case 'both':
				return { body: textOf(payload) };
			default:
				return payload;
		}
	});

function textOf(payload: unknown): unknown {
	try {
		return JSON.stringify(payload);
	} catch {
		return payload;
	}
}

const ISO_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
/** Control characters but tab and line feed, and what reverses text. */
// eslint-disable-next-line no-control-regex -- these are looked for
const ODD = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

function expectAlert(alert: Alert): void {
	expect(alert.title).toMatch(/^\S(.*\S)?$/u);
	expect(alert.reason).toBe(alert.reason.toUpperCase());
	expect(alert.reason).not.toBe('');
	expect(alert.fingerprint).toMatch(/^bugsink-[A-Za-z0-9-]{1,64}$/);
	for (const url of [alert.issueUrl, alert.event?.url]) {
		// No user or password in it; in the path an @ is harmless.
		if (url) expect(url).toMatch(/^https?:\/\/[^\s/@]+\/\S*$/);
	}
	for (const time of [alert.firstSeen, alert.lastSeen, alert.event?.timestamp]) {
		if (time) expect(time).toMatch(ISO_UTC);
	}
	for (const number of [alert.eventCount, alert.storedEventCount, alert.project.id]) {
		expect(number === null || Number.isFinite(number)).toBe(true);
	}
	const strings = stringsIn(alert);
	for (const text of strings) {
		expect(ODD.test(text)).toBe(false);
		expect(text.isWellFormed()).toBe(true);
	}
}

function stringsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, entry]) => [key, ...stringsIn(entry)]);
}

function attempt(input: unknown): { alert?: Alert; error?: unknown } {
	try {
		return { alert: readAlert(input) };
	} catch (error) {
		return { error };
	}
}

test('any input gives an alert or one clear error', () => {
	fc.assert(
		fc.property(wrapped, (input) => {
			const { alert, error } = attempt(input);
			if (alert !== undefined) {
				expectAlert(alert);
				return;
			}
			expect(error).toBeInstanceOf(UnreadableAlert);
			const { message, hint } = error as UnreadableAlert;
			expect(message).toMatch(
				/^(This item is not a Bugsink alert\. Found: |'Alert' is empty$|This item is the result of another)/,
			);
			expect(message.length).toBeLessThan(2_000);
			expect(hint).not.toBe('');
		}),
		{ numRuns: RUNS },
	);
}, 600_000);

test('an alert that was read is read as itself again', () => {
	let read = 0;
	fc.assert(
		fc.property(mutant, (input) => {
			const { alert } = attempt(input);
			if (alert === undefined) return;
			read++;
			expect(readAlert(JSON.parse(JSON.stringify(alert)))).toEqual(alert);
			expect(readAlert({ body: JSON.stringify(alert) })).toEqual(alert);
		}),
		{ numRuns: RUNS },
	);
	// Otherwise the property says nothing.
	expect(read).toBeGreaterThan(RUNS / 10);
}, 600_000);
