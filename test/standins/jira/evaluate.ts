import { asObject } from '../json';
import { adfText } from './adf';
import { JqlError, type Condition } from './jql';
import type { JiraIssue } from './model';
import type { JiraStore } from './store';

type Clause = Extract<Condition, { kind: 'clause' }>;

const DATE_FIELDS: Record<string, (issue: JiraIssue) => number | null> = {
	created: (issue) => issue.createdAt,
	updated: (issue) => issue.updatedAt,
	resolutiondate: (issue) => issue.resolutionAt,
	resolved: (issue) => issue.resolutionAt,
	statuscategorychangeddate: (issue) => issue.categoryChangedAt,
};

const UNITS: Record<string, number> = {
	m: 60_000,
	h: 3_600_000,
	d: 86_400_000,
	w: 604_800_000,
};

function toTime(value: string, field: string, now: number): number {
	const relative = /^([+-]?)(\d+)([mhdw])?$/.exec(value);
	if (relative !== null) {
		const span = Number(relative[2]) * UNITS[relative[3] ?? 'm'];
		return relative[1] === '-' ? now - span : now + span;
	}
	const absolute = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?: (\d{1,2}):(\d\d))?$/.exec(value);
	if (absolute !== null) {
		const [year, month, day, hour = 0, minute = 0] = absolute
			.slice(1)
			.map((part) => Number(part ?? 0));
		return Date.UTC(year, month - 1, day, hour, minute);
	}
	if (/^now\b/i.test(value)) return now;
	throw new JqlError(
		`Date value '${value}' for field '${field}' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.`,
	);
}

function isEmpty(value: string): boolean {
	return /^(empty|null)$/i.test(value);
}

function noSuchValue(value: string, field: string): JqlError {
	return new JqlError(`The value '${value}' does not exist for the field '${field}'.`);
}

/** What the values of a clause have to be, each as the field's own value, checked as Jira does. */
function wanted(clause: Clause, field: string, store: JiraStore): string[] {
	const { settings } = store;
	return clause.values.map((value) => {
		if (isEmpty(value)) return '';
		if (field === 'project') {
			const byName = settings.projects.find(
				(one) => one.name.toLowerCase() === value.toLowerCase(),
			);
			const project = store.project(value) ?? byName;
			if (project === undefined) throw noSuchValue(value, 'project');
			return project.key.toLowerCase();
		}
		if (field === 'statuscategory') {
			const key =
				{
					'2': 'new',
					'to do': 'new',
					'4': 'indeterminate',
					'in progress': 'indeterminate',
					'3': 'done',
				}[value.toLowerCase()] ?? value.toLowerCase();
			if (!['new', 'indeterminate', 'done'].includes(key))
				throw noSuchValue(value, 'statusCategory');
			return key;
		}
		if (field === 'status') {
			const status = settings.statuses.find(
				(one) => one.id === value || one.name.toLowerCase() === value.toLowerCase(),
			);
			if (status === undefined) throw noSuchValue(value, 'status');
			return status.id;
		}
		if (field === 'resolution') {
			if (value.toLowerCase() === 'unresolved') return '';
			const known = settings.resolutions.some((name) => name.toLowerCase() === value.toLowerCase());
			if (!known) throw noSuchValue(value, 'resolution');
		}
		if (field === 'creator' || field === 'reporter' || field === 'assignee') {
			return (/^currentUser\b/i.test(value) ? settings.me.accountId : value).toLowerCase();
		}
		if (field === 'key') {
			const issue = store.find(value);
			if (issue === undefined) {
				// A query that names one issue too many fails as a whole.
				throw new JqlError(
					/^\d+$/.test(value)
						? `A value with ID '${value}' does not exist for the field '${clause.field}'.`
						: `An issue with key '${value}' does not exist for field '${clause.field}'.`,
				);
			}
			return issue.id;
		}
		return value.toLowerCase();
	});
}

function actual(issue: JiraIssue, field: string, store: JiraStore): string[] {
	switch (field) {
		case 'labels':
			return issue.labels;
		case 'project':
			return [issue.project.key];
		case 'statuscategory':
			return [issue.status.category];
		case 'status':
			return [issue.status.id];
		case 'resolution':
			return issue.resolution === null ? [] : [issue.resolution];
		case 'key':
			return [issue.id];
		case 'issuetype':
			return [issue.issueType.name, issue.issueType.id];
		case 'priority':
			return issue.priority === null ? [] : [issue.priority];
		case 'assignee':
			return issue.assignee === null ? [] : [issue.assignee];
		case 'creator':
		case 'reporter':
			return [issue.creator];
		case 'component':
			return issue.components;
		case 'parent':
			return issue.parentKey === null ? [] : [issue.parentKey];
		default:
			return property(issue, field, store);
	}
}

