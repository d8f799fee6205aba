import { jiraProject, standardFields } from '../../standins/jira';
import { aJira, alert, label, send, sendOne } from './support';

const without = (...fields: string[]) =>
	standardFields().filter(({ fieldId }) => !fields.includes(fieldId));

describe('fields of a new ticket', () => {
	it('are set as the options say', async () => {
		const jira = await aJira();
		const epic = jira.seed({ issueType: 'Epic' });
		const out = await sendOne(jira, alert(1), {
			options: {
				priority: { __rl: true, mode: 'name', value: 'High' },
				assignee: { __rl: true, mode: 'id', value: 'MIA@example.com' },
				components: 'Backend, Frontend',
				parentKey: epic.key.toLowerCase(),
			},
		});
		expect(out).toMatchObject({ action: 'created', warnings: [], requests: 3 });
		expect(jira.issue(String(out.key))).toMatchObject({
			priority: 'High',
			assignee: '5b10a2844c20165700ede21g',
			components: ['Backend', 'Frontend'],
			parentKey: epic.key,
		});
	});

	it('take ids from lists, and an account id without a look-up', async () => {
		const jira = await aJira();
		const accountId = '5b10ac8d82e05b22cc7d4ef5';
		const out = await sendOne(jira, alert(1), {
			parameters: { issueType: { __rl: true, mode: 'list', value: '10002' } },
			options: {
				priority: { __rl: true, mode: 'list', value: '1' },
				assignee: { __rl: true, mode: 'list', value: accountId },
			},
		});
		expect(out).toMatchObject({ action: 'created', requests: 2 });
		expect(jira.issues[0]).toMatchObject({ priority: 'Highest', assignee: accountId });
		expect(jira.issues[0].issueType.name).toBe('Task');
	});

	it('may make a sub-task', async () => {
		const jira = await aJira();
		jira.seed();
		const parameters = { issueType: { __rl: true, mode: 'name', value: 'Sub-task' } };
		const more = { parameters, options: { parentKey: 'OPS-1' } };
		expect(await sendOne(jira, alert(1), more)).toMatchObject({ action: 'created', key: 'OPS-2' });
		await expect(sendOne(jira, alert(2), { parameters })).rejects.toMatchObject({
			message: expect.stringContaining('sub-task') as string,
			hint: expect.stringContaining("'Parent Key'") as string,
		});
	});

	it('take custom fields by id or name, in the form that the type wants', async () => {
		const jira = await aJira();
		const customFields = {
			customfield_10030: 'Checkout',
			Steps: 'first\n\nsecond',
			'impact score': '7.5',
			customfield_10033: 'High',
			Regions: 'EU, US',
			Owner: 'emma@example.com',
			customfield_10036: '2026-08-03T09:14:22Z',
			customfield_10037: '2026-08-03T09:14:22Z',
			Tags: ['a', 'b'],
			duedate: '2026-09-01',
			customfield_10039: 'https://runbooks.example.com/1',
		};
		const out = await sendOne(jira, alert(1), {
			options: { customFields: JSON.stringify(customFields) },
		});
		expect(out).toMatchObject({ action: 'created', warnings: [] });
		expect(jira.issues[0].customFields).toMatchObject({
			customfield_10030: 'Checkout',
			customfield_10031: { type: 'doc', version: 1 },
			customfield_10032: 7.5,
			customfield_10033: { value: 'High' },
			customfield_10034: [{ value: 'EU' }, { value: 'US' }],
			customfield_10035: { accountId: '5b10ac8d82e05b22cc7d4ef5' },
			customfield_10036: '2026-08-03',
			customfield_10037: '2026-08-03T09:14:22.000+0000',
			customfield_10038: ['a', 'b'],
			duedate: '2026-09-01',
			customfield_10039: 'https://runbooks.example.com/1',
		});
	});

	it('ask for the metadata once in an execution, and only with custom fields', async () => {
		const jira = await aJira();
		const options = { customFields: { 'Impact score': 1 } };
		await send(jira, [alert(1), alert(2), alert(3)], { options: options as never });
		expect(jira.calls('GET', /createmeta/)).toBe(2);
	});

	it('that the screen does not have are dropped, once, and named', async () => {
		const jira = await aJira({
			projects: [
				jiraProject('10000', 'OPS', 'Operations', () => without('priority', 'components')),
			],
		});
		const out = await sendOne(jira, alert(1), {
			options: {
				priority: { __rl: true, mode: 'name', value: 'High' },
				components: 'Backend',
				customFields: { customfield_99: 1, customfield_10032: 2 },
			},
		});
		expect(out).toMatchObject({ action: 'created', key: 'OPS-1' });
		expect(String(out.warnings)).toMatch(/'priority' was left out/);
		expect(String(out.warnings)).toMatch(/'components' was left out/);
		expect(String(out.warnings)).toMatch(/'customfield_99' was left out/);
		expect(jira.issues[0].customFields).toEqual({ customfield_10032: 2 });
		expect(jira.calls('POST', /\/issue$/)).toBe(2);
	});

	it('do not let a field under its localised name take the label away', async () => {
		const fields = standardFields().map((field) =>
			field.fieldId === 'labels' ? { ...field, name: 'Stichwörter' } : field,
		);
		const jira = await aJira({ projects: [jiraProject('1', 'OPS', 'Operations', () => fields)] });
		const options = { customFields: { Stichwörter: 'x' } };
		expect(await sendOne(jira, alert(1), { options })).toMatchObject({ warnings: [/left out/] });
		expect(jira.issues[0].labels).toEqual([label(1), 'bugsink']);
	});

	it('leave the ticket without an assignee whom nobody knows', async () => {
		const jira = await aJira();
		const options = { assignee: { __rl: true, mode: 'id', value: 'customer@example.com' } };
		const out = await sendOne(jira, alert(1), { options });
		expect(out).toMatchObject({ action: 'created', warnings: [/^No one is assigned/] });
	});
});

