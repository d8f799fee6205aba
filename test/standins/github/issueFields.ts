import { asObject, asString, characters, isObject, type JsonObject } from '../json';
import type { Answer } from '../server';
import { invalid, refusal, type FieldError, type GithubRepository } from './model';
import type { GithubStore } from './store';

/** Limits: dead-claudia/github-limits; labels: opentelemetry-collector-contrib#16417. */
export const MAX_TITLE = 256;
export const MAX_BODY = 65_536;
export const MAX_LABEL = 50;
export const MAX_ASSIGNEES = 10;

/** Fields that only push access can set; without it they are dropped without a word. */
const PUSH_ONLY = ['labels', 'assignees', 'assignee', 'milestone', 'type'];

function tooLong(resource: string, field: string, most: number): FieldError {
	return {
		resource,
		field,
		code: 'custom',
		message: `${field} is too long (maximum is ${most} characters)`,
	};
}

export function checkBody(resource: string, body: unknown): FieldError | undefined {
	if (body === undefined || body === null) return undefined;
	if (typeof body !== 'string') return { resource, field: 'body', code: 'invalid', value: body };
	return characters(body) > MAX_BODY ? tooLong(resource, 'body', MAX_BODY) : undefined;
}

/** The label's name, or what is wrong with it. */
export function checkLabel(entry: unknown): { name: string } | { error: FieldError } {
	const name = asString(entry) ?? asString(asObject(entry).name);
	if (name === undefined || name.trim() === '') {
		return { error: { resource: 'Label', field: 'name', code: 'missing_field', value: entry } };
	}
	return characters(name) > MAX_LABEL
		? { error: { ...tooLong('Label', 'name', MAX_LABEL), value: name } }
		: { name };
}

/** A list of labels as their names, those that do not exist made. */
export function takeLabels(
	value: unknown,
	repository: GithubRepository,
	store: GithubStore,
): string[] | Answer {
	if (!Array.isArray(value)) return refusal(422, 'Invalid request.\n\nlabels is not an array.');
	const names: string[] = [];
	for (const entry of value) {
		const checked = checkLabel(entry);
		if ('error' in checked) return invalid([checked.error]);
		names.push(checked.name);
	}
	// Made only when all are good, so that a refusal leaves nothing behind.
	return [...new Set(names.map((name) => store.addLabel(repository, name).name))];
}

function checkTitle(value: unknown): FieldError | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') {
		return { resource: 'Issue', field: 'title', code: 'invalid', value };
	}
	if (String(value).trim() === '') {
		return { resource: 'Issue', field: 'title', code: 'missing_field' };
	}
	return characters(String(value)) > MAX_TITLE ? tooLong('Issue', 'title', MAX_TITLE) : undefined;
}

function checkAssignees(value: unknown, repository: GithubRepository): FieldError | undefined {
	const wrong = { resource: 'Issue', field: 'assignees', code: 'invalid', value };
	if (!Array.isArray(value) || value.length > MAX_ASSIGNEES) return wrong;
	const known = repository.assignees.map((login) => login.toLowerCase());
	const unknown = value.find((login) => !known.includes(String(login).toLowerCase()));
	return unknown === undefined ? undefined : { ...wrong, value: unknown };
}

/** The fields of an issue as they may be written, or the refusal. */
export function takeFields(
	input: unknown,
	repository: GithubRepository,
	store: GithubStore,
): { fields: JsonObject } | { refused: Answer } {
	if (!isObject(input)) return { refused: refusal(400, 'Problems parsing JSON') };
	const fields = { ...input };
	if (!repository.push) for (const name of PUSH_ONLY) delete fields[name];
	const errors: FieldError[] = [];
	const note = (error: FieldError | undefined) => error !== undefined && errors.push(error);

	if ('title' in fields) note(checkTitle(fields.title));
	note(checkBody('Issue', fields.body));
	if (typeof fields.assignee === 'string' && fields.assignee !== '') {
		fields.assignees = [fields.assignee];
	}
	if ('assignees' in fields) note(checkAssignees(fields.assignees, repository));
	const { milestone, type, state } = fields;
	if (milestone !== undefined && milestone !== null) {
		const known = repository.milestones.some((one) => one.number === milestone);
		if (!known) note({ resource: 'Issue', field: 'milestone', code: 'invalid', value: milestone });
	}
	if (type !== undefined && type !== null) {
		const types = store.settings.issueTypes[repository.owner] as string[] | undefined;
		if (!types?.includes(String(type))) {
			const field = store.settings.issueTypeField();
			note({ resource: 'Issue', field, code: 'invalid', value: type });
		}
	}
	if (state !== undefined && state !== 'open' && state !== 'closed') {
		note({ resource: 'Issue', field: 'state', code: 'invalid', value: state });
	}
	const reason = fields.state_reason ?? null;
	if (![null, 'completed', 'not_planned', 'duplicate', 'reopened'].includes(reason as string)) {
		note({ resource: 'Issue', field: 'state_reason', code: 'invalid', value: reason });
	}
	if (errors.length > 0) return { refused: invalid(errors) };
	if ('labels' in fields) {
		const labels = takeLabels(fields.labels, repository, store);
		if (!Array.isArray(labels)) return { refused: labels };
		fields.labels = labels;
	}
	return { fields };
}
