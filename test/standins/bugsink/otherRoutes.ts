import { asObject, asString } from '../json';
import type { Routes } from '../router';
import type { Answer, RecordedRequest } from '../server';
import { guard, invalid, notFound, withIssue } from './access';
import { addRelease, sanitized } from './digest';
import type { Project, StoredEvent } from './model';
import { cursorPage } from './paging';
import type { Store } from './store';

const ALERT_FLAGS = ['alert_on_new_issue', 'alert_on_regression', 'alert_on_unmute'] as const;

export function otherRoutes(store: Store, isSince26: boolean): Routes {
	return {
		'GET /projects/': (request) =>
			guard(store, request, 'projects:read', (token) => {
				const visible = store.projects.filter(
					({ id }) => token.project === undefined || token.project === id,
				);
				return cursorPage(request, visible, ({ id }) => id);
			}),
		'GET /projects/:id/': (request, { id }) =>
			withProject(store, request, 'projects:read', id, (project) => ({
				status: 200,
				body: project,
			})),
		'PATCH /projects/:id/': (request, { id }) =>
			withProject(store, request, 'projects:manage', id, (project) => setAlerts(request, project)),
		'GET /releases/': (request) =>
			withProject(store, request, 'releases:read', request.query.project ?? '', ({ id }) => {
				const own = store.releases.filter(({ project }) => project === id);
				const position = ({ date_released: at, id: uuid }: (typeof own)[number]): string =>
					`${at} ${uuid}`;
				own.sort((a, b) => (position(a) < position(b) ? 1 : -1));
				return cursorPage(request, own, position);
			}),
		'POST /releases/': (request) => createRelease(store, request),
		'GET /events/': (request) =>
			withIssue(store, request, 'events:read', request.query.issue ?? '', (issue) => {
				const own = store.events.filter((event) => event.issue === issue.id).reverse();
				return cursorPage(request, own, ({ digest_order: order }) => order, listed);
			}),
		...(isSince26 ? { 'GET /events/lookup/': (request) => lookUp(store, request) } : {}),
		'GET /events/:id/': (request, { id }) => {
			const event = store.events.find((one) => one.id === id);
			return guard(
				store,
				request,
				'events:read',
				() =>
					isUuid(id)
						? event === undefined
							? notFound('Event')
							: { status: 200, body: event }
						: { status: 404, body: { detail: 'Not found.' } },
				event?.project,
			);
		},
	};
}

function withProject(
	store: Store,
	request: RecordedRequest,
	capability: Parameters<typeof guard>[2],
	id: string,
	work: (project: Project) => Answer,
): Answer {
	const answer = (): Answer => {
		if (id === '') return invalid('project', 'This field is required.');
		const project = store.project(Number(id));
		if (!/^\d+$/.test(id)) return { status: 404, body: { detail: 'Not found.' } };
		return project === undefined ? notFound('Project') : work(project);
	};
	return guard(store, request, capability, answer, Number(id) || undefined);
}

function setAlerts(request: RecordedRequest, project: Project): Answer {
	const body = asObject(request.json);
	for (const flag of ALERT_FLAGS) {
		const value = body[flag];
		if (value === undefined) continue;
		if (typeof value !== 'boolean') return invalid(flag, 'Must be a valid boolean.');
		project[flag] = value;
	}
	// Not all of a project, and its id as text: Bugsink's answer to a PATCH.
	const { id, team, name, alert_on_new_issue, alert_on_regression, alert_on_unmute } = project;
	const flags = { alert_on_new_issue, alert_on_regression, alert_on_unmute };
	return {
		status: 200,
		body: { id: String(id), team, name, visibility: 'team_members', ...flags },
	};
}

function createRelease(store: Store, request: RecordedRequest): Answer {
	const { project: id, version, timestamp } = asObject(request.json);
	const of = Number(id);
	return guard(
		store,
		request,
		'releases:create',
		() => {
			if (store.project(of) === undefined) {
				return invalid('project', `Invalid pk "${String(id)}" - object does not exist.`);
			}
			if (typeof version !== 'string') return invalid('version', 'This field is required.');
			const at = asString(timestamp);
			if (at !== undefined && Number.isNaN(Date.parse(at))) {
				return invalid('timestamp', 'Datetime has wrong format.');
			}
			const time = at === undefined ? store.time() : new Date(at).toISOString();
			const release = addRelease(store, of, sanitized(version), time);
			if (release === undefined) {
				return invalid('version', 'Release with this version already exists for the project.');
			}
			const more = { semver: '', is_semver: false, sort_epoch: 0 };
			return { status: 201, body: { ...release, ...more } };
		},
		of || undefined,
	);
}

function lookUp(store: Store, request: RecordedRequest): Answer {
	const { project = '', event_id: wanted = '' } = request.query;
	return withProject(store, request, 'events:read', project, ({ id }) => {
		if (wanted === '') return invalid('event_id', 'This field is required.');
		if (!isUuid(wanted)) return { status: 404, body: { detail: 'Not found.' } };
		const bare = (uuid: string): string => uuid.replaceAll('-', '').toLowerCase();
		const event = store.events.find(
			(one) => one.project === id && bare(one.event_id) === bare(wanted),
		);
		return event === undefined ? notFound('Event') : { status: 200, body: event };
	});
}

function isUuid(text: string): boolean {
	return /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(text);
}

function listed(event: StoredEvent): Record<string, unknown> {
	return { ...event, data: undefined, stacktrace_md: undefined };
}
