import type { JsonObject } from '../json';

export type CategoryKey = 'new' | 'indeterminate' | 'done';

export interface JiraStatus {
	id: string;
	/** In the language of the account: only the category's key is the same everywhere. */
	name: string;
	category: CategoryKey;
}

export interface JiraTransition {
	id: string;
	/** Jira also has transitions with an empty name, and answers that lack it. */
	name?: string;
	/** The id of the status it leads to. */
	to: string;
	/** Ids of the statuses it starts from; all unless told. */
	from?: string[];
	/** Names of the fields on its screen; without a screen no field can be set. */
	screen?: string[];
	/** Those of the screen's fields that have to be filled in. */
	required?: string[];
	/** What its screen offers as resolution; all unless told. */
	resolutions?: string[];
	/** The resolution it sets by itself when it leads to a done status; `Done` unless told, null: none. */
	resolution?: string | null;
}

export interface JiraField {
	fieldId: string;
	name: string;
	required?: boolean;
	hasDefaultValue?: boolean;
	schema: { type: string; items?: string; system?: string; custom?: string; customId?: number };
	allowedValues?: JiraChoice[];
}

export interface JiraChoice {
	id: string;
	name?: string;
	value?: string;
	/** Choices below it, of a cascading select. */
	children?: JiraChoice[];
}

export interface JiraIssueType {
	id: string;
	name: string;
	/** -1 sub-task, 0 standard, 1 epic. */
	hierarchyLevel: number;
	/** The fields on its screens. */
	fields: JiraField[];
}

export interface JiraProject {
	id: string;
	key: string;
	name: string;
	issueTypes: JiraIssueType[];
	/** What its list of components says; those of its create screens unless told. */
	components?: Array<{ id: string; name: string }>;
}

export interface JiraUser {
	accountId: string;
	displayName: string;
	emailAddress?: string;
	/** A person unless told; `app` for bots and other apps. */
	accountType?: 'atlassian' | 'app' | 'customer';
	active?: boolean;
	/** Keys of the projects in which it can be assigned issues; all unless told. */
	assignableIn?: string[];
}

export interface JiraComment {
	id: string;
	body: JsonObject;
	author: string;
	createdAt: number;
	properties?: unknown;
}

export interface JiraLink {
	id: string;
	type: string;
	/** The issue at the other end, and at which end of the link it is. */
	key: string;
	side: 'inward' | 'outward';
}

/** One entry of an issue's change log. */
export interface JiraChange {
	id: string;
	/** An account id. */
	author: string;
	at: number;
	items: Array<{ field: string; from: string | null; to: string | null; names: [string, string] }>;
}

export interface JiraIssue {
	id: string;
	key: string;
	project: JiraProject;
	issueType: JiraIssueType;
	summary: string;
	/** An ADF document. */
	description: unknown;
	labels: string[];
	status: JiraStatus;
	resolution: string | null;
	resolutionAt: number | null;
	/** When the status last changed to another category. */
	categoryChangedAt: number;
	/** An account id; the token's own account unless told. */
	creator: string;
	createdAt: number;
	updatedAt: number;
	priority: string | null;
	/** An account id. */
	assignee: string | null;
	components: string[];
	parentKey: string | null;
	/** Every other field that was set, by its id. */
	customFields: JsonObject;
	/** Entity properties. */
	properties: Record<string, unknown>;
	comments: JiraComment[];
	links: JiraLink[];
	history: JiraChange[];
	remoteLinks: Array<{ id: number; globalId?: string; object: unknown }>;
}

const CUSTOM = 'com.atlassian.jira.plugin.system.customfieldtypes:';

export function custom(
	id: number,
	name: string,
	type: string,
	kind: string,
	items?: string,
): JiraField {
	return {
		fieldId: `customfield_${id}`,
		name,
		schema: { type, custom: CUSTOM + kind, customId: id, ...(items ? { items } : {}) },
	};
}

export function system(fieldId: string, name: string, type: string, items?: string): JiraField {
	return { fieldId, name, schema: { type, system: fieldId, ...(items ? { items } : {}) } };
}

/** The choices of a select; their ids count up from `first`. */
export function optionsOf(first: number, ...values: string[]): JiraChoice[] {
	return values.map((value, index) => ({ id: String(first + index), value }));
}

