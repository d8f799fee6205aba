import type { IDataObject } from 'n8n-workflow';

import type { Delivered } from '../../../../nodes/shared/node/output';
import type { Entry } from '../../../../nodes/shared/node/entries';
import { redactor } from '../../../../nodes/shared/delivery/redact';
import { SentBefore } from '../../../../nodes/shared/node/sentBefore';
import { alertOf, numbered } from '../../../support/alerts';
import { executeContext } from '../../../support/executeContext';

const redact = redactor(['s3cret']);
const delivered: Delivered = {
	action: 'created',
	key: 'OPS-1',
	url: 'https://acme.example/OPS-1',
	statusCode: 201,
	attempts: 2,
	warnings: [],
	response: { id: '1', echoed: 's3cret' },
};
const entry = (more: Partial<Entry> = {}): Entry => ({
	index: 0,
	operation: 'sendAlert',
	alert: alertOf(),
	...more,
});
type Options = NonNullable<Parameters<typeof executeContext>[0]>;

let nodeContext: IDataObject;
const before = (more: Options = {}) =>
	new SentBefore(executeContext({ nodeContext, ...more }).context);
/** A run in which this was delivered. */
function afterRun(hasFailed: boolean, more: Options = {}, result = delivered): void {
	const run = before(more);
	run.add(entry(), result, redact);
	run.end(hasFailed);
}

beforeEach(() => {
	nodeContext = {};
});

test('what went through is known to the next try of a run that failed, without secrets', () => {
	afterRun(true);
	expect(before().get(entry())).toEqual({
		action: 'created',
		key: 'OPS-1',
		url: 'https://acme.example/OPS-1',
		statusCode: 201,
		attempts: 2,
		response: { id: '1', echoed: '***' },
	});
	expect(JSON.stringify(nodeContext)).not.toContain('s3cret');
});

test('it is still known when the next try fails as well', () => {
	afterRun(true);
	before().end(true);
	expect(before().get(entry())).toMatchObject({ key: 'OPS-1' });
});

test.each([
	['another pass of a loop', { runIndex: 1 }, {}],
	['another operation', {}, { operation: 'resolve' }],
	['another item', {}, { index: 1 }],
	['another issue', {}, { alert: numbered(7) }],
	['another reason', {}, { alert: alertOf({ reason: 'REGRESSED' }) }],
	['another time', {}, { alert: alertOf({ lastSeen: null }) }],
	['an item that cannot be read', {}, { alert: undefined }],
])('it is not taken for %s', (_, options, more) => {
	afterRun(true);
	expect(before(options).get(entry(more))).toBeUndefined();
});

test('it is not taken for one whose parts run into each other otherwise', () => {
	const run = before();
	const one = alertOf({ fingerprint: 'bugsink-1', reason: '2' });
	run.add(entry({ alert: one }), delivered, redact);
	run.end(true);
	const other = alertOf({ fingerprint: 'bugsink-12', reason: '' });
	expect(before().get(entry({ alert: { ...other, reason: '' } }))).toBeUndefined();
	expect(before().get(entry({ alert: one }))).toBeDefined();
});

describe('the memory of sent items', () => {
	/** What n8n would save of a run with so many items. */
	function savedOf(items: number, hasFailed: boolean, more: Options = {}, result = delivered) {
		const run = before(more);
		for (let index = 0; index < items; index++) {
			run.add(entry({ index, alert: numbered(index) }), result, redact);
		}
		run.end(hasFailed);
		return JSON.stringify(nodeContext);
	}

	test.each([
		['nothing failed', false, {}],
		['the node continues on fail', true, { continueOnFail: true }],
		['nothing failed and it would be tried again', false, { retryOnFail: true }],
	])('keeps nothing if %s', (_, hasFailed, more) => {
		expect(savedOf(100, hasFailed, more)).toBe('{}');
	});

	test.each([
		['the node fails', {}],
		[
			'Retry On Fail runs a node again that continues on fail',
			{ continueOnFail: true, retryOnFail: true },
		],
	])('keeps little if %s', (_, more) => {
		const sent: Delivered = { action: 'sent', statusCode: 200, attempts: 1, warnings: [] };
		expect(savedOf(100, true, more, sent).length).toBeLessThan(100 * 80);
		expect(before().get(entry({ alert: numbered(0) }))).toMatchObject({ action: 'sent' });
	});

	test('does not keep long answers', () => {
		const response = { body: 'x'.repeat(2_000) };
		expect(savedOf(10, true, {}, { ...delivered, response }).length).toBeLessThan(2_000);
		expect(before().get(entry({ alert: numbered(0) }))).not.toHaveProperty('response');
	});

	test.each([
		[298, true],
		[299, false],
	])('keeps an answer of %i characters and its quotes: %s', (length, expected) => {
		const response = 'x'.repeat(length);
		afterRun(true, {}, { ...delivered, response });
		expect(before().get(entry())?.response).toBe(expected ? response : undefined);
	});

	test('keeps what has a value', () => {
		const nothing = { key: null, url: undefined, response: undefined };
		afterRun(true, {}, { ...delivered, ...nothing, truncated: ['title'] });
		expect(before().get(entry())).toStrictEqual({
			action: 'created',
			statusCode: 201,
			attempts: 2,
			truncated: ['title'],
		});
	});

	test('keeps no preview: it sends nothing', () => {
		afterRun(true, {}, { ...delivered, action: 'previewed' });
		expect(nodeContext).toEqual({});
	});

	test('keeps of a run only what belongs to it', () => {
		const run = before();
		run.add(entry(), delivered, redact);
		run.end(false);
		run.end(true);
		expect(nodeContext).toEqual({});
	});

	test('forgets all when a run ended without a failure', () => {
		afterRun(true);
		before().end(false);
		expect(nodeContext).toEqual({});
	});
});
