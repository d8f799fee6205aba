/** What n8n keeps for a node: records in its database, and the memory in its static data. */
import {
	executionMemory,
	isPolled,
	markPolled,
	nodeMemory,
} from '../../../../nodes/shared/node/memory';
import { nodeError } from '../../../../nodes/shared/node/nodeError';
import { nodeName, nodeRecords } from '../../../../nodes/shared/node/records';
import { executeContext, node } from '../../../support/executeContext';

describe('the records of a node', () => {
	function recording() {
		const calls: unknown[][] = [];
		const call =
			(name: string, answer?: unknown) =>
			async (...given: unknown[]) => {
				calls.push([name, ...given]);
				return await Promise.resolve(answer);
			};
		const { context } = executeContext();
		Object.assign(context.helpers, {
			checkProcessedAndRecord: call('add', { new: ['b', 7], processed: ['a'] }),
			getProcessedDataCount: call('count', 3),
			removeProcessed: call('remove'),
			clearAllProcessedItems: call('clear'),
		});
		return { context, calls };
	}

	test('are those that n8n keeps for this node alone', async () => {
		const { context, calls } = recording();
		const records = nodeRecords(context);
		expect(records?.node).toBe('workflow 1');
		expect(await records?.add(['a', 'b', '7'])).toEqual(['b', '7']);
		expect(await records?.count()).toBe(3);
		await records?.remove(['a']);
		await records?.clear();
		const options = { mode: 'entries' };
		expect(calls).toEqual([
			['add', ['a', 'b', '7'], 'node', options],
			['count', 'node', options],
			['remove', ['a'], 'node', options],
			['clear', 'node', options],
		]);
	});

	test('are not there in an n8n without them', () => {
		expect(nodeRecords(executeContext().context)).toBeUndefined();
	});

	test('have the name of the node among all workflows', () => {
		const { context } = executeContext();
		context.getNode = () => ({ ...node, id: 'n' });
		expect(nodeName(context)).toBe('workflow n');
	});
});

describe('a workflow that polls', () => {
	test('is marked in the data that its nodes share', () => {
		const sharedData = {};
		const { context } = executeContext({ sharedData });
		expect(isPolled(context)).toBe(false);
		markPolled(sharedData);
		expect(isPolled(context)).toBe(true);
	});

	test('is marked once: each change of the data is written to the database', () => {
		const set = jest.fn(() => true);
		const shared = new Proxy({ bugsinkPolls: true }, { set });
		markPolled(shared);
		expect(set).not.toHaveBeenCalled();
	});

	test('is not one where something else stands', () => {
		expect(isPolled(executeContext({ sharedData: { bugsinkPolls: 'yes' } }).context)).toBe(false);
	});
});

describe('a memory', () => {
	test('forgets what is deleted', () => {
		const memory = executionMemory();
		memory.set('a', '1');
		memory.set('b', '2');
		memory.delete('a');
		expect([memory.get('a'), memory.get('b')]).toEqual([undefined, '2']);
	});

	test('of an execution is nobody else’s', () => {
		executionMemory().set('a', '1');
		expect(executionMemory().get('a')).toBeUndefined();
	});

	test('of a node is not touched before somebody asks', () => {
		const { context, staticData } = executeContext();
		const read = jest.spyOn(context, 'getWorkflowStaticData');
		const memory = nodeMemory(context);
		expect(read).not.toHaveBeenCalled();
		expect(memory.get('a')).toBeUndefined();
		expect(staticData).toEqual({ memory: {} });
		const reads = read.mock.calls.length;
		memory.set('a', '1');
		expect(read).toHaveBeenCalledTimes(reads);
	});
});

describe('the error that n8n shows', () => {
	const details = {
		timestamp: '',
		statusCode: null,
		responseText: '',
		responseIsJson: false,
		errorType: 'ClientError' as const,
		errorMessage: 'It failed.',
		hint: 'Look.',
	};

	test('has a short message as it is, and what to do below it', () => {
		const error = nodeError(node, details, 3, ' One of two.');
		expect(error).toMatchObject({
			name: 'NodeOperationError',
			message: 'It failed.',
			description: 'Look. One of two.',
			context: { itemIndex: 3 },
		});
		expect(nodeError(node, details).description).toBe('Look.');
	});

	test('has a long message whole in the description', () => {
		const errorMessage = `${'x'.repeat(150)}. y.`;
		const { description, message } = nodeError(node, { ...details, errorMessage });
		expect(message.length).toBeLessThanOrEqual(120);
		expect(description).toBe(`${'x'.repeat(150)}. y. Look.`);
	});

	test('has the status of the answer', () => {
		const error = nodeError(node, { ...details, statusCode: 422 });
		expect(error).toMatchObject({ name: 'NodeApiError', httpCode: '422', message: 'It failed.' });
	});
});
