import type { JsonObject } from '../json';
import type {
	CategoryKey,
	JiraChange,
	JiraComment,
	JiraIssue,
	JiraStatus,
	JiraUser,
} from './model';
import type { JiraStore } from './store';

/** Jira's own date form: `2026-08-03T09:14:22.481+0000`. */
export function jiraDate(at: number): string {
	return new Date(at).toISOString().replace('Z', '+0000');
}

const CATEGORIES: Record<CategoryKey, { id: number; name: string; colorName: string }> = {
	new: { id: 2, name: 'To Do', colorName: 'blue-gray' },
	indeterminate: { id: 4, name: 'In Progress', colorName: 'yellow' },
	done: { id: 3, name: 'Done', colorName: 'green' },
};

export function renderStatus(status: JiraStatus): JsonObject {
	return {
		id: status.id,
		name: status.name,
		statusCategory: { key: status.category, ...CATEGORIES[status.category] },
	};
}

export function renderUser(user: JiraUser): JsonObject {
	const { accountId, accountType = 'atlassian', displayName, emailAddress, active = true } = user;
	return {
		accountId,
		accountType,
		displayName,
		// Most accounts hide it.
		...(emailAddress === undefined ? {} : { emailAddress }),
		active,
	};
}

export function renderComment(comment: JiraComment, url: string, key: string): JsonObject {
	return {
		id: comment.id,
		self: `${url}/rest/api/3/issue/${key}/comment/${comment.id}`,
		author: { accountId: comment.author },
		body: comment.body,
		created: jiraDate(comment.createdAt),
		updated: jiraDate(comment.createdAt),
		...(comment.properties === undefined ? {} : { properties: comment.properties }),
	};
}

/** One entry of the change log. */
export function renderChange(change: JiraChange, store: JiraStore): JsonObject {
	const { users, me } = store.settings;
	const author = [...users, me].find(({ accountId }) => accountId === change.author);
	return {
		id: change.id,
		...(author === undefined ? {} : { author: renderUser(author) }),
		created: jiraDate(change.at),
		items: change.items.map(({ field, from, to, names }) => ({
			field,
			fieldtype: 'jira',
			fieldId: field.toLowerCase(),
			from,
			fromString: names[0],
			to,
			toString: names[1],
		})),
	};
}

/** The change log as `expand=changelog` shows it: newest first, 100 at most. */
export function renderChangelog(issue: JiraIssue, store: JiraStore): JsonObject {
	const newest = [...issue.history].reverse().slice(0, 100);
	return {
		startAt: 0,
		maxResults: newest.length,
		total: issue.history.length,
		histories: newest.map((change) => renderChange(change, store)),
	};
}

/** All fields of an issue as REST v3 shows them. */
export function renderFields(issue: JiraIssue, store: JiraStore, url: string): JsonObject {
	const { users, me, priorities, linkTypes } = store.settings;
	const creator = [...users, me].find((user) => user.accountId === issue.creator) ?? {
		// An account that was deleted since.
		accountId: issue.creator,
		displayName: 'Former user',
		active: false,
	};
	const assignee = [...users, me].find((user) => user.accountId === issue.assignee);
	const parent = store.find(issue.parentKey ?? undefined);
	return {
		summary: issue.summary,
		description: issue.description ?? null,
		labels: issue.labels,
		status: renderStatus(issue.status),
		resolution:
			issue.resolution === null
				? null
				: { id: store.resolutionId(issue.resolution), name: issue.resolution },
		resolutiondate: issue.resolutionAt === null ? null : jiraDate(issue.resolutionAt),
		created: jiraDate(issue.createdAt),
		updated: jiraDate(issue.updatedAt),
		project: { id: issue.project.id, key: issue.project.key, name: issue.project.name },
		issuetype: {
			id: issue.issueType.id,
			name: issue.issueType.name,
			subtask: issue.issueType.hierarchyLevel === -1,
			hierarchyLevel: issue.issueType.hierarchyLevel,
		},
		priority: priorities.find((priority) => priority.name === issue.priority) ?? null,
		assignee: assignee === undefined ? null : renderUser(assignee),
		creator: renderUser(creator),
		reporter: renderUser(creator),
		statuscategorychangedate: jiraDate(issue.categoryChangedAt),
		components: issue.components.map((name) => ({ name })),
		...(parent === undefined ? {} : { parent: { id: parent.id, key: parent.key } }),
		issuelinks: issue.links.map((link) => ({
			id: link.id,
			type: linkTypes.find((type) => type.name === link.type),
			[`${link.side}Issue`]: renderLinked(store.find(link.key), store, url, link.key),
		})),
		comment: {
			comments: issue.comments.map((comment) => renderComment(comment, url, issue.key)),
			total: issue.comments.length,
			startAt: 0,
			maxResults: issue.comments.length,
		},
		...issue.customFields,
	};
}

/** The other end of a link, in short; `key` names an issue that is gone. */
export function renderLinked(
	issue: JiraIssue | undefined,
	store: JiraStore,
	url: string,
	key?: string,
): JsonObject {
	if (issue === undefined) return { key };
	return {
		id: issue.id,
		key: issue.key,
		self: `${url}/rest/api/3/issue/${issue.id}`,
		fields: {
			summary: issue.summary,
			status: renderStatus(issue.status),
			issuetype: { id: issue.issueType.id, name: issue.issueType.name },
			priority: store.settings.priorities.find(({ name }) => name === issue.priority) ?? null,
		},
	};
}

/** Keeps the fields asked for: `*all`, names, and names left out with a minus. */
export function pickFields(fields: JsonObject, wanted: string[]): JsonObject {
	const all = wanted.includes('*all') || wanted.includes('*navigable');
	const out = wanted.filter((name) => name.startsWith('-')).map((name) => name.slice(1));
	const onlyOut = wanted.length > 0 && out.length === wanted.length;
	return Object.fromEntries(
		Object.entries(fields).filter(
			([name]) => !out.includes(name) && (all || onlyOut || wanted.includes(name)),
		),
	);
}

export function renderIssue(
	issue: JiraIssue,
	store: JiraStore,
	url: string,
	wanted: string[],
	properties: string[] = [],
): JsonObject {
	const kept = Object.entries(issue.properties).filter(
		([name]) => properties.includes('*all') || properties.includes(name),
	);
	return {
		id: issue.id,
		key: issue.key,
		self: `${url}/rest/api/3/issue/${issue.id}`,
		fields: pickFields(renderFields(issue, store, url), wanted),
		...(properties.length > 0 ? { properties: Object.fromEntries(kept) } : {}),
	};
}
