/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { randomUUID } from 'node:crypto';

import {
	issueJson,
	type Capability,
	type Project,
	type StoredEvent,
	type StoredIssue,
	type Token,
} from './bugsink/model';
import { cursorPage } from './bugsink/paging';
import { transition } from './bugsink/transitions';
import { asObject, asString } from './json';
import { router } from './router';
import { startServer, type Answer, type RecordedRequest, type StandIn } from './server';

export type { Capability, Project, StoredEvent, StoredIssue, Token } from './bugsink/model';

export interface BugsinkOptions {
	now?: () => number;
	/** A path in front of everything, such as `/bugsink`. */
	subPath?: string;
	/** Releases before 2.6 have no issue-history and no state filter. */
	hasHistory?: boolean;
}

export interface BugsinkStandIn extends StandIn {
	/** The installation's address, sub-path included. */
	readonly baseUrl: string;
	/** A token that may do everything. */
	readonly token: string;
	readonly issues: StoredIssue[];
	addProject(name: string): Project;
	addIssue(project: Project, parts?: Partial<StoredIssue>): StoredIssue;
	/** Stores an event as Bugsink does on digesting it: a resolved issue regresses. */
	addEvent(issue: StoredIssue, data?: Record<string, unknown>): StoredEvent;
	addToken(capabilities: Capability[], project?: Project): string;
	/** As a person does on the page. */
	act(issue: StoredIssue, action: string, by?: string): void;
	comments(issue: StoredIssue): string[];
}

const ALL: Capability[] = [
	'issues:read',
	'events:read',
	'issues:comment',
	'issues:triage',
	'issues:delete',
	'projects:read',
];

/** Bugsink 2.6.2's canonical API as far as the nodes use it; the answers follow what the real one gave. */
export async function startBugsinkStandIn(options: BugsinkOptions = {}): Promise<BugsinkStandIn> {
	const now = options.now ?? Date.now;
	const root = `${options.subPath ?? ''}/api/canonical/0`;
	const projects: Project[] = [];
	const issues: StoredIssue[] = [];
	const events: StoredEvent[] = [];
	const tokens = new Map<string, Token>();
	let lastTime = 0;
	/** Bugsink's times have microseconds; no two of this stand-in are the same. */
	const time = (): string => {
		lastTime = Math.max(now(), lastTime + 1);
		return new Date(lastTime).toISOString().replace('Z', '000Z');
	};

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

	const route = router({
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
		...(options.hasHistory === false
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
					own.map(({ data: _data, stacktrace_md: _text, ...listed }) => listed),
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
	});

	function listIssues(request: RecordedRequest, of: number): StoredIssue[] {
		const { sort = 'digest_order', order = 'asc', state = 'all' } = request.query;
		const isWanted = (issue: StoredIssue): boolean =>
			options.hasHistory === false ||
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

	const server = await startServer(
		(request) => {
			const inside = request.path.startsWith(`${root}/`);
			const answer = inside ? route(request, request.path.slice(root.length)) : undefined;
			return (
				answer ?? {
					status: 404,
					body: `<h1>Not Found</h1> Unimplemented API endpoint: ${request.path}`,
				}
			);
		},
		{ now },
	);

	const standIn: BugsinkStandIn = Object.assign(server, {
		baseUrl: `${server.url}${options.subPath ?? ''}`,
		token: '',
		issues,
		addProject(name: string): Project {
			const slug = name.toLowerCase().replace(/\W+/g, '-');
			const added = {
				id: projects.length + 1,
				team: 'a-team',
				name,
				slug,
				dsn: 'http://key@host/1',
			};
			projects.push(added);
			return added;
		},
		addIssue(of: Project, parts: Partial<StoredIssue> = {}): StoredIssue {
			const order = issues.filter((issue) => issue.project === of.id).length + 1;
			const timestamp = time();
			const issue: StoredIssue = {
				id: randomUUID(),
				friendlyId: `${of.slug.toUpperCase()}-${order}`,
				project: of.id,
				digestOrder: order,
				firstSeen: timestamp,
				lastSeen: timestamp,
				eventCount: 0,
				type: 'ValueError',
				value: `Number ${order}`,
				isResolved: false,
				isMuted: false,
				isDeleted: false,
				hasReleases: false,
				history: [{ kind: 'first_seen', timestamp, comment: '', by: null, metadata: {} }],
				...parts,
			};
			issues.push(issue);
			return issue;
		},
		addEvent(issue: StoredIssue, data: Record<string, unknown> = {}): StoredEvent {
			const timestamp = time();
			issue.lastSeen = timestamp;
			issue.eventCount++;
			const event: StoredEvent = {
				id: randomUUID(),
				ingested_at: timestamp,
				digested_at: timestamp,
				issue: issue.id,
				event_id: randomUUID(),
				project: issue.project,
				timestamp,
				digest_order: events.length + 1,
				data,
				stacktrace_md: '',
			};
			events.push(event);
			if (issue.isResolved) transition(issue, 'regress', undefined, timestamp, null, event.id);
			return event;
		},
		addToken(capabilities: Capability[], of?: Project): string {
			const token = randomUUID().replaceAll('-', '') + randomUUID().slice(0, 8);
			tokens.set(token, { capabilities, project: of?.id });
			return token;
		},
		act(issue: StoredIssue, action: string, by = 'Jane'): void {
			const { status } = transition(issue, action, {}, time(), by);
			if (status >= 400) throw new Error(`${action} was refused`);
		},
		comments: (issue: StoredIssue): string[] =>
			issue.history.filter(({ comment }) => comment !== '').map(({ comment }) => comment),
	});
	return Object.assign(standIn, { token: standIn.addToken(ALL) });
}
