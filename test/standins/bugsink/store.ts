import { randomUUID } from 'node:crypto';

import {
	CAPABILITIES,
	type Capability,
	type HistoryEntry,
	type Project,
	type RaisedAlert,
	type Release,
	type StoredEvent,
	type StoredIssue,
	type Token,
} from './model';

/** What the stand-in keeps. */
export class Store {
	projects: Project[] = [];
	issues: StoredIssue[] = [];
	events: StoredEvent[] = [];
	releases: Release[] = [];
	readonly tokens = new Map<string, Token>();
	/** What the webhook would have brought, in order. */
	readonly alerts: RaisedAlert[] = [];
	private lastTime = 0;
	private lastTurn = 0;

	constructor(readonly now: () => number) {}

	/** The next moment as Bugsink writes it: with microseconds, and no two are the same. */
	time(): string {
		this.lastTime = Math.max(this.now(), this.lastTime + 1);
		return timeText(this.lastTime);
	}

	/** For a clock that is set back. */
	forgetTime(): void {
		this.lastTime = 0;
	}

	/** A copy of all data, as a backup of the database: `restore` goes back to it. */
	backup(): () => void {
		const { projects, issues, events, releases, lastTurn } = this;
		const copy = JSON.stringify({ projects, issues, events, releases, lastTurn });
		return () => {
			const data = JSON.parse(copy) as Pick<
				Store,
				'projects' | 'issues' | 'events' | 'releases'
			> & {
				lastTurn: number;
			};
			// In place: whoever holds the lists sees what is in them now.
			this.issues.splice(0, Infinity, ...data.issues);
			this.events.splice(0, Infinity, ...data.events);
			Object.assign(this, { projects: data.projects, releases: data.releases });
			this.lastTurn = data.lastTurn;
		};
	}

	project(id: number): Project | undefined {
		return this.projects.find((one) => one.id === id);
	}

	/** By UUID or by a name such as `CHECKOUT-API-17` in any case. */
	issue(id: string): StoredIssue | undefined {
		const wanted = id.toLowerCase();
		return this.issues.find(
			({ id: uuid, friendlyId, isDeleted }) =>
				!isDeleted && (uuid === wanted || friendlyId.toLowerCase() === wanted),
		);
	}

	/** The versions of a project that are some: events without a release belong to the empty one. */
	versions(project: number): string[] {
		return this.releases
			.filter((release) => release.project === project && release.version !== '')
			.map(({ version }) => version);
	}

	addProject(name: string): Project {
		const id = this.projects.length + 1;
		const project = {
			id,
			team: 'bac32049-dbc1-4329-bbb2-3a114323053c',
			name,
			slug: name.toLowerCase().replace(/\W+/g, '-'),
			dsn: `http://key@host/${id}`,
			alert_on_new_issue: true,
			alert_on_regression: true,
			alert_on_unmute: true,
			digested_event_count: 0,
			stored_event_count: 0,
			visibility: 'team_members' as const,
		};
		this.projects.push(project);
		return project;
	}

	/** A new issue; the event that made it is not stored any more. */
	addIssue(of: Project, parts: Partial<StoredIssue> = {}): StoredIssue {
		const last = this.issues.findLast(({ project, isDeleted }) => project === of.id && !isDeleted);
		// As Bugsink numbers them: one more than the highest there is, also after a deletion.
		const order = (last?.digestOrder ?? 0) + 1;
		const timestamp = this.time();
		const issue: StoredIssue = {
			id: randomUUID(),
			friendlyId: `${of.slug.toUpperCase()}-${order}`,
			project: of.id,
			digestOrder: order,
			firstSeen: timestamp,
			lastSeen: timestamp,
			eventCount: 1,
			type: 'ValueError',
			value: `Number ${order}`,
			isResolved: false,
			isResolvedByNext: false,
			isResolvedByRelease: false,
			fixedAt: [],
			eventsAt: [''],
			isMuted: false,
			unmuteAfter: null,
			unmuteAt: null,
			isDeleted: false,
			history: [],
			...parts,
		};
		this.issues.push(issue);
		this.turn(issue, 'first_seen', { timestamp: issue.firstSeen, event: randomUUID() });
		this.raise(issue, 'NEW');
		return issue;
	}

	addToken(capabilities: readonly Capability[] = CAPABILITIES, of?: Project): string {
		const token = randomUUID().replaceAll('-', '') + randomUUID().slice(0, 8);
		this.tokens.set(token, { capabilities, project: of?.id });
		return token;
	}

	turn(issue: StoredIssue, kind: string, parts: Partial<HistoryEntry> = {}): HistoryEntry {
		const id = ++this.lastTurn;
		const timestamp = parts.timestamp ?? this.time();
		const entry = { comment: '', by: null, metadata: {}, ...parts, id, kind, timestamp };
		issue.history.push(entry);
		return entry;
	}

	raise(
		issue: StoredIssue,
		reason: RaisedAlert['reason'],
		unmuteReason: string | null = null,
	): void {
		const project = this.project(issue.project);
		const isOn = {
			NEW: project?.alert_on_new_issue,
			REGRESSED: project?.alert_on_regression,
			UNMUTED: project?.alert_on_unmute,
		}[reason];
		if (isOn !== true) return;
		this.alerts.push({ reason, issueId: issue.id, at: issue.lastSeen, unmuteReason });
	}
}

export function timeText(milliseconds: number): string {
	return new Date(milliseconds).toISOString().replace('Z', '000Z');
}
