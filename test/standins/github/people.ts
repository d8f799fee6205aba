import {
	fullName,
	type GithubIssue,
	type GithubRepository,
	type GithubSeed,
	type StateReason,
} from './model';
import type { GithubStore } from './store';

interface By {
	/** A login; names that end with `[bot]` are bots. `octocat` unless told. */
	by?: string;
	/** The repository's full name; the first one unless told. */
	repository?: string;
}

/** What people and bots do in the browser; repositories by full name, the first one unless told. */
export interface GithubPeople {
	/** By full name, present or former; the first repository without a name. */
	repository(name?: string): GithubRepository;
	/** Issues without pull requests. */
	open(name?: string): GithubIssue[];
	seed(seed: GithubSeed, name?: string): GithubIssue;
	seedIssues(count: number, seed: (index: number) => GithubSeed, name?: string): GithubIssue[];
	addPullRequest(seed: GithubSeed, name?: string): GithubIssue;
	setState(number: number, state: 'open' | 'closed', reason?: StateReason, name?: string): void;
	closeIssue(number: number, options?: By & { reason?: StateReason }): void;
	reopenIssue(number: number, options?: By): void;
	comment(number: number, body: string, options?: By): void;
	/** Replaces the labels. */
	relabel(number: number, labels: string[], name?: string): void;
	lockIssue(number: number, locked?: boolean, name?: string): void;
	/** Moves an issue to another repository; the old number redirects. */
	transferIssue(number: number, to: string, name?: string): GithubIssue;
	/** Deletes an issue: it is gone from lists, and its number answers 410. */
	deleteIssue(number: number, name?: string): void;
	rename(from: string, to: string): void;
}

export function githubPeople(store: GithubStore): GithubPeople {
	function repository(name?: string): GithubRepository {
		const found =
			name === undefined ? store.repositories[0] : (store.named(name) ?? store.formerlyNamed(name));
		if (found === undefined) throw new Error(`No repository ${name} in the stand-in`);
		return found;
	}

	function must(number: number, name?: string): GithubIssue {
		const issue = store.issue(repository(name), number);
		if (issue === undefined) throw new Error(`No issue ${number} in the stand-in`);
		return issue;
	}

	const seed = (given: GithubSeed, name?: string) =>
		store.addIssue(repository(name), { indexed: true, ...given });
	return {
		repository,
		open: (name) =>
			repository(name).issues.filter((issue) => !issue.isPullRequest && issue.state === 'open'),
		seed,
		seedIssues: (count, make, name) =>
			Array.from({ length: count }, (_, index) => seed(make(index), name)),
		addPullRequest: (given, name) => seed({ ...given, isPullRequest: true }, name),
		setState: (number, state, reason, name) =>
			store.setState(must(number, name), state, reason, 'octocat'),
		closeIssue: (number, { by = 'octocat', reason, repository: name } = {}) =>
			store.setState(must(number, name), 'closed', reason, by),
		reopenIssue: (number, { by = 'octocat', repository: name } = {}) =>
			store.setState(must(number, name), 'open', undefined, by),
		comment: (number, body, { by = 'octocat', repository: name } = {}) =>
			void store.addComment(must(number, name), body, by),
		relabel(number, labels, name) {
			const issue = must(number, name);
			issue.labels = labels.map((label) => store.addLabel(repository(name), label).name);
			store.touch(issue);
		},
		lockIssue(number, locked = true, name) {
			store.setLocked(must(number, name), locked, 'octocat');
		},
		transferIssue: (number, to, name) =>
			store.transfer(repository(name), must(number, name), repository(to)),
		deleteIssue: (number, name) => store.drop(repository(name), must(number, name), 'deleted'),
		rename(from, to) {
			const found = repository(from);
			found.formerNames.push(fullName(found));
			[found.owner, found.name] = to.split('/');
			for (const issue of found.issues) issue.repository = to;
		},
	};
}
