import { isObject, text } from '../shared/alert/fields';
import { listOf } from './answer';
import { getFollowing, githubRequest, pacesOf } from './api';
import { PAGE } from './listing';
import type { Github } from './ticket';

/** Who closed or reopened an issue. */
export interface GithubMove {
	login: string;
	isBot: boolean;
	/** Milliseconds since 1970, in whole seconds. */
	at: number;
	wasClosed: boolean;
}

/**
 * How an issue was closed and reopened, the last time at the end; of many events the last page.
 *
 * @throws {DeliveryFailure}
 */
export async function movesOf(github: Github, number: number): Promise<GithubMove[]> {
	const { accessToken, apiUrl, delivery, repository } = github;
	const page = async (at: number) => {
		const path = `/repos/${repository}/issues/${number}/events`;
		const query = { per_page: String(PAGE), page: String(at) };
		const request = githubRequest(apiUrl, 'GET', path, { query });
		return await getFollowing(delivery, request, pacesOf(apiUrl, accessToken).read);
	};
	const first = await page(1);
	const last = /[?&]page=(\d+)[^>]*>;\s*rel="last"/.exec(first.response.headers.link ?? '')?.[1];
	const { response } = last === undefined ? first : await page(Number(last));
	return listOf(response).flatMap(({ actor, created_at: at, event }) => {
		if (event !== 'closed' && event !== 'reopened') return [];
		return [{ ...accountOf(actor), at: Date.parse(text(at)), wasClosed: event === 'reopened' }];
	});
}

/** An account in an answer; the login is empty if it is gone. */
export function accountOf(account: unknown): { login: string; isBot: boolean } {
	const { login, type } = isObject(account) ? account : {};
	return { login: text(login), isBot: type === 'Bot' || text(login).endsWith('[bot]') };
}
