import type { INodeProperties } from 'n8n-workflow';

import { keepHiddenValues } from '../shared/node/keptValues';
import { RESOURCES } from './resources';
import type { Resource } from './resources/operation';

const resourceProperty: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: RESOURCES.map(({ option }) => option),
	default: 'alert',
};

function operationProperty({ option, operations, byDefault }: Resource): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [option.value] } },
		options: operations.map((operation) => operation.option),
		default: byDefault,
	};
}

/** The fields of a resource's operations, each once, shown for the operations that have it. */
function fieldsOf({ option, operations }: Resource): INodeProperties[] {
	const fields = new Set(operations.flatMap((operation) => operation.fields));
	return [...fields].map((field) => {
		const having = operations.filter((operation) => operation.fields.includes(field));
		const show = {
			resource: [option.value],
			operation: having.map((operation) => operation.option.value),
			...field.displayOptions?.show,
		};
		return { ...field, displayOptions: { ...field.displayOptions, show } };
	});
}

const optionsProperty: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		...RESOURCES.flatMap(({ option, operations }) =>
			operations.flatMap((operation) =>
				(operation.options ?? []).map((field) => ({
					...field,
					displayOptions: {
						show: { '/resource': [option.value], '/operation': [operation.option.value] },
					},
				})),
			),
		),
		{
			displayName: 'Max Attempts',
			name: 'maxAttempts',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 10 },
			default: 3,
			description: 'How often a request is tried when Bugsink is busy or does not answer',
		} as INodeProperties,
		{
			displayName: 'Timeout (Seconds)',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 300 },
			default: 30,
			description: 'How many seconds one request may take',
		} as INodeProperties,
	].sort((a, b) => a.displayName.localeCompare(b.displayName)),
};

export const bugsinkProperties = keepHiddenValues([
	resourceProperty,
	...RESOURCES.map(operationProperty),
	...RESOURCES.flatMap(fieldsOf),
	optionsProperty,
]);
