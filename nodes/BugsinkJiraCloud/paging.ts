import { isObject } from '../shared/alert/fields';
import { jsonOf } from '../shared/delivery/http';
import { notAnAnswer } from './answer';
import type { JiraApi } from './api';

/** No list that a person chooses from is longer. */
const MAX_PAGES = 10;

/**
 * The entries of the first ten pages of a list.
 *
 * @param name of the list in the answer.
 * @param pageSize Jira answers with fewer entries a page if it allows fewer.
 * @throws {DeliveryFailure} also if the answer is something else.
 */
export async function allPages(
	api: JiraApi,
	path: string,
	name: string,
	pageSize: number,
	query: Record<string, string> = {},
): Promise<unknown[]> {
	const all: unknown[] = [];
	for (let page = 0; page < MAX_PAGES; page++) {
		const search = new URLSearchParams({
			...query,
			startAt: String(all.length),
			maxResults: String(pageSize),
		});
		const response = await api.request('GET', `${path}?${search.toString()}`);
		const answer = jsonOf(response);
		const entries: unknown = isObject(answer) ? answer[name] : undefined;
		if (!isObject(answer) || !Array.isArray(entries)) throw notAnAnswer(response);
		all.push(...(entries as unknown[]));
		if (entries.length === 0 || !(all.length < Number(answer.total))) break;
	}
	return all;
}
