import { LaggingIndex } from '../laggingIndex';
import {
	fullName,
	type GithubIssue,
	type GithubRepository,
	type GithubRepositorySeed,
	type GithubSeed,
} from './model';

export interface GithubSettings {
	now: () => number;
	searchLagMs: () => number;
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
	private lastId = 1_000;

	constructor(
		readonly settings: GithubSettings,
		seeds: GithubRepositorySeed[],
	) {
		this.index = new LaggingIndex(settings.searchLagMs, settings.now);
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
			number: repository.issues.length + 1,
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
			...rest,
			comments: [],
		};
		issue.labels = issue.labels.map((name) => this.addLabel(repository, name).name);
		repository.issues.push(issue);
		if (indexed) this.index.putOld(issue.id, snapshot(issue));
		else this.index.put(issue.id, snapshot(issue));
		return issue;
	}

	/** To be called after every change of an issue. */
	touch(issue: GithubIssue): void {
		issue.updatedAt = this.settings.now();
		this.index.put(issue.id, snapshot(issue));
	}

	setState(
		issue: GithubIssue,
		state: 'open' | 'closed',
		reason?: GithubIssue['stateReason'],
	): void {
		if (state === 'closed') {
			if (issue.state === 'open') issue.closedAt = this.settings.now();
			issue.stateReason = reason ?? 'completed';
		} else {
			if (issue.state === 'closed') issue.stateReason = 'reopened';
			issue.closedAt = null;
		}
		issue.state = state;
		this.touch(issue);
	}
}

function snapshot(issue: GithubIssue): GithubIssue {
	return { ...issue, labels: [...issue.labels] };
}
