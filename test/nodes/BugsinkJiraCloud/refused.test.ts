import {
	adfText,
	jiraProject,
	jiraRateLimit,
	jiraRefusal,
	standardFields,
} from '../../standins/jira';
import { aJira, alert, label, send, sendOne } from './support';

const regressed = (number: number) =>
	alert(number, { reason: 'REGRESSED', lastSeen: '2026-08-09T10:00:00Z' });
const test = (number: number) => alert(number, { reason: 'TEST' });
const resolve = { parameters: { operation: 'resolve' } };
const testMessage = { parameters: { operation: 'sendTestMessage' } };
const without = (...fields: string[]) =>
	standardFields().filter(({ fieldId }) => !fields.includes(fieldId));

/** What Atlassian documents for transitions, links, comments and user search, and the gateway's 401. */
const STATUSES = [400, 401, 403, 404, 409, 410, 413, 422];

describe('a look-up that only decorates does not lose the ticket', () => {
	it('has the lowest priority of the create screen for a test, with the scopes of README', async () => {
		const jira = await aJira({ scopedTokens: true });
		for (const [item, more] of [[test(1)], [{}, testMessage]] as const) {
			expect(await sendOne(jira, item, more)).toMatchObject({ action: 'created', warnings: [] });
		}
		expect(jira.issues.map(({ priority }) => priority)).toEqual(['Lowest', 'Lowest']);
		expect(jira.calls('GET', /priority\/search$/)).toBe(0);
	});

	it("has the site's lowest, where the create screen may not be read", async () => {
		const jira = await aJira();
		jira.fail({ path: /createmeta/, kind: jiraRefusal(403), times: Infinity });
		expect(await sendOne(jira, test(1))).toMatchObject({ action: 'created', warnings: [] });
		expect(jira.issues[0].priority).toBe('Lowest');
	});

	it.each(STATUSES)('does without the priority of a test after %d', async (status) => {
		const jira = await aJira();
		jira.fail({ path: /createmeta|priority/, kind: jiraRefusal(status), times: Infinity });
		expect(await sendOne(jira, test(1))).toMatchObject({ action: 'created', warnings: [] });
		expect(await sendOne(jira, {}, testMessage)).toMatchObject({ action: 'created' });
		expect(jira.issues[0].priority).toBe('Medium');
	});

	it('does without it where the screen has no priority, and says nothing: nobody asked', async () => {
		const fields = without('priority');
		const jira = await aJira({ projects: [jiraProject('1', 'OPS', 'Operations', () => fields)] });
		expect(await sendOne(jira, test(1))).toMatchObject({ action: 'created', warnings: [] });
	});

	it.each(STATUSES)('does without the assignee after %d, with a warning', async (status) => {
		const jira = await aJira();
		jira.fail({ path: /\/user\/assignable/, kind: jiraRefusal(status) });
		const options = { assignee: { __rl: true, mode: 'id', value: 'mia@example.com' } };
		expect(await sendOne(jira, alert(1), { options })).toMatchObject({
			action: 'created',
			warnings: ['No one is assigned: no account was found for mia@example.com'],
		});
		expect(jira.issues[0].assignee).toBeNull();
	});

	it.each(STATUSES)('sends custom fields as they are after %d of the metadata', async (status) => {
		const jira = await aJira();
		jira.fail({ path: /createmeta/, kind: jiraRefusal(status), times: Infinity });
		const customFields = { customfield_10030: 'Checkout', Severity: 'High' };
		expect(await sendOne(jira, alert(1), { options: { customFields } })).toMatchObject({
			action: 'created',
			warnings: [/^'Severity' was left out, as Jira refused it: /],
		});
		expect(jira.issues[0].customFields).toEqual({ customfield_10030: 'Checkout' });
	});

	it.each([500, 503])(
		'is tried again after %d as every request, and then fails',
		async (status) => {
			const jira = await aJira();
			jira.fail({ path: /createmeta/, kind: jiraRefusal(status), times: 3 });
			await expect(sendOne(jira, test(1))).rejects.toThrow(`Jira answered ${status}`);
			expect(jira.issues).toEqual([]);
			expect(await sendOne(jira, test(1))).toMatchObject({ action: 'created' });
		},
	);
});

