import type { JsonObject } from '../json';
import { withIssue } from './access';
import { renderUser } from './accounts';
import type { RepositoryRoutes } from './issues';
import type { GithubEvent, GithubIssue } from './model';
import { date, paged, renderComment } from './render';

function renderEvent(event: GithubEvent, api: string, issue: GithubIssue): JsonObject {
	return {
		id: event.id,
		node_id: `E_${event.id}`,
		url: `${api}/repos/${issue.repository}/issues/events/${event.id}`,
		actor: renderUser(event.actor),
		event: event.event,
		commit_id: null,
		commit_url: null,
		created_at: date(event.createdAt),
		performed_via_github_app: null,
		...(event.event === 'closed' ? { state_reason: event.stateReason } : {}),
		...(event.event === 'locked' ? { lock_reason: null } : {}),
	};
}

/** Who closed, reopened and locked an issue: docs.github.com/rest/issues/events and /timeline. */
export const eventRoutes: RepositoryRoutes = (context) => ({
	'GET /issues/:number/events': (request, params) =>
		withIssue(context, request, params, (issue) => {
			const page = paged(request, context.host, issue.events, (event) =>
				renderEvent(event, context.api(request), issue),
			);
			return { status: 200, headers: page.headers, body: page.entries };
		}),
	'GET /issues/:number/timeline': (request, params) =>
		withIssue(context, request, params, (issue) => {
			const api = context.api(request);
			const entries = [
				...issue.events.map((event) => ({
					at: event.createdAt,
					body: renderEvent(event, api, issue),
				})),
				...issue.comments.map((comment) => ({
					at: comment.createdAt,
					body: {
						...renderComment(comment, issue, context.store, api),
						event: 'commented',
						actor: renderUser(comment.user),
					},
				})),
			].sort((a, b) => a.at - b.at);
			const page = paged(request, context.host, entries, ({ body }) => body);
			return { status: 200, headers: page.headers, body: page.entries };
		}),
});
