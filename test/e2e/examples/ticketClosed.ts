/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { deepEqual, equal, ok } from 'node:assert/strict';

import type { Example } from './example';
import { customAlert } from './world';

export const ticketClosed: Example = {
	scopes: ['issues:read', 'issues:triage', 'issues:comment', 'releases:read'],
	async drive(world, checks) {
		const { jira } = world.services;
		const workflow = await world.publish('ticket-closed-resolves-in-bugsink.json');
		const alerts = ['new', 'new-log-message'].map(customAlert);
		const [issue, other] = alerts.map((alert) => world.addIssue(alert));
		for (const alert of alerts) await workflow.send(alert);
		const [ticket, second] = jira.issues;
		// n8n asks at once when a workflow is published; the next time would be in minutes.
		const poll = async () => {
			await workflow.unpublish();
			const before = jira.calls('POST', /\/search\/jql$/);
			await workflow.publish();
			ok(jira.calls('POST', /\/search\/jql$/) > before, 'n8n did not poll');
		};
		const isOpen = () => ticket.status.category !== 'done';

		await checks.check(
			'a person closes the ticket: resolved in Bugsink, and nothing more',
			async () => {
				jira.closeAs(ticket.key, 'Done', 'Done');
				await poll();
				const { nodes } = await workflow.next();
				deepEqual(Object.keys(nodes), ['Tickets', 'Follow Ticket']);
				ok(issue.isResolved);
				const turns = issue.history.length;
				// The other direction hears of the resolution, and finds the ticket closed.
				await poll();
				deepEqual(Object.keys((await workflow.next()).nodes), [
					'Resolved in Bugsink',
					'Resolve in Jira',
				]);
				deepEqual([isOpen(), issue.history.length], [false, turns]);
			},
		);
		await checks.check(
			'the error comes back: the ticket is reopened, and nothing more',
			async () => {
				// The events name releases, so it was resolved in the next one.
				world.bugsink.addEvent(issue, { release: 'shop@9.0.0' });
				await workflow.send({
					...customAlert('regressed'),
					id: issue.id,
					last_seen: issue.lastSeen,
				});
				ok(isOpen());
				await poll();
				equal(issue.isResolved, false);
				return await workflow.noOther();
			},
		);
		await checks.check('resolved in Bugsink: the ticket is closed, and nothing more', async () => {
			world.bugsink.act(issue, 'resolve');
			const turns = issue.history.length;
			await poll();
			await workflow.next();
			equal(isOpen(), false);
			await poll();
			equal(issue.history.length, turns);
			return await workflow.noOther();
		});
		await checks.check("won't do mutes, a duplicate does nothing", async () => {
			jira.closeAs(second.key, 'Closed', 'Duplicate');
			await poll();
			equal(other.history.length, 1);
			await workflow.noOther();
			jira.reopen(second.key);
			await poll();
			await workflow.next();
			jira.closeAs(second.key, 'Closed', "Won't Do");
			await poll();
			await workflow.next();
			deepEqual([other.isMuted, other.isResolved], [true, false]);
		});
		await checks.check('no other run', async () => await workflow.noOther());
	},
};
