import type { IDataObject } from 'n8n-workflow';

import { stackTraceText } from '../../../nodes/shared/alert/describe';
import { readAlert } from '../../../nodes/shared/alert/readAlert';
import { adfText } from '../../standins/jira';
import { sample } from '../../support/samples';
import { aJira, alert, anotherProcess, label, later, sendOne } from './support';

const MINUTE = 60_000;
const WEEK = 7 * 24 * 60 * MINUTE;

/** An alert as the chats' shapes bring it: without times. */
const timeless = (reason = 'REGRESSED') =>
	alert(1, { reason, firstSeen: null, lastSeen: null, eventCount: null });

describe('an alert without times', () => {
	it('that comes back a week later, after the ticket was closed, is reopened and commented', async () => {
		const jira = await aJira();
		await sendOne(jira, timeless('NEW'));
		jira.setStatus('OPS-1', 'Done');
		expect(await sendOne(jira, timeless())).toMatchObject({ action: 'reopened' });
		later(WEEK);
		jira.setStatus('OPS-1', 'Done');
		for (const registry of [undefined, anotherProcess()]) {
			expect(await sendOne(jira, timeless(), { registry })).toMatchObject(
				registry === undefined ? { action: 'reopened' } : { action: 'skipped' },
			);
		}
		expect(jira.issues[0].comments).toHaveLength(2);
	});

	it('that comes again within minutes, while the ticket is open, is one comment', async () => {
		const jira = await aJira();
		await sendOne(jira, timeless('NEW'));
		expect(await sendOne(jira, timeless())).toMatchObject({ action: 'commented' });
		later(5 * MINUTE);
		expect(await sendOne(jira, timeless())).toMatchObject({
			action: 'skipped',
			skipCode: 'alreadyThere',
			key: 'OPS-1',
		});
		later(WEEK);
		expect(await sendOne(jira, timeless())).toMatchObject({ action: 'commented' });
		expect(jira.issues[0].comments).toHaveLength(2);
	});

	it.each(['slack-regressed', 'mattermost-regressed', 'google-chat-regressed'])(
		'as a real Bugsink sends it: %s',
		async (name) => {
			const jira = await aJira();
			const item = { body: sample(`captured/${name}`) } as IDataObject;
			const more = { parameters: { onlyNewIssues: false } };
			expect(await sendOne(jira, item, more)).toMatchObject({ action: 'created' });
			jira.setStatus('OPS-1', 'Done');
			expect(await sendOne(jira, item, more)).toMatchObject({ action: 'reopened' });
			later(WEEK);
			jira.setStatus('OPS-1', 'Done');
			expect(await sendOne(jira, item, more)).toMatchObject({ action: 'reopened' });
			expect(jira.issues[0].comments).toHaveLength(2);
		},
	);
});

describe('an alert that is delivered twice to a busy ticket', () => {
	it.each([15, 130])('is one comment, with %d others in between', async (count) => {
		const jira = await aJira();
		jira.seed({ labels: [label(1)] });
		const regressed = alert(1, { reason: 'REGRESSED', lastSeen: new Date().toISOString() });
		expect(await sendOne(jira, regressed)).toMatchObject({ action: 'commented' });
		for (let number = 0; number < count; number++) jira.comment('OPS-1', `Me too, ${number}`);
		expect(await sendOne(jira, regressed)).toMatchObject({
			action: 'skipped',
			skipReason: 'OPS-1 already has this comment',
		});
		expect(jira.issues[0].comments).toHaveLength(count + 1);
	});

	it('is not looked for among comments from before it happened', async () => {
		const jira = await aJira();
		jira.seed({ labels: [label(1)] });
		for (let number = 0; number < 250; number++) jira.comment('OPS-1', `Long ago, ${number}`);
		later(60 * MINUTE);
		const regressed = alert(1, {
			reason: 'REGRESSED',
			lastSeen: new Date(Date.now()).toISOString(),
		});
		await sendOne(jira, regressed);
		expect(jira.calls('GET', /\/comment$/)).toBe(1);
	});
});

it('frames are shown as all trackers show them, with whatever they know of the place', async () => {
	const jira = await aJira();
	const frames = [
		{ file: 'web/cart.ts', function: 'total', line: 31, column: 17, inApp: true, code: 'sum(x)' },
		{ file: 'web/price.ts', function: 'parse', line: 7, inApp: false },
	];
	const stacktrace = [{ type: 'TypeError', message: 'not a price', frames }];
	const item = alert(1, { event: { stacktrace } });
	await sendOne(jira, item);
	const shown = adfText(jira.issues[0].description);
	expect(shown).toContain(stackTraceText(readAlert(item).event));
	expect(shown).toContain('web/cart.ts:31');
});

describe('a pasted credential', () => {
	it.each([
		['spaces around the token', { apiToken: '  ATATT-jira-token ' }],
		['a line break after the token', { apiToken: 'ATATT-jira-token\r\n' }],
		['spaces around the e-mail', { userEmail: '\talerts@example.com ' }],
		['all of it', { userEmail: 'alerts@example.com\n', apiToken: '\nATATT-jira-token\n' }],
	])('with %s works, and shows no secret', async (_, credentials) => {
		const jira = await aJira();
		expect(await sendOne(jira, alert(1), { credentials })).toMatchObject({ action: 'created' });
		const body = { errorMessages: ['You sent ATATT-jira-token'], errors: {} };
		jira.fail({ method: 'POST', path: /\/issue$/, kind: { status: 403, body } });
		await expect(sendOne(jira, alert(2), { credentials })).rejects.toThrow('You sent ***');
	});
});
