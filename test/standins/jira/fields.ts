import { asArray, asObject, asString, isObject, type JsonObject } from '../json';
import { adfLength, isAdf, MAX_ADF_LENGTH } from './adf';
import type { JiraChoice, JiraField, JiraIssue, JiraIssueType, JiraProject } from './model';
import type { JiraStore } from './store';

/** Field id to what is wrong with it; `*` collects what belongs to no field. */
export type FieldErrors = Record<string, string>;

export const OFF_SCREEN = (fieldId: string) =>
	// n8n-io/n8n#15024, activepieces/activepieces#3476
	`Field '${fieldId}' cannot be set. It is not on the appropriate screen, or unknown.`;

/** The types whose value is text or a number. */
const PLAIN = ['date', 'datetime', 'number', 'string'];

const TOO_LONG = 'The entered text is too long. It exceeds the allowed limit of 32,767 characters.';

/** Where and by whom a field is set. */
export interface FieldContext {
	store: JiraStore;
	project: JiraProject;
	issueType: JiraIssueType;
}

function checkSummary(value: unknown): string | undefined {
	if (typeof value !== 'string') return 'Operation value must be a string';
	if (value.trim() === '') return 'You must specify a summary of the issue.';
	if (/[\r\n]/.test(value)) return 'The summary is invalid because it contains newline characters.';
	if (value.length > 255) return "Summary can't exceed 255 characters.";
	return undefined;
}

function checkLabels(value: unknown): string | undefined {
	if (!Array.isArray(value)) return 'data was not an array';
	for (const label of value) {
		if (typeof label !== 'string') return 'string expected at index 0';
		// projectdiscovery/nuclei#1689, prometheus-community/jiralert#108
		if (/\s/.test(label)) return `The label '${label}' contains spaces which is invalid.`;
		// prometheus-community/jiralert#146
		if (label.length > 255) {
			return `The label '${label}' exceeds the maximum length for a single label of 255 characters`;
		}
		if (label === '') return 'The label must not be empty.';
	}
	return undefined;
}

/** Rich text of REST v3: prometheus/alertmanager#4585 shows the refusal of plain text. */
function checkRichText(value: unknown): string | undefined {
	if (value === null) return undefined;
	if (!isObject(value)) {
		return 'Operation value must be an Atlassian Document (see the Atlassian Document Format)';
	}
	if (!isAdf(value)) return 'INVALID_INPUT';
	return adfLength(value) > MAX_ADF_LENGTH ? TOO_LONG : undefined;
}

function checkUser(value: unknown, { store, project }: FieldContext): string | undefined {
	if (value === null) return undefined;
	if (!isObject(value)) return 'data was not an object';
	if ('name' in value || 'key' in value || 'emailAddress' in value) {
		// developer.atlassian.com/cloud/jira/platform/deprecation-notice-user-privacy-api-migration-guide
		return "'accountId' must be the only user identifying query parameter in GDPR strict mode.";
	}
	const id = asString(value.accountId) ?? asString(value.id);
	const user = [...store.settings.users, store.settings.me].find((one) => one.accountId === id);
	const allowed = user?.assignableIn?.includes(project.key) ?? user !== undefined;
	return allowed ? undefined : `User '${id ?? ''}' cannot be assigned issues.`;
}

function isChosen(choice: JiraChoice, value: JsonObject): boolean {
	return (
		(value.id !== undefined && choice.id === String(value.id)) ||
		(value.name !== undefined && choice.name === value.name) ||
		(value.value !== undefined && choice.value === value.value)
	);
}

function checkChoice(field: JiraField, value: unknown): string | undefined {
	if (value === null) return undefined;
	if (!isObject(value)) return `Specify a valid 'id' or 'name' for ${field.name}`;
	if (field.allowedValues?.some((choice) => isChosen(choice, value))) return undefined;
	if (field.fieldId === 'priority') return 'The priority selected is invalid.';
	const given = asString(value.value) ?? asString(value.name) ?? String(value.id);
	if (field.schema.items === 'component') return `Component name '${given}' is not valid`;
	return `Option value '${given}' is not valid`;
}

/** A choice, and perhaps one of those below it. */
function checkCascade(field: JiraField, value: unknown): string | undefined {
	if (value === null) return undefined;
	const wrong = checkChoice(field, value);
	const child = asObject(value).child;
	if (wrong !== undefined || child === undefined) return wrong;
	const parent = (field.allowedValues ?? []).find((one) => isChosen(one, asObject(value)));
	return checkChoice({ ...field, allowedValues: parent?.children ?? [] }, child);
}

/** One number, whatever the type says (omar16100/atlassian-cli#72). */
function checkSprint(value: unknown): string | undefined {
	return value === null || typeof value === 'number'
		? undefined
		: 'The Sprint (id) must be a number';
}

/** The id as text (getsentry/sentry#76091). */
function checkTeam(value: unknown): string | undefined {
	if (value === null) return undefined;
	const isId = typeof value === 'string' && /^[\w-]+$/.test(value);
	return isId ? undefined : `Team id '${JSON.stringify(value)}' is not valid.`;
}

function checkGroup(value: unknown, { store }: FieldContext): string | undefined {
	if (value === null) return undefined;
	if (!isObject(value)) return 'data was not an object';
	const name = asString(value.name) ?? '';
	return store.settings.groups.includes(name) ? undefined : `Group '${name}' does not exist.`;
}

