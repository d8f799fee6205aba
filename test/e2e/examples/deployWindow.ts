/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { deepEqual, equal } from 'node:assert/strict';

import type { WorkflowFile } from '../n8n';
import { waitFor } from '../processes';
import type { Example } from './example';
import { customAlert, type World } from './world';

/** The example with a window of seconds instead of minutes. */
function short(file: WorkflowFile): WorkflowFile {
	const nodes = file.nodes.map((node) =>
		node.name === 'Wait'
			? { ...node, parameters: { ...(node.parameters as object), amount: 4, unit: 'seconds' } }
			: node,
	);
	return { ...file, nodes };
}

const flagsOf = ({ project }: World): boolean[] => [
	project.alert_on_new_issue,
	project.alert_on_regression,
	project.alert_on_unmute,
];

export const deployWindow: Example = {
	scopes: ['projects:read', 'projects:manage', 'issues:read'],
	async drive(world, checks) {
		const { jira } = world.services;
		const newErrors = await world.publish('all-five.json');
		const workflow = await world.import('deploy-window.json', short);
		await workflow.publish();
		const [back, still] = ['new', 'new-log-message'].map(customAlert);
		const issues = [back, still].map((alert) => world.addIssue(alert));
		for (const alert of [back, still]) await newErrors.send(alert);
		const [reopened, open] = jira.issues;
		jira.closeAs(reopened.key, 'Done', 'Done');
		world.bugsink.act(issues[0], 'resolve');
		const comments = open.comments.length;

		await checks.check('alerts are off, and on again after the window', async () => {
			await workflow.call('bugsink-deploy-begins', { project: String(world.project.id) });
			await waitFor('the alerts to be off', async () => flagsOf(world).every((flag) => !flag));
			// One came back, one goes on, one is new, and one is settled before anybody saw it.
			for (const issue of issues) world.bugsink.addEvent(issue);
			world.addIssue(customAlert('new-markup'));
			world.bugsink.addIssue(world.project, { isResolved: true });
			await workflow.next();
			deepEqual(flagsOf(world), [true, true, true]);
		});
		await checks.check('what happened meanwhile is caught up with, and nothing else', async () => {
			equal(reopened.status.category === 'done', false);
			equal(open.comments.length, comments);
			deepEqual(
				jira.issues.map(({ labels }) => labels.filter((label) => label.startsWith('bugsink-'))),
				['new', 'new-log-message', 'new-markup'].map((name) => [`bugsink-${customAlert(name).id}`]),
			);
		});
		await checks.check('no other run', async () => await workflow.noOther());
	},
};
