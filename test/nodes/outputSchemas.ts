import type { IDataObject } from 'n8n-workflow';

import { startBugsinkStandIn } from '../standins/bugsink';
import { activate } from '../support/contexts';

/** What the Issue Trigger gives when somebody resolved an issue. */
export async function polling(): Promise<IDataObject[]> {
	const standIn = await startBugsinkStandIn();
	try {
		const project = standIn.addProject('Checkout API');
		const issue = standIn.addIssue(project);
		const { poll } = activate({
			parameters: {
				project: { __rl: true, mode: 'id', value: String(project.id) },
				reasons: ['RESOLVED'],
			},
			credentials: { bugsinkUrl: standIn.baseUrl, apiToken: standIn.token },
			typeVersion: 1.1,
		});
		await poll();
		standIn.act(issue, 'resolve');
		return (await poll()) ?? [];
	} finally {
		await standIn.close();
	}
}
