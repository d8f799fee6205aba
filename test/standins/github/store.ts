import { LaggingIndex } from '../laggingIndex';
import {
	fullName,
	type GithubEvent,
	type GithubIssue,
	type GithubRepository,
	type GithubRepositorySeed,
	type GithubSeed,
} from './model';

export interface GithubSettings {
	now: () => number;
	searchLagMs: () => number;
	/** How long lists of issues are behind; one issue by its number is always current. */
	listLagMs: () => number;
	/** How many comments an issue can have. */
	commentLimit: () => number;
	/** What GitHub calls the field of a refused issue type. */
	issueTypeField: () => 'type' | 'issue_type';
	login: string;
	/** Names of the issue types of each organisation. */
	issueTypes: Record<string, string[]>;
	/** Where the pages of people are, `https://github.com`. */
	webUrl: string;
}

/** What a GitHub knows, and the one place where it changes. */
export class GithubStore {
	readonly repositories: GithubRepository[] = [];
	/** Issues by what the search sees of them, by the issue's id. */
	readonly index: LaggingIndex<GithubIssue>;
	/** Issues by what the lists see of them. */
	private readonly lists: LaggingIndex<GithubIssue>;
	private lastId = 1_000;

	constructor(
		readonly settings: GithubSettings,
		seeds: GithubRepositorySeed[],
	) {
		this.index = new LaggingIndex(settings.searchLagMs, settings.now);
		this.lists = new LaggingIndex(settings.listLagMs, settings.now);
		for (const seed of seeds) this.addRepository(seed);
	}

	nextId(): number {
		return ++this.lastId;
	}

	addRepository({ fullName: name, labels = [], ...rest }: GithubRepositorySeed): GithubRepository {
		const [owner, repo] = name.split('/');
		const repository: GithubRepository = {
			id: this.nextId(),
			owner,
			name: repo,
			private: true,
			hasIssues: true,
			archived: false,
			push: true,
			visible: true,
			labels: [],
			assignees: [this.settings.login, 'octocat', 'hubot'],
			milestones: [],
			issues: [],
			lastNumber: 0,
			gone: new Map(),
			formerNames: [],
			...rest,
		};
		for (const label of labels) this.addLabel(repository, label);
		this.repositories.push(repository);
		return repository;
	}

	/** By its present name, or undefined; names ignore case. */
	named(name: string): GithubRepository | undefined {
		const wanted = name.toLowerCase();
		return this.repositories.find((one) => fullName(one).toLowerCase() === wanted);
	}

	/** By a name that it once had. */
	formerlyNamed(name: string): GithubRepository | undefined {
		const wanted = name.toLowerCase();
		return this.repositories.find((one) =>
			one.formerNames.some((former) => former.toLowerCase() === wanted),
		);
	}

	label(repository: GithubRepository, name: string) {
		const wanted = name.toLowerCase();
		return repository.labels.find((label) => label.name.toLowerCase() === wanted);
	}

	addLabel(repository: GithubRepository, name: string, color = 'ededed', text?: string) {
		const known = this.label(repository, name);
		if (known !== undefined) return known;
		const label = { id: this.nextId(), name, color, description: text ?? null };
		repository.labels.push(label);
		return label;
	}

	addIssue(repository: GithubRepository, seed: GithubSeed): GithubIssue {
		const { indexed = false, ...rest } = seed;
		const now = this.settings.now();
		const issue: GithubIssue = {
			id: this.nextId(),
			number: ++repository.lastNumber,
			repository: fullName(repository),
			title: 'Untitled',
			body: null,
			labels: [],
			assignees: [],
			milestone: null,
			type: null,
			state: 'open',
			stateReason: rest.state === 'closed' ? 'completed' : null,
			user: this.settings.login,
			createdAt: rest.updatedAt ?? now,
			updatedAt: rest.createdAt ?? now,
			closedAt: rest.state === 'closed' ? (rest.updatedAt ?? now) : null,
			isPullRequest: false,
			locked: false,
			olderComments: 0,
			closedBy: rest.state === 'closed' ? 'octocat' : null,
			...rest,
			comments: [],
			events: [],
		};
		issue.labels = issue.labels.map((name) => this.addLabel(repository, name).name);
		repository.issues.push(issue);
		this.note(issue, indexed);
		return issue;
	}

