import type { IDataObject, INodeParameters, ResourceMapperFields } from 'n8n-workflow';

import {
	fullScreen,
	jiraProject,
	type JiraField,
	type JiraOptions,
	type JiraStandIn,
} from '../../standins/jira';
import { editorContext, node } from './editorContext';
import { aJira, type SendOptions } from './support';

/** Two people that every Jira here knows. */
export const MIA = '5b10a2844c20165700ede21g';
export const EMMA = '5b10ac8d82e05b22cc7d4ef5';

/** A Jira whose create screen has every kind of field. */
export async function aFullJira(
	options: JiraOptions = {},
	change: (field: JiraField) => JiraField = (field) => field,
): Promise<JiraStandIn> {
	const fields = () => fullScreen().map(change);
	return await aJira({
		projects: [
			jiraProject('10000', 'OPS', 'Operations', fields),
			jiraProject('10001', 'SHOP', 'Shop'),
		],
		...options,
	});
}

/** Has these fields of the screen required. */
export function requiring(...ids: string[]) {
	return (field: JiraField) => (ids.includes(field.fieldId) ? { ...field, required: true } : field);
}

/** The form as the editor loads it. */
export async function form(
	jira: JiraStandIn,
	parameters: INodeParameters = {},
): Promise<ResourceMapperFields> {
	return await node.methods.resourceMapping.getCreateScreen.call(editorContext(jira, parameters));
}

/** Parameters of a node whose form was loaded and filled in. */
export async function filledIn(
	jira: JiraStandIn,
	value: IDataObject,
	more: Pick<SendOptions, 'parameters' | 'options'> = {},
): Promise<Pick<SendOptions, 'parameters' | 'options'>> {
	const { fields: schema } = await form(jira);
	jira.requests.length = 0;
	return {
		parameters: {
			...more.parameters,
			fields: { mappingMode: 'defineBelow', value, matchingColumns: [], schema } as never,
		},
		options: { fieldsFromScreen: true, ...more.options },
	};
}
