import { isObject, text, type JsonObject } from '../shared/alert/fields';
import { refusalOf } from '../shared/tracker/refusal';
import { listOf, objectOf } from '../BugsinkGithubIssues/answer';
import { getFollowing, githubRequest, pacesOf, type Followed } from '../BugsinkGithubIssues/api';
import { isoSeconds, PAGE } from '../BugsinkGithubIssues/listing';
import { accountOf, movesOf, type GithubMove } from '../BugsinkGithubIssues/moves';
import { newestIssues } from '../BugsinkGithubIssues/newest';
import { searchIssues } from '../BugsinkGithubIssues/search';
import { ticketOf, type Github, type GithubTicket } from '../BugsinkGithubIssues/ticket';
import { isFingerprint } from './fingerprints';
import type { Account, Move, Source, WatchedTicket } from './source';

/** How far lists of issues may be behind the data, in ms. */
const LIST_LAG = 600_000;

export interface WatchedGithubTicket extends WatchedTicket, GithubTicket {
	/** Known only of an issue that was asked for by its number. */
	closedBy: Account | null;
}

/** A repository on GitHub. */
export class GithubSource implements Source<WatchedGithubTicket> {
	readonly tracker = 'githubIssues';
	readonly place: string;
	private login: Promise<string> | undefined;

	constructor(private readonly github: Github) {
		const { apiUrl, configured } = github;
		this.place = `${apiUrl} ${configured}`.toLowerCase();
	}

	/**
	 * Everything that changed, with any label: GitHub drops the label of those who may not push. Each
	 * page begins where the last one ended, so that a change between two pages hides no issue.
	 */
	async changed(since: number): Promise<WatchedGithubTicket[]> {
		const found = new Map<string, WatchedGithubTicket>();
		const seen = new Set<unknown>();
		let [from, page] = [isoSeconds(since), 1];
		for (;;) {
			const { response } = await this.get('/issues', {
				state: 'all',
				since: from,
				sort: 'updated',
				direction: 'asc',
				per_page: String(PAGE),
				page: String(page),
			});
			const issues = listOf(response);
			const before = seen.size;
			for (const issue of issues) {
				seen.add(issue.number);
				const ticket = this.watched(issue);
				if (ticket !== undefined) found.set(ticket.ref, ticket);
			}
			// A further page without anything new: what answers ignores what it is asked.
			const isStuck = page > 1 && seen.size === before;
			if (issues.length < PAGE || isStuck) return [...found.values()];
			const last = text(issues.at(-1)?.updated_at);
			[from, page] = last > from ? [last, 1] : [from, page + 1];
		}
	}

	/** A list may be seconds behind, and does not tell who closed an issue. */
	async current({ number, ref }: WatchedGithubTicket): Promise<WatchedGithubTicket | undefined> {
		const { response, wasRedirected } = await this.get(`/issues/${number}`, {}, [404, 410]);
		if (response.statusCode !== 200) return undefined;
		const ticket = this.watched(objectOf(response));
		// The number is another issue's if the repository was made anew.
		if (ticket === undefined || (ticket.ref !== ref && !wasRedirected)) return undefined;
		return { ...ticket, ref };
	}

	async moves({ closedAt, closedBy, isOpen, number }: WatchedGithubTicket): Promise<Move[] | null> {
		if (!isOpen && closedAt !== null && closedBy !== null) {
			return [{ at: closedAt, by: closedBy, wasClosed: false }];
		}
		let moves: GithubMove[] | null = null;
		await refusalOf(async () => (moves = await movesOf(this.github, number)));
		const found = moves as GithubMove[] | null;
		return found?.map(({ at, wasClosed, ...by }) => ({ at, by: asAccount(by), wasClosed })) ?? null;
	}

	/** By list and search, and one by one the newest, which may be in neither yet. */
	async withFingerprints(fingerprints: string[]): Promise<WatchedGithubTicket[]> {
		const wanted = fingerprints.map((fingerprint) => ({ fingerprint }));
		const since = this.github.delivery.clock.now() - LIST_LAG;
		const found = [
			...(await searchIssues(this.github, wanted)),
			...(await newestIssues(this.github, since)),
		].filter((ticket) => ticket.fingerprints.some((one) => fingerprints.includes(one)));
		const byRef = new Map(found.map((ticket) => [ticket.ref, ticket]));
		const current = await Promise.all(
			[...byRef.values()].map(async (ticket) => await this.current(ticket as WatchedGithubTicket)),
		);
		return current.filter((ticket) => ticket !== undefined);
	}

	async isOwn({ id }: Account): Promise<boolean> {
		if (id === '') return false;
		this.login ??= this.myself();
		return (await this.login).toLowerCase() === id.toLowerCase();
	}

	/** Empty for a token of an app, which is nobody: its changes are a bot's. */
	private async myself(): Promise<string> {
		const { accessToken, apiUrl, delivery } = this.github;
		let login = '';
		await refusalOf(async () => {
			const request = githubRequest(apiUrl, 'GET', '/user');
			const pace = pacesOf(apiUrl, accessToken).read;
			login = text(objectOf(await delivery.request(request, { pace })).login);
		});
		return login;
	}

	private async get(
		path: string,
		query: Record<string, string>,
		accept: number[] = [],
	): Promise<Followed> {
		const { accessToken, apiUrl, delivery, repository } = this.github;
		const request = githubRequest(apiUrl, 'GET', `/repos/${repository}${path}`, { query });
		return await getFollowing(delivery, request, pacesOf(apiUrl, accessToken).read, accept);
	}

	private watched(issue: JsonObject): WatchedGithubTicket | undefined {
		const ticket = ticketOf(issue, this.github.repository);
		const fingerprints = ticket?.fingerprints.filter(isFingerprint) ?? [];
		if (ticket === undefined || fingerprints.length === 0) return undefined;
		return {
			...ticket,
			fingerprints,
			title: text(issue.title),
			status: ticket.isOpen ? 'open' : 'closed',
			resolution: ticket.closedReason,
			// When it was reopened, only its events tell.
			changedAt: ticket.wasReopened
				? Date.parse(text(issue.updated_at))
				: (ticket.closedAt ?? ticket.createdAt),
			closedBy: isObject(issue.closed_by) ? asAccount(accountOf(issue.closed_by)) : null,
		};
	}
}

function asAccount({ isBot, login }: ReturnType<typeof accountOf>): Account {
	return { id: login, name: login, isBot };
}
