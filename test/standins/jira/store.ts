import { LaggingIndex } from '../laggingIndex';
import type { Answer } from '../server';
import type { JiraIssue, JiraProject, JiraStatus, JiraTransition, JiraUser } from './model';

export interface StoreSettings {
	now: () => number;
	searchLagMs: () => number;
	projects: JiraProject[];
	users: JiraUser[];
	/** The account that the token belongs to. */
	me: JiraUser;
	statuses: JiraStatus[];
	transitions: JiraTransition[];
	priorities: Array<{ id: string; name: string }>;
	resolutions: string[];
	linkTypes: Array<{ id: string; name: string; inward: string; outward: string }>;
	/** Entity properties that an app had indexed for JQL; none unless told. */
	indexedProperties: string[];
	/** Whether the account administers its projects: it may set their properties then. */
	projectAdmin: boolean;
}

/** Jira's `{ errorMessages, errors }`. */
export function problem(
	status: number,
	errorMessages: string[],
	errors: Record<string, string> = {},
): Answer {
	return { status, body: { errorMessages, errors } };
}

export const NOT_FOUND = 'Issue does not exist or you do not have permission to see it.';

/** What a Jira site knows, and the one place where it changes. */
export class JiraStore {
	readonly issues: JiraIssue[] = [];
	/** Issues by what a search sees of them. */
	readonly index: LaggingIndex<JiraIssue>;
	readonly projectProperties = new Map<string, unknown>();
	readonly userProperties = new Map<string, unknown>();
	private readonly byKey = new Map<string, JiraIssue>();
	private readonly byId = new Map<string, JiraIssue>();
	private readonly byLabel = new Map<string, Set<string>>();
	private readonly lastNumber = new Map<string, number>();
	private lastId = 10_000;

	constructor(readonly settings: StoreSettings) {
		this.index = new LaggingIndex(settings.searchLagMs, settings.now);
	}

	/** A number that was not used before. */
	nextId(): number {
		return ++this.lastId;
	}

	project(idOrKey: string | undefined): JiraProject | undefined {
		return this.settings.projects.find(
			(project) => project.id === idOrKey || project.key === idOrKey?.toUpperCase(),
		);
	}

	/** By id, key, or a key from before a move. */
	find(idOrKey: string | undefined): JiraIssue | undefined {
		if (idOrKey === undefined) return undefined;
		return this.byId.get(idOrKey) ?? this.byKey.get(idOrKey.toUpperCase());
	}

	/** Issues that carry, or once carried, this label: a short list to search in. */
	candidates(label: string): JiraIssue[] {
		const found: JiraIssue[] = [];
		for (const id of this.byLabel.get(label) ?? []) {
			const issue = this.byId.get(id);
			if (issue !== undefined) found.push(issue);
		}
		return found;
	}

	newKey(project: JiraProject): string {
		const number = (this.lastNumber.get(project.key) ?? 0) + 1;
		this.lastNumber.set(project.key, number);
		return `${project.key}-${number}`;
	}

	/** Takes a complete issue in; with `old`, search sees it at once. */
	add(issue: JiraIssue, old = false): void {
		this.issues.push(issue);
		this.byId.set(issue.id, issue);
		this.byKey.set(issue.key, issue);
		this.write(issue, old);
	}

	/** To be called after every change of an issue: search learns of it after its lag. */
	touch(issue: JiraIssue): void {
		issue.updatedAt = this.settings.now();
		this.write(issue, false);
	}

	rename(issue: JiraIssue, project: JiraProject): void {
		issue.project = project;
		issue.key = this.newKey(project);
		// The old key goes on resolving (jiralert#159: tickets get moved).
		this.byKey.set(issue.key, issue);
		this.touch(issue);
	}

	remove(issue: JiraIssue): void {
		this.issues.splice(this.issues.indexOf(issue), 1);
		this.byId.delete(issue.id);
		for (const [key, other] of this.byKey) if (other === issue) this.byKey.delete(key);
		this.index.remove(Number(issue.id));
	}

	/** Leads an issue to a status, with what that does to its resolution. */
	setStatus(issue: JiraIssue, status: JiraStatus, resolution?: string | null): void {
		issue.status = status;
		if (status.category === 'done') {
			if (issue.resolution === null) issue.resolutionAt = this.settings.now();
			issue.resolution = resolution ?? issue.resolution ?? 'Done';
		} else {
			issue.resolution = null;
			issue.resolutionAt = null;
		}
		this.touch(issue);
	}

	private write(issue: JiraIssue, old: boolean): void {
		for (const label of issue.labels) {
			const ids = this.byLabel.get(label) ?? new Set<string>();
			this.byLabel.set(label, ids.add(issue.id));
		}
		const copy = { ...issue, labels: [...issue.labels], properties: { ...issue.properties } };
		if (old) this.index.putOld(Number(issue.id), copy);
		else this.index.put(Number(issue.id), copy);
	}
}