describe('a step beside the main one that is refused is a warning', () => {
	it.each(STATUSES)('reopening, with %d: commented', async (status) => {
		const jira = await aJira();
		jira.seed({ labels: [label(1)], status: 'Done' });
		jira.fail({ method: 'POST', path: /\/transitions$/, kind: jiraRefusal(status) });
		expect(await sendOne(jira, regressed(1))).toMatchObject({
			action: 'commented',
			key: 'OPS-1',
			warnings: [expect.stringMatching(`^OPS-1 was not reopened: Jira answered ${status}`)],
		});
		expect(jira.issues[0]).toMatchObject({ status: { name: 'Done' } });
		expect(jira.issues[0].comments).toHaveLength(1);
	});

	it.each(STATUSES)('the comment after reopening, with %d: reopened', async (status) => {
		const jira = await aJira();
		jira.seed({ labels: [label(1)], status: 'Done' });
		jira.fail({ method: 'POST', path: /\/comment$/, kind: jiraRefusal(status) });
		expect(await sendOne(jira, regressed(1))).toMatchObject({
			action: 'reopened',
			warnings: [expect.stringMatching(`^OPS-1 has no comment about it: Jira answered ${status}`)],
		});
		expect(jira.open(label(1))).toHaveLength(1);
	});

	it.each(STATUSES)('the link to the ticket before, with %d: created', async (status) => {
		const jira = await aJira();
		jira.seed({ labels: [label(1)], status: 'Done' });
		jira.fail({ method: 'POST', path: /\/issueLink$/, kind: jiraRefusal(status) });
		const parameters = { onlyNewIssues: false };
		const options = { onRegression: 'create' };
		expect(await sendOne(jira, regressed(1), { parameters, options })).toMatchObject({
			action: 'created',
			key: 'OPS-2',
			warnings: [
				expect.stringMatching(`^OPS-2 could not be linked to OPS-1: Jira answered ${status}`),
			],
		});
	});

	it.each(STATUSES)('resolving, with %d: commented', async (status) => {
		const jira = await aJira();
		jira.seed({ labels: [label(1)] });
		jira.fail({ method: 'POST', path: /\/transitions$/, kind: jiraRefusal(status) });
		expect(await sendOne(jira, alert(1), resolve)).toMatchObject({
			action: 'commented',
			warnings: [expect.stringMatching(`^OPS-1 was not resolved: Jira answered ${status}`)],
		});
		expect(adfText(jira.issues[0].comments[0].body)).toContain('Resolved in Bugsink');
	});

	it('a ticket with as many links as it can have is followed all the same', async () => {
		const jira = await aJira({ linkLimit: 0 });
		jira.seed({ labels: [label(1)], status: 'Done' });
		const parameters = { onlyNewIssues: false };
		const options = { onRegression: 'create' };
		expect(await sendOne(jira, regressed(1), { parameters, options })).toMatchObject({
			action: 'created',
			warnings: [/The limit of links is reached/],
		});
	});

	it('a ticket with as many comments as it can have is reopened all the same', async () => {
		const jira = await aJira({ commentLimit: 0 });
		jira.seed({ labels: [label(1)], status: 'Done' });
		expect(await sendOne(jira, regressed(1))).toMatchObject({
			action: 'reopened',
			warnings: [/The limit of comments is reached/],
		});
	});

	it.each([429, 500, 503])(
		'%d is no refusal: it is tried again, and then fails',
		async (status) => {
			const jira = await aJira();
			jira.seed({ labels: [label(1)], status: 'Done' });
			const kind = { ...jiraRefusal(status), headers: { 'retry-after': '0' } };
			jira.fail({ method: 'POST', path: /\/transitions$/, kind, times: 3 });
			await expect(sendOne(jira, regressed(1))).rejects.toThrow(`Jira answered ${status}`);
			expect(jira.issues[0].comments).toEqual([]);
			expect(await sendOne(jira, regressed(1))).toMatchObject({ action: 'reopened' });
		},
	);
});

