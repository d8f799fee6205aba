/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { deepEqual, equal, ok } from 'node:assert/strict';

import { sample } from '../../support/samples';
import type { WorkflowFile } from '../n8n';
import type { Example } from './example';
import { customAlert } from './world';

const FILE = 'from-slack-backend.json';
const DETAILS = 'Add Event Details';

/** What n8n's editor makes of it when a node in the middle is deleted: its neighbours are connected. */
function withoutDetails(workflow: WorkflowFile): WorkflowFile {
	const { [DETAILS]: after, ...connections } = workflow.connections;
	return {
		...workflow,
		nodes: workflow.nodes.filter(({ name }) => name !== DETAILS),
		connections: { ...connections, 'Bugsink Trigger': after },
	};
}

export const fromSlackBackend: Example = {
	scopes: ['issues:read', 'events:read'],
	async drive(world, checks) {
		const { github, microsoftTeams } = world.services;
		const workflow = await world.publish(FILE);
		const { title, url, ...alert } = customAlert('new');
		world.addIssue({ title, url, ...alert });
		const lastCard = () => JSON.stringify(microsoftTeams.messages.at(-1)?.card);

		await checks.check('a new error: a card and an issue, with what the API adds', async () => {
			await workflow.send(sample('captured/slack-new'));
			deepEqual(world.arrivals(), { github: 1, teams: 1 });
			const { title: issueTitle, body } = github.issues[0];
			equal(issueTitle, title);
			for (const text of [lastCard(), body ?? '']) {
				for (const part of [
					'Checkout API',
					'New issue in Bugsink',
					url,
					'production',
					'checkout@4.3.0',
					'/srv/shop/orders.py',
				]) {
					ok(text.replaceAll('\\', '').includes(part), `${part} is not in ${text}`);
				}
			}
			ok((body ?? '').includes('eu-west-1'), 'the tags are not in the issue');
		});
		await checks.check('no counts and times, which Slack messages have not', () => {
			for (const text of [lastCard(), github.issues[0].body ?? '']) {
				ok(!/First seen|Last seen|\bEvents\b/.test(text), text);
			}
		});
		await checks.check('it comes back: the same issue, and a second card', async () => {
			await workflow.send(sample('captured/slack-regressed'));
			deepEqual(world.arrivals(), { github: 1, teams: 2 });
		});
		await checks.check('Bugsink does not answer: it arrives without the details', async () => {
			world.bugsink.fail({ kind: 'reset', times: Infinity });
			await workflow.send(sample('slack-before-2.0.7-new'));
			world.bugsink.heal();
			deepEqual(world.arrivals(), { github: 2, teams: 3 });
			ok(lastCard().includes('a * b') && !lastCard().includes('production'), lastCard());
			await workflow.noOther();
		});
		await checks.check(`without ${DETAILS}, which needs the token: all the same`, async () => {
			const shorter = await world.import(FILE, withoutDetails);
			await shorter.publish();
			world.bugsink.requests.length = 0;
			await shorter.send(sample('captured/slack-new-log-message'));
			deepEqual(world.arrivals(), { github: 3, teams: 4 });
			equal(world.bugsink.requests.length, 0);
			return await shorter.noOther();
		});
	},
};
