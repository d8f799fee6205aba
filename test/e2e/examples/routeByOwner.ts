/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { deepEqual, ok } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import type { Example } from './example';
import { customAlert, type CustomAlert } from './world';

/** The captured alert, about an issue of its own. */
function another(): CustomAlert {
	const alert = customAlert('new');
	const text = JSON.stringify(alert).replaceAll(alert.id, randomUUID());
	return { ...(JSON.parse(text) as CustomAlert), friendly_id: `CHECKOUT-API-${randomUUID()}` };
}

export const routeByOwner: Example = {
	scopes: ['issues:read', 'events:read'],
	async drive(world, checks) {
		const { github } = world.services;
		const workflow = await world.publish('route-by-owner.json');

		await checks.check('code with an owner: an issue, assigned, with no card', async () => {
			const alert = another();
			world.addIssue(alert);
			await workflow.send(alert);
			deepEqual(world.arrivals(), { github: 1 });
			const [issue] = github.issues;
			deepEqual(issue.assignees, ['octocat']);
			ok((issue.body ?? '').includes(alert.url), issue.body ?? '');
		});
		await checks.check('code without one: a card, and no issue', async () => {
			const frames = [{ filename: '/srv/shop/generated/api.py', lineno: 7, in_app: true }];
			const generated = { values: [{ type: 'E', value: 'm', stacktrace: { frames } }] };
			for (const exception of [generated, undefined]) {
				const alert = another();
				world.addIssue(alert, { exception });
				await workflow.send(alert);
			}
			deepEqual(world.arrivals(), { github: 1, teams: 2 });
		});
		await checks.check('could not be looked up: a card, and no issue', async () => {
			await workflow.send(another());
			await workflow.send(customAlert('test'));
			deepEqual(world.arrivals(), { github: 1, teams: 4 });
			return 'as is the test';
		});
		await checks.check('no other run', async () => await workflow.noOther());
	},
};
