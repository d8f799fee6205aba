import { badToken, tokenOf } from './bugsink/access';
import { addRelease, digest } from './bugsink/digest';
import { issueRoutes } from './bugsink/issueRoutes';
import type {
	Capability,
	Project,
	RaisedAlert,
	StoredEvent,
	StoredIssue,
	Token,
} from './bugsink/model';
import { otherRoutes } from './bugsink/otherRoutes';
import { Store } from './bugsink/store';
import { triage } from './bugsink/triage';
import { router } from './router';
import { startServer, type StandIn } from './server';

export type { Capability, Project, RaisedAlert, StoredEvent, StoredIssue, Token };

export interface BugsinkOptions {
	now?: () => number;
	/** A path in front of everything, such as `/bugsink`. */
	subPath?: string;
	/** Releases before 2.6 have no history, counts, look-up, filters, and list one project only. */
	hasHistory?: boolean;
}

export interface BugsinkStandIn extends StandIn {
	/** The installation's address, sub-path included. */
	readonly baseUrl: string;
	/** A token that may do everything. */
	readonly token: string;
	readonly issues: StoredIssue[];
	/** What Bugsink's webhook would have brought, in order. */
	readonly alerts: RaisedAlert[];
	addProject(name: string): Project;
	/** A new issue; the event that made it is not stored any more. */
	addIssue(project: Project, parts?: Partial<StoredIssue>): StoredIssue;
	/** Stores an event as Bugsink does on digesting it; `ingestedAt` (ms) if it came in earlier. */
	addEvent(issue: StoredIssue, data?: Record<string, unknown>, ingestedAt?: number): StoredEvent;
	addRelease(project: Project, version: string): void;
	addToken(capabilities: readonly Capability[], project?: Project): string;
	/** As a person does on the page; `body` as the API takes it. */
	act(issue: StoredIssue, action: string, by?: string, body?: Record<string, unknown>): void;
	comments(issue: StoredIssue): string[];
	/** Notes all data; what it returns goes back to them, as the restore of a backup does. */
	backup(): () => void;
	/** Times begin anew with `now`, also if that is earlier. */
	setClockBack(): void;
}

/** Bugsink 2.6.2's canonical API as far as the nodes use it; the answers follow what the real one gave. */
export async function startBugsinkStandIn(options: BugsinkOptions = {}): Promise<BugsinkStandIn> {
	const now = options.now ?? Date.now;
	const root = `${options.subPath ?? ''}/api/canonical/0`;
	const store = new Store(now);
	const isSince26 = options.hasHistory !== false;
	const route = router({
		'GET /': (request) => {
			if (tokenOf(store, request) === undefined) return badToken;
			const url = `http://${request.headers.host}${root}`;
			return { status: 200, body: { events: `${url}/events/`, issues: `${url}/issues/` } };
		},
		...issueRoutes(store, isSince26),
		...otherRoutes(store, isSince26),
	});

	const server = await startServer(
		(request) => {
			const inside = request.path.startsWith(`${root}/`);
			const answer = inside ? route(request, request.path.slice(root.length)) : undefined;
			const body = `Unimplemented API endpoint: ${request.path}\n`;
			return answer ?? { status: 404, headers: { 'content-type': 'text/html' }, body };
		},
		{ now },
	);

	return Object.assign(server, {
		baseUrl: `${server.url}${options.subPath ?? ''}`,
		token: store.addToken(),
		issues: store.issues,
		alerts: store.alerts,
		addProject: (name: string) => store.addProject(name),
		addIssue: (of: Project, parts?: Partial<StoredIssue>) => store.addIssue(of, parts),
		addEvent: (issue: StoredIssue, data: Record<string, unknown> = {}, ingestedAt?: number) =>
			digest(store, issue, data, ingestedAt),
		addRelease: (of: Project, version: string) =>
			void addRelease(store, of.id, version, store.time()),
		addToken: (capabilities: readonly Capability[], of?: Project) =>
			store.addToken(capabilities, of),
		act(issue: StoredIssue, action: string, by = 'Jane', body: Record<string, unknown> = {}) {
			const { status } = triage(store, issue, action, body, by);
			if (status >= 400) throw new Error(`${action} was refused`);
		},
		comments: (issue: StoredIssue) =>
			issue.history.filter(({ comment }) => comment !== '').map(({ comment }) => comment),
		backup: () => store.backup(),
		setClockBack: () => store.forgetTime(),
	});
}
