import type { INode } from 'n8n-workflow';

import { bugsink, byId, jsonOf, run } from '../support';

it('reads projects', async () => {
	const { standIn } = await bugsink();
	const ask = async (parameters: INode['parameters']) => jsonOf(await run(standIn, parameters));
	const get = { resource: 'project', operation: 'get', project: byId(1) };
	expect((await ask(get))[0]).toMatchObject({ name: 'Checkout API' });
	expect((await ask({ resource: 'project', operation: 'getMany' })).length).toBe(1);
	const { error } = await run(standIn, { ...get, project: byId('={{ "" }}') });
	expect(error?.message).toBe("'Project' is empty");
});

describe('the alerts of a project', () => {
	const set: INode['parameters'] = {
		resource: 'project',
		operation: 'setAlerts',
		project: byId(1),
	};

	it.each([
		[{ newIssue: 'off' }, { alert_on_new_issue: false }],
		[
			{ regression: 'off', unmute: 'on' },
			{ alert_on_regression: false, alert_on_unmute: true },
		],
		[
			{ newIssue: 'on', regression: 'off', unmute: 'off' },
			{ alert_on_new_issue: true, alert_on_regression: false, alert_on_unmute: false },
		],
	])('with %j are changed so, and nothing else', async (parameters, flags) => {
		const { standIn } = await bugsink();
		const [output] = jsonOf(await run(standIn, { ...set, ...parameters }));
		expect(standIn.requests.map(({ method, json }) => [method, json])).toEqual([['PATCH', flags]]);
		expect(output).toMatchObject({ id: 1, name: 'Checkout API', ...flags });
	});

	it('stay off while the deploy lasts', async () => {
		const { standIn, project } = await bugsink();
		jsonOf(await run(standIn, { ...set, newIssue: 'off' }));
		standIn.addIssue(project);
		jsonOf(await run(standIn, { ...set, newIssue: 'on' }));
		const heard = standIn.addIssue(project);
		expect(standIn.alerts.map(({ issueId }) => issueId)).toEqual([heard.id]);
	});

	it('need something to set, a known word, and a token that may manage projects', async () => {
		const { standIn } = await bugsink();
		expect((await run(standIn, set)).error?.message).toBe(
			'Nothing to set: all alerts are Unchanged',
		);
		expect((await run(standIn, { ...set, unmute: 'maybe' })).error?.message).toBe(
			"'Unmute' cannot be 'maybe'",
		);
		expect(standIn.requests).toEqual([]);
		const token = standIn.addToken(['projects:read']);
		const refused = await run(standIn, { ...set, unmute: 'off' }, { token });
		expect(refused.error?.message).toContain('projects:manage');
	});
});
