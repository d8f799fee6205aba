import { asObject, asString } from '../json';
import type { Routes } from '../router';
import type { Answer, RecordedRequest } from '../server';
import { guard, invalid, isIssueId, notFound, withIssue } from './access';
import { issueJson, type StoredIssue } from './model';
import { cursorPage } from './paging';
import type { Store } from './store';
import { triage } from './triage';

const SORTS = ['digest_order', 'last_seen', 'digested_event_count'];
const STATES: Record<string, (issue: StoredIssue) => boolean> = {
	all: () => true,
	open: (issue) => !issue.isResolved && !issue.isMuted,
	unresolved: (issue) => !issue.isResolved,
	resolved: (issue) => issue.isResolved,
	muted: (issue) => issue.isMuted,
};

export function issueRoutes(store: Store, isSince26: boolean): Routes {
	return {
		'GET /issues/': (request) => listIssues(store, request, isSince26),
		'GET /issues/:id/': (request, { id }) =>
			withIssue(store, request, 'issues:read', id, (issue) => ({
				status: 200,
				body: issueJson(issue),
			})),
		'DELETE /issues/:id/': (request, { id }) =>
			withIssue(store, request, 'issues:delete', id, (issue) => {
				issue.isDeleted = true;
				return { status: 204 };
			}),
		...(isSince26
			? {
					'GET /issues/:id/event-counts/': (request, { id }) =>
						withIssue(store, request, 'issues:read', id, (issue) =>
							eventCounts(store, request, issue),
						),
					'GET /issue-history/': (request) => history(store, request),
				}
			: {}),
		'POST /issues/:id/:action/': (request, { id, action }) =>
			withIssue(store, request, 'issues:triage', id, (issue) =>
				triage(store, issue, action, request.json, null),
			),
		'POST /issue-comments/': (request) => comment(store, request),
	};
}

function listIssues(store: Store, request: RecordedRequest, isSince26: boolean): Answer {
	const { query } = request;
	if (!isSince26 && (query.project ?? '') === '') {
		return guard(store, request, 'issues:read', () =>
			invalid('project', 'This field is required.'),
		);
	}
	const of = query.project === undefined ? undefined : Number(query.project);
	return guard(
		store,
		request,
		'issues:read',
		(token) => {
			if (of !== undefined && store.project(of) === undefined) {
				return Number.isInteger(of) && query.project !== ''
					? notFound('Project')
					: { status: 404, body: { detail: 'Not found.' } };
			}
			// A project-bound token stays within its project, whether one is named or not.
			return sortedIssues(store, request, of ?? token.project, isSince26);
		},
		of,
	);
}

function sortedIssues(
	store: Store,
	request: RecordedRequest,
	of: number | undefined,
	isSince26: boolean,
): Answer {
	const { query } = request;
	const sort = query.sort ?? (of === undefined ? 'last_seen' : 'digest_order');
	const order = query.order ?? (of === undefined ? 'desc' : 'asc');
	const state = isSince26 ? (query.state ?? 'all') : 'all';
	if (!SORTS.includes(sort)) {
		return invalid('sort', "Must be 'digest_order', 'last_seen', or 'digested_event_count'.");
	}
	if (order !== 'asc' && order !== 'desc') return invalid('order', "Must be 'asc' or 'desc'.");
	if (sort === 'digest_order' && of === undefined) {
		return invalid('sort', 'digest_order requires a single project.');
	}
	if (!Object.hasOwn(STATES, state)) {
		return invalid('state', "Must be 'all', 'open', 'unresolved', 'resolved', or 'muted'.");
	}
	const position = (issue: StoredIssue): string =>
		sort === 'last_seen'
			? `${issue.lastSeen} ${issue.id}`
			: sort === 'digest_order'
				? String(issue.digestOrder).padStart(9, '0')
				: `${String(issue.eventCount).padStart(9, '0')} ${issue.lastSeen} ${issue.id}`;
	const list = store.issues
		.filter(
			(issue) =>
				(of === undefined || issue.project === of) &&
				!issue.isDeleted &&
				STATES[state](issue) &&
				(!isSince26 || fits(store, issue, query.q ?? '')),
		)
		.map((issue) => ({ issue, at: position(issue) }))
		.sort((a, b) => (a.at < b.at ? -1 : 1));
	if (order === 'desc') list.reverse();
	return cursorPage(
		request,
		list,
		({ at }) => at,
		({ issue }) => issueJson(issue),
	);
}

