import type { IDataObject } from 'n8n-workflow';

import { keep } from '../standins/harness';
import { loadFrom, loadSources, runNode } from '../support/engine';
import { sample } from '../support/samples';
import { startGitlab, type GitlabStandIn } from './standIn';

const third = loadFrom('../thirdTracker', ['BugsinkGitlab']);
const registry = {
	nodes: { ...loadSources().nodes, ...third.nodes },
	credentialTypes: { ...loadSources().credentialTypes, ...third.credentialTypes },
};
const fresh = {
	...(sample('captured/custom-new') as IDataObject),
	last_seen: new Date().toISOString(),
};
const regressed = { ...fresh, alert_reason: 'REGRESSED' };

async function run(gitlab: GitlabStandIn, items: IDataObject[], operation = 'sendAlert') {
	const { items: outputs, error } = await runNode({
		node: 'bugsinkGitlab',
		registry,
		parameters: { operation, project: 'acme/shop' },
		credentials: { gitlabUrl: gitlab.url, accessToken: ' glpat-s3cret-token\n' },
		items,
	});
	if (error) throw error;
	return outputs?.map(({ json }) => json) ?? [];
}

test('an issue lives its life: created, commented, resolved, reopened, closed as won’t do', async () => {
	const gitlab = keep(await startGitlab());
	expect(await run(gitlab, [fresh])).toMatchObject([{ action: 'created', key: '1' }]);
	expect(await run(gitlab, [{ ...fresh, alert_reason: 'UNMUTED' }])).toMatchObject([
		{ action: 'commented' },
	]);
	expect(await run(gitlab, [fresh], 'resolve')).toMatchObject([{ action: 'resolved', key: '1' }]);
	expect(await run(gitlab, [fresh], 'resolve')).toMatchObject([{ skipCode: 'alreadyClosed' }]);
	expect(await run(gitlab, [regressed])).toMatchObject([{ action: 'reopened', key: '1' }]);
	Object.assign(gitlab.issues[0], {
		state: 'closed',
		labels: [...(gitlab.issues[0].labels as string[]), 'wontfix'],
	});
	expect(await run(gitlab, [regressed])).toMatchObject([{ skipCode: 'closedAsWontDo' }]);
	expect(gitlab.issues).toHaveLength(1);
	expect(gitlab.notes.map(({ body }) => body.split('\n')[0])).toEqual([
		'A muted issue is active again',
		'A resolved issue came back',
	]);
});

test('a duplicate made side by side is closed, and a wrong answer creates nothing', async () => {
	const gitlab = keep(await startGitlab());
	await run(gitlab, [fresh]);
	gitlab.issues.push({ ...gitlab.issues[0], iid: 2 });
	expect(await run(gitlab, [{ ...fresh, alert_reason: 'UNMUTED' }])).toMatchObject([
		{ key: '1', warnings: ['#2 was closed as a duplicate of #1'] },
	]);
	gitlab.issues.length = 0;
	gitlab.fail({ kind: { status: 200, body: '<html>Please sign in</html>' } });
	await expect(run(gitlab, [fresh])).rejects.toMatchObject({
		message: 'GitLab answered with something else than was asked for',
	});
	expect(gitlab.issues).toEqual([]);
});
