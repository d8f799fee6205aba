import type { Wanted } from '../shared/tracker/tracker';
import { issueIn, issuesIn, objectOf } from './answer';
import { getFollowing, githubRequest, pacesOf } from './api';
import { listedSince } from './listing';
import { markerSafe } from './markdown';
import { repositoryOf, ticketOf, type Github, type GithubTicket } from './ticket';

/** How far lists may be behind the data, and the clocks apart, in ms. */
const MARGIN = 600_000;
/**
 * The issues with one of these fingerprints: one list of what changed lately for all of them (long,
 * seconds behind), and a search for those that may be older than the list reaches (short, but behind
 * by minutes: getsentry/sentry-cocoa#8144).
 */
export async function searchIssues(github: Github, wanted: Wanted[]): Promise<GithubTicket[]> {
	const now = github.delivery.clock.now();
	const births = wanted.map(({ bornAt }) => bornAt ?? now);
	const since = Math.min(now, ...births) - MARGIN;
	const listing = await listedSince(github, since);
	const found = new Map([...listing.tickets.values()].map((ticket) => [ticket.ref, ticket]));
	for (const { bornAt, fingerprint, isBeside } of wanted) {
		// No issue is older than the error that it is about, so the list alone tells.
		const isListed = bornAt !== undefined && listing.from <= bornAt - MARGIN;
		if (isListed || isBeside === true) continue;
		for (const ticket of await search(github, fingerprint)) {
			// The list is later than the search.
			if (!found.has(ticket.ref)) found.set(ticket.ref, ticket);
		}
	}
	return [...found.values()];
}

async function search(github: Github, fingerprint: string): Promise<GithubTicket[]> {
	const { apiUrl, accessToken, repository, delivery } = github;
	const request = githubRequest(apiUrl, 'GET', '/search/issues', {
		query: {
			q: `repo:${repository} "${markerSafe(fingerprint)}" in:body is:issue`,
			per_page: '20',
		},
	});
	// A search that ran out of time says so; most succeed at once when asked again.
	for (let attempt = 1; ; attempt++) {
		const pace = pacesOf(apiUrl, accessToken).search;
		const response = await delivery.request(request, { pace });
		const body = objectOf(response);
		const tickets = issuesIn(response, body.items)
			.flatMap((issue) => ticketOf(issue, repository) ?? [])
			.filter(({ fingerprints }) => fingerprints.includes(markerSafe(fingerprint)));
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
 * The issue that a ref names, as it is now and wherever it was moved; undefined if it is gone.
 *
 * @param ref `number:id`
 */
export async function recallIssue(github: Github, ref: string): Promise<GithubTicket | undefined> {
	const [number, id] = ref.split(':');
	const { apiUrl, accessToken, repository, delivery } = github;
	const { response, wasRedirected } = await getFollowing(
		delivery,
		githubRequest(apiUrl, 'GET', `/repos/${repository}/issues/${number}`),
		pacesOf(apiUrl, accessToken).read,
		[404, 410],
	);
	if (response.statusCode === 404) await checkRepository(github);
	if (response.statusCode !== 200) return undefined;
	const issue = issueIn(response);
	const ticket = ticketOf(issue, repositoryOf(issue) ?? repository);
	// The number is another issue's if the repository was made anew; a transferred issue has a new id.
	if (ticket === undefined || (String(ticket.id) !== id && !wasRedirected)) return undefined;
	if (ticket.repository.toLowerCase() !== repository.toLowerCase()) {
		github.warnings.push(`The issue is now in ${ticket.repository}`);
	}
	// It is remembered by the name under which it is known.
	return { ...ticket, ref };
}

/** A repository that the token does not see answers as if no issue of it existed. @throws {DeliveryFailure} */
async function checkRepository({ apiUrl, accessToken, repository, delivery }: Github) {
	const request = githubRequest(apiUrl, 'GET', `/repos/${repository}`);
	await getFollowing(delivery, request, pacesOf(apiUrl, accessToken).read);
}
