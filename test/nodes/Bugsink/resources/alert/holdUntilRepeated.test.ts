import type { IDataObject, INode } from 'n8n-workflow';

import { readAlert } from '../../../../../nodes/shared/alert/readAlert';
import type { BugsinkStandIn, StoredIssue } from '../../../../standins/bugsink';
import { sample } from '../../../../support/samples';
import { bugsink, jsonOf, run, type RunOptions } from '../../support';

const hold: INode['parameters'] = {
	resource: 'alert',
	operation: 'holdUntilRepeated',
	events: 3,
	periods: 1,
	period: 'week',
};

function alertOf(issue: StoredIssue, reason: string): IDataObject {
	const payload = sample('captured/custom-new') as IDataObject;
	const alert = readAlert({ ...payload, id: issue.id, alert_reason: reason });
	return { ...alert, raw: { kept: true } } as unknown as IDataObject;
}

async function reasonsAfter(
	standIn: BugsinkStandIn,
	items: IDataObject[],
	more: INode['parameters'] = {},
	options: RunOptions = {},
): Promise<unknown[]> {
	const outputs = jsonOf(await run(standIn, { ...hold, ...more }, { items, ...options }));
	return outputs.map(({ reason }) => reason);
}

it('holds a new issue until it has happened so often, the first time included', async () => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project);
	expect(await reasonsAfter(standIn, [alertOf(issue, 'NEW')])).toEqual([]);
	expect(standIn.requests.map(({ path, json }) => [path, json])).toEqual([
		[
			`/api/canonical/0/issues/${issue.id}/mute-until/`,
			{ period_name: 'week', nr_of_periods: 1, gte_threshold: 3 },
		],
	]);
	standIn.addEvent(issue);
	expect(standIn.alerts.map(({ reason }) => reason)).toEqual(['NEW']);
	standIn.addEvent(issue);
	standIn.addEvent(issue);
	expect(standIn.alerts.map(({ reason }) => reason)).toEqual(['NEW', 'UNMUTED']);
});

it('lets pass what is not new, as it came', async () => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project);
	const items = ['UNMUTED', 'REGRESSED', 'RESOLVED'].map((reason) => alertOf(issue, reason));
	expect(jsonOf(await run(standIn, hold, { items }))).toEqual(items);
	expect(standIn.requests).toEqual([]);
});

it('lets a test pass, whatever its reason', async () => {
	const { standIn, project } = await bugsink();
	const test = readAlert(sample('captured/custom-test')) as unknown as IDataObject;
	const marked = { ...alertOf(standIn.addIssue(project), 'NEW'), isTest: true };
	expect((await reasonsAfter(standIn, [test, marked])).length).toBe(2);
	expect(standIn.requests).toEqual([]);
});

it('mutes again what was unmuted, if asked, so that each alert stands for as many events', async () => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project, { firstSeen: '2026-01-01T00:00:00.000000Z' });
	const options = { holdAgain: true, maxAttempts: 1 };
	const again = async (): Promise<unknown[]> =>
		await reasonsAfter(standIn, [alertOf(issue, 'UNMUTED')], { options });
	expect(await again()).toEqual(['UNMUTED']);
	expect(issue).toMatchObject({ isMuted: true, unmuteAt: { volume: 3 } });
	expect(await reasonsAfter(standIn, [alertOf(issue, 'REGRESSED')], { options })).toEqual([
		'REGRESSED',
	]);
	expect(standIn.requests.length).toBe(1);
	for (let count = 0; count < 3; count++) standIn.addEvent(issue);
	expect(issue.isMuted).toBe(false);
});

it.each([
	['muted by somebody, or by the same alert before', { isMuted: true }],
	['resolved meanwhile', { isResolved: true }],
])('holds the alert of an issue that is %s', async (_name, state) => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project, state);
	expect(await reasonsAfter(standIn, [alertOf(issue, 'NEW')])).toEqual([]);
	expect(issue).toMatchObject(state);
});

it('does not hold what could not be muted', async () => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project);
	const items = [alertOf(issue, 'NEW')];
	const token = standIn.addToken(['issues:read']);
	expect((await run(standIn, hold, { items, token })).error?.message).toContain('issues:triage');
	standIn.fail({ kind: { status: 500, body: 'no' } });
	const failed = await run(standIn, hold, { items, onError: 'continueErrorOutput' });
	expect(failed.items).toEqual([]);
	expect(failed.errorItems?.[0].json).toMatchObject({ issueId: issue.id, reason: 'NEW' });
	const nameless = { ...items[0], issueId: null, friendlyId: null };
	expect((await run(standIn, hold, { items: [nameless] })).error?.message).toBe(
		'The alert does not say which issue it is about',
	);
});

it.each([
	[{ events: 1 }, "'Number of Events' must be a whole number from 2 to 1000000000"],
	[{ periods: 0 }, "'Number of Periods' must be a whole number from 1 to 10000"],
	[{ periods: 2_000, period: 'year' }, "'Number of Periods' must be a whole number from 1 to 1000"],
	[{ period: 'fortnight' }, "'Period' cannot be 'fortnight'"],
])('refuses %j before anything is sent', async (more, message) => {
	const { standIn, project } = await bugsink();
	const items = [alertOf(standIn.addIssue(project), 'NEW')];
	expect((await run(standIn, { ...hold, ...more }, { items })).error?.message).toBe(message);
	expect(standIn.requests).toEqual([]);
});
