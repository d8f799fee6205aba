/** What n8n says an item comes from; with the engine itself in `pairedAlert.test.ts`. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { isResult, pairedAlert } from '../../../nodes/shared/pairedAlert';
import { Parameters } from '../../../nodes/shared/parameters';
import { executeContext, node } from '../../support/executeContext';
import { sample } from '../../support/samples';

const alert = sample('captured/custom-new') as IDataObject;
const other = { ...alert, title: 'Another' };
const sent = { destination: 'webhook', action: 'sent' };
const failed = { error: 'No', details: { errorType: 'ClientError' } };

test.each([
	[sent, true],
	[{ ...sent, more: 1 }, true],
	[{ ...sent, destination: 7 }, false],
	[{ ...sent, action: undefined }, false],
	[failed, true],
	[{ ...failed, title: 'x' }, false],
	[{ ...failed, error: 7 }, false],
	[{ ...failed, details: 'x' }, false],
	[{ ...failed, details: null }, false],
	[{ ...failed, details: { errorType: 7 } }, false],
	[alert, false],
	['sent', false],
	[null, false],
])('%j is the result of a node of this package: %s', (json, expected) => {
	expect(isResult(json)).toBe(expected);
});

/** An item after these nodes, the nearest first, with what n8n pairs it with; an error if it cannot tell. */
function after(before: Array<[string, unknown]>, json: unknown = sent) {
	const asked: unknown[] = [];
	const $ = (name: string) => {
		const found = before.find(([known]) => known === name)?.[1];
		if (found instanceof Error) throw found;
		return found === undefined ? {} : { item: { json: found } };
	};
	const context = {
		...executeContext().context,
		getNode: () => ({ ...node, parameters: {} }),
		getInputData: () => [{ json: {} }, { json }],
		getWorkflowDataProxy: (index: number) => {
			asked.push(index);
			return { $ };
		},
		getParentNodes: (name: string) => {
			asked.push(name);
			return before.map(([parent]) => ({ name: parent })).reverse();
		},
	} as unknown as IExecuteFunctions;
	return { context, asked };
}

describe('the alert that an item comes from', () => {
	test('is that of the nearest node that gave one', () => {
		const { asked, context } = after([
			['Jira', sent],
			['Failed', failed],
			['Set', { foo: 1 }],
			['Enriched', other],
			['Trigger', alert],
		]);
		expect(pairedAlert(context, 1)).toBe(other);
		expect(asked).toEqual([1, 'Bugsink']);
	});

	test('is found past nodes of which n8n cannot tell the item', () => {
		const { context } = after([
			['Merge', new Error('Multiple matches')],
			['Not run', undefined],
			['Trigger', alert],
		]);
		expect(pairedAlert(context, 1)).toBe(alert);
	});

	test('is undefined if no node gave one', () => {
		expect(pairedAlert(after([['Jira', sent]]).context, 1)).toBeUndefined();
		expect(pairedAlert(after([]).context, 1)).toBeUndefined();
	});
});

describe('the field Alert at its default', () => {
	const read = (context: IExecuteFunctions) => new Parameters(context, 1).alert();

	test('gives the item, or the alert that the item is the result of', () => {
		expect(read(after([['Trigger', alert]], other).context)).toBe(other);
		expect(read(after([['Trigger', alert]], sent).context)).toBe(alert);
		expect(read(after([], sent).context)).toBe(sent);
	});

	test('gives what n8n makes of it in a tool, and what a person has entered', () => {
		const { context } = after([['Trigger', alert]]);
		const asked = (parameters: IDataObject, isTool: boolean) =>
			read({
				...context,
				getNode: () => ({ ...node, parameters }),
				isToolExecution: () => isTool,
				getNodeParameter: (name: string) => `the field ${name}`,
			} as unknown as IExecuteFunctions);
		expect(asked({}, true)).toBe('the field alert');
		expect(asked({ alert: '={{ $json.other }}' }, false)).toBe('the field alert');
		expect(asked({ alert: '={{ $json }}' }, false)).toBe(alert);
		expect(asked({ alert: '{"title":"typed"}' }, false)).toBe('{"title":"typed"}');
	});

	test('gives nothing without an item', () => {
		const { context } = after([]);
		expect(new Parameters(context, 7).alert()).toBeUndefined();
	});
});
