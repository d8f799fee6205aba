import type {
	FieldType,
	ILoadOptionsFunctions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { isObject, text, type JsonObject } from '../shared/alert/fields';
import { InvalidSetting } from '../shared/delivery/failure';
import { parseJson } from '../shared/text/json';
import { cut } from '../shared/text/cut';
import {
	createFieldsOf,
	idOfType,
	issueTypesOf,
	screenField,
	type FieldKind,
	type ScreenField,
} from './createScreen';
import { chosenIssueType, chosenProject, notChosen, withApi } from './editorApi';

/** A workflow keeps the list: of more choices than these the name is typed. */
const MAX_CHOICES = 500;
const MAX_NAME = 100;
/** What a label has room for beside the name. */
const MAX_NAMED_CHOICES = 60;

/** What is to be typed into a field of this kind. */
const HINTS: Partial<Record<FieldKind, string>> = {
	choices: 'Comma-Separated',
	group: 'Group Name',
	groups: 'Group Names',
	sprint: 'Sprint ID',
	strings: 'Comma-Separated',
	team: 'Team ID',
	user: 'Email or Account ID',
	users: 'Emails or Account IDs',
};
const TYPES: Partial<Record<FieldKind, FieldType>> = {
	cascade: 'options',
	choice: 'options',
	date: 'dateTime',
	datetime: 'dateTime',
	number: 'number',
	sprint: 'number',
};

/**
 * The fields that can be filled in on the create screen of the chosen project and issue type.
 *
 * @throws {NodeApiError | NodeOperationError} if the list cannot be had and the form has one already:
 * n8n then keeps it, with what was filled in. A form without fields says instead why there are none,
 * since the editor shows no error of this list.
 */
export async function getCreateScreen(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	try {
		return { fields: await mapperFields(this) };
	} catch (error) {
		if (hasFields(this)) return await Promise.reject(error);
		const { message, description } = error as { message: string; description?: string | null };
		return { fields: [], emptyFieldsNotice: notice(message, description ?? '') };
	}
}

async function mapperFields(context: ILoadOptionsFunctions): Promise<ResourceMapperField[]> {
	return await withApi(context, async (api) => {
		const project = chosenProject(context);
		if (project === '') throw notChosen('Project');
		const issueType = chosenIssueType(context);
		if (issueType === null) throw notChosen('Issue Type');
		const issueTypes = 'id' in issueType ? [] : await issueTypesOf(api, project);
		const id = idOfType(issueTypes, issueType);
		if (id === undefined) {
			const known = issueTypes.map(({ name }) => text(name)).join(', ');
			throw new InvalidSetting(
				`${project} has no issue type '${'name' in issueType ? issueType.name : ''}'`,
				`Choose 'Issue Type' from the list. ${project} has ${known || 'none that you may create'}.`,
			);
		}
		const fields = (await createFieldsOf(api, project, id)).flatMap(
			(one) => screenField(one) ?? [],
		);
		const usable = fields.filter(({ choices, kind }) => choices.length > 0 || !isChoice(kind));
		if (usable.length === 0) {
			throw new InvalidSetting(
				'The create screen has no field that can be filled in here',
				"Use 'Custom Fields' under Options.",
			);
		}
		const elsewhere = setElsewhere(context);
		return usable.map((field) => mapperField(field, usable, elsewhere));
	});
}

function isChoice(kind: FieldKind): boolean {
	return ['cascade', 'choice', 'choices'].includes(kind);
}

function mapperField(
	field: ScreenField,
	all: ScreenField[],
	elsewhere: (field: ScreenField) => boolean,
): ResourceMapperField {
	const { choices, id, isRequired, kind } = field;
	const isTyped = choices.length > MAX_CHOICES;
	const type = isTyped ? 'string' : (TYPES[kind] ?? 'string');
	return {
		id,
		displayName: labelOf(field, all, isTyped),
		required: isRequired && !elsewhere(field),
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		type,
		...(type === 'options'
			? { options: choices.map((one) => ({ name: safe(one.name), value: one.id })) }
			: {}),
	};
}

/** The name, with the id if another field has it too, and what is to be typed. */
function labelOf({ choices, id, kind, name }: ScreenField, all: ScreenField[], isTyped: boolean) {
	const isAmbiguous = all.some((other) => other.id !== id && other.name === name);
	const named = choices.map((one) => one.name).join(', ');
	const hint =
		kind === 'choices' && named.length <= MAX_NAMED_CHOICES
			? `${HINTS.choices ?? ''}: ${named}`
			: isTyped && kind !== 'choices'
				? 'Name'
				: HINTS[kind];
	const beside = [...(isAmbiguous ? [id] : []), ...(hint === undefined ? [] : [hint])];
	return safe(name) + beside.map((one) => ` (${one})`).join('');
}

/** n8n takes a text that begins with `=` for an expression, wherever it is in a parameter. */
function safe(name: string): string {
	const short = cut(name, MAX_NAME).text;
	return short.startsWith('=') ? ` ${short}` : short;
}

/** Whether other options of the node set a field, so that the form does not have to. */
function setElsewhere(context: ILoadOptionsFunctions): (field: ScreenField) => boolean {
	const options: unknown = context.getCurrentNodeParameter('options');
	if (!isObject(options)) return () => false;
	const { assignee, components, componentsFromList, customFields, priority } = options;
	const parsed = typeof customFields === 'string' ? parseJson(customFields) : customFields;
	const names = Object.keys(isObject(parsed) ? parsed : {}).map((name) => name.toLowerCase());
	const own: JsonObject = { assignee, components: components || componentsFromList, priority };
	return ({ id, name }) =>
		names.includes(id) || names.includes(name.toLowerCase()) || hasValue(own[id]);
}

function hasValue(option: unknown): boolean {
	const value = isObject(option) ? option.value : option;
	return Array.isArray(value) ? value.length > 0 : text(value) !== '';
}

function hasFields(context: ILoadOptionsFunctions): boolean {
	const saved: unknown = context.getCurrentNodeParameter('fields');
	return isObject(saved) && Array.isArray(saved.schema) && saved.schema.length > 0;
}

/** HTML, as n8n shows it. */
function notice(message: string, description: string): string {
	const whole = [`${message.replace(/\.$/, '')}.`, description].join(' ').trim();
	return whole.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
