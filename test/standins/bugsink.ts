import { randomUUID } from 'node:crypto';

import type { Capability, Project, StoredEvent, StoredIssue, Token } from './bugsink/model';
import { bugsinkRoutes } from './bugsink/routes';
import { transition } from './bugsink/transitions';
import { startServer, type StandIn } from './server';

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

	const hasHistory = options.hasHistory !== false;
	const route = bugsinkRoutes({ projects, issues, events, tokens, time, root, hasHistory });

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