describe('a create that is refused', () => {
	const refuse = (errorMessages: string[], errors: Record<string, string> = {}) => ({
		status: 400,
		body: { errorMessages, errors },
	});

	it.each([
		['in words', refuse(['Property bugsink is not allowed.'])],
		['by name', refuse([], { properties: 'Not allowed.' })],
		['by place', refuse([], { 'properties[0].key': 'Not allowed.' })],
	])('for its property is sent without it: %s', async (_, kind) => {
		const jira = await aJira();
		jira.fail({ method: 'POST', path: /\/issue$/, kind });
		expect(await sendOne(jira, alert(1))).toMatchObject({ action: 'created', warnings: [] });
		expect(jira.issues).toMatchObject([{ labels: [label(1), 'bugsink'], properties: {} }]);
		expect(await sendOne(jira, alert(1))).toMatchObject({ action: 'commented', key: 'OPS-1' });
	});

	it('for a field first, then for its property, loses neither the ticket', async () => {
		const jira = await aJira({
			projects: [jiraProject('1', 'OPS', 'Operations', () => without('components'))],
		});
		jira.fail({ method: 'POST', path: /\/issue$/, after: 1, kind: refuse(['No properties.']) });
		expect(await sendOne(jira, alert(1), { options: { components: 'Backend' } })).toMatchObject({
			action: 'created',
			warnings: [/^'components' was left out/],
		});
		expect(jira.issues[0].properties).toEqual({});
		expect(jira.calls('POST', /\/issue$/)).toBe(3);
	});

	it('for a field whose words speak of a property keeps the property', async () => {
		const jira = await aJira();
		const kind = refuse([], { customfield_10030: 'Is the property of another app.' });
		jira.fail({ method: 'POST', path: /\/issue$/, kind });
		const customFields = { customfield_10030: 'Checkout' };
		expect(await sendOne(jira, alert(1), { options: { customFields } })).toMatchObject({
			action: 'created',
			warnings: [/^'customfield_10030' was left out/],
		});
		expect(jira.issues[0].properties).toHaveProperty('bugsink');
	});

	it('for the property again is an error', async () => {
		const jira = await aJira();
		jira.fail({ method: 'POST', path: /\/issue$/, kind: refuse(['A property?']), times: 2 });
		await expect(sendOne(jira, alert(1))).rejects.toThrow('Jira answered 400: A property?');
		expect(jira.issues).toEqual([]);
	});
});

describe('what Jira refuses', () => {
	it('names the existing issue types', async () => {
		const jira = await aJira();
		const parameters = { issueType: { __rl: true, mode: 'name', value: 'Fehler' } };
		await expect(sendOne(jira, alert(1), { parameters })).rejects.toMatchObject({
			message: 'Jira answered 400: issuetype: Specify a valid issue type',
			hint: expect.stringContaining('OPS has Story, Task, Sub-task, Bug, Epic.') as string,
		});
	});

	it('says what the project is', async () => {
		const jira = await aJira();
		const parameters = { projectKey: { __rl: true, mode: 'key', value: 'NOPE' } };
		await expect(sendOne(jira, alert(1), { parameters })).rejects.toMatchObject({
			message: expect.stringContaining('project') as string,
			hint: expect.stringContaining("Check 'Project'") as string,
		});
	});

	it('names required fields that are missing', async () => {
		const fields = standardFields().map((field) =>
			field.fieldId === 'customfield_10033' ? { ...field, required: true } : field,
		);
		const jira = await aJira({ projects: [jiraProject('1', 'OPS', 'Operations', () => fields)] });
		await expect(sendOne(jira, alert(1))).rejects.toMatchObject({
			message: 'Jira answered 400: customfield_10033: Severity is required.',
			hint: expect.stringContaining("'Custom Fields'") as string,
		});
		const options = { customFields: { Severity: 'High' } };
		expect(await sendOne(jira, alert(1), { options })).toMatchObject({ action: 'created' });
	});

	it('does not drop the label by which a ticket is found again', async () => {
		const jira = await aJira({
			projects: [jiraProject('1', 'OPS', 'Operations', () => without('labels'))],
		});
		await expect(sendOne(jira, alert(1))).rejects.toMatchObject({
			hint: expect.stringContaining('Labels') as string,
		});
		expect(jira.issues).toHaveLength(0);
	});

	it('fails one item, not the others', async () => {
		const jira = await aJira();
		const body = { errorMessages: ['No permission.'], errors: {} };
		jira.fail({ method: 'POST', path: /\/issue$/, kind: { status: 403, body } });
		const { items } = await send(jira, [alert(1), { not: 'an alert' }, alert(3)], {
			continueOnFail: true,
		});
		const failed = items?.filter(({ json }) => 'error' in json) ?? [];
		expect(failed).toHaveLength(2);
		expect(items?.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(jira.issues).toHaveLength(1);
	});
});

it('waits as long as a rate limit asks', async () => {
	const jira = await aJira();
	jira.fail({ method: 'POST', path: /\/issue$/, kind: jiraRateLimit(0) });
	expect(await sendOne(jira, alert(1))).toMatchObject({ action: 'created' });
	expect(jira.calls('POST', /\/issue$/)).toBe(2);
	jira.fail({ method: 'POST', path: /\/issue$/, kind: jiraRateLimit(3600) });
	await expect(sendOne(jira, alert(2))).rejects.toThrow('Jira answered 429: Rate limit exceeded.');
});
