import type { Alert } from '../shared/alert/alert';
import { jsonOf } from '../shared/delivery/http';
import { getFollowing, githubRequest, objectOf, objectsIn, searchPace } from './api';
import { fingerprintMarker, markerSafe } from './markdown';
import { MARKER_LABEL } from './settings';
import { homeOf, ticketOf, type Github, type Ticket } from './ticket';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** How far the search may be behind the data, and the clocks apart. */
const MARGIN = 10 * MINUTE;
/** How long a list serves the other items of the execution. */
const FRESH = 30_000;
const PAGE = 100;

/** What was listed in this execution: everything with the marker label that changed since `from`. */
interface Listing {
	/** ms since 1970; nothing that changed later is missing. */
	from: number;
	/** When it was listed, in ms since 1970. */
	at: number;
	/** The latest change in it, by GitHub's clock. */
	newest: number | undefined;
	tickets: Map<number, Ticket>;
}

/**
 * The issues on GitHub that carry the alert's fingerprint, with their present state. At most three
 * requests, however many issues there are: the one that is remembered, the list of what changed lately
 * (exact, but long) and the search for what is older (short, but behind:
 * getsentry/sentry-cocoa#8144).
 */
export async function findTickets(github: Github, alert: Alert): Promise<Ticket[]> {
	const remembered = await recall(github, alert);
	if (remembered?.isOpen) return [remembered];

	const now = github.delivery.clock.now();
	const born = birthOf(alert, now);
	const since = Math.min(now, born ?? now) - MARGIN;
	const listing = await listedSince(github, since);
	const marker = fingerprintMarker(alert.fingerprint);
	const found = new Map<number, Ticket>();
	// No issue is older than the error that it is about, so the list alone tells.
	const isExact = born !== undefined && listing.from <= since;
	if (!isExact) for (const ticket of await search(github, alert)) found.set(ticket.number, ticket);
	for (const ticket of listing.tickets.values()) {
		if (ticket.body.includes(marker)) found.set(ticket.number, ticket);
	}
	if (remembered && remembered.repository.toLowerCase() !== github.repository.toLowerCase()) {
		return [remembered, ...found.values()];
	}
	if (remembered) found.set(remembered.number, remembered);
	return [...found.values()];
}

/** When the error was first seen, if nothing of this fingerprint can be older and it was not long ago. */
function birthOf(alert: Alert, now: number): number | undefined {
	const isFirst = alert.reason === 'NEW' && alert.fingerprint === `bugsink-${alert.issueId}`;
	const firstSeen = alert.firstSeen === null ? NaN : Date.parse(alert.firstSeen);
	return isFirst && !alert.isTest && now - firstSeen < DAY ? firstSeen : undefined;
}

function memoryKey({ apiUrl, configured }: Github, fingerprint: string): string {
	return `${new URL(apiUrl).host}/${configured}#${markerSafe(fingerprint)}`.toLowerCase();
}

/** Takes note of an issue for this execution and for later ones. */
export function remember(github: Github, alert: Alert, ticket: Ticket): void {
	github.memory.set(memoryKey(github, alert.fingerprint), `${ticket.number}:${ticket.id}`);
}

/** The issue that was noted for the fingerprint, wherever it was moved; undefined if it is gone. */
async function recall(github: Github, alert: Alert): Promise<Ticket | undefined> {
	const noted = /^(\d+):(\d+)$/.exec(github.memory.get(memoryKey(github, alert.fingerprint)) ?? '');
	if (noted === null) return undefined;
	const [, number, id] = noted;
	const { apiUrl, repository, delivery } = github;
	const { response, wasRedirected } = await getFollowing(
		delivery,
		githubRequest(apiUrl, 'GET', `/repos/${repository}/issues/${number}`),
		[404, 410],
	);
	const issue = objectOf(response);
	const ticket = ticketOf(issue, homeOf(issue) ?? repository);
	// The number is another issue's if the repository was made anew; a transferred issue has a new id.
	if (ticket === undefined || (String(ticket.id) !== id && !wasRedirected)) return undefined;
	if (ticket.repository.toLowerCase() !== repository.toLowerCase()) {
		github.warnings.push(`The issue is now in ${ticket.repository}`);
	}
	return ticket;
}

/** One list for all items of an execution: renewed when it is old, waited for while it is under way. */
async function listedSince(github: Github, since: number): Promise<Listing> {
	const key = `listing of ${github.apiUrl} ${github.configured}`;
	const earlier = github.shared.get(key) as Promise<Listing> | undefined;
	const listing = renewed(github, since, earlier);
	github.shared.set(key, listing);
	const result = await listing;
	useNewName(github);
	return result;
}

async function renewed(
	github: Github,
	since: number,
	earlier: Promise<Listing> | undefined,
): Promise<Listing> {
	const known = await earlier?.catch(() => undefined);
	const now = github.delivery.clock.now();
	const covers = known !== undefined && known.from <= since;
	if (covers && now - known.at < FRESH) return known;
	const from = covers ? (known.newest ?? known.from) : since;
	const changed = await list(github, from);
	// A full page ends at its oldest change; what is older is left to the search.
	const isWhole = changed.count < PAGE;
	const reached = isWhole ? from : (changed.oldest ?? from);
	const continues = covers && reached <= from;
	const tickets = new Map(continues ? known.tickets : []);
	for (const ticket of changed.tickets) tickets.set(ticket.number, ticket);
	return {
		from: continues ? known.from : reached,
		at: now,
		newest: changed.newest ?? (continues ? known.newest : undefined),
		tickets,
	};
}

