import type { Alert } from '../../../../nodes/shared/alert/alert';
import {
	factsOf,
	markedTitle,
	stackTraceText,
	whatHappened,
} from '../../../../nodes/shared/alert/describe';
import { isObject, text, type JsonObject } from '../../../../nodes/shared/alert/fields';
import { DeliveryFailure } from '../../../../nodes/shared/delivery/failure';
import { jsonOf, jsonRequest, type HttpRequest } from '../../../../nodes/shared/delivery/http';
import type { Job } from '../../../../nodes/shared/destination';
import { cut } from '../../../../nodes/shared/text/cut';
import type { Ticket } from '../../../../nodes/shared/tracker/ticket';
import type { Created, Tracker, Wanted } from '../../../../nodes/shared/tracker/tracker';
import type { GitlabSettings } from './gitlab';

/** https://docs.gitlab.com/user/project/issues/create_issues/ */
const MAX_TITLE = 255;
const PAGE = 100;
/** A label says it: GitLab itself knows only open, closed and duplicate. */
const WONT_DO = /^(won.?t.?(do|fix)|not planned|by design|declined|rejected|invalid)$/i;

/** A new issue. Everything from the alert stands in code, where GitLab interprets nothing. Pure. */
export function issueOf(alert: Alert, follows?: Ticket) {
	const title = cut(markedTitle(alert), MAX_TITLE);
	const earlier = follows === undefined ? '' : `\n\nSee #${follows.key}, which was closed.`;
	const description = descriptionOf(alert) + earlier;
	const fields = { title: title.text, description, labels: `bugsink,${alert.fingerprint}` };
	return { fields, truncated: title.wasCut ? ['title'] : [] };
}

function descriptionOf(alert: Alert): string {
	const facts = factsOf(alert).map(({ label, value }) => `${label}: ${value}`);
	const parts = [alert.errorMessage, stackTraceText(alert.event), ...facts].filter(Boolean);
	const indented = parts.join('\n\n').replace(/^/gm, '    ');
	const link = alert.issueUrl === null ? '' : `\n\n<${alert.issueUrl}>`;
	return `${whatHappened(alert)}\n\n${indented}${link}`;
}

/** GitLab's REST API for one alert (https://docs.gitlab.com/api/issues/). */
export class GitlabTracker implements Tracker<Ticket> {
	readonly noun = 'issue';
	readonly looksAfterCreate = true;
	readonly place: string;
	readonly warnings: string[] = [];

	constructor(private readonly job: Job<GitlabSettings>) {
		this.place = job.settings.projectUrl;
	}

	memoryKey(fingerprint: string): string {
		return `${this.place} ${fingerprint}`;
	}

	belongs(): boolean {
		return true;
	}

	shown({ ref }: Ticket): JsonObject {
		return { iid: Number(ref) };
	}

	async recall(refs: string[]): Promise<Map<string, Ticket>> {
		const iids = refs.map((ref) => `iids[]=${ref}`).join('&');
		const issues = await this.list(`/issues?${iids}&per_page=${PAGE}`);
		return new Map(issues.map(toTicket).map((ticket) => [ticket.ref, ticket]));
	}

	async search(wanted: Wanted[]): Promise<Ticket[]> {
		const found: Ticket[] = [];
		for (const { fingerprint } of wanted) {
			const issues = await this.list(`/issues?labels=${fingerprint}&per_page=${PAGE}`);
			found.push(...issues.map(toTicket));
		}
		return found;
	}

	async latest(since: number): Promise<Ticket[]> {
		const query = `labels=bugsink&created_after=${new Date(since).toISOString()}&per_page=${PAGE}`;
		return (await this.list(`/issues?${query}`)).map(toTicket);
	}

	async closedByBot({ ref }: Ticket): Promise<boolean> {
		const issue = await this.object('GET', `/issues/${ref}`);
		const by = isObject(issue.closed_by) ? text(issue.closed_by.username) : '';
		// https://docs.gitlab.com/user/project/settings/project_access_tokens/#bot-users-for-projects
		return /^(project|group)_\d+_bot|-bot$/.test(by);
	}

