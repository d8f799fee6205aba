/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { deepEqual, equal } from 'node:assert/strict';

import type { Example } from './example';
import { given, poll } from './polling';
import { customAlert } from './world';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString().replace('Z', '000Z');

export const quietResolve: Example = {
	scopes: ['issues:read'],
	async drive(world, checks) {
		const { bugsink } = world;
		const { pagerDuty } = world.services;
		const newErrors = await world.publish('all-five.json');
		const alerts = ['new', 'new-log-message', 'new-markup'].map(customAlert);
		for (const alert of alerts) await newErrors.send(alert);
		const [quiet, busy, muted] = alerts.map((alert) => world.addIssue(alert));
		const workflow = await world.import('quiet-resolve-the-page.json');
		const statuses = () => pagerDuty.incidents.map(({ status }) => status);
		/** As if two hours had passed. */
		const later = async () => {
			await workflow.age(2 * HOUR);
			await poll(world, workflow);
		};

		await checks.check('the first poll resolves nothing', async () => {
			await poll(world, workflow);
			await workflow.noOther();
			deepEqual(statuses(), ['triggered', 'triggered', 'triggered']);
		});
		await checks.check('not seen for a day: its page is resolved, and no other', async () => {
			quiet.lastSeen = ago(DAY + HOUR);
			muted.lastSeen = ago(DAY + HOUR);
			busy.lastSeen = ago(DAY - HOUR);
			bugsink.act(muted, 'mute');
			await later();
			deepEqual(given((await workflow.next()).nodes), [`QUIET ${quiet.id}`]);
			deepEqual(statuses(), ['resolved', 'triggered', 'triggered']);
			equal(quiet.isResolved, false);
		});
		await checks.check('two hours later: the next one, and the first not again', async () => {
			quiet.lastSeen = ago(DAY + 3 * HOUR);
			busy.lastSeen = ago(DAY + HOUR);
			await later();
			deepEqual(given((await workflow.next()).nodes), [`QUIET ${busy.id}`]);
			deepEqual(statuses(), ['resolved', 'resolved', 'triggered']);
			quiet.lastSeen = ago(DAY + 5 * HOUR);
			busy.lastSeen = ago(DAY + 3 * HOUR);
			await later();
			return await workflow.noOther();
		});
		await checks.check('it comes back: it pages again', async () => {
			await newErrors.send(customAlert('regressed'));
			deepEqual(statuses(), ['resolved', 'resolved', 'triggered', 'triggered']);
		});
	},
};
