import type { JsonObject } from '../json';
import type { CategoryKey, JiraComment, JiraIssue, JiraStatus, JiraUser } from './model';
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
	const { accountId, displayName, emailAddress, active = true } = user;
	return { accountId, accountType: 'atlassian', displayName, emailAddress, active };
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

/** All fields of an issue as REST v3 shows them. */
export function renderFields(issue: JiraIssue, store: JiraStore, url: string): JsonObject {
	const { users, me, priorities, resolutions, linkTypes } = store.settings;
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
				: { id: String(10_000 + resolutions.indexOf(issue.resolution)), name: issue.resolution },
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
		creator: renderUser(me),
		components: issue.components.map((name) => ({ name })),
		...(parent === undefined ? {} : { parent: { id: parent.id, key: parent.key } }),
		issuelinks: issue.links.map((link) => ({
			id: link.id,
			type: linkTypes.find((type) => type.name === link.type),
			[`${link.side}Issue`]: { key: link.key },
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
): JsonObject {
	return {
		id: issue.id,
		key: issue.key,
		self: `${url}/rest/api/3/issue/${issue.id}`,
		fields: pickFields(renderFields(issue, store, url), wanted),
	};
}