	async create(
		alert: Alert,
		follows: Ticket | undefined,
		others: Ticket[],
	): Promise<Created<Ticket>> {
		const { fields, truncated } = issueOf(alert, follows);
		const startedAt = this.job.delivery.clock.now() - 600_000;
		const isNew = ({ fingerprints, ref }: Ticket) =>
			fingerprints.includes(alert.fingerprint) && !others.some((other) => other.ref === ref);
		const lookAgain = async () => (await this.latest(startedAt)).find(isNew);
		const request = this.request('POST', '/issues', fields);
		const { response, found } = await this.job.delivery.send(request, { lookAgain });
		return { ticket: found ?? toTicket(jsonOf(response) as JsonObject), truncated };
	}

	async comment({ ref }: Ticket, alert: Alert, since: number | undefined): Promise<boolean> {
		const body = descriptionOf(alert);
		const path = `/issues/${ref}/notes`;
		const isThere = async (from: number) =>
			(await this.list(`${path}?sort=desc&per_page=${PAGE}`)).some(
				(note) => note.body === body && Date.parse(text(note.created_at)) >= from,
			);
		if (since !== undefined && (await isThere(since))) return false;
		const startedAt = this.job.delivery.clock.now();
		const lookAgain = async () => (await isThere(startedAt)) || undefined;
		await this.job.delivery.send(this.request('POST', path, { body }), { lookAgain });
		return true;
	}

	async update({ ref }: Ticket, alert: Alert): Promise<string[]> {
		const { fields, truncated } = issueOf(alert);
		const { title, description, labels } = fields;
		await this.object('PUT', `/issues/${ref}`, { title, description, add_labels: labels });
		return truncated;
	}

	async reopen({ ref }: Ticket): Promise<void> {
		await this.object('PUT', `/issues/${ref}`, { state_event: 'reopen' });
	}

	async close({ ref }: Ticket): Promise<void> {
		await this.object('PUT', `/issues/${ref}`, { state_event: 'close' });
	}

	async closeAsDuplicate({ ref }: Ticket, of: Ticket): Promise<void> {
		// A quick action closes it and links the two (https://docs.gitlab.com/user/project/quick_actions/).
		await this.object('POST', `/issues/${ref}/notes`, { body: `/duplicate #${of.key}` });
	}

	private request(method: HttpRequest['method'], path: string, body?: unknown): HttpRequest {
		const url = this.place + path;
		return body === undefined ? { method, url, headers: {} } : jsonRequest(method, url, body);
	}

	/** @throws {DeliveryFailure} also for an answer that is not what was asked for. */
	private async ask<T>(
		method: HttpRequest['method'],
		path: string,
		isRight: (answer: unknown) => boolean,
		body?: unknown,
	): Promise<T> {
		const response = await this.job.delivery.request(this.request(method, path, body));
		const answer = jsonOf(response);
		if (isRight(answer)) return answer as T;
		throw new DeliveryFailure('GitLab answered with something else than was asked for', {
			errorType: 'UnexpectedError',
			hint: "Check 'GitLab URL' in the credential: another server may have answered.",
			statusCode: response.statusCode,
			responseText: response.body,
		});
	}

	private async list(path: string): Promise<JsonObject[]> {
		return (await this.ask<unknown[]>('GET', path, Array.isArray)).filter(isObject);
	}

	private async object(method: HttpRequest['method'], path: string, body?: unknown) {
		return await this.ask<JsonObject>(method, path, isObject, body);
	}
}

function toTicket(issue: JsonObject): Ticket {
	const labels = Array.isArray(issue.labels) ? issue.labels.map(String) : [];
	const wontDo = labels.find((label) => WONT_DO.test(label));
	const isOpen = issue.state === 'opened';
	const isDuplicate = isObject(issue._links) && !!issue._links.closed_as_duplicate_of;
	const closedAt = Date.parse(text(issue.closed_at));
	return {
		ref: String(issue.iid),
		key: String(issue.iid),
		name: `#${String(issue.iid)}`,
		url: text(issue.web_url),
		isOpen,
		closedAs: isOpen ? null : isDuplicate ? 'duplicate' : wontDo ? 'wontDo' : 'done',
		closedReason: wontDo ?? '',
		closedAt: isOpen || Number.isNaN(closedAt) ? null : closedAt,
		createdAt: Date.parse(text(issue.created_at)),
		creator: isObject(issue.author) ? text(issue.author.username) : '',
		fingerprints: labels.filter((label) => label.startsWith('bugsink-')),
		isMarked: false,
		wasReopened: isOpen && isDuplicate,
	};
}
