import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { changesSince, remember } from '../../../nodes/BugsinkResolutionTrigger/states';
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
	expect(reasonsOf(await poll())).toEqual(['MUTED', 'RESOLVED']);
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

it('lets a poll that was overtaken by a later one say nothing', async () => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project);
	const staticData: IDataObject = {};
	const poll = poller(standIn, staticData);
	await poll();
	const setTime = (at: number) => {
		const [node] = Object.values(staticData) as Array<{ remembered: { at: number } }>;
		node.remembered.at = at;
	};
	standIn.act(issue, 'resolve');
	setTime(Date.now() + 60_000);
	expect(await poll()).toBeNull();
	setTime(Date.now() - 60_000);
	expect(reasonsOf(await poll())).toEqual(['RESOLVED']);
	standIn.act(issue, 'reopen');
	setTime(Date.now() + 3_600_000);
	expect(reasonsOf(await poll())).toEqual(['REOPENED']);
});

/** What a model of the issues says, against what is remembered as text. */
it('sees exactly the net changes, whatever happens to the issues', () => {
	const state = fc.constantFrom('open', 'muted', 'resolved');
	const step = fc.record({
		changes: fc.array(fc.tuple(fc.nat(30), state), { maxLength: 10 }),
		added: fc.array(state, { maxLength: 5 }),
		deleted: fc.array(fc.nat(30), { maxLength: 3 }),
	});
	type Issue = { order: number; seen: number; state: string };
	const json = ({ order, seen, state: now }: Issue): IDataObject => ({
		id: `${order}-${seen}`,
		digest_order: order,
		first_seen: `2026-01-01T00:00:${String(seen).padStart(8, '0')}Z`,
		is_resolved: now === 'resolved',
		is_muted: now === 'muted',
	});
	const expected: Record<string, string[]> = {
		'open>resolved': ['RESOLVED'],
		'muted>resolved': ['RESOLVED'],
		'open>muted': ['MUTED'],
		'resolved>open': ['REOPENED'],
		'muted>open': ['UNMUTED'],
		'resolved>muted': ['REOPENED', 'MUTED'],
	};
	fc.assert(
		fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
			let issues: Issue[] = [];
			let seen = 0;
			let memory = JSON.stringify(remember('x', 0, []));
			for (const { changes, added, deleted } of steps) {
				const before = new Map(issues.map((issue) => [issue.seen, issue.state]));
				issues = issues.filter((_, index) => !deleted.includes(index));
				for (const [index, to] of changes)
					if (issues[index]) issues[index] = { ...issues[index], state: to };
				for (const now of added) {
					// As Bugsink numbers them: one more than the highest there is, also after a deletion.
					const order = Math.max(0, ...issues.map((issue) => issue.order)) + 1;
					issues.push({ order, seen: ++seen, state: now });
				}
				const wanted = issues.flatMap((issue) => {
					const from = before.get(issue.seen) ?? 'open';
					return (expected[`${from}>${issue.state}`] ?? []).map((reason) => [issue.seen, reason]);
				});
				const found = changesSince(
					JSON.parse(memory) as ReturnType<typeof remember>,
					issues.map(json),
				);
				expect(
					found.map(({ issue, reason }) => [Number(String(issue.id).split('-')[1]), reason]),
				).toEqual(wanted);
				memory = JSON.stringify(remember('x', 0, issues.map(json)));
			}
		}),
		{ numRuns: 500 },
	);
});
