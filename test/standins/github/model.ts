import type { Answer } from '../server';

export interface GithubComment {
	id: number;
	body: string;
	user: string;
	createdAt: number;
}

export type StateReason = 'completed' | 'not_planned' | 'duplicate' | 'reopened' | null;

export interface GithubIssue {
	id: number;
	number: number;
	/** `owner/name` as the repository is called now. */
	repository: string;
	title: string;
	body: string | null;
	labels: string[];
	assignees: string[];
	/** The number of the milestone. */
	milestone: number | null;
	/** The name of the organisation's issue type. */
	type: string | null;
	state: 'open' | 'closed';
	stateReason: StateReason;
	user: string;
	createdAt: number;
	updatedAt: number;
	closedAt: number | null;
	comments: GithubComment[];
	/** Comments that are counted and not kept: for what happens at the 2,500th. */
	olderComments: number;
	/** The login of whoever closed it; only the answers for one issue tell. */
	closedBy: string | null;
	events: GithubEvent[];
	/** A pull request: the list of issues holds them too. */
	isPullRequest: boolean;
	/** Nobody can comment. */
	locked: boolean;
}

/** An entry of an issue's history. */
export interface GithubEvent {
	id: number;
	event: 'closed' | 'reopened' | 'locked' | 'unlocked';
	actor: string;
	createdAt: number;
	stateReason: StateReason;
}

export interface GithubLabel {
	id: number;
	name: string;
	color: string;
	description: string | null;
}

export interface GithubMilestone {
	number: number;
	title: string;
	state: 'open' | 'closed';
}

export interface GithubRepository {
	id: number;
	owner: string;
	name: string;
	private: boolean;
	hasIssues: boolean;
	archived: boolean;
	/** Whether the token may push; without, labels and the like are dropped without a word. */
	push: boolean;
	/** Whether the token sees it at all; if not, everything answers 404. */
	visible: boolean;
	/** By name. */
	labels: GithubLabel[];
	/** Logins that can be assigned. */
	assignees: string[];
	milestones: GithubMilestone[];
	issues: GithubIssue[];
	/** The highest number given to an issue. */
	lastNumber: number;
	/** Numbers whose issue was deleted, or is in another repository now. */
	gone: Map<number, 'deleted' | GithubIssue>;
	/** Earlier full names; they redirect. */
	formerNames: string[];
}

export type GithubRepositorySeed = Partial<
	Omit<GithubRepository, 'id' | 'owner' | 'name' | 'issues' | 'labels' | 'lastNumber' | 'gone'>
> & { fullName: string; labels?: string[] };

/** A seed of an issue that is there already; `indexed: false` has it behind the search's lag. */
export type GithubSeed = Partial<
	Omit<GithubIssue, 'id' | 'number' | 'repository' | 'comments' | 'events'>
> & {
	indexed?: boolean;
};

export function fullName(repository: GithubRepository): string {
	return `${repository.owner}/${repository.name}`;
}

const DOCS = 'https://docs.github.com/rest';

export function refusal(status: number, message: string, headers?: Record<string, string>): Answer {
	return {
		status,
		...(headers === undefined ? {} : { headers }),
		body: { message, documentation_url: DOCS, status: String(status) },
	};
}

export interface FieldError {
	resource: string;
	field: string;
	code: string;
	message?: string;
	value?: unknown;
}

/** docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api: validation failed. */
export function invalid(errors: FieldError[]): Answer {
	return {
		status: 422,
		body: { message: 'Validation Failed', errors, documentation_url: DOCS, status: '422' },
	};
}

export const NOT_FOUND = refusal(404, 'Not Found');