describe('settings that cannot work are refused before anything is sent', () => {
	it.each([
		['a label with a space', { parameters: { labels: 'ok, not ok' } }, /label with a space/],
		['a label that is too long', { parameters: { labels: 'x'.repeat(256) } }, /256 characters/],
		['no project', { parameters: { projectKey: '' } }, /"Project" is required/],
		['a name for a project', { parameters: { projectKey: 'My project' } }, /not the key/],
		['no issue type', { parameters: { issueType: '' } }, /"Issue Type" is required/],
		['fields that are no JSON', { options: { customFields: '{' } }, /not a JSON object/],
		['labels as a custom field', { options: { customFields: { Labels: ['x'] } } }, /cannot set/],
		['a parent that is no key', { options: { parentKey: 'the epic' } }, /not the key of a ticket/],
		['a window that is no number', { options: { reopenWindowDays: -1 } }, /whole number/],
		['no URL', { credentials: { jiraUrl: 'my site' } }, /'Jira URL' is not a URL/],
		['an open URL', { credentials: { jiraUrl: 'http://x.atlassian.net' } }, /unencrypted/],
		['the gateway', { credentials: { jiraUrl: 'https://api.atlassian.com/ex/jira/1' } }, /API/],
		['no token', { credentials: { apiToken: '' } }, /'API Token'/],
	])('%s', async (_, more, message) => {
		const jira = await aJira();
		await expect(sendOne(jira, alert(1), more)).rejects.toThrow(message);
		expect(jira.requests).toHaveLength(0);
	});

	it('but addresses of any page of the site and of the project are understood', async () => {
		const jira = await aJira();
		const out = await sendOne(jira, alert(1), {
			credentials: { jiraUrl: `${jira.url}/browse/ABC-1?x=1` },
			parameters: { projectKey: `${jira.url}/jira/software/projects/ops/boards/1` },
		});
		expect(out).toMatchObject({ url: `${jira.url}/browse/OPS-1` });
	});
});

