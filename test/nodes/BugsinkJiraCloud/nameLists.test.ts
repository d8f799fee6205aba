/** Components and labels from Jira's lists, beside what is typed. */
import type { ILoadOptionsFunctions, INodeParameters } from 'n8n-workflow';

import { jiraProject, jiraRefusal, README_SCOPES, type JiraStandIn } from '../../standins/jira';
import { editorContext, node } from './editorContext';
import { aJira, alert, label, sendOne } from './support';

const { getComponents, getLabels } = node.methods.loadOptions;

async function names(
	jira: JiraStandIn,
	method: typeof getLabels,
	parameters: INodeParameters = {},
): Promise<string[]> {
	const options = await method.call(editorContext(jira, parameters));
	expect(options.every(({ name, value }) => name === value)).toBe(true);
	return options.map(({ name }) => name);
}

const project = (value: string) => ({ projectKey: { __rl: true, mode: 'list', value } });
const manyComponents = Array.from({ length: 120 }, (_, index) => ({
	id: String(index),
	name: `Part ${String(index).padStart(3, '0')}`,
}));

describe('the lists', () => {
	it('have every component of the chosen project, page by page, also for a token with scopes', async () => {
		const shop = { ...jiraProject('2', 'SHOP', 'Shop'), components: manyComponents };
		const projects = [jiraProject('1', 'OPS', 'Operations'), shop];
		const jira = await aJira({ projects, scopes: README_SCOPES });
		expect(await names(jira, getComponents)).toEqual(['Backend', 'Frontend']);
		expect(await names(jira, getComponents, project('shop'))).toEqual(
			manyComponents.map(({ name }) => name),
		);
	});

	it('have the labels of the site, without those that only the node needs', async () => {
		const many = Array.from({ length: 1200 }, (_, index) => `team-${index}`);
		const own = ['bugsink', label(1), `bugsink-${'a1'.repeat(16)}`, 'bugsink-burst-1-2026-08'];
		const jira = await aJira({ labels: [...many, ...own, 'bugsink-reviewed', '=evil'] });
		expect(await names(jira, getLabels)).toEqual(['bugsink-reviewed', ...many.sort()]);
	});

	it('stop after ten pages', async () => {
		const labels = Array.from({ length: 12_000 }, (_, index) => `x${index}`);
		const jira = await aJira({ labels });
		expect(await names(jira, getLabels)).toHaveLength(10_000);
		expect(jira.requests).toHaveLength(10);
	});

	it.each([
		['is chosen', ''],
		['is known yet', '={{ $json.key }}'],
	])('say what to do while no project %s', async (_, value) => {
		const jira = await aJira();
		await expect(names(jira, getComponents, project(value))).rejects.toMatchObject({
			message: "'Project' is empty, or its expression gives no value in the editor",
			description: expect.stringContaining('run the nodes before this one') as string,
		});
		expect(jira.requests).toHaveLength(0);
	});

	it.each([
		[401, /^Jira answered 401/, 'rejected this email and API token'],
		[403, /^Jira answered 403: You do not have/, 'permissions to browse the project'],
		[404, /^Jira answered 404/, "Check 'Project'"],
	])('say in plain words what %i means', async (status, message, hint) => {
		for (const method of [getComponents, getLabels]) {
			const jira = await aJira();
			const kind = status === 401 ? { status, body: 'Client must sign in' } : jiraRefusal(status);
			jira.fail({ method: 'GET', path: /\/(component|label)$/, kind, times: Infinity });
			await expect(names(jira, method)).rejects.toMatchObject({
				message: expect.stringMatching(message) as string,
				description: expect.stringContaining(hint) as string,
			});
		}
	});

	it('say that Jira did not answer in time', async () => {
		const jira = await aJira();
		const context = editorContext(jira);
		const late = Object.assign(new Error('timeout of 20000ms exceeded'), { code: 'ECONNABORTED' });
		const request = jest.fn().mockRejectedValue(late);
		context.helpers.httpRequestWithAuthentication =
			request as ILoadOptionsFunctions['helpers']['httpRequestWithAuthentication'];
		await expect(getLabels.call(context)).rejects.toMatchObject({
			message: expect.stringMatching(/^Jira did not answer in time/) as string,
		});
		expect(request).toHaveBeenCalledTimes(2);
	});

	it('take no sign-in page for an empty list', async () => {
		const jira = await aJira();
		jira.fail({ kind: { status: 200, body: '<html>Sign in</html>' }, times: Infinity });
		await expect(names(jira, getLabels)).rejects.toMatchObject({
			message: expect.stringContaining('something else') as string,
		});
	});
});

describe('what was chosen', () => {
	it('is added to what was typed, without repetition', async () => {
		const jira = await aJira();
		await sendOne(jira, alert(1), {
			parameters: { labels: 'urgent, backend' },
			options: {
				labelsFromList: ['backend', 'shop'],
				components: 'Backend',
				componentsFromList: ['Frontend', 'Backend'],
			},
		});
		expect(jira.issues[0].labels).toEqual([label(1), 'bugsink', 'urgent', 'backend', 'shop']);
		expect(jira.issues[0].components).toEqual(['Backend', 'Frontend']);
	});

	it('may have commas in its name', async () => {
		const components = [{ id: '7', name: 'Search, Browse' }];
		const withOne = jiraProject('1', 'OPS', 'Operations');
		for (const field of withOne.issueTypes.flatMap(({ fields }) => fields)) {
			if (field.fieldId === 'components') field.allowedValues = components;
		}
		const jira = await aJira({ projects: [withOne] });
		expect(await names(jira, getComponents)).toEqual(['Search, Browse']);
		await sendOne(jira, alert(1), { options: { componentsFromList: ['Search, Browse'] } });
		expect(jira.issues[0].components).toEqual(['Search, Browse']);
	});

	it('does nothing when a ticket is resolved', async () => {
		const jira = await aJira();
		const out = await sendOne(jira, alert(1), {
			parameters: { operation: 'resolve' },
			options: { labelsFromList: ['not a label'] },
		});
		expect(out).toMatchObject({ action: 'skipped', skipCode: 'noTicket' });
	});
});
