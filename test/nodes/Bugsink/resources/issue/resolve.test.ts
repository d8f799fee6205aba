import type { IDataObject, INode } from 'n8n-workflow';

import type { BugsinkStandIn, StoredIssue } from '../../../../standins/bugsink';
import type { NodeRun } from '../../../../support/engine';
import { bugsink, byId, jsonOf, run, type RunOptions } from '../../support';

async function resolveNext(
	standIn: BugsinkStandIn,
	issue: StoredIssue,
	more: INode['parameters'] = {},
	options: RunOptions = {},
): Promise<{ output?: IDataObject; hints: string[]; error: NodeRun['error'] }> {
	const parameters = {
		resource: 'issue',
		operation: 'resolve',
		issue: byId(issue.id),
		resolveIn: 'nextRelease',
		...more,
	};
	const result = await run(standIn, parameters, options);
	const hints = result.run.data.resultData.runData.Node[0].hints ?? [];
	return {
		output: result.items?.[0]?.json,
		hints: hints.map(({ message }) => message),
		error: result.error,
	};
}

it('the stand-in silences what is resolved in the next release of a project without releases', async () => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project);
	standIn.act(issue, 'resolve-next');
	for (let count = 0; count < 3; count++) standIn.addEvent(issue);
	expect(standIn.alerts.map(({ reason }) => reason)).toEqual(['NEW']);
	expect(issue.isResolved).toBe(true);
});

it('resolves now in a project without releases, says so, and the next event is reported', async () => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project);
	// Makes Bugsink list a release without a version.
	standIn.addEvent(issue);
	const { output, hints } = await resolveNext(standIn, issue);
	expect(output).toMatchObject({
		is_resolved_by_next_release: false,
		changed: true,
		resolvedIn: 'now',
	});
	expect(hints).toEqual([
		'1 of 1 items: Resolved now instead of in the next release, since the project has no releases.',
	]);
	standIn.addEvent(issue);
	expect(standIn.alerts.map(({ reason }) => reason)).toEqual(['NEW', 'REGRESSED']);
});

it('resolves in the next release of a project with releases, without a word', async () => {
	const { standIn, project } = await bugsink();
	standIn.addRelease(project, 'shop@4.2.0');
	const issue = standIn.addIssue(project);
	const { output, hints } = await resolveNext(standIn, issue);
	expect(output).toMatchObject({ is_resolved_by_next_release: true, resolvedIn: 'nextRelease' });
	expect(hints).toEqual([]);
	expect(standIn.calls('GET', /\/releases\/$/)).toBe(1);
});

it('needs no look at the releases if the issue was seen in one', async () => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project);
	standIn.addEvent(issue, { release: 'shop@4.2.0' });
	const token = standIn.addToken(['issues:read', 'issues:triage'], project);
	const { output } = await resolveNext(standIn, issue, {}, { token });
	expect(output).toMatchObject({ resolvedIn: 'nextRelease' });
	expect(standIn.calls('GET', /\/releases\/$/)).toBe(0);
});

it('fails if it is told to, and leaves the issue open', async () => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project);
	const { error } = await resolveNext(standIn, issue, { withoutReleases: 'fail' });
	expect(error?.message).toBe(
		'The project has no releases, so the issue cannot be resolved in the next one',
	);
	expect(error?.description).toContain('create a release first');
	expect(issue.isResolved).toBe(false);
});

it.each([
	['releases', ['issues:read', 'issues:triage']],
	['issues', ['issues:triage', 'releases:read']],
] as const)(
	'is on the safe side with a token that may not read %s',
	async (_what, capabilities) => {
		const { standIn, project } = await bugsink();
		standIn.addRelease(project, 'shop@4.2.0');
		const issue = standIn.addIssue(project);
		const token = standIn.addToken(capabilities);
		const failed = await resolveNext(standIn, issue, { withoutReleases: 'fail' }, { token });
		expect(failed.error?.message).toBe('This token cannot tell whether the project has releases');
		expect(failed.error?.description).toContain('releases:read');
		const { output, hints } = await resolveNext(standIn, issue, {}, { token });
		expect(output).toMatchObject({ changed: true, resolvedIn: 'now' });
		expect(hints[0]).toContain('releases:read');
	},
);

it('resolves nothing while it cannot know: Bugsink answers 500 to the look at the releases', async () => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project);
	standIn.fail({ path: /releases/, kind: { status: 500, body: 'no' }, times: Infinity });
	expect((await resolveNext(standIn, issue)).error?.message).toBe('Bugsink answered 500');
	expect(issue.isResolved).toBe(false);
});

it('counts what was resolved before as done, without a hint', async () => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project, { isResolved: true });
	const { output, hints } = await resolveNext(standIn, issue);
	expect(output).toMatchObject({ changed: false, resolvedIn: null });
	expect(hints).toEqual([]);
});

it('gives one hint for many items', async () => {
	const { standIn, project } = await bugsink();
	const items = [1, 2, 3].map(() => ({ issueId: standIn.addIssue(project).id }));
	const issue = { ...byId(''), value: '={{ $json.issueId }}' };
	const [first] = standIn.issues;
	const { hints } = await resolveNext(standIn, first, { issue }, { items });
	expect(hints).toEqual([expect.stringMatching(/^3 of 3 items: Resolved now/)]);
});

it('waits for a release that is made known, and takes an event of it for a regression', async () => {
	const { standIn, project } = await bugsink();
	standIn.addRelease(project, 'shop@4.2.0');
	const issue = standIn.addIssue(project);
	await resolveNext(standIn, issue);
	standIn.addEvent(issue, { release: 'shop@4.2.0' });
	expect(issue.isResolved).toBe(true);
	const create = { resource: 'release', operation: 'create', project: byId(1) };
	jsonOf(await run(standIn, { ...create, version: 'shop@4.3.0' }));
	standIn.addEvent(issue, { release: 'shop@4.3.0' });
	expect(standIn.alerts.map(({ reason }) => reason)).toEqual(['NEW', 'REGRESSED']);
});
