import { asObject, asString } from '../json';
import { router, type Routes } from '../router';
import type { Answer, RecordedRequest } from '../server';
import {
	issueJson,
	type Capability,
	type Project,
	type StoredEvent,
	type StoredIssue,
	type Token,
} from './model';
import { cursorPage } from './paging';
import { transition } from './transitions';

/** What the stand-in keeps. */
export interface Store {
	projects: Project[];
	issues: StoredIssue[];
	events: StoredEvent[];
	tokens: Map<string, Token>;
	/** The next moment, as Bugsink writes it. */
	time: () => string;
	/** Where the API begins, without a slash at its end. */
	root: string;
	/** Releases before 2.6 have no issue-history and no state filter. */
	hasHistory: boolean;
}

/** The routes of the API below its root. */
export function bugsinkRoutes(store: Store): ReturnType<typeof router> {
	const { projects, issues, events, tokens, time, root } = store;
	const find = (id: string): StoredIssue | undefined =>
		issues.find(
			(issue) =>
				!issue.isDeleted &&
				(issue.id === id.toLowerCase() || issue.friendlyId.toLowerCase() === id.toLowerCase()),
		);
	const project = (id: number): Project | undefined => projects.find((one) => one.id === id);

	/** Runs `work` if the token has the capability and, where it is bound, the project. */
	function guard(
		request: RecordedRequest,
		capability: Capability,
		work: (token: Token) => Answer,
		of?: number,
	): Answer {
		const token = tokens.get((request.headers.authorization ?? '').replace(/^Bearer /, ''));
		if (token === undefined) return { status: 401, body: { detail: 'Invalid Bearer token.' } };
		if (!token.capabilities.includes(capability)) {
			const detail = `This token does not have the required capability: ${capability}.`;
			return { status: 403, body: { detail } };
		}
		if (token.project !== undefined && of !== undefined && token.project !== of) {
			return {
				status: 403,
				body: { detail: 'This token is not allowed to access this project.' },
			};
		}
		return work(token);
	}

	function withIssue(
		request: RecordedRequest,
		capability: Capability,
		id: string,
		work: (issue: StoredIssue) => Answer,
	): Answer {
		const issue = find(id);
		return guard(
			request,
			capability,
			() =>
				issue === undefined
					? { status: 404, body: { detail: 'No Issue matches the given query.' } }
					: work(issue),
			issue?.project,
		);
	}

	const routes: Routes = {
		'GET /': (request) => {
			const isKnown = tokens.has((request.headers.authorization ?? '').replace(/^Bearer /, ''));
			if (!isKnown) return { status: 401, body: { detail: 'Invalid Bearer token.' } };
			const url = `http://${request.headers.host}${root}`;
			return { status: 200, body: { events: `${url}/events/`, issues: `${url}/issues/` } };
		},
		'GET /projects/': (request) =>
			guard(request, 'projects:read', (token) => {
				const visible = projects.filter(
					({ id }) => token.project === undefined || token.project === id,
				);
				return cursorPage(request, visible);
			}),
		'GET /projects/:id/': (request, { id }) =>
			guard(
				request,
				'projects:read',
				() => {
					const found = project(Number(id));
					return found === undefined
						? { status: 404, body: { detail: 'No Project matches the given query.' } }
						: { status: 200, body: found };
				},
				Number(id),
			),
		'GET /issues/': (request) => {
			const of = Number(request.query.project);
			return guard(
				request,
				'issues:read',
				() => {
					if (project(of) === undefined) return { status: 404, body: { detail: 'Not found.' } };
					return cursorPage(request, listIssues(request, of).map(issueJson));
				},
				of,
			);
		},
		'GET /issues/:id/': (request, { id }) =>
			withIssue(request, 'issues:read', id, (issue) => ({ status: 200, body: issueJson(issue) })),
		'DELETE /issues/:id/': (request, { id }) =>
			withIssue(request, 'issues:delete', id, (issue) => {
				issue.isDeleted = true;
				return { status: 204 };
			}),
		'POST /issues/:id/:action/': (request, { id, action }) =>
			withIssue(request, 'issues:triage', id, (issue) =>
				transition(issue, action, request.json, time(), null),
			),
		'POST /issue-comments/': (request) => {
			const body = asObject(request.json);
			const issue = find(asString(body.issue) ?? '');
			if (issue === undefined) return { status: 400, body: { issue: ['Issue not found.'] } };
			return withIssue(request, 'issues:comment', issue.id, () => {
				const comment = (asString(body.comment) ?? '').trim();
				if (comment === '') {
					return { status: 400, body: { comment: ['This field may not be blank.'] } };
				}
				const timestamp = time();
				issue.history.push({
					kind: 'manual_annotation',
					timestamp,
					comment,
					by: null,
					metadata: {},
				});
				const { length } = issue.history;
				const answer = {
					id: length,
					issue: issue.id,
					project: issue.project,
					timestamp,
					comment,
					user: null,
				};
				return { status: 201, body: answer };
			});
		},
		...(!store.hasHistory
			? {}
			: {
					'GET /issue-history/': (request: RecordedRequest) =>
						withIssue(request, 'issues:read', request.query.issue ?? '', (issue) =>
							cursorPage(
								request,
								[...issue.history].reverse().map((turn, index) => ({
									id: issue.history.length - index,
									issue: issue.id,
									project: issue.project,
									triggering_event: turn.event ?? null,
									user: null,
									user_display_name: turn.by,
									timestamp: turn.timestamp,
									kind: turn.kind,
									comment: turn.comment,
									metadata: turn.metadata,
								})),
							),
						),
				}),
		'GET /events/': (request) =>
			withIssue(request, 'events:read', request.query.issue ?? '', (issue) => {
				const own = events.filter((event) => event.issue === issue.id).reverse();
				return cursorPage(
					request,
					own.map((event) => ({ ...event, data: undefined, stacktrace_md: undefined })),
				);
			}),
		'GET /events/:id/': (request, { id }) => {
			const event = events.find((one) => one.id === id);
			return guard(
				request,
				'events:read',
				() =>
					event === undefined
						? { status: 404, body: { detail: 'No Event matches the given query.' } }
						: { status: 200, body: event },
				event?.project,
			);
		},
	};
	return router(routes);

	function listIssues(request: RecordedRequest, of: number): StoredIssue[] {
		const { sort = 'digest_order', order = 'asc', state = 'all' } = request.query;
		const isWanted = (issue: StoredIssue): boolean =>
			!store.hasHistory ||
			state === 'all' ||
			(state === 'resolved' && issue.isResolved) ||
			(state === 'unresolved' && !issue.isResolved) ||
			(state === 'muted' && issue.isMuted) ||
			(state === 'open' && !issue.isResolved && !issue.isMuted);
		const key = (issue: StoredIssue): string | number =>
			sort === 'last_seen'
				? issue.lastSeen
				: sort === 'digest_order'
					? issue.digestOrder
					: issue.eventCount;
		const list = issues.filter(
			(issue) => issue.project === of && !issue.isDeleted && isWanted(issue),
		);
		list.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
		return order === 'desc' ? list.reverse() : list;
	}
}
