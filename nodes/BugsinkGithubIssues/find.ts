import type { Alert } from '../shared/alert/alert';
import { jsonOf } from '../shared/delivery/http';
import { getFollowing, githubRequest, objectOf, objectsIn, searchPace } from './api';
import { isoSeconds, listedSince, PAGE, type Listing } from './listing';
import { fingerprintMarker, markerSafe } from './markdown';
import { homeOf, ticketOf, type Github, type Ticket } from './ticket';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** How far the search may be behind the data, and the clocks apart. */
const MARGIN = 10 * MINUTE;
/** Issues that one n8n process remembers, all workflows together. */
const MAX_REMEMBERED = 2_000;

/**
 * Of the workflow's memory, parallel executions keep only what the last one to end wrote: in a burst
 * nearly every alert would be searched for, and GitHub allows 30 searches a minute.
 */
const inThisProcess = new Map<string, string>();

/** The issues on GitHub that carry an alert's fingerprint, with their present state. */
export interface Found {
	tickets: Ticket[];
	/** Whether there was certainly no other at that moment. */
	isExact: boolean;
}

/**
 * Looks with at most three requests, however many issues there are: the one that is remembered, the
 * list of what changed lately (exact, but long) and the search for what is older (short, but behind:
 * getsentry/sentry-cocoa#8144).
 */
export async function findTickets(github: Github, alert: Alert): Promise<Found> {
	const now = github.delivery.clock.now();
	const remembered = await recall(github, alert);
	if (remembered?.isOpen) {
		// Beside a new one another process may have made its double; an old one has none.
		const isHere = remembered.repository.toLowerCase() === github.repository.toLowerCase();
		const isNew = isHere && now - remembered.createdAt < MARGIN;
		// Without the list the alert still goes where it belongs.
		const listing = isNew
			? await listedSince(github, remembered.createdAt - MARGIN).catch(() => undefined)
			: undefined;
		return { tickets: merged([], listing, remembered, alert), isExact: false };
	}

	const born = birthOf(alert, now);
	const since = Math.min(now, born ?? now) - MARGIN;
	const listing = await listedSince(github, since);
	// No issue is older than the error that it is about, so the list alone tells.
	const isExact = born !== undefined && listing.from <= since;
	const searched = isExact ? [] : await search(github, alert);
	return { tickets: merged(searched, listing, remembered, alert), isExact };
}

/** One entry an issue, the latest knowledge of it; the list is later than the search. */
function merged(
	searched: Ticket[],
	listing: Listing | undefined,
	remembered: Ticket | undefined,
	alert: Alert,
): Ticket[] {
	const marker = fingerprintMarker(alert.fingerprint);
	const listed = [...(listing?.tickets.values() ?? [])].filter(({ body }) => body.includes(marker));
	const found = new Map<string, Ticket>();
	for (const ticket of [...searched, ...listed, ...(remembered ? [remembered] : [])]) {
		found.set(`${ticket.repository}#${ticket.number}`.toLowerCase(), ticket);
	}
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

/** Takes note of an issue for this execution, for those beside it and for later ones. */
export function remember(github: Github, alert: Alert, ticket: Ticket): void {
	const key = memoryKey(github, alert.fingerprint);
	const noted = `${ticket.number}:${ticket.id}`;
	github.memory.set(key, noted);
	inThisProcess.delete(key);
	inThisProcess.set(key, noted);
	const [oldest] = inThisProcess.keys();
	if (inThisProcess.size > MAX_REMEMBERED) inThisProcess.delete(oldest);
}

/** The issue that was noted for the fingerprint, wherever it was moved; undefined if it is gone. */
async function recall(github: Github, alert: Alert): Promise<Ticket | undefined> {
	const key = memoryKey(github, alert.fingerprint);
	const noted = /^(\d+):(\d+)$/.exec(inThisProcess.get(key) ?? github.memory.get(key) ?? '');
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

async function search(github: Github, alert: Alert): Promise<Ticket[]> {
	const { apiUrl, accessToken, repository, delivery } = github;
	const marker = fingerprintMarker(alert.fingerprint);
	const request = githubRequest(apiUrl, 'GET', '/search/issues', {
		query: {
			q: `repo:${repository} "${markerSafe(alert.fingerprint)}" in:body is:issue`,
			per_page: '20',
		},
	});
	// A search that ran out of time says so; most succeed at once when asked again.
	for (let attempt = 1; ; attempt++) {
		const response = await delivery.request(request, { pace: searchPace(apiUrl, accessToken) });
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
 * The issues with the alert's fingerprint that were created since `startedAt` (ms since 1970): the
 * list is current at once. It is asked without the label, which GitHub drops where the token may not
 * push.
 */
export async function createdSince(
	github: Github,
	alert: Alert,
	startedAt: number,
): Promise<Ticket[]> {
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
		.filter((ticket) => ticket.body.includes(marker));
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
