import { asArray, asObject, slice, strings, whole } from '../json';
import type { Routes } from '../router';
import { paging, withIssue } from './issues';
import { renderChange } from './render';
import { problem, type JiraStore } from './store';

/** Who changed what: developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues. */
export function changelogRoutes(store: JiraStore): Routes {
	return {
		'GET /rest/api/3/issue/:key/changelog': ({ query }, { key }) =>
			withIssue(store, key, (issue) => {
				const { startAt, maxResults } = paging(query);
				const values = slice(issue.history, startAt, maxResults);
				return {
					status: 200,
					body: {
						startAt,
						maxResults,
						total: issue.history.length,
						isLast: startAt + values.length >= issue.history.length,
						values: values.map((change) => renderChange(change, store)),
					},
				};
			}),
		'POST /rest/api/3/changelog/bulkfetch': (request) => {
			const input = asObject(request.json);
			const ids = strings(input.issueIdsOrKeys);
			if (ids.length === 0 || ids.length > 1000 || asArray(input.fieldIds).length > 10) {
				return problem(400, ['issueIdsOrKeys or fieldIds hold too many entries, or none.']);
			}
			const fields = strings(input.fieldIds);
			const size = whole(
				input.maxResults === undefined ? undefined : String(input.maxResults),
				1000,
				1,
				10_000,
			);
			const issues = new Set(ids.map((id) => store.find(id)).filter((one) => one !== undefined));
			return {
				status: 200,
				body: {
					issueChangeLogs: [...issues].map((issue) => ({
						issueId: issue.id,
						changeHistories: issue.history
							.filter(
								({ items }) =>
									fields.length === 0 ||
									items.some(({ field }) => fields.includes(field.toLowerCase())),
							)
							.slice(0, size)
							.map((change) => renderChange(change, store)),
					})),
				},
			};
		},
	};
}