/** The fields of a common company-managed project: one custom field of each frequent type. */
export function standardFields(): JiraField[] {
	return [
		{ ...system('summary', 'Summary', 'string'), required: true },
		{ ...system('issuetype', 'Issue Type', 'issuetype'), required: true },
		{ ...system('project', 'Project', 'project'), required: true },
		system('description', 'Description', 'string'),
		system('labels', 'Labels', 'array', 'string'),
		{
			...system('priority', 'Priority', 'priority'),
			hasDefaultValue: true,
			allowedValues: [...standardPriorities],
		},
		system('assignee', 'Assignee', 'user'),
		{
			...system('components', 'Components', 'array', 'component'),
			allowedValues: [
				{ id: '10200', name: 'Backend' },
				{ id: '10201', name: 'Frontend' },
			],
		},
		system('parent', 'Parent', 'issuelink'),
		system('duedate', 'Due date', 'date'),
		system('environment', 'Environment', 'string'),
		custom(10_030, 'Team name', 'string', 'textfield'),
		custom(10_031, 'Steps', 'string', 'textarea'),
		custom(10_032, 'Impact score', 'number', 'float'),
		{
			...custom(10_033, 'Severity', 'option', 'select'),
			allowedValues: optionsOf(10_100, 'Low', 'High'),
		},
		{
			...custom(10_034, 'Regions', 'array', 'multiselect', 'option'),
			allowedValues: optionsOf(10_100, 'EU', 'US'),
		},
		custom(10_035, 'Owner', 'user', 'userpicker'),
		custom(10_036, 'Seen on', 'date', 'datepicker'),
		custom(10_037, 'Seen at', 'datetime', 'datetime'),
		custom(10_038, 'Tags', 'array', 'labels', 'string'),
		custom(10_039, 'Runbook', 'string', 'url'),
	];
}

export const standardPriorities = [
	{ id: '1', name: 'Highest' },
	{ id: '2', name: 'High' },
	{ id: '3', name: 'Medium' },
	{ id: '4', name: 'Low' },
	{ id: '5', name: 'Lowest' },
];

export const standardResolutions = ['Done', "Won't Do", 'Duplicate', 'Cannot Reproduce'];

export const standardStatuses: JiraStatus[] = [
	{ id: '10000', name: 'To Do', category: 'new' },
	{ id: '3', name: 'In Progress', category: 'indeterminate' },
	{ id: '10001', name: 'Done', category: 'done' },
];

export const standardTransitions: JiraTransition[] = [
	{ id: '11', name: 'To Do', to: '10000' },
	{ id: '21', name: 'In Progress', to: '3' },
	{ id: '31', name: 'Done', to: '10001', screen: ['resolution'] },
];

/** The same workflow as an account set to German sees it. */
export const germanStatuses: JiraStatus[] = [
	{ id: '10000', name: 'Zu erledigen', category: 'new' },
	{ id: '3', name: 'In Arbeit', category: 'indeterminate' },
	{ id: '10001', name: 'Fertig', category: 'done' },
];

export const germanTransitions: JiraTransition[] = [
	{ id: '11', name: 'Zu erledigen', to: '10000' },
	{ id: '21', name: 'In Arbeit', to: '3' },
	{ id: '31', name: 'Fertig', to: '10001', screen: ['resolution'] },
];

/** A project with the usual issue types; `fields` may differ from type to type. */
export function jiraProject(
	id: string,
	key: string,
	name: string,
	fields: (issueTypeName: string) => JiraField[] = standardFields,
): JiraProject {
	const types: Array<[string, string, number]> = [
		['10001', 'Story', 0],
		['10002', 'Task', 0],
		['10003', 'Sub-task', -1],
		['10004', 'Bug', 0],
		['10005', 'Epic', 1],
	];
	return {
		id,
		key,
		name,
		issueTypes: types.map(([typeId, typeName, hierarchyLevel]) => ({
			id: typeId,
			name: typeName,
			hierarchyLevel,
			fields: fields(typeName).map((field) =>
				field.fieldId === 'parent' ? { ...field, required: hierarchyLevel === -1 } : field,
			),
		})),
	};
}

export const standardUsers: JiraUser[] = [
	{
		accountId: '5b10a2844c20165700ede21g',
		displayName: 'Mia Krystof',
		emailAddress: 'mia@example.com',
	},
	{
		accountId: '5b10ac8d82e05b22cc7d4ef5',
		displayName: 'Emma Richards',
		emailAddress: 'emma@example.com',
	},
	{
		accountId: '712020:0e1c7b0e-1111-4d3c-9d1f-2f6c0f2f0c7b',
		displayName: 'Customer Without Rights',
		emailAddress: 'customer@example.com',
		assignableIn: [],
	},
];

export const standardLinkTypes = [
	{ id: '10000', name: 'Blocks', inward: 'is blocked by', outward: 'blocks' },
	{ id: '10001', name: 'Cloners', inward: 'is cloned by', outward: 'clones' },
	{ id: '10002', name: 'Duplicate', inward: 'is duplicated by', outward: 'duplicates' },
	{ id: '10003', name: 'Relates', inward: 'relates to', outward: 'relates to' },
];
