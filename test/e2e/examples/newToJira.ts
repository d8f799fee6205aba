/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { deepEqual, equal, ok } from 'node:assert/strict';

import { adfText } from '../../standins';
import type { Example } from './example';
import { customAlert } from './world';

const LINK = 'Comment Ticket Link';

export const newToJira: Example = {
	scopes: ['issues:read', 'events:read', 'issues:comment'],
	async drive(world, checks) {
		const { jira } = world.services;
		const workflow = await world.publish('new-to-jira-with-link-back.json');
		const alert = customAlert('new');
		const issue = world.addIssue(alert);

		await checks.check('a new error: a ticket with the details, and its address', async () => {
			await workflow.send(alert);
			deepEqual(world.arrivals(), { jira: 1, links: 1 });
			const [ticket] = jira.issues;
			equal(ticket.summary, alert.title);
			equal(ticket.status.category, 'new');
			const text = adfText(ticket.description);
			for (const part of ['production', 'checkout@4.3.0', 'eu-west-1', '/srv/shop/orders.py']) {
				ok(text.includes(part), `${part} is not in ${text}`);
			}
			const address = `${jira.url}/browse/${ticket.key}`;
			deepEqual(world.bugsink.comments(issue), [`Jira ticket ${ticket.key}: ${address}`]);
			return world.bugsink.comments(issue)[0];
		});
		await checks.check('the same alert again: no second ticket, no second link', async () => {
			await workflow.send(alert);
			deepEqual(world.arrivals(), { jira: 1, links: 1 });
		});
		await checks.check('other reasons do not start it', async () => {
			for (const reason of ['regressed', 'unmuted']) {
				const answer = await workflow.answer(customAlert(reason));
				ok(answer.includes('"started":false'), answer);
			}
			deepEqual(world.arrivals(), { jira: 1, links: 1 });
		});
		await checks.check('Bugsink cannot be reached: a ticket all the same', async () => {
			const other = customAlert('new-log-message');
			const unlinked = world.addIssue(other);
			world.bugsink.fail({ kind: 'reset', times: Infinity });
			equal(await workflow.answer(other), '200 {"accepted":true,"started":true}');
			const { executionId, nodes } = await workflow.next('error');
			world.bugsink.heal();
			deepEqual(world.arrivals(), { jira: 2, links: 1 });
			ok(!adfText(jira.issues[1].description).includes('production'));
			const failed = Object.entries(nodes).filter(([, runs]) => runs.some((run) => run.error));
			deepEqual(
				failed.map(([name]) => name),
				[LINK],
			);

			await workflow.retry(executionId);
			deepEqual(world.arrivals(), { jira: 2, links: 2 });
			equal(world.bugsink.comments(unlinked).length, 1);
			return 'and the link after a retry';
		});
		await checks.check('no other run', async () => await workflow.noOther());
	},
};
