import { isObject, text, type JsonObject } from '../shared/alert/fields';
import { jsonOf } from '../shared/delivery/http';
import { refusalOf } from '../shared/tracker/refusal';
import { SEARCH, type JiraApi } from '../BugsinkJiraCloud/api';
import { MARKER_LABEL } from '../BugsinkJiraCloud/fields';
import { JiraSearch, movesOf, wasClosed, type JiraMove } from '../BugsinkJiraCloud/search';
import {
	isOfHome,
	jiraTime,
	PROPERTY,
	TICKET_FIELDS,
	toTicket,
	type JiraTicket,
	type Reading,
} from '../BugsinkJiraCloud/tickets';
import { isFingerprint } from './fingerprints';
import type { Account, Move, Source, WatchedTicket } from './source';

const MINUTE = 60_000;
const FIELDS = [...TICKET_FIELDS, 'summary'];
/** The most that one request for issues takes (https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-bulkfetch-post). */
const MOST_AT_ONCE = 100;
/** A page that has only ids may be as long (https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/#api-rest-api-3-search-jql-post). */
const IDS = 1_000;
/** Labels in one query. */
const LABELS = 50;

export type WatchedJiraTicket = WatchedTicket & JiraTicket;

/** A project of a Jira site, and our tickets that were moved out of it. */
export class JiraSource implements Source<WatchedJiraTicket> {
	readonly tracker = 'jiraCloud';
	readonly place: string;
	private readonly search: JiraSearch;
	private me: Promise<string> | undefined;

	constructor(
		private readonly api: JiraApi,
		private readonly reading: Reading,
		private readonly projectKey: string,
	) {
		this.place = `${reading.site} ${projectKey}`;
		this.search = new JiraSearch(api, reading, projectKey);
	}

	/**
	 * Jira counts minutes back by its own clock, so neither clocks nor time zones matter. A change within
	 * the category "done" moves only `updated`; a ticket without our label is found by its category.
	 */
	async changed(since: number, now: number): Promise<WatchedJiraTicket[]> {
		const minutes = Math.max(1, Math.ceil((now - since) / MINUTE));
		const ids = await this.ids(
			`(labels = "${MARKER_LABEL}" AND updated >= "-${minutes}m") OR ` +
				`(project = "${this.projectKey}" AND statusCategoryChangedDate >= "-${minutes}m")`,
		);
		return (await this.read(ids)).filter((ticket) => isOfHome(ticket, this.projectKey));
	}

	/** `changed` reads from the data. */
	async current(ticket: WatchedJiraTicket): Promise<WatchedJiraTicket> {
		return ticket;
	}

	async moves({ ref }: WatchedJiraTicket): Promise<Move[] | null> {
		let moves: JiraMove[] | null = null;
		await refusalOf(async () => (moves = await movesOf(this.api, ref)));
		const found = moves as JiraMove[] | null;
		return (
			found?.map((move) => ({
				at: move.at,
				by: { id: move.by.accountId, name: move.by.name, isBot: move.by.isApp },
				wasClosed: wasClosed(move, this.reading.wontDoNames),
			})) ?? null
		);
	}

	/** By the index, and of the project the newest tickets, which may not be in it yet. */
	async withFingerprints(fingerprints: string[]): Promise<WatchedJiraTicket[]> {
		const refs = new Set<string>();
		for (let first = 0; first < fingerprints.length; first += LABELS) {
			const labels = fingerprints.slice(first, first + LABELS).map((one) => `"${one}"`);
			for (const id of await this.ids(`labels in (${labels.join(', ')})`)) refs.add(id);
		}
		for (const { ref, ...newest } of await this.search.newest()) {
			if (newest.fingerprints.some((one) => fingerprints.includes(one))) refs.add(ref);
		}
		return await this.read([...refs]);
	}

	async isOwn({ id }: Account, { creator, isMarked }: WatchedJiraTicket): Promise<boolean> {
		if (id === '') return false;
		// The node that made the ticket may have another credential than this trigger.
		if (isMarked && id === creator) return true;
		this.me ??= this.myself();
		return (await this.me) === id;
	}

	/** Empty for a token that must not know. */
	private async myself(): Promise<string> {
		let accountId = '';
		await refusalOf(async () => {
			const answer = jsonOf(await this.api.request('GET', '/myself'));
			accountId = isObject(answer) ? text(answer.accountId) : '';
		});
		return accountId;
	}

	/** By key, so that no change between two pages moves a ticket to a page that was read before. */
	private async ids(where: string): Promise<string[]> {
		const found: string[] = [];
		let nextPageToken = '';
		do {
			const { answer, entries } = await this.api.list('POST', SEARCH, 'issues', {
				jql: `${where} ORDER BY key ASC`,
				fields: ['id'],
				maxResults: IDS,
				...(nextPageToken === '' ? {} : { nextPageToken }),
			});
			found.push(...entries.map(({ id }) => text(id)));
			nextPageToken = answer.isLast === true ? '' : text(answer.nextPageToken);
		} while (nextPageToken !== '');
		return [...new Set(found)];
	}

	private async read(ids: string[]): Promise<WatchedJiraTicket[]> {
		const issues: JsonObject[] = [];
		for (let first = 0; first < ids.length; first += MOST_AT_ONCE) {
			const { entries } = await this.api.list('POST', '/issue/bulkfetch', 'issues', {
				issueIdsOrKeys: ids.slice(first, first + MOST_AT_ONCE),
				fields: FIELDS,
				properties: [PROPERTY],
			});
			issues.push(...entries);
		}
		return issues
			.map((issue) => this.watched(issue))
			.filter(({ fingerprints }) => fingerprints.length > 0);
	}

	private watched(issue: JsonObject): WatchedJiraTicket {
		const ticket = toTicket(issue, this.reading);
		const fields = isObject(issue.fields) ? issue.fields : {};
		const nameOf = (field: unknown) => (isObject(field) ? text(field.name) : '');
		const changedAt = jiraTime(text(fields.statuscategorychangedate));
		return {
			...ticket,
			fingerprints: ticket.fingerprints.filter(isFingerprint),
			title: text(fields.summary),
			status: nameOf(fields.status),
			resolution: nameOf(fields.resolution),
			changedAt: Number.isNaN(changedAt) ? (ticket.closedAt ?? ticket.createdAt) : changedAt,
		};
	}
}
