import { isObject, text, type JsonObject } from '../shared/alert/fields';
import { SEARCH, type JiraApi } from './api';
import {
	jiraTime,
	PROPERTY,
	TICKET_FIELDS,
	toTicket,
	type JiraTicket,
	type Reading,
} from './tickets';
import { meansDone, meansDuplicate, meansWontDo } from './words';

/** Tickets on one page, and pages that are read: a fingerprint has a handful of tickets. */
const PAGE = 100;
const MAX_PAGES = 10;
/** The most that one request for issues takes (https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-bulkfetch-post). */
const MOST_AT_ONCE = 100;
/** Hundreds of keys after the newest indexed one that are looked at. */
const MAX_ROUNDS = 3;
/** If one of so many at the end of a hundred is there, the next hundred is looked at too. */
const LAST_KEYS = 10;

/** A string in JQL. Fingerprints and keys have nothing to escape; this does not rely on it. */
const quoted = (value: string) => `"${value.replace(/[\\"]/g, '\\$&')}"`;

const numberIn = (key: string) => Number(/-(\d+)$/.exec(key)?.[1] ?? 0);

/** A fingerprint as Bugsink's ids make it; a label such as `bugsink-production` is a person's. */
const isOfIssue = (fingerprint: string) => /^bugsink-([0-9a-f-]{32,36}|\d+)$/.test(fingerprint);

/** Looks for tickets on one site, for the node of one project. */
export class JiraSearch {
	constructor(
		private readonly api: JiraApi,
		private readonly reading: Reading,
		/** Empty for the operation Resolve. */
		private readonly projectKey: string,
	) {}

	/**
	 * The tickets with one of these fingerprints as label, in any project (tickets get moved,
	 * prometheus-community/jiralert#159), as Jira's index has them: seconds to minutes behind.
	 */
	async byLabels(fingerprints: string[]): Promise<JiraTicket[]> {
		const list = fingerprints.map(quoted).join(', ');
		const labels = fingerprints.length === 1 ? `labels = ${list}` : `labels in (${list})`;
		return await this.search(`${labels} ORDER BY created DESC`, MAX_PAGES);
	}

	/** The tickets with these ids as they are now; one that is gone is missing. */
	async byIds(ids: string[]): Promise<JiraTicket[]> {
		const issues = await this.fetch(ids, TICKET_FIELDS);
		const tickets = issues.map((issue) => toTicket(issue, this.reading));
		const bare = tickets.filter(({ fingerprints }) => !fingerprints.some(isOfIssue));
		// People take away labels, and tickets from before the property have nothing else.
		const refs = bare.map(({ ref }) => ref);
		for (const issue of await this.fetch(refs, ['description'])) {
			const ticket = bare.find(({ ref }) => ref === text(issue.id));
			const named = /\/issues\/issue\/([0-9a-f-]{36})/i.exec(JSON.stringify(issue.fields))?.[1];
			if (named !== undefined) ticket?.fingerprints.push(`bugsink-${named.toLowerCase()}`);
		}
		// Without any sign of an alert it is another site's id.
		return tickets.filter(({ fingerprints }) => fingerprints.length > 0);
	}

	/**
	 * The newest tickets of the project, read from the data and not from the index: keys of a project
	 * count up by one, so those after the newest one that is indexed are asked for by key. A project in
	 * which more than 300 tickets are created within the index's lag is beyond its reach.
	 */
	async newest(): Promise<JiraTicket[]> {
		const found = await this.search(`project = ${quoted(this.projectKey)} ORDER BY key DESC`, 1);
		// The project may have a new key by now.
		const prefix = found[0]?.key.replace(/\d+$/, '') ?? `${this.projectKey}-`;
		let number = Math.max(0, ...found.map(({ key }) => numberIn(key)));
		for (let round = 0; round < MAX_ROUNDS; round++) {
			const first = number + 1;
			const keys = Array.from({ length: MOST_AT_ONCE }, (_, index) => `${prefix}${first + index}`);
			const issues = await this.fetch(keys, TICKET_FIELDS);
			found.push(...issues.map((issue) => toTicket(issue, this.reading)));
			number += MOST_AT_ONCE;
			// Of the last ones some may have been deleted or moved.
			if (!issues.some(({ key }) => numberIn(text(key)) > number - LAST_KEYS)) break;
		}
		return found;
	}

