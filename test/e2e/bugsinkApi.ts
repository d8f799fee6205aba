/** Bugsink's canonical REST API, as far as the tests use it. Every path ends with a slash. */

export interface BugsinkIssue {
	id: string;
	friendly_id: string;
	project: number;
	calculated_type: string;
	calculated_value: string;
	digested_event_count: number;
	is_resolved: boolean;
	is_muted: boolean;
}

export interface BugsinkProject {
	id: number;
	name: string;
	slug: string;
	dsn: string;
}

export type Period = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

export class BugsinkApi {
	constructor(
		private readonly url: string,
		private readonly token: string,
	) {}

	/** One request; throws with Bugsink's answer unless it succeeded. `path` is below /api/canonical/0/. */
	async request<T>(method: string, path: string, body?: unknown): Promise<T> {
		const response = await fetch(`${this.url}/api/canonical/0/${path}`, {
			method,
			headers: { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/json' },
			body: body === undefined ? undefined : JSON.stringify(body),
			signal: AbortSignal.timeout(30_000),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
		return (text === '' ? undefined : JSON.parse(text)) as T;
	}

	async createTeam(name: string): Promise<{ id: string }> {
		return await this.request('POST', 'teams/', { name });
	}

	async createProject(team: string, name: string): Promise<BugsinkProject> {
		const created = await this.request<{ id: number }>('POST', 'projects/', { team, name });
		return await this.request('GET', `projects/${created.id}/`);
	}

	/** The project's issues, oldest first. */
	async issues(project: number): Promise<BugsinkIssue[]> {
		const query = `project=${project}&sort=digest_order&order=asc`;
		return (await this.request<{ results: BugsinkIssue[] }>('GET', `issues/?${query}`)).results;
	}

	async issue(id: string): Promise<BugsinkIssue> {
		return await this.request('GET', `issues/${id}/`);
	}

	async resolve(id: string): Promise<BugsinkIssue> {
		return await this.request('POST', `issues/${id}/resolve/`);
	}

	async mute(id: string): Promise<BugsinkIssue> {
		return await this.request('POST', `issues/${id}/mute/`);
	}

	/** Muted until the time is over; the next event after that unmutes it. */
	async muteFor(id: string, periods: number, period: Period): Promise<BugsinkIssue> {
		return await this.request('POST', `issues/${id}/mute-for/`, {
			period_name: period,
			nr_of_periods: periods,
		});
	}

	/** Muted until `events` events arrive within the period. */
	async muteUntil(
		id: string,
		events: number,
		periods: number,
		period: Period,
	): Promise<BugsinkIssue> {
		return await this.request('POST', `issues/${id}/mute-until/`, {
			period_name: period,
			nr_of_periods: periods,
			gte_threshold: events,
		});
	}
}
