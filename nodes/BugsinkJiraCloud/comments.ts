import { text } from '../shared/alert/fields';
import { textOf, type AdfDocument } from './adf';
import type { JiraApi } from './api';
import { jiraTime } from './tickets';

/** Comments on one page, and pages that are read: people write in between. */
const PAGE = 100;
const MAX_PAGES = 20;
/** How far Jira's clock may be behind this one, in ms. */
const MARGIN = 60_000;

/**
 * Links two tickets by a link type that every Jira has.
 *
 * @param from id of the ticket of which the sentence speaks: "`from` duplicates `to`".
 * @throws {DeliveryFailure} if an administrator removed the type, or the account may not link.
 */
export async function link(
	api: JiraApi,
	type: 'Duplicate' | 'Relates',
	from: string,
	to: string,
): Promise<void> {
	// On the inward issue the other one shows with the outward name, "duplicates".
	const body = { type: { name: type }, inwardIssue: { id: from }, outwardIssue: { id: to } };
	await api.request('POST', '/issueLink', body);
}

/**
 * Posts a comment.
 *
 * @param id of the ticket.
 * @param since a comment that reads the same and is at most this old (ms since 1970) counts as this
 * one; undefined to post without looking.
 * @param now in ms since 1970.
 * @returns whether it was posted.
 */
export async function comment(
	api: JiraApi,
	id: string,
	body: AdfDocument,
	since: number | undefined,
	now: number,
): Promise<boolean> {
	if (since !== undefined && (await isThere(api, id, body, since))) return false;
	await api.send<boolean>(
		'POST',
		`/issue/${id}/comment`,
		{ body },
		{
			lookAgain: async () => ((await isThere(api, id, body, now - MARGIN)) ? true : undefined),
		},
	);
	return true;
}

/** Whether a comment reads the same, among those since a time; the newest come first. */
async function isThere(
	api: JiraApi,
	id: string,
	body: AdfDocument,
	since: number,
): Promise<boolean> {
	const wanted = textOf(body);
	let read = 0;
	for (let page = 0; page < MAX_PAGES; page++) {
		const query = `orderBy=-created&maxResults=${PAGE}&startAt=${read}`;
		const path = `/issue/${id}/comment?${query}`;
		const { answer, entries } = await api.list('GET', path, 'comments');
		const recent = entries.filter(({ created }) => !(jiraTime(text(created)) < since));
		if (recent.some((one) => textOf(one.body) === wanted)) return true;
		read += entries.length;
		if (recent.length < entries.length || entries.length === 0) return false;
		if (read >= Number(answer.total)) return false;
	}
	return false;
}
