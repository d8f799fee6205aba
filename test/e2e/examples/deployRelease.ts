/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { deepEqual, equal } from 'node:assert/strict';

import type { Example } from './example';
import { customAlert } from './world';

export const deployRelease: Example = {
	scopes: ['releases:create', 'releases:read'],
	async drive(world, checks) {
		const workflow = await world.publish('deploy-creates-release.json');
		const issue = world.addIssue(customAlert('new'));
		const deploy = async (version: string) => {
			const project = String(world.project.id);
			await workflow.call('bugsink-deploy-ended', { version, project });
			const { nodes } = await workflow.next();
			return nodes['Create Release'][0].data?.main?.[0]?.[0]?.json ?? {};
		};

		await checks.check('what was resolved in the next release is fixed in this one', async () => {
			world.bugsink.act(issue, 'resolve-next');
			const { version, created } = await deploy('1.4.0');
			deepEqual([version, created], ['1.4.0', true]);
			deepEqual([issue.isResolvedByRelease, issue.fixedAt], [true, ['1.4.0']]);
		});
		await checks.check('a deploy that runs twice fails nothing', async () => {
			equal((await deploy('1.4.0')).created, false);
		});
		await checks.check('no other run', async () => await workflow.noOther());
	},
};
