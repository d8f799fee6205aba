/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import type { Example } from './example';
import { customAlert, type CustomAlert } from './world';

/** The captured alert, about an issue of its own. */
function another(): CustomAlert {
	const alert = customAlert('new');
	const text = JSON.stringify(alert).replaceAll(alert.id, randomUUID());
	return { ...(JSON.parse(text) as CustomAlert), friendly_id: `CHECKOUT-API-${randomUUID()}` };
}

export const routeByEnvironment: Example = {
	scopes: ['issues:read', 'events:read'],
	async drive(world, checks) {
		const { pagerDuty, microsoftTeams } = world.services;
		const workflow = await world.publish('route-by-environment.json');
		const happened = async (event: Record<string, unknown>): Promise<CustomAlert> => {
			const alert = another();
			world.addIssue(alert, event);
			await workflow.send(alert);
			return alert;
		};

		await checks.check('production: an incident by the level, and no card', async () => {
			const alert = await happened({ environment: 'production', level: 'error' });
			await happened({ environment: 'Production', level: 'fatal' });
			await happened({ environment: 'production', level: 'warning' });
			deepEqual(world.arrivals(), { pagerDuty: 3 });
			equal(pagerDuty.incidents[0].dedupKey, `bugsink-${alert.id}`);
			const severities = pagerDuty.incidents.map(({ severity }) => severity);
			deepEqual(severities, ['error', 'critical', 'warning']);
		});
		await checks.check('elsewhere or nowhere: a card, and no incident', async () => {
			const alert = await happened({ environment: 'staging' });
			await happened({ environment: undefined });
			deepEqual(world.arrivals(), { pagerDuty: 3, teams: 2 });
			const card = JSON.stringify(microsoftTeams.messages[0].card);
			ok(card.includes(alert.url) && card.includes('staging'), card);
		});
		await checks.check('could not be looked up: a card, and no incident', async () => {
			await workflow.send(another());
			deepEqual(world.arrivals(), { pagerDuty: 3, teams: 3 });
			await workflow.send(customAlert('test'));
			deepEqual(world.arrivals(), { pagerDuty: 3, teams: 4 });
			return 'as is the test';
		});
		await checks.check('no other run', async () => await workflow.noOther());
	},
};
