import type { ICredentialTestFunctions } from 'n8n-workflow';

import { readAlert, UnreadableAlert } from '../../../../nodes/shared/alert/readAlert';
import { DeliveryFailure, InvalidSetting } from '../../../../nodes/shared/delivery/failure';
import { redactor } from '../../../../nodes/shared/delivery/redact';
import { checkCredential } from '../../../../nodes/shared/node/credentialTest';
import { failureDetails } from '../../../../nodes/shared/node/failureDetails';
import { nodeMemory } from '../../../../nodes/shared/node/memory';
import { executeContext } from '../../../support/executeContext';

describe('the memory of a node', () => {
	test('keeps its newest 500 entries', () => {
		const { context, staticData } = executeContext();
		const memory = nodeMemory(context);
		for (let index = 0; index <= 500; index++) memory.set(`key ${index}`, String(index));
		expect(memory.get('key 0')).toBeUndefined();
		expect(memory.get('key 1')).toBe('1');
		expect(memory.get('key 500')).toBe('500');
		expect(Object.keys(staticData.memory as object)).toHaveLength(500);
	});

	test('what was set again is new again', () => {
		const memory = nodeMemory(executeContext().context);
		memory.set('a', 'old');
		for (let index = 0; index < 499; index++) memory.set(`key ${index}`, '');
		memory.set('a', 'new');
		memory.set('one more', '');
		expect(memory.get('a')).toBe('new');
		expect(memory.get('key 0')).toBeUndefined();
	});

	test('is there in the next execution', () => {
		const staticData = {};
		nodeMemory(executeContext({ staticData }).context).set('a', '1');
		expect(nodeMemory(executeContext({ staticData }).context).get('a')).toBe('1');
	});

	test.each([[null], ['text']])('begins anew where %j was stored', (memory) => {
		expect(nodeMemory(executeContext({ staticData: { memory } }).context).get('a')).toBeUndefined();
	});

	test('ends with the execution in a workflow that polls: at its end n8n would undo the poll', () => {
		const { context, staticData } = executeContext({ sharedData: { bugsinkPolls: true } });
		const memory = nodeMemory(context);
		memory.set('a', '1');
		expect(memory.get('a')).toBe('1');
		expect(staticData).toEqual({});
	});

	test('knows no key that nobody set', () => {
		expect(nodeMemory(executeContext().context).get('constructor')).toBeUndefined();
	});
});

describe('the record of a failure', () => {
	const now = new Date('2026-08-03T09:14:23.456Z');
	const redact = redactor(['s3cret']);
	const details = (error: unknown) => failureDetails(error, redact, now);
	const unreadable = () => {
		try {
			readAlert(null);
		} catch (error) {
			return error;
		}
		return undefined;
	};

	test('has the answer, its status and the hint, without a secret', () => {
		const error = new DeliveryFailure('s3cret\nis wrong\u202e', {
			errorType: 'AuthError',
			hint: 'Not s3cret\nbut another',
			statusCode: 401,
			responseText: '{"token":"s3cret",\n"a":1}',
		});
		expect(details(error)).toEqual({
			timestamp: '2026-08-03T09:14:23.456Z',
			statusCode: 401,
			responseText: '{"token":"***",\n"a":1}',
			responseIsJson: true,
			errorType: 'AuthError',
			errorMessage: '*** is wrong',
			hint: 'Not *** but another',
		});
	});

	test('keeps 2,000 characters of an answer', () => {
		const answerOf = (responseText: string) =>
			details(new DeliveryFailure('m', { errorType: 'ClientError', hint: '', responseText }));
		expect(answerOf('x'.repeat(2_000))).toMatchObject({
			responseText: 'x'.repeat(2_000),
			responseIsJson: false,
		});
		expect(answerOf('x'.repeat(2_001)).responseText).toBe(`${'x'.repeat(1_999)}…`);
		expect(answerOf(JSON.stringify('x'.repeat(2_001))).responseIsJson).toBe(true);
	});

	test.each([
		[
			'a setting',
			new InvalidSetting('No project', 'Choose one'),
			'InvalidSetting',
			'No project',
			'Choose one',
		],
		[
			"n8n's own error",
			Object.assign(new Error('No credential'), { description: 'Choose s3cret' }),
			'UnexpectedError',
			'No credential',
			'Choose ***',
		],
		[
			'an error with an odd description',
			Object.assign(new Error('Odd'), { description: 7 }),
			'UnexpectedError',
			'Odd',
			'',
		],
		['no error at all', 'just words', 'UnexpectedError', 'just words', ''],
	])('of %s', (_, error, errorType, errorMessage, hint) => {
		expect(details(error)).toEqual({
			timestamp: '2026-08-03T09:14:23.456Z',
			statusCode: null,
			responseText: '',
			responseIsJson: false,
			errorType,
			errorMessage,
			hint,
		});
	});

	test('of an item that is no alert', () => {
		const error = unreadable() as UnreadableAlert;
		expect(error).toBeInstanceOf(UnreadableAlert);
		expect(details(error)).toMatchObject({ errorType: 'UnreadableAlert', hint: error.hint });
	});
});

describe("a credential's test without a call", () => {
	const run = async (check: (data: unknown) => unknown, data?: { key: string }) =>
		await checkCredential(check).call({} as ICredentialTestFunctions, {
			id: '1',
			name: 'c',
			type: 't',
			data,
		});

	test('says that only the format was checked', async () => {
		const check = jest.fn();
		const { status, message } = await run(check, { key: 'x' });
		expect(status).toBe('OK');
		expect(message).toMatch(/^Only the format was checked, nothing was sent/);
		expect(check).toHaveBeenCalledWith({ key: 'x' });
	});

	test('checks an empty credential too', async () => {
		const check = jest.fn();
		await run(check);
		expect(check).toHaveBeenCalledWith({});
	});

	test('says what is wrong and what to do', async () => {
		const result = await run(() => {
			throw new InvalidSetting("'Key' is empty", 'Enter it.');
		});
		expect(result).toEqual({ status: 'Error', message: "'Key' is empty. Enter it." });
	});

	test('says what else went wrong', async () => {
		const result = await run(() => {
			throw new TypeError('odd');
		});
		expect(result).toEqual({ status: 'Error', message: 'TypeError: odd' });
	});
});
