import type { IDataObject } from 'n8n-workflow';

import { readAlert } from '../../../nodes/shared/alert/readAlert';
import { keep } from '../../standins/harness';
import {
	startBugsinkStandIn,
	type BugsinkOptions,
	type BugsinkStandIn,
	type Project,
} from '../../standins/bugsink';
import { pollNode } from '../../support/contexts';

async function bugsink(
	options: BugsinkOptions = {},
): Promise<{ standIn: BugsinkStandIn; project: Project }> {
	const standIn = keep(await startBugsinkStandIn(options));
	return { standIn, project: standIn.addProject('Checkout API') };
}

interface PollOptions {
	reasons?: string[];
	maxIssues?: number;
	token?: string;
	project?: number;
	mode?: 'manual' | 'trigger';
}

/** A poll of a workflow whose static data outlives it. */
function poller(standIn: BugsinkStandIn, staticData: IDataObject = {}) {
	return async (options: PollOptions = {}) =>
		await pollNode({
			parameters: {
				project: { __rl: true, mode: 'id', value: String(options.project ?? 1) },
				reasons: options.reasons ?? [],
				options: options.maxIssues === undefined ? {} : { maxIssues: options.maxIssues },
			},
			credentials: { bugsinkUrl: standIn.baseUrl, apiToken: options.token ?? standIn.token },
			staticData,
			mode: options.mode,
		});
}

const reasonsOf = (items: IDataObject[] | null) => (items ?? []).map(({ reason }) => reason);

it('remembers only, then tells each change once as an alert', async () => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project, { isResolved: true });
	standIn.act(issue, 'reopen');
	const poll = poller(standIn);
	expect(await poll()).toBeNull();
	for (const [action, reason] of [
		['resolve', 'RESOLVED'],
		['reopen', 'REOPENED'],
		['mute', 'MUTED'],
		['unmute', 'UNMUTED'],
		['mute', 'MUTED'],
		['resolve-next', 'RESOLVED'],
	]) {
		standIn.act(issue, action);
		const [item, ...more] = (await poll()) ?? [];
		expect(more).toEqual([]);
		expect(item).toMatchObject({
			reason,
			issueId: issue.id,
			friendlyId: 'CHECKOUT-API-1',
			title: 'ValueError: Number 1',
			project: { id: 1, name: 'Checkout API' },
			fingerprint: `bugsink-${issue.id}`,
			issueUrl: `${standIn.baseUrl}/issues/issue/${issue.id}/event/last/`,
			bugsinkUrl: standIn.baseUrl,
			isTest: false,
			change: { by: 'Jane', at: expect.stringMatching(/Z$/) as string },
		});
		expect(readAlert(item)).toMatchObject({ reason, fingerprint: item.fingerprint });
		expect(await poll()).toBeNull();
	}
});

it('leaves to Bugsink what raises an alert of its own: regressions and automatic unmutes', async () => {
	const { standIn, project } = await bugsink();
	const [regressed, unmuted] = [standIn.addIssue(project), standIn.addIssue(project)];
	const poll = poller(standIn);
	await poll();
	standIn.act(regressed, 'resolve');
	standIn.act(unmuted, 'mute');
	expect(reasonsOf(await poll())).toEqual(['RESOLVED', 'MUTED']);
	const event = standIn.addEvent(regressed);
	standIn.act(unmuted, 'unmute');
	unmuted.history.push({ ...unmuted.history[unmuted.history.length - 1], event: event.id });
	expect(await poll()).toBeNull();
});

it('cannot tell the two apart before 2.6, and then tells rather than misses', async () => {
	const { standIn, project } = await bugsink({ hasHistory: false });
	const issue = standIn.addIssue(project);
	const poll = poller(standIn);
	await poll();
	standIn.act(issue, 'resolve');
	expect((await poll())?.[0]).toMatchObject({ reason: 'RESOLVED', change: { at: null, by: null } });
	standIn.addEvent(issue);
	expect(reasonsOf(await poll())).toEqual(['REOPENED']);
});

