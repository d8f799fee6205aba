/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import type { Alert, AlertParts } from '../../../nodes/shared/alert/alert';
import { toAlert } from '../../../nodes/shared/alert/toAlert';
import type { Clock } from '../../../nodes/shared/delivery/clock';
import { Delivery } from '../../../nodes/shared/delivery/delivery';
import { gateOf } from '../../../nodes/shared/delivery/gate';
import {
	NetworkFault,
	type HttpRequest,
	type Transport,
} from '../../../nodes/shared/delivery/http';
import type { Outcome } from '../../../nodes/shared/destination';
import { inOrder } from '../../../nodes/shared/node/inOrder';
import type { Memory } from '../../../nodes/shared/node/memory';
import { githubIssues } from '../../../nodes/BugsinkGithubIssues/githubIssues';
import type { GithubSettings } from '../../../nodes/BugsinkGithubIssues/settings';
import { startGithub, type GithubOptions, type GithubStandIn } from '../../standins/github';

/** 2026-08-03 12:00 UTC. */
export const START = Date.UTC(2026, 7, 3, 12);
export const MINUTE = 60_000;
export const DAY = 86_400_000;
export const ISSUE_ID = '0b1c4a52-6c0e-4d5f-9a51-3f0f2f0c7b11';

/** Time that stands still while requests are under way, and jumps to whoever wakes next. */
export class VirtualClock implements Clock {
	at = START;
	private inFlight = 0;
	private sleepers: Array<{ due: number; wake: () => void }> = [];

	now = () => this.at;
	random = () => 0.5;

	sleep(milliseconds: number): Promise<void> {
		return new Promise((wake) => {
			this.sleepers.push({ due: this.at + milliseconds, wake });
			this.settle();
		});
	}

	async during<T>(work: Promise<T>): Promise<T> {
		this.inFlight++;
		try {
			return await work;
		} finally {
			this.inFlight--;
			this.settle();
		}
	}

	private settle(): void {
		// Two turns: whoever goes on now may send or sleep first.
		setImmediate(() => setImmediate(() => this.wakeNext()));
	}

	private wakeNext(): void {
		if (this.inFlight > 0 || this.sleepers.length === 0) return;
		this.sleepers.sort((a, b) => a.due - b.due);
		const next = this.sleepers.shift();
		if (next === undefined) return;
		this.at = Math.max(this.at, next.due);
		next.wake();
		this.settle();
	}
}

/** What n8n's static data is for a workflow. */
export function mapMemory(): Memory & { entries: Map<string, string> } {
	const entries = new Map<string, string>();
	return {
		entries,
		get: (key) => entries.get(key),
		set: (key, value) => {
			entries.set(key, value);
		},
	};
}

/** A stand-in of GitHub and the destination before it, on one virtual clock. */
export class Rig {
	/** As a workflow keeps it over its executions. */
	memory = mapMemory();

	private constructor(
		readonly github: GithubStandIn,
		readonly clock: VirtualClock,
		readonly apiUrl: string,
	) {}

	static async start(options: GithubOptions & { enterprise?: boolean } = {}): Promise<Rig> {
		const clock = new VirtualClock();
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
		const gate = gateOf(this.clock);
		const shared = new Map<string, unknown>();
		const outcomes: Array<Outcome | Error> = [];
		await inOrder(
			alerts.map((alert, index) => ({ alert, index })),
			destination.concurrency,
			({ alert }) => alert.fingerprint,
			async ({ alert, index }) => {
				const delivery = new Delivery(destination.service, this.transport(), gate, this.clock, {
					maxAttempts: 3,
				});
				outcomes[index] = await destination.operations[operation]({
					alert,
					settings: this.settings(settings),
					delivery,
					memory: this.memory,
					shared,
				}).catch((error: Error) => error);
			},
		);
		return outcomes;
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

	/** Method and path of what arrived since the last call of this. */
	calls(): string[] {
		return this.github.requests
			.splice(0)
			.map(({ method, path }) => `${method} ${path.replace(/^\/api\/v3/, '')}`);
	}

	private transport(): Transport {
		return (request) => this.clock.during(this.fetch(request));
	}

	private async fetch({ method, url, headers, body }: HttpRequest) {
		try {
			const response = await fetch(url, {
				method,
				headers: { ...headers, authorization: `Bearer ${this.github.token}` },
				body,
				redirect: 'manual',
				signal: AbortSignal.timeout(2000),
			});
			return {
				statusCode: response.status,
				headers: Object.fromEntries(response.headers as unknown as Iterable<[string, string]>),
				body: await response.text(),
			};
		} catch (error) {
			const { name, cause } = error as Error & { cause?: { code?: string } };
			const code = name === 'TimeoutError' ? 'TIMEOUT' : (cause?.code ?? 'ECONNRESET');
			return await Promise.reject(new NetworkFault(code, String(error)));
		}
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

export function alertOf(parts: Partial<AlertParts> = {}): Alert {
	return toAlert('custom', {
		reason: 'NEW',
		title: 'ValueError: Invalid input',
		errorType: 'ValueError',
		errorMessage: 'Invalid input',
		issueId: ISSUE_ID,
		friendlyId: 'CHECKOUT-API-17',
		project: { id: 3, name: 'Checkout API' },
		transaction: '/api/orders/{id}',
		firstSeen: new Date(START - 5_000).toISOString(),
		lastSeen: new Date(START - 5_000).toISOString(),
		eventCount: 1,
		issueUrl: `https://bugsink.example.com/issues/issue/${ISSUE_ID}/event/last/`,
		bugsinkUrl: 'https://bugsink.example.com',
		...parts,
	});
}

/** Another Bugsink issue for each number. */
export function numbered(index: number, parts: Partial<AlertParts> = {}): Alert {
	const issueId = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
	return alertOf({ title: `Error ${index}`, issueId, ...parts });
}

export function regressed(parts: Partial<AlertParts> = {}): Alert {
	return alertOf({
		reason: 'REGRESSED',
		firstSeen: new Date(START - 40 * DAY).toISOString(),
		eventCount: 42,
		...parts,
	});
}