	/** By its number, or undefined. */
	issue(repository: GithubRepository, number: number): GithubIssue | undefined {
		// Most repositories have no gaps.
		const likely = repository.issues[number - 1] as GithubIssue | undefined;
		return likely?.number === number
			? likely
			: repository.issues.find((issue) => issue.number === number);
	}

	/** The issues of a repository as lists see them now. */
	listed(repository: GithubRepository): GithubIssue[] {
		// Without a lag the issues themselves: a bench lists thousands of them again and again.
		if (this.settings.listLagMs() <= 0) return repository.issues;
		return repository.issues
			.map(({ id }) => this.lists.visible(id))
			.filter((issue) => issue !== undefined);
	}

	/** To be called after every change of an issue. */
	touch(issue: GithubIssue): void {
		issue.updatedAt = this.settings.now();
		this.note(issue, false);
	}

	addComment(issue: GithubIssue, body: string, user: string) {
		const comment = { id: this.nextId(), body, user, createdAt: this.settings.now() };
		issue.comments.push(comment);
		this.touch(issue);
		return comment;
	}

	setState(
		issue: GithubIssue,
		state: 'open' | 'closed',
		reason: GithubIssue['stateReason'] | undefined,
		by: string,
	): void {
		const isChange = state !== issue.state;
		if (state === 'closed') {
			if (isChange) {
				issue.closedAt = this.settings.now();
				issue.closedBy = by;
			}
			issue.stateReason = reason ?? 'completed';
		} else {
			if (isChange) issue.stateReason = 'reopened';
			issue.closedAt = null;
			issue.closedBy = null;
		}
		issue.state = state;
		if (isChange) this.addEvent(issue, state === 'closed' ? 'closed' : 'reopened', by);
		this.touch(issue);
	}

	setLocked(issue: GithubIssue, locked: boolean, by: string): void {
		if (issue.locked !== locked) this.addEvent(issue, locked ? 'locked' : 'unlocked', by);
		issue.locked = locked;
		this.touch(issue);
	}

	/** Takes an issue out of its repository; the number remembers why. */
	drop(repository: GithubRepository, issue: GithubIssue, why: 'deleted' | GithubIssue): void {
		repository.issues.splice(repository.issues.indexOf(issue), 1);
		repository.gone.set(issue.number, why);
		this.index.remove(issue.id);
		this.lists.remove(issue.id);
	}

	/** Moves an issue; labels that the new repository lacks are left behind. */
	transfer(from: GithubRepository, issue: GithubIssue, to: GithubRepository): GithubIssue {
		const moved: GithubIssue = {
			...issue,
			id: this.nextId(),
			number: ++to.lastNumber,
			repository: fullName(to),
			labels: issue.labels.filter((name) => this.label(to, name) !== undefined),
			milestone: null,
		};
		this.drop(from, issue, moved);
		to.issues.push(moved);
		this.touch(moved);
		return moved;
	}

	private addEvent(issue: GithubIssue, event: GithubEvent['event'], actor: string): void {
		const { stateReason } = issue;
		const createdAt = this.settings.now();
		issue.events.push({ id: this.nextId(), event, actor, createdAt, stateReason });
	}

	/** Search and lists learn of it after their lags, or have always known it. */
	private note(issue: GithubIssue, old: boolean): void {
		for (const index of [this.index, this.lists]) {
			if (old) index.putOld(issue.id, snapshot(issue));
			else index.put(issue.id, snapshot(issue));
		}
	}
}

function snapshot(issue: GithubIssue): GithubIssue {
	return { ...issue, labels: [...issue.labels] };
}
