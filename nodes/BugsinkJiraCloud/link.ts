import type { JiraApi } from './api';

/**
 * Links two tickets by a link type that every Jira has; false where an administrator removed it, or
 * the account may not link.
 *
 * @param from numeric id of the ticket of which the sentence speaks: "`from` duplicates `to`".
 */
export async function link(
	api: JiraApi,
	type: 'Duplicate' | 'Relates',
	from: string,
	to: string,
): Promise<boolean> {
	// On the inward issue the other one shows with the outward name, "duplicates".
	const body = { type: { name: type }, inwardIssue: { id: from }, outwardIssue: { id: to } };
	const response = await api.request('POST', '/issueLink', body, [400, 403, 404]);
	return response.statusCode < 400;
}
