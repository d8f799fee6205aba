import type { Alert, AlertParts } from '../../../nodes/shared/alert/alert';
import type { Outcome } from '../../../nodes/shared/destination';
import { githubIssues } from '../../../nodes/BugsinkGithubIssues/githubIssues';
import { fingerprintMarker } from '../../../nodes/BugsinkGithubIssues/markdown';
import type { GithubSettings } from '../../../nodes/BugsinkGithubIssues/settings';
import { RecordsInMemory } from '../shared/tracker/recordsInMemory';
import { alertOf as realistic, ISSUE_ID, numbered as anyNumbered } from '../../support/alerts';
import { execute, transportTo } from '../../support/execution';
import { mapMemory } from '../../support/memory';
import { VirtualClock } from '../../support/virtualClock';
import {
	startGithub,
	type GithubOptions,
	type GithubSeed,
	type GithubStandIn,
} from '../../standins/github';

/** 2026-08-03 12:00 UTC. */
export const START = Date.UTC(2026, 7, 3, 12);
export const MINUTE = 60_000;
export const DAY = 86_400_000;
const AGO = {
	firstSeen: new Date(START - 5_000).toISOString(),
	lastSeen: new Date(START - 5_000).toISOString(),
};

export { ISSUE_ID, mapMemory };

export const MARKER = fingerprintMarker(`bugsink-${ISSUE_ID}`);

/** A stand-in of GitHub and the destination before it, on one virtual clock. */
export class Rig {
	/** As a workflow keeps it over its executions. */
	memory = mapMemory();
	/** n8n's database; without one no turn can be had. */
	database: RecordsInMemory | undefined;

	private constructor(
		readonly github: GithubStandIn,
		readonly clock: VirtualClock,
		readonly apiUrl: string,
	) {}

	static async start(options: GithubOptions & { enterprise?: boolean } = {}): Promise<Rig> {
		const clock = new VirtualClock(START);
		const github = await startGithub({ now: clock.now, ...options });
		return new Rig(github, clock, options.enterprise ? github.enterpriseUrl : github.url);
	}

	settings(overrides: Partial<GithubSettings> = {}): GithubSettings {
		return {
			apiUrl: this.apiUrl,
			accessToken: this.github.token,
			repository: 'acme/shop',
			labels: ['bugsink', 'bug'],
			assignees: [],
			milestone: '',
			issueType: '',
			onlyNewIssues: true,
			onExisting: 'comment',
			onRegression: 'reopenAndComment',
			reopenWindowDays: 30,
			truncated: [],
			warnings: [],
			...overrides,
		};
	}

	/** One execution of the node with these alerts. */
	async execute(
		alerts: Alert[],
		settings: Partial<GithubSettings> = {},
		operation = 'sendAlert',
		destination = githubIssues,
	): Promise<Array<Outcome | Error>> {
		const { clock, memory, database } = this;
		const headers = { authorization: `Bearer ${this.github.token}` };
		return await execute(destination, this.settings(settings), alerts, {
			clock,
			memory,
			operation,
			records: database?.of('workflow node'),
			transport: transportTo(clock, { headers }),
		});
	}

	/** One alert in an execution of its own; fails where it fails. */
	async send(
		alert: Alert,
		settings: Partial<GithubSettings> = {},
		operation = 'sendAlert',
		destination = githubIssues,
	): Promise<Outcome> {
		const [outcome] = await this.execute([alert], settings, operation, destination);
		if (outcome instanceof Error) throw outcome;
		return outcome;
	}

	/** A ticket of the alert's issue, of 40 days ago. */
	seedTicket(seed: GithubSeed = {}) {
		return this.github.seed({
			body: MARKER,
			labels: ['bugsink', 'triaged'],
			createdAt: START - 40 * DAY,
			updatedAt: START - 40 * DAY,
			...seed,
		});
	}

	/** Method and path of what arrived since the last call of this. */
	calls(): string[] {
		return this.github.requests
			.splice(0)
			.map(({ method, path }) => `${method} ${path.replace(/^\/api\/v3/, '')}`);
	}
}

/** The destination as another n8n process has it, with a memory of its own of what is under way. */
export function anotherProcess(): typeof githubIssues {
	let fresh: typeof githubIssues | undefined;
	jest.isolateModules(() => {
		// eslint-disable-next-line @typescript-eslint/no-require-imports -- a second copy of the module
		const module = require('../../../nodes/BugsinkGithubIssues/githubIssues') as {
			githubIssues: typeof githubIssues;
		};
		fresh = module.githubIssues;
	});
	if (fresh === undefined) throw new Error('The module was not loaded');
	return fresh;
}

/** An alert of a few seconds ago. */
export const alertOf = (parts: Partial<AlertParts> = {}): Alert => realistic({ ...AGO, ...parts });

/** Another Bugsink issue for each number. */
export const numbered = (index: number, parts: Partial<AlertParts> = {}): Alert =>
	anyNumbered(index, { ...AGO, ...parts });

export function regressed(parts: Partial<AlertParts> = {}): Alert {
	return alertOf({
		reason: 'REGRESSED',
		firstSeen: new Date(START - 40 * DAY).toISOString(),
		eventCount: 42,
		...parts,
	});
}

export const unmuted = (parts: Partial<AlertParts> = {}): Alert =>
	alertOf({ reason: 'UNMUTED', unmuteReason: '10 events in an hour', eventCount: 17, ...parts });

export const closedDaysAgo = (days: number, more: GithubSeed = {}): GithubSeed => ({
	state: 'closed',
	stateReason: 'completed',
	closedAt: START - days * DAY,
	updatedAt: START - days * DAY,
	...more,
});