/** Words of the title, and `key:value` for tags of any of its events. */
function fits(store: Store, issue: StoredIssue, q: string): boolean {
	const title = `${issue.type}: ${issue.value}`.toLowerCase();
	const text: string[] = [];
	for (const term of q.split(/\s+/).filter((one) => one !== '')) {
		const [, key, value] = /^([^:]+):(.+)$/.exec(term) ?? [];
		if (key === undefined) text.push(term);
		else {
			const hasTag = store.events.some(
				({ issue: of, data }) => of === issue.id && asObject(data.tags)[key] === value,
			);
			if (!hasTag) return false;
		}
	}
	return title.includes(text.join(' ').toLowerCase());
}

function comment(store: Store, request: RecordedRequest): Answer {
	const body = asObject(request.json);
	const id = asString(body.issue) ?? '';
	const issue = store.issue(id);
	return guard(
		store,
		request,
		'issues:comment',
		() => {
			if (!isIssueId(id)) return invalid('issue', 'Invalid issue identifier.');
			if (issue === undefined) return invalid('issue', 'Issue not found.');
			const text = (asString(body.comment) ?? '').trim();
			if (text === '') return invalid('comment', 'This field may not be blank.');
			const turn = store.turn(issue, 'manual_annotation', { comment: text });
			return {
				status: 201,
				body: {
					id: turn.id,
					issue: issue.id,
					project: issue.project,
					timestamp: turn.timestamp,
					comment: text,
					user: null,
				},
			};
		},
		issue?.project,
	);
}

function history(store: Store, request: RecordedRequest): Answer {
	const { issue: id = '', order = 'desc' } = request.query;
	if (id === '') {
		return guard(store, request, 'issues:read', () => invalid('issue', 'This field is required.'));
	}
	return withIssue(store, request, 'issues:read', id, (issue) => {
		if (order !== 'asc' && order !== 'desc') return invalid('order', "Must be 'asc' or 'desc'.");
		const position = ({ timestamp, id: turn }: { timestamp: string; id: number }): string =>
			`${timestamp} ${String(turn).padStart(9, '0')}`;
		const turns = [...issue.history].sort((a, b) => (position(a) < position(b) ? -1 : 1));
		if (order === 'desc') turns.reverse();
		return cursorPage(request, turns, position, (turn) => ({
			id: turn.id,
			issue: issue.id,
			project: issue.project,
			triggering_event: turn.event ?? null,
			user: turn.by === null ? null : 1,
			user_display_name: turn.by,
			timestamp: turn.timestamp,
			kind: turn.kind,
			comment: turn.comment,
			metadata: turn.metadata,
		}));
	});
}

const HOUR = 3_600_000;

function eventCounts(store: Store, request: RecordedRequest, issue: StoredIssue): Answer {
	const thisHour = Math.floor(store.now() / HOUR) * HOUR;
	const end = request.query.end === undefined ? thisHour + HOUR : Date.parse(request.query.end);
	const start =
		request.query.start === undefined ? end - 24 * HOUR : Date.parse(request.query.start);
	for (const [field, value] of Object.entries({ start, end })) {
		if (value % HOUR !== 0) return invalid(field, 'Must be on a UTC hour boundary.');
	}
	if (start >= end) return invalid('end', 'Must be after start.');
	if (end - start > 90 * 24 * HOUR) return invalid('start', 'The range cannot exceed 90 days.');
	const iso = (at: number): string => new Date(at).toISOString().replace('.000', '');
	const digested = store.events
		.filter((event) => event.issue === issue.id)
		.map(({ digested_at: at }) => Date.parse(at));
	const buckets = [];
	for (let at = start; at < end; at += HOUR) {
		const first = Date.parse(issue.firstSeen);
		const all = [first, ...digested].filter((time) => time >= at && time < at + HOUR);
		buckets.push({ timestamp: iso(at), count: all.length });
	}
	return {
		status: 200,
		body: { start: iso(start), end: iso(end), interval_seconds: 3600, buckets },
	};
}