/** What a field of another type than `PLAIN` has against one value. */
function checkOne(
	field: JiraField,
	type: string,
	value: unknown,
	context: FieldContext,
): string | undefined {
	if (type === 'user') return checkUser(value, context);
	if (type === 'group') return checkGroup(value, context);
	if (field.allowedValues !== undefined) return checkChoice(field, value);
	return 'Field value is not valid for this type.';
}

function checkParent(value: unknown, context: FieldContext): string | undefined {
	const parent = context.store.find(asString(asObject(value).key) ?? asString(asObject(value).id));
	if (parent === undefined) return 'Could not find issue by id or key.';
	return parent.issueType.hierarchyLevel === context.issueType.hierarchyLevel + 1
		? undefined
		: 'Given parent work item does not belong to appropriate hierarchy.';
}

/** What Jira has against this value of this field, or undefined. */
export function checkField(
	field: JiraField,
	value: unknown,
	context: FieldContext,
): string | undefined {
	const { type, items, custom = '' } = field.schema;
	if (custom.endsWith(':gh-sprint')) return checkSprint(value);
	if (custom.endsWith(':atlassian-team')) return checkTeam(value);
	if (field.fieldId === 'summary') return checkSummary(value);
	if (field.fieldId === 'description' || field.fieldId === 'environment')
		return checkRichText(value);
	if (custom.endsWith(':textarea')) return checkRichText(value);
	if (field.fieldId === 'parent') return checkParent(value, context);
	if (type === 'array' && items === 'string') return checkLabels(value);
	if (type === 'array') {
		if (!Array.isArray(value)) return 'data was not an array';
		return value
			.map((entry) => checkOne(field, items ?? '', entry, context))
			.find((text) => text !== undefined);
	}
	if (type === 'option-with-child') return checkCascade(field, value);
	if (!PLAIN.includes(type)) return checkOne(field, type, value, context);
	if (value === null) return undefined;
	if (type === 'number') {
		return typeof value === 'number' ? undefined : 'Operation value must be a number';
	}
	if (typeof value !== 'string') return 'Operation value must be a string';
	if (type === 'date' && !/^\d{4}-\d\d-\d\d$/.test(value)) {
		return `Operation value must be a date in the format yyyy-MM-dd`;
	}
	if (type === 'datetime' && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4}$/.test(value)) {
		return "Operation value must be a datetime in the format yyyy-MM-dd'T'HH:mm:ss.SSSZ";
	}
	if (custom.endsWith(':url') && !/^https?:\/\//.test(value)) return 'Not a valid URL';
	return type === 'string' && value.length > (custom.endsWith(':textfield') ? 255 : 32_767)
		? TOO_LONG
		: undefined;
}

/** Checks the given fields, and on create also that no required one is missing. */
export function checkFields(
	fields: JsonObject,
	context: FieldContext,
	creating: boolean,
): FieldErrors {
	const errors: FieldErrors = {};
	const onScreen = new Map(context.issueType.fields.map((field) => [field.fieldId, field]));
	for (const [fieldId, value] of Object.entries(fields)) {
		if (creating && (fieldId === 'project' || fieldId === 'issuetype')) continue;
		const field = onScreen.get(fieldId);
		const error = field === undefined ? OFF_SCREEN(fieldId) : checkField(field, value, context);
		if (error !== undefined) errors[fieldId] = error;
	}
	for (const field of context.issueType.fields) {
		if (field.required !== true || field.hasDefaultValue === true) continue;
		const { fieldId } = field;
		if (['issuetype', 'project', 'reporter'].includes(fieldId) || fieldId in errors) continue;
		const value = fields[fieldId];
		const touched = creating || fieldId in fields;
		const empty = value === undefined || value === null || (Array.isArray(value) && !value.length);
		if (!touched || !empty) continue;
		if (fieldId === 'summary') errors.summary = 'You must specify a summary of the issue.';
		else if (fieldId === 'parent') {
			errors.issuetype = 'Issue type is a sub-task but parent issue key or id not specified.';
		} else errors[fieldId] = `${field.name} is required.`;
	}
	return errors;
}

/** Writes checked fields into the issue. */
export function applyFields(issue: JiraIssue, fields: JsonObject, store: JiraStore): void {
	for (const [fieldId, value] of Object.entries(fields)) {
		const object = asObject(value);
		if (fieldId === 'summary') issue.summary = String(value);
		else if (fieldId === 'description') issue.description = value;
		else if (fieldId === 'labels') issue.labels = [...new Set(asArray(value).map(String))];
		else if (fieldId === 'priority') issue.priority = nameOf(object, store.settings.priorities);
		else if (fieldId === 'assignee') {
			issue.assignee = asString(object.accountId) ?? asString(object.id) ?? null;
		} else if (fieldId === 'components') {
			const choices = issue.issueType.fields.find((field) => field.fieldId === 'components');
			issue.components = asArray(value).map(
				(entry) => nameOf(asObject(entry), choices?.allowedValues ?? []) ?? '',
			);
		} else if (fieldId === 'parent') {
			issue.parentKey = store.find(asString(object.key) ?? asString(object.id))?.key ?? null;
		} else if (fieldId !== 'project' && fieldId !== 'issuetype')
			issue.customFields[fieldId] = value;
	}
}

function nameOf(value: JsonObject, choices: Array<{ id: string; name?: string }>): string | null {
	return (
		choices.find((choice) => choice.id === String(value.id) || choice.name === value.name)?.name ??
		null
	);
}
