/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
/** The example's own rules and expression, from an event in Bugsink to the assignees on GitHub. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, IWorkflowBase } from 'n8n-workflow';

import { bugsink, jsonOf, run } from '../nodes/Bugsink/support';
import { startGithub } from '../standins/github';
import { keep } from '../standins/harness';
import { runNode } from '../support/engine';
import { sample } from '../support/samples';

const { nodes } = JSON.parse(
	readFileSync(join(__dirname, '..', '..', 'examples', 'route-by-owner.json'), 'utf8'),
) as IWorkflowBase;

function parametersOf(id: string): IDataObject {
	return nodes.find((node) => node.id === id)?.parameters as IDataObject;
}

test('the owner of the innermost frame becomes the assignee', async () => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project);
	standIn.addEvent(issue, (sample('captured/api-event') as { data: IDataObject }).data);
	const alert = { ...(sample('captured/custom-new') as IDataObject), id: issue.id };
	const [enriched] = jsonOf(
		await run(standIn, parametersOf('add-event-details') as never, { items: [alert] }),
	);
	expect(enriched.owners).toEqual([{ rule: '/shop/', owner: '@octocat' }]);

	const github = keep(await startGithub());
	const { items, error } = await runNode({
		node: 'bugsinkGithubIssues',
		credentials: { apiUrl: github.url, accessToken: github.token },
		parameters: parametersOf('bugsink-to-github-issues') as never,
		items: [enriched],
	});
	expect(error).toBeUndefined();
	expect(items?.[0].json).toMatchObject({ action: 'created' });
	expect(github.issues.map(({ assignees }) => assignees)).toEqual([['octocat']]);
});