/** `issue.property[key].path`: only what an app had indexed can be found
 * (developer.atlassian.com/platform/forge/manifest-reference/modules/jira-entity-property). */
function property(issue: JiraIssue, field: string, store: JiraStore): string[] {
	const found = /^issue\.property\[([^\]]+)\](?:\.(.+))?$/i.exec(field);
	if (found === null) return [];
	if (!store.settings.indexedProperties.includes(found[1])) return [];
	let value = issue.properties[found[1]];
	for (const part of found[2]?.split('.') ?? []) value = asObject(value)[part];
	return (Array.isArray(value) ? value : [value]).filter((one) => one !== undefined).map(String);
}

const ALIASES: Record<string, string> = {
	id: 'key',
	issue: 'key',
	issuekey: 'key',
	type: 'issuetype',
	label: 'labels',
};

const KNOWN =
	/^(labels|project|statuscategory|status|resolution|key|issuetype|priority|assignee|component|parent|summary|text|description|created|updated|resolutiondate|resolved|statuscategorychangeddate|creator|reporter|issue\.property\[.+)$/i;

function words(text: string): string {
	return ` ${text
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim()} `;
}

type Test = (issue: JiraIssue) => boolean;

/** Turns a condition into a test of one issue; throws {@link JqlError} for what Jira refuses. */
export function compile(condition: Condition, store: JiraStore): Test {
	if (condition.kind === 'not') {
		const test = compile(condition.part, store);
		return (issue) => !test(issue);
	}
	if (condition.kind !== 'clause') {
		const tests = condition.parts.map((part) => compile(part, store));
		return condition.kind === 'and'
			? (issue) => tests.every((test) => test(issue))
			: (issue) => tests.some((test) => test(issue));
	}
	return compileClause(condition, store);
}

function compileClause(clause: Clause, store: JiraStore): Test {
	const { operator, values } = clause;
	const lower = clause.field.toLowerCase();
	const field = ALIASES[lower] ?? (lower.startsWith('issue.property') ? clause.field : lower);
	if (!KNOWN.test(field)) {
		throw new JqlError(
			`Field '${clause.field}' does not exist or you do not have permission to view it.`,
		);
	}
	if (operator === '~' || operator === '!~') {
		const needle = words(values[0]);
		return (issue) => {
			const text = field === 'summary' ? '' : adfText(issue.description);
			const hay = field === 'description' ? text : `${issue.summary}\n${text}`;
			return words(hay).includes(needle) === (operator === '~');
		};
	}
	const date = DATE_FIELDS[field] as ((issue: JiraIssue) => number | null) | undefined;
	if (operator === 'is' || operator === 'is not') {
		if (!isEmpty(values[0])) throw new JqlError(`The operator '${operator}' needs EMPTY or NULL.`);
		const empty: Test = (issue) =>
			date ? date(issue) === null : actual(issue, field, store).length === 0;
		return (issue) => empty(issue) === (operator === 'is');
	}
	if (date !== undefined) {
		const limit = toTime(values[0], clause.field, store.settings.now());
		return (issue) => {
			const at = date(issue);
			if (at === null) return false;
			if (operator === '>=') return at >= limit;
			if (operator === '>') return at > limit;
			if (operator === '<=') return at <= limit;
			if (operator === '<') return at < limit;
			return operator === '=' ? at === limit : at !== limit;
		};
	}
	const list = wanted(clause, field, store);
	const negated = operator === '!=' || operator === 'not in';
	return (issue) => {
		const have = actual(issue, field, store).map((value) => value.toLowerCase());
		const hit = list.some((value) => (value === '' ? have.length === 0 : have.includes(value)));
		if (!negated) return hit;
		// An empty field is not "unequal" to anything: what hid open issues in
		// prometheus/alertmanager#4295 and #4370.
		return !hit && have.length > 0;
	};
}

/** A label that every match carries, so that only its issues have to be looked at. */
export function requiredLabels(condition: Condition): string[] | undefined {
	if (condition.kind === 'and') {
		return condition.parts.map(requiredLabels).find((labels) => labels !== undefined);
	}
	if (condition.kind !== 'clause' || condition.field.toLowerCase() !== 'labels') return undefined;
	return ['=', 'in'].includes(condition.operator) && !condition.values.some(isEmpty)
		? condition.values
		: undefined;
}
