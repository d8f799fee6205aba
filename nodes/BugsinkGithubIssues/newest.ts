import { processState } from '../shared/processState';
import { issueIn, issuesIn } from './answer';
import { githubRequest, pacesOf } from './api';
import { PAGE } from './listing';
import { ticketOf, type Github, type GithubTicket } from './ticket';

/** Numbers after the highest known one that are asked for by themselves, and all in all. */
const MOST_AHEAD = 30;
const MOST_PROBES = 100;
/** Repositories whose highest number one process keeps. */
const MAX_REPOSITORIES = 500;

/** The highest number that was seen in a repository, by its page; numbers count up, pull requests among them. */
const highest = processState<number>('highest numbers', MAX_REPOSITORIES);

/**
 * The issues created since a time (ms since 1970), whatever they are about: the list, which lags, and
 * the numbers that follow the newest one in it, each by itself, which is current. Asked without the
 * label, which GitHub drops if the token may not push, and without the time, since in a quiet
 * repository nothing would tell the newest number then.
 *
 * @param before a number; if given, only lower ones matter.
 */
export async function newestIssues(
	github: Github,
	since: number,
	before = Infinity,
): Promise<GithubTicket[]> {
	const { apiUrl, accessToken, repository, delivery } = github;
	const request = githubRequest(apiUrl, 'GET', `/repos/${repository}/issues`, {
		query: { state: 'all', sort: 'created', direction: 'desc', per_page: String(PAGE) },
	});
	const pace = pacesOf(apiUrl, accessToken).read;
	const issues = issuesIn(await delivery.request(request, { pace }));
	const listed = Math.max(
		0,
		...issues.map(({ number }) => Number(number)).filter((number) => number < before),
	);
	note(github, listed);
	const found = issues.flatMap((issue) => ticketOf(issue, repository) ?? []);
	// Also those that were seen before: they may still be in no list, and have changed.
	const seen = highest.get(keyOf(github)) ?? 0;
	const end = Math.min(before, Math.max(seen, listed) + MOST_AHEAD + 1);
	for (let number = Math.max(listed + 1, end - MOST_PROBES); number < end; number++) {
		const next = await issueAt(github, number);
		if (next === undefined && number > seen) break;
		note(github, number);
		if (next?.ticket) found.push(next.ticket);
	}
	return found.filter(({ createdAt }) => createdAt >= since);
}

/** Takes note of an issue's number. */
export function note(github: Github, number: number): void {
	const key = keyOf(github);
	highest.set(key, Math.max(highest.get(key) ?? 0, number));
}

function keyOf({ apiUrl, repository }: Github): string[] {
	return [apiUrl.toLowerCase(), repository.toLowerCase()];
}

/** What has this number now: an issue, or something without a ticket; undefined if nothing does. */
async function issueAt(
	github: Github,
	number: number,
): Promise<{ ticket?: GithubTicket } | undefined> {
	const { apiUrl, accessToken, repository, delivery } = github;
	const request = githubRequest(apiUrl, 'GET', `/repos/${repository}/issues/${number}`);
	const pace = pacesOf(apiUrl, accessToken).read;
	const response = await delivery.request(request, { pace, accept: [301, 404, 410] });
	if (response.statusCode === 404) return undefined;
	// Deleted and transferred issues keep their number.
	return response.statusCode === 200 ? { ticket: ticketOf(issueIn(response), repository) } : {};
}
