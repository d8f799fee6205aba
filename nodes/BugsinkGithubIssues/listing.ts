import { text, type JsonObject } from '../shared/alert/fields';
import { issuesIn, objectOf } from './answer';
import { getFollowing, githubRequest, pacesOf } from './api';
import { MARKER_LABEL } from './settings';
import { ticketOf, type Github, type GithubTicket } from './ticket';

/** How long a list serves the other items of the execution. */
const FRESH = 30_000;
/** The most that GitHub lists at once. */
export const PAGE = 100;

/** What was listed in this execution: everything with the marker label that changed since `from`. */
export interface Listing {
	/** ms since 1970; nothing that changed later is missing. */
	from: number;
	/** When it was listed, in ms since 1970. */
	at: number;
	/** The latest change in it, by GitHub's clock. */
	newest: number | undefined;
	tickets: Map<number, GithubTicket>;
}

/** One list for all items of an execution: renewed when it is old, waited for while it is under way. */
export async function listedSince(github: Github, since: number): Promise<Listing> {
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
	// A full list ends at its oldest change; what is older is left to the search.
	const reached = changed.isWhole ? from : (changed.oldest ?? from);
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
	tickets: GithubTicket[];
	/** Nothing that changed since is missing. */
	isWhole: boolean;
	newest: number | undefined;
	oldest: number | undefined;
}

/** Pages that are read before the rest is left to the search, of which GitHub allows few. */
const MAX_PAGES = 3;

async function list(github: Github, since: number): Promise<Page> {
	const issues: JsonObject[] = [];
	let isWhole = false;
	for (let page = 1; page <= MAX_PAGES && !isWhole; page++) {
		const listed = await listPage(github, since, page);
		issues.push(...listed);
		isWhole = listed.length < PAGE;
	}
	const times = issues.map((issue) => Date.parse(text(issue.updated_at))).filter(Number.isFinite);
	return {
		tickets: issues.flatMap((issue) => ticketOf(issue, github.repository) ?? []),
		isWhole,
		newest: times.length === 0 ? undefined : Math.max(...times),
		oldest: times.length === 0 ? undefined : Math.min(...times),
	};
}

async function listPage(github: Github, since: number, page: number): Promise<JsonObject[]> {
	useNewName(github);
	const request = githubRequest(github.apiUrl, 'GET', `/repos/${github.repository}/issues`, {
		query: {
			...(isLabelDropped(github) ? {} : { labels: MARKER_LABEL }),
			state: 'all',
			since: isoSeconds(since),
			sort: 'updated',
			direction: 'desc',
			per_page: String(PAGE),
			...(page === 1 ? {} : { page: String(page) }),
		},
	});
	const { read } = pacesOf(github.apiUrl, github.accessToken);
	const { response, url, wasRedirected } = await getFollowing(github.delivery, request, read);
	if (wasRedirected) await learnNewName(github, url);
	return issuesIn(response);
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
	const base = /^(.*\/(?:repositories\/\d+|repos\/[^/]+\/[^/]+))\//.exec(url)?.[1];
	if (base === undefined) return;
	const request = githubRequest(base, 'GET', '');
	const pace = pacesOf(github.apiUrl, github.accessToken).read;
	const name = text(objectOf(await github.delivery.request(request, { pace })).full_name);
	if (!/^[\w-]+\/[\w.-]+$/.test(name)) return;
	github.shared.set(newNameKey(github), name);
	useNewName(github);
}

function newNameKey({ apiUrl, configured }: Github): string {
	return `new name of ${apiUrl} ${configured}`;
}

/** Takes the repository's new name, if this execution has learned one. */
export function useNewName(github: Github): void {
	const name = github.shared.get(newNameKey(github));
	if (typeof name !== 'string' || name === github.repository) return;
	github.repository = name;
	github.warnings.push(
		`The repository ${github.configured} is now called ${name}: change 'Repository' in this node`,
	);
}

/** As GitHub writes times. */
export function isoSeconds(time: number): string {
	return new Date(time).toISOString().replace(/\.\d+Z/, 'Z');
}