	private async search(jql: string, pages: number): Promise<JiraTicket[]> {
		const found: JsonObject[] = [];
		let nextPageToken = '';
		for (let page = 0; page < pages; page++) {
			const { answer, entries } = await this.api.list('POST', SEARCH, 'issues', {
				jql,
				fields: TICKET_FIELDS,
				properties: [PROPERTY],
				maxResults: PAGE,
				...(nextPageToken === '' ? {} : { nextPageToken }),
			});
			found.push(...entries);
			nextPageToken = text(answer.nextPageToken);
			if (nextPageToken === '' || answer.isLast === true) break;
		}
		return found.map((issue) => toTicket(issue, this.reading));
	}

	private async fetch(idsOrKeys: string[], fields: string[]): Promise<JsonObject[]> {
		const found: JsonObject[] = [];
		for (let first = 0; first < idsOrKeys.length; first += MOST_AT_ONCE) {
			const { entries } = await this.api.list('POST', '/issue/bulkfetch', 'issues', {
				issueIdsOrKeys: idsOrKeys.slice(first, first + MOST_AT_ONCE),
				fields,
				properties: [PROPERTY],
			});
			found.push(...entries);
		}
		return found;
	}
}

/** An account that changed status or resolution of a ticket. */
export interface Mover {
	accountId: string;
	/** A bot or another app, not a person. */
	isApp: boolean;
}

/** A change of status or resolution. */
export interface JiraMove {
	/** `name` is the display name. */
	by: Mover & { name: string };
	/** Milliseconds since 1970; NaN if Jira does not say. */
	at: number;
	/** What was before; empty if that did not change, or was not set. */
	before: { status: string; resolution: string };
}

/** Who did what `movesOf` gives. */
export async function moversOf(api: JiraApi, id: string): Promise<Mover[]> {
	const moves = await movesOf(api, id);
	return moves.map(({ by: { accountId, isApp } }) => ({ accountId, isApp }));
}

/**
 * The changes of status or resolution, the last one at the end; of a long change log its last page.
 *
 * @param id of the ticket.
 * @throws {DeliveryFailure} also for a token that may not read the change log.
 */
export async function movesOf(api: JiraApi, id: string): Promise<JiraMove[]> {
	const page = async (startAt: number) =>
		await api.list('GET', `/issue/${id}/changelog?startAt=${startAt}&maxResults=${PAGE}`, 'values');
	const first = await page(0);
	const total = Number(first.answer.total);
	const { entries } = total > PAGE ? await page(total - PAGE) : first;
	return entries.flatMap((entry) => {
		const items = Array.isArray(entry.items) ? entry.items.filter(isObject) : [];
		const moves = items.filter(({ field }) => field === 'status' || field === 'resolution');
		if (moves.length === 0) return [];
		const author = isObject(entry.author) ? entry.author : {};
		const before = (name: string) => text(moves.find(({ field }) => field === name)?.fromString);
		return {
			by: {
				accountId: text(author.accountId),
				name: text(author.displayName),
				// https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-users/
				isApp: author.accountType === 'app',
			},
			at: jiraTime(text(entry.created)),
			before: { status: before('status'), resolution: before('resolution') },
		};
	});
}

/** Whether a ticket was closed before. The log has no categories: a resolution tells it, or the status' name. */
export function wasClosed({ before: { resolution, status } }: JiraMove, wontDoNames: string[]) {
	if (resolution !== '' || meansDuplicate(status)) return true;
	return meansDone(status, wontDoNames) || meansWontDo(status, wontDoNames);
}