it('tells what a token may, without name and time where it may not read those', async () => {
	const { standIn, project } = await bugsink();
	const token = standIn.addToken(['issues:read'], project);
	const issue = standIn.addIssue(project);
	const poll = poller(standIn);
	await poll({ token });
	standIn.act(issue, 'resolve');
	expect((await poll({ token }))?.[0]).toMatchObject({
		reason: 'RESOLVED',
		project: { id: 1, name: null },
	});
});

it('knows issues that appeared and were resolved between two polls, and filters by reason', async () => {
	const { standIn, project } = await bugsink();
	const poll = poller(standIn);
	await poll();
	standIn.act(standIn.addIssue(project), 'resolve');
	standIn.act(standIn.addIssue(project), 'mute');
	standIn.addIssue(project);
	expect(reasonsOf(await poll({ reasons: ['RESOLVED'] }))).toEqual(['RESOLVED']);
	expect(await poll()).toBeNull();
});

it('polls 1,000 issues with four requests, and one more for each change and for the name', async () => {
	const { standIn, project } = await bugsink();
	for (let count = 0; count < 1_000; count++)
		standIn.addIssue(project, { isResolved: count % 7 === 0 });
	const staticData: IDataObject = {};
	const poll = poller(standIn, staticData);
	await poll();
	expect(standIn.requests.length).toBe(4);
	standIn.requests.length = 0;
	expect(await poll()).toBeNull();
	expect(standIn.requests.length).toBe(4);
	standIn.requests.length = 0;
	for (const issue of [1, 2, 3]) standIn.act(standIn.issues[issue], 'resolve');
	expect(reasonsOf(await poll())).toEqual(['RESOLVED', 'RESOLVED', 'RESOLVED']);
	expect(standIn.requests.length).toBe(4 + 1 + 3);
	expect(JSON.stringify(staticData).length).toBeLessThan(1_500);
});

it('watches only the newest issues where there are more, and says nothing of those that come into view', async () => {
	const { standIn, project } = await bugsink();
	for (let count = 0; count < 600; count++) standIn.addIssue(project);
	const poll = poller(standIn);
	await poll({ maxIssues: 250 });
	standIn.act(standIn.issues[0], 'resolve');
	standIn.act(standIn.issues[599], 'resolve');
	expect((await poll({ maxIssues: 250 }))?.length).toBe(1);
	expect(standIn.calls('GET', '/api/canonical/0/issues/')).toBe(2);
	expect(await poll()).toBeNull();
	standIn.act(standIn.issues[0], 'reopen');
	expect(reasonsOf(await poll())).toEqual(['REOPENED']);
});

it('begins anew for another project, and loses nothing by a poll that fails', async () => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project);
	standIn.addIssue(standIn.addProject('Other'), { isResolved: true });
	const poll = poller(standIn);
	await poll();
	standIn.act(issue, 'resolve');
	standIn.fail({ kind: { status: 403, body: { detail: 'No.' } } });
	await expect(poll()).rejects.toMatchObject({
		message: 'Bugsink answered 403: No.',
		httpCode: '403',
	});
	expect(reasonsOf(await poll())).toEqual(['RESOLVED']);
	expect(await poll({ project: 2 })).toBeNull();
	await expect(poll({ project: 9 })).rejects.toThrow('Bugsink answered 404');
});

it('tells a change although its history cannot be read', async () => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project);
	const poll = poller(standIn);
	await poll();
	standIn.act(issue, 'resolve');
	standIn.fail({
		path: /issue-history|projects/,
		kind: { status: 400, body: 'no' },
		times: Infinity,
	});
	expect(reasonsOf(await poll())).toEqual(['RESOLVED']);
	expect(await poll()).toBeNull();
});

it('shows an example in a manual run and remembers nothing', async () => {
	const { standIn, project } = await bugsink();
	const staticData = {};
	const poll = poller(standIn, staticData);
	expect((await poll({ mode: 'manual' }))?.[0]).toMatchObject({ reason: 'RESOLVED', isTest: true });
	const issue = standIn.addIssue(project);
	standIn.addIssue(project);
	standIn.act(issue, 'resolve');
	expect((await poll({ mode: 'manual' }))?.[0]).toMatchObject({ issueId: issue.id });
	expect(JSON.stringify(staticData)).not.toContain('remembered');
});
