import type { JsonObject } from '../json';
import { whole } from '../json';
import type { Answer, RecordedRequest } from '../server';
import { renderUser } from './accounts';
import {
	fullName,
	type GithubComment,
	type GithubIssue,
	type GithubLabel,
	type GithubMilestone,
	type GithubRepository,
} from './model';
import type { GithubStore } from './store';

/** GitHub's own date form: no fractions of a second. */
export function date(at: number | null): string | null {
	return at === null ? null : new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

export function renderRepository(repository: GithubRepository, store: GithubStore, api: string) {
	const name = fullName(repository);
	return {
		id: repository.id,
		name: repository.name,
		full_name: name,
		owner: { ...renderUser(repository.owner), type: 'Organization' },
		private: repository.private,
		archived: repository.archived,
		has_issues: repository.hasIssues,
		html_url: `${store.settings.webUrl}/${name}`,
		url: `${api}/repos/${name}`,
		permissions: {
			admin: false,
			maintain: false,
			push: repository.push,
			triage: repository.push,
			pull: true,
		},
	};
}

/** An issue type of the organisation, by its name and its place in the list. */
export function renderType(name: string, index: number): JsonObject {
	return { id: index + 1, node_id: `IT_${index + 1}`, name, description: null, is_enabled: true };
}

export function renderLabel(label: GithubLabel, repository: string, api: string): JsonObject {
	const url = `${api}/repos/${repository}/labels/${encodeURIComponent(label.name)}`;
	return { ...label, node_id: `LA_${label.id}`, url, default: false };
}

/** A milestone without its statistics. */
export function renderMilestone(
	milestone: GithubMilestone,
	repository: string,
	store: GithubStore,
	api: string,
): JsonObject {
	const { number, state } = milestone;
	const url = `${api}/repos/${repository}/milestones/${number}`;
	const at = '2026-01-01T00:00:00Z';
	return {
		...milestone,
		id: 500 + number,
		node_id: `MI_${500 + number}`,
		url,
		html_url: `${store.settings.webUrl}/${repository}/milestone/${number}`,
		labels_url: `${url}/labels`,
		description: null,
		creator: renderUser(store.settings.login),
		open_issues: 0,
		closed_issues: 0,
		created_at: at,
		updated_at: at,
		closed_at: state === 'closed' ? at : null,
		due_on: null,
	};
}

/** The parts of an issue that are records of their own. */
function renderParts(issue: GithubIssue, store: GithubStore, api: string): JsonObject {
	const repository = store.named(issue.repository);
	const milestone = repository?.milestones.find((one) => one.number === issue.milestone);
	const types = store.settings.issueTypes[repository?.owner ?? ''] as string[] | undefined;
	return {
		labels: issue.labels.map((name) => {
			const label = repository && store.label(repository, name);
			const known = label ?? { id: 0, name, color: 'ededed', description: null };
			return renderLabel(known, issue.repository, api);
		}),
		milestone:
			milestone === undefined ? null : renderMilestone(milestone, issue.repository, store, api),
		type: issue.type === null ? null : renderType(issue.type, types?.indexOf(issue.type) ?? -1),
	};
}

export function renderIssue(issue: GithubIssue, store: GithubStore, api: string): JsonObject {
	const { webUrl } = store.settings;
	const kind = issue.isPullRequest ? 'pull' : 'issues';
	const url = `${api}/repos/${issue.repository}/issues/${issue.number}`;
	const html = `${webUrl}/${issue.repository}/${kind}/${issue.number}`;
	const pull = {
		url: url.replace('/issues/', '/pulls/'),
		html_url: html,
		diff_url: `${html}.diff`,
		patch_url: `${html}.patch`,
	};
	return {
		id: issue.id,
		node_id: `I_${issue.id}`,
		number: issue.number,
		url,
		html_url: html,
		repository_url: `${api}/repos/${issue.repository}`,
		labels_url: `${url}/labels{/name}`,
		comments_url: `${url}/comments`,
		events_url: `${url}/events`,
		title: issue.title,
		body: issue.body,
		assignees: issue.assignees.map(renderUser),
		assignee: issue.assignees.length > 0 ? renderUser(issue.assignees[0]) : null,
		...renderParts(issue, store, api),
		state: issue.state,
		state_reason: issue.stateReason,
		locked: issue.locked,
		comments: issue.comments.length + issue.olderComments,
		user: renderUser(issue.user),
		author_association: 'COLLABORATOR',
		created_at: date(issue.createdAt),
		updated_at: date(issue.updatedAt),
		closed_at: date(issue.closedAt),
		...(issue.isPullRequest ? { pull_request: pull } : {}),
	};
}

/** An issue as it is answered alone: who closed it is told here, and not in lists. */
export function renderWhole(issue: GithubIssue, store: GithubStore, api: string): JsonObject {
	return {
		...renderIssue(issue, store, api),
		closed_by: issue.closedBy === null ? null : renderUser(issue.closedBy),
	};
}

export function renderComment(
	comment: GithubComment,
	issue: GithubIssue,
	store: GithubStore,
	api: string,
) {
	const repository = `${api}/repos/${issue.repository}`;
	return {
		id: comment.id,
		node_id: `IC_${comment.id}`,
		url: `${repository}/issues/comments/${comment.id}`,
		issue_url: `${repository}/issues/${issue.number}`,
		body: comment.body,
		user: renderUser(comment.user),
		author_association: 'COLLABORATOR',
		created_at: date(comment.createdAt),
		updated_at: date(comment.createdAt),
		html_url: `${store.settings.webUrl}/${issue.repository}/issues/${issue.number}#issuecomment-${comment.id}`,
	};
}

/** One page of a list with GitHub's `Link` header; `most` is how many can be reached at all. */
export function paged<T>(
	request: RecordedRequest,
	host: string,
	list: T[],
	render: (entry: T) => unknown,
	most = Infinity,
): { entries: unknown[]; headers: Answer['headers'] } {
	const size = whole(request.query.per_page, 30, 1, 100);
	const page = whole(request.query.page, 1, 1, Number.MAX_SAFE_INTEGER);
	const last = Math.max(1, Math.ceil(Math.min(list.length, most) / size));
	const link = (to: number, rel: string) => {
		const query = new URLSearchParams({ ...request.query, page: String(to) });
		return `<${host}${request.path}?${query.toString()}>; rel="${rel}"`;
	};
	const links = [
		...(page > 1 ? [link(page - 1, 'prev'), link(1, 'first')] : []),
		...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
	];
	return {
		entries: list.slice((page - 1) * size, page * size).map(render),
		headers: links.length > 0 ? { link: links.join(', ') } : {},
	};
}