interface Page {
	tickets: Ticket[];
	/** With the pull requests among them. */
	count: number;
	newest: number | undefined;
	oldest: number | undefined;
}

async function list(github: Github, since: number): Promise<Page> {
	useNewName(github);
	const request = githubRequest(github.apiUrl, 'GET', `/repos/${github.repository}/issues`, {
		query: {
			...(isLabelDropped(github) ? {} : { labels: MARKER_LABEL }),
			state: 'all',
			since: isoSeconds(since),
			sort: 'updated',
			direction: 'desc',
			per_page: String(PAGE),
		},
	});
	const { response, url, wasRedirected } = await getFollowing(github.delivery, request);
	if (wasRedirected) await learnNewName(github, url);
	const issues = objectsIn(jsonOf(response));
	const times = issues.map((issue) => Date.parse(String(issue.updated_at))).filter(Number.isFinite);
	return {
		tickets: issues.flatMap((issue) => ticketOf(issue, github.repository) ?? []),
		count: issues.length,
		newest: times.length === 0 ? undefined : Math.max(...times),
		oldest: times.length === 0 ? undefined : Math.min(...times),
	};
}

/** Where the token may not push, GitHub drops the marker label too: the list has to do without it. */
export function noteDroppedLabel(github: Github): void {
	github.memory.set(droppedLabelKey(github), 'yes');
}

function isLabelDropped(github: Github): boolean {
	return github.memory.get(droppedLabelKey(github)) !== undefined;
}

function droppedLabelKey({ apiUrl, configured }: Github): string {
	return `${new URL(apiUrl).host}/${configured} without label`.toLowerCase();
}

/** Reads the new name from what a redirect led to: writing would not follow it. */
async function learnNewName(github: Github, url: string): Promise<void> {
	const base = /^(.*\/(?:repositories\/\d+|repos\/[^/]+\/[^/]+))(?:[/?]|$)/.exec(url)?.[1];
	if (base === undefined) return;
	const request = { ...githubRequest(github.apiUrl, 'GET', ''), url: base };
	const name = objectOf(await github.delivery.request(request)).full_name;
	if (typeof name !== 'string' || !/^[\w-]+\/[\w.-]+$/.test(name)) return;
	github.shared.set(newNameKey(github), name);
	useNewName(github);
}

function newNameKey({ apiUrl, configured }: Github): string {
	return `new name of ${apiUrl} ${configured}`;
}

function useNewName(github: Github): void {
	const name = github.shared.get(newNameKey(github));
	if (typeof name !== 'string' || name === github.repository) return;
	github.repository = name;
	github.warnings.push(
		`The repository ${github.configured} is now called ${name}: change 'Repository' in this node`,
	);
}

async function search(github: Github, alert: Alert): Promise<Ticket[]> {
	const { apiUrl, repository, delivery } = github;
	const marker = fingerprintMarker(alert.fingerprint);
	const request = githubRequest(apiUrl, 'GET', '/search/issues', {
		query: {
			q: `repo:${repository} "${markerSafe(alert.fingerprint)}" in:body is:issue`,
			per_page: '20',
		},
	});
	// A search that ran out of time says so; most succeed at once when asked again.
	for (let attempt = 1; ; attempt++) {
		const response = await delivery.request(request, { pace: searchPace(apiUrl) });
		const body = objectOf(response);
		const tickets = objectsIn(body.items)
			.flatMap((issue) => ticketOf(issue, repository) ?? [])
			.filter((ticket) => ticket.body.includes(marker));
		if (tickets.length > 0 || body.incomplete_results !== true) return tickets;
		if (attempt === 2) {
			github.warnings.push(
				"GitHub's search did not finish: an older issue for this alert may have been missed",
			);
			return [];
		}
	}
}

/**
 * The issue that a create without an answer made after all: the list is current at once. It is asked
 * without the label, which GitHub drops where the token may not push.
 */
export async function findJustCreated(
	github: Github,
	alert: Alert,
	startedAt: number,
	known: number[],
): Promise<Ticket | undefined> {
	const { apiUrl, repository, delivery } = github;
	const request = githubRequest(apiUrl, 'GET', `/repos/${repository}/issues`, {
		query: {
			state: 'all',
			since: isoSeconds(startedAt - MARGIN),
			sort: 'created',
			direction: 'desc',
			per_page: String(PAGE),
		},
	});
	const marker = fingerprintMarker(alert.fingerprint);
	return objectsIn(jsonOf(await delivery.request(request)))
		.flatMap((issue) => ticketOf(issue, repository) ?? [])
		.find((ticket) => ticket.body.includes(marker) && !known.includes(ticket.number));
}

/** Whether a comment with this marker is there already, among those since the alert happened. */
export async function hasComment(
	github: Github,
	ticket: Ticket,
	marker: string,
	alert: Alert,
): Promise<boolean> {
	const lastSeen = alert.lastSeen === null ? NaN : Date.parse(alert.lastSeen);
	// Without a time the same words may come again some day, and then they are news.
	const since = (Number.isNaN(lastSeen) ? github.delivery.clock.now() - DAY : lastSeen) - MARGIN;
	const request = githubRequest(
		github.apiUrl,
		'GET',
		`/repos/${ticket.repository}/issues/${ticket.number}/comments`,
		{ query: { since: isoSeconds(since), per_page: String(PAGE) } },
	);
	return objectsIn(jsonOf(await github.delivery.request(request))).some(
		({ body }) => typeof body === 'string' && body.includes(marker),
	);
}

/** As GitHub writes times. */
function isoSeconds(time: number): string {
	return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}
