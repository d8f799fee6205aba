import type { Alert } from '../shared/alert/alert';
import { isObject } from '../shared/alert/fields';
import type { UserText } from '../shared/alert/words';
import { jsonOf } from '../shared/delivery/http';
import { listOf, notAnAnswer } from './answer';
import { githubRequest, pacesOf } from './api';
import { isoSeconds, PAGE } from './listing';
import { commentBody, commentMarker } from './markdown';
import type { Github, GithubTicket } from './ticket';
import { pathOf } from './write';

/** Pages of comments that are read: GitHub allows 2,500 comments on one issue. */
const MAX_PAGES = 25;
/** How far GitHub's clock may be behind this one, in ms. */
const MARGIN = 60_000;

/**
 * Comments on an issue.
 *
 * @param alert what the comment is about; undefined for one that says its heading alone.
 * @param since the same comment counts as this one if it is at most this old (ms since 1970); undefined
 * to comment without looking.
 * @param additionalText the user's own, which comes first.
 * @returns whether it was posted.
 */
export async function comment(
	github: Github,
	ticket: GithubTicket,
	alert: Alert | undefined,
	heading: string,
	since: number | undefined,
	additionalText?: UserText,
): Promise<boolean> {
	const body = alert === undefined ? heading : commentBody(alert, heading, additionalText).text;
	const marker = alert === undefined ? heading : commentMarker(alert, heading);
	if (since !== undefined && (await isThere(github, ticket, marker, since))) return false;
	const startedAt = github.delivery.clock.now() - MARGIN;
	const lookAgain = async () => (await isThere(github, ticket, marker, startedAt)) || undefined;
	const { response } = await github.delivery.send<boolean>(
		githubRequest(github.apiUrl, 'POST', `${pathOf(ticket)}/comments`, { body: { body } }),
		{ pace: pacesOf(github.apiUrl, github.accessToken).create, lookAgain },
	);
	const isMade = response === undefined || isComment(jsonOf(response));
	// It may have been made all the same.
	if (!isMade && (await lookAgain()) === undefined) throw notAnAnswer(response);
	return true;
}

function isComment(answer: unknown): boolean {
	return isObject(answer) && typeof answer.id === 'number';
}

/** Whether a comment with this marker is there, among those since a time. */
async function isThere(
	github: Github,
	ticket: GithubTicket,
	marker: string,
	since: number,
): Promise<boolean> {
	for (let page = 1; page <= MAX_PAGES; page++) {
		const request = githubRequest(github.apiUrl, 'GET', `${pathOf(ticket)}/comments`, {
			query: { since: isoSeconds(since), per_page: String(PAGE), page: String(page) },
		});
		const pace = pacesOf(github.apiUrl, github.accessToken).read;
		const comments = listOf(await github.delivery.request(request, { pace }));
		if (comments.some(({ body }) => typeof body === 'string' && body.includes(marker))) return true;
		if (comments.length < PAGE) return false;
	}
	return false;
}
