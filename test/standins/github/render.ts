import type { JsonObject } from '../json';
import { whole } from '../json';
import type { Answer, RecordedRequest } from '../server';
import { fullName, type GithubComment, type GithubIssue, type GithubRepository } from './model';
import type { GithubStore } from './store';

function date(at: number | null): string | null {
	return at === null ? null : new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

export function renderUser(login: string): JsonObject {
	return { login, id: 1, type: 'User', html_url: `https://github.com/${login}` };
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

export function renderIssue(issue: GithubIssue, store: GithubStore, api: string): JsonObject {
	const { webUrl } = store.settings;
	const repository = store.named(issue.repository);
	const milestone = repository?.milestones.find((one) => one.number === issue.milestone);
	const kind = issue.isPullRequest ? 'pull' : 'issues';
	const url = `${api}/repos/${issue.repository}/issues/${issue.number}`;
	const html = `${webUrl}/${issue.repository}/${kind}/${issue.number}`;
	return {
		id: issue.id,
		node_id: `I_${issue.id}`,
		number: issue.number,
		url,
		html_url: html,
		repository_url: `${api}/repos/${issue.repository}`,
		title: issue.title,
		body: issue.body,
		labels: issue.labels.map(
			(name) => (repository && store.label(repository, name)) ?? { name, color: 'ededed' },
		),
		assignees: issue.assignees.map(renderUser),
		assignee: issue.assignees.length > 0 ? renderUser(issue.assignees[0]) : null,
		milestone: milestone ?? null,
		type: issue.type === null ? null : { name: issue.type },
		state: issue.state,
		state_reason: issue.stateReason,
		locked: issue.locked,
		comments: issue.comments.length,
		user: renderUser(issue.user),
		created_at: date(issue.createdAt),
		updated_at: date(issue.updatedAt),
		closed_at: date(issue.closedAt),
		...(issue.isPullRequest
			? { pull_request: { url: url.replace('/issues/', '/pulls/'), html_url: html } }
			: {}),
	};
}

export function renderComment(comment: GithubComment, issue: GithubIssue, store: GithubStore) {
	return {
		id: comment.id,
		body: comment.body,
		user: renderUser(comment.user),
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
