import { isObject, text, type JsonObject } from '../shared/alert/fields';
import { oneLine } from '../shared/text/clean';
import type { JiraApi } from './api';
import { allPages } from './paging';
import { OWN_FIELDS, type Reference } from './settings';

const PAGE = 200;
/** What n8n can carry in a parameter and its name can be read back from. */
const FIELD_ID = /^[A-Za-z][\w-]*$/;
const CHOICE_ID = /^[\w-]+$/;

/**
 * How a field is filled in. `line` and `text` are plain text, the second becomes rich text; a `cascade`
 * is a choice with a choice below it.
 */
export type FieldKind =
	| 'cascade'
	| 'choice'
	| 'choices'
	| 'date'
	| 'datetime'
	| 'group'
	| 'groups'
	| 'line'
	| 'number'
	| 'sprint'
	| 'strings'
	| 'team'
	| 'text'
	| 'url'
	| 'user'
	| 'users';

/** One that Jira lists; `id` is two ids with a slash for a choice below another. */
export interface Choice {
	id: string;
	name: string;
}

/** A field of the create screen that this node can fill in. */
export interface ScreenField {
	id: string;
	/** As the screen shows it, on one line. */
	name: string;
	kind: FieldKind;
	/** The longest text; undefined if Jira has no limit of its own. */
	maxLength?: number;
	/** Empty for kinds without. */
	choices: Choice[];
	/** No ticket is created without it. */
	isRequired: boolean;
}

const CHOICE_TYPES = ['component', 'option', 'priority', 'project', 'securitylevel', 'version'];
/** `schema.type` to kind, for fields of one value. */
const SINGLE: Record<string, FieldKind> = {
	date: 'date',
	datetime: 'datetime',
	group: 'group',
	number: 'number',
	'option-with-child': 'cascade',
	string: 'line',
	team: 'team',
	user: 'user',
};
/** `schema.items` to kind, for lists. */
const LISTS: Record<string, FieldKind> = { group: 'groups', string: 'strings', user: 'users' };
/** The part of `schema.custom` after the colon, where it says more than the type. */
const CUSTOM: Record<string, FieldKind> = {
	'atlassian-team': 'team',
	cascadingselect: 'cascade',
	// Its type is a list, but one number is expected (mattermost/mattermost-plugin-jira#1271).
	'gh-sprint': 'sprint',
	textarea: 'text',
	url: 'url',
};
/** "The entered text is too long. It exceeds the allowed limit of 255 characters." */
const MAX_LINE = 255;

/**
 * The field of an answer of `GET /issue/createmeta/{project}/issuetypes/{type}` as this node fills it in.
 *
 * @returns undefined for a field that the node sets itself, and for a kind that it does not know.
 */
export function screenField(field: JsonObject): ScreenField | undefined {
	const id = text(field.fieldId);
	const kind = kindOf(field);
	if (kind === undefined || !FIELD_ID.test(id) || OWN_FIELDS.includes(id)) {
		return undefined;
	}
	const schema = isObject(field.schema) ? field.schema : {};
	const hasChoices = ['cascade', 'choice', 'choices'].includes(kind);
	const isShort = kind === 'line' && text(schema.custom).endsWith(':textfield');
	return {
		id,
		name: oneLine(text(field.name)) || id,
		kind,
		...(isShort ? { maxLength: MAX_LINE } : {}),
		choices: hasChoices ? choicesOf(field.allowedValues) : [],
		// Jira takes the account of the token as the reporter.
		isRequired: field.required === true && field.hasDefaultValue !== true && id !== 'reporter',
	};
}

function kindOf({ schema }: JsonObject): FieldKind | undefined {
	if (!isObject(schema)) return undefined;
	const type = text(schema.type);
	const custom = text(schema.custom).split(':').slice(1).join(':');
	if (Object.hasOwn(CUSTOM, custom)) return CUSTOM[custom];
	if (schema.system === 'environment') return 'text';
	if (CHOICE_TYPES.includes(type)) return 'choice';
	if (type !== 'array') return Object.hasOwn(SINGLE, type) ? SINGLE[type] : undefined;
	const items = text(schema.items);
	if (CHOICE_TYPES.includes(items)) return 'choices';
	return Object.hasOwn(LISTS, items) ? LISTS[items] : undefined;
}

function choicesOf(allowedValues: unknown): Choice[] {
	const list = Array.isArray(allowedValues) ? allowedValues.filter(isObject) : [];
	return list.flatMap((one) => {
		const choice = choiceOf(one);
		if (choice === undefined) return [];
		const below = choicesOf(one.children).map(({ id, name }) => ({
			id: `${choice.id}/${id}`,
			name: `${choice.name} > ${name}`,
		}));
		return [choice, ...below];
	});
}

function choiceOf({ id, name, value }: JsonObject): Choice | undefined {
	const shown = oneLine(text(value) || text(name));
	return CHOICE_ID.test(text(id)) ? { id: text(id), name: shown || text(id) } : undefined;
}

/** The issue types in which the account may create tickets. @throws {DeliveryFailure} */
export async function issueTypesOf(api: JiraApi, projectKey: string): Promise<JsonObject[]> {
	const path = `/issue/createmeta/${projectKey}/issuetypes`;
	return (await allPages(api, path, 'issueTypes', PAGE)).filter(isObject);
}

/** The fields of a create screen, as Jira lists them. @throws {DeliveryFailure} */
export async function createFieldsOf(
	api: JiraApi,
	projectKey: string,
	issueTypeId: string,
): Promise<JsonObject[]> {
	const path = `/issue/createmeta/${projectKey}/issuetypes/${encodeURIComponent(issueTypeId)}`;
	return (await allPages(api, path, 'fields', PAGE)).filter(isObject);
}

/** The id of an issue type in a list of them; undefined if it is not there. */
export function idOfType(issueTypes: JsonObject[], type: Reference): string | undefined {
	if ('id' in type) return type.id;
	const wanted = type.name.toLowerCase();
	const found = issueTypes.find(({ name }) => text(name).toLowerCase() === wanted);
	return found === undefined ? undefined : text(found.id);
}