describe('a token with scopes', () => {
	it('is found by the 401, goes through the gateway, and is remembered', async () => {
		const jira = await aJira({ scopedTokens: true });
		const staticData = {};
		const more = { staticData };
		const first = await send(jira, [alert(1), alert(2)], more);
		expect(first.items?.map(({ json }) => json.url)).toEqual([
			`${jira.url}/browse/OPS-1`,
			`${jira.url}/browse/OPS-2`,
		]);
		expect(jira.calls('GET', '/_edge/tenant_info')).toBe(1);
		jira.requests.length = 0;
		expect(await sendOne(jira, alert(3), more)).toMatchObject({ action: 'created', requests: 2 });
		expect(jira.requests).toHaveLength(2);
	});

	it('may be replaced by one without', async () => {
		const jira = await aJira();
		const staticData = { 'node:Node': { memory: { [`jira gateway of ${jira.url}`]: 'gone' } } };
		jira.fail({ path: /^\/ex\/jira\/gone/, kind: { status: 401, body: '' } });
		expect(await sendOne(jira, alert(1), { staticData })).toMatchObject({ action: 'created' });
		expect(staticData['node:Node'].memory[`jira gateway of ${jira.url}`]).toBe('');
	});

	it.each([[true], [false]])('that is wrong is refused (scoped: %s)', async (scopedTokens) => {
		const jira = await aJira({ scopedTokens });
		const credentials = { apiToken: 'planted-secret-token' };
		const { error } = await send(jira, [alert(1)], { credentials });
		expect(error?.httpCode).toBe('401');
		expect(error?.description).toContain('id.atlassian.com');
		// No refusal is asked for twice.
		expect(jira.requests.length).toBeLessThanOrEqual(4);
		expect(jira.issues).toEqual([]);
	});
});

describe('secrets', () => {
	it('are in no error, even if Jira echoes them', async () => {
		const jira = await aJira();
		const apiToken = 'planted-secret-token';
		const login = Buffer.from(`${jira.email}:${apiToken}`).toString('base64');
		const body = { errorMessages: [`bad ${apiToken} Basic ${login}`], errors: {} };
		jira.fail({ kind: { status: 403, body }, times: Infinity });
		for (const continueOnFail of [true, false]) {
			const credentials = { apiToken };
			const { items, run } = await send(jira, [alert(1)], { credentials, continueOnFail });
			const seen = JSON.stringify([items, run.data.resultData]);
			expect(seen).toContain('Jira answered 403');
			expect(seen).not.toContain(apiToken);
			expect(seen).not.toContain(login);
		}
	});
});

describe('tests and previews', () => {
	it('a test alert is marked, has the lowest priority, and makes one ticket', async () => {
		const jira = await aJira();
		const test = alert(1, { reason: 'TEST' });
		const options = { priority: { __rl: true, mode: 'name', value: 'Highest' } };
		expect(await sendOne(jira, test, { options })).toMatchObject({ action: 'created' });
		expect(jira.issues[0]).toMatchObject({
			summary: '[Test] ValueError: number 1',
			priority: 'Lowest',
			labels: [label(1), 'bugsink'],
		});
		await sendOne(jira, { ...test, lastSeen: '2026-08-04T09:14:22Z' });
		expect(jira.issues).toHaveLength(1);
		expect(await sendOne(jira, test, { options: { testAlerts: 'skip' } })).toMatchObject({
			action: 'skipped',
		});
	});

	it('a test message needs no alert', async () => {
		const jira = await aJira();
		const more = { parameters: { operation: 'sendTestMessage' } };
		expect(await sendOne(jira, {}, more)).toMatchObject({ action: 'created', reason: 'TEST' });
		expect(jira.issues[0].summary).toBe('[Test] Test message from n8n');
		expect(await sendOne(jira, {}, more)).toMatchObject({ key: 'OPS-1' });
	});

	it('a preview shows the request and sends nothing', async () => {
		const jira = await aJira();
		const out = await sendOne(jira, alert(1), { parameters: { operation: 'preview' } });
		expect(out).toMatchObject({
			action: 'previewed',
			request: {
				method: 'POST',
				url: `${jira.url}/rest/api/3/issue`,
				body: { fields: { project: { key: 'OPS' }, issuetype: { name: 'Bug' } } },
			},
		});
		expect(JSON.stringify(out)).not.toContain(jira.apiToken);
		expect(jira.requests).toHaveLength(0);
	});
});
