import { LaggingIndex } from '../laggingIndex';
import type { Answer } from '../server';
import type {
	JiraChange,
	JiraIssue,
	JiraProject,
	JiraStatus,
	JiraTransition,
	JiraUser,
} from './model';

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
	/** Names of the groups of people. */
	groups: string[];
	/** Labels that no issue here has. */
	labels: string[];
	linkTypes: Array<{ id: string; name: string; inward: string; outward: string }>;
	/** Entity properties that an app had indexed for JQL; none unless told. */
	indexedProperties: string[];
	/** Whether the account administers its projects: it may set their properties then. */
	projectAdmin: boolean;
	/** How many of each an issue can have; the next is answered 413. */
	limits: { comments: number; links: number };
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

	/** Writes into the change log; `author` is the token's account unless told. */
	log(issue: JiraIssue, items: JiraChange['items'], author?: string): void {
		const changed = items.filter(({ from, to, names }) => from !== to || names[0] !== names[1]);
		if (changed.length === 0) return;
		issue.history.push({
			id: String(this.nextId()),
			author: author ?? this.settings.me.accountId,
			at: this.settings.now(),
			items: changed,
		});
	}

	rename(issue: JiraIssue, project: JiraProject, author?: string): void {
		const before = { key: issue.key, project: issue.project };
		issue.project = project;
		issue.key = this.newKey(project);
		this.log(
			issue,
			[
				{
					field: 'project',
					from: before.project.id,
					to: project.id,
					names: [before.project.name, project.name],
				},
				{ field: 'Key', from: null, to: null, names: [before.key, issue.key] },
			],
			author,
		);
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

	/**
	 * Leads an issue to a status, with what that does to its resolution: `Done` unless told, null for
	 * workflows that set none.
	 */
	setStatus(
		issue: JiraIssue,
		status: JiraStatus,
		resolution?: string | null,
		author?: string,
	): void {
		const before = { status: issue.status, resolution: issue.resolution };
		issue.status = status;
		if (status.category !== before.status.category) issue.categoryChangedAt = this.settings.now();
		if (status.category === 'done') {
			issue.resolution = resolution === undefined ? (issue.resolution ?? 'Done') : resolution;
		} else issue.resolution = null;
		if (issue.resolution === null) issue.resolutionAt = null;
		else if (before.resolution === null) issue.resolutionAt = this.settings.now();
		const names = ({ resolution: name }: { resolution: string | null }) => name ?? '';
		this.log(
			issue,
			[
				{
					field: 'status',
					from: before.status.id,
					to: status.id,
					names: [before.status.name, status.name],
				},
				{
					field: 'resolution',
					from: before.resolution && this.resolutionId(before.resolution),
					to: issue.resolution && this.resolutionId(issue.resolution),
					names: [names(before), names(issue)],
				},
			],
			author,
		);
		this.touch(issue);
	}

	relabel(issue: JiraIssue, labels: string[], author?: string): void {
		const names: [string, string] = [issue.labels.join(' '), labels.join(' ')];
		issue.labels = [...new Set(labels)];
		this.log(issue, [{ field: 'labels', from: '', to: '', names }], author);
		this.touch(issue);
	}

	/** Links two issues, at most once in a kind: on the inward issue the other one is its outward issue. */
	link(type: string, inward: JiraIssue, outward: JiraIssue, author?: string): void {
		const known = inward.links.some(
			(link) => link.type === type && link.key === outward.key && link.side === 'outward',
		);
		if (known) return;
		const id = String(this.nextId());
		inward.links.push({ id, type, key: outward.key, side: 'outward' });
		outward.links.push({ id, type, key: inward.key, side: 'inward' });
		for (const [issue, other] of [
			[inward, outward],
			[outward, inward],
		]) {
			const names: [string, string] = ['', `This issue is linked to ${other.key}`];
			this.log(issue, [{ field: 'Link', from: null, to: other.key, names }], author);
			this.touch(issue);
		}
	}

	/** Jira numbers resolutions; here by their place in the list. */
	resolutionId(name: string): string {
		return String(10_000 + this.settings.resolutions.indexOf(name));
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
