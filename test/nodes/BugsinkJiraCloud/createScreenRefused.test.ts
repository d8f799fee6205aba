/** Fields of the create screen: what is refused, and what is missing. */
import type { IDataObject } from 'n8n-workflow';

import { aFullJira, EMMA, filledIn, MIA, requiring } from './screenForm';
import { alert, send, sendOne } from './support';

describe('a value that a field cannot have is refused before a ticket is created', () => {
	it.each<[string, unknown, string, string]>([
		['customfield_10033', 'Huge', "'Severity' cannot be 'Huge'", 'Choose one of Low, High.'],
		['customfield_10033', ['Low', 'High'], `'Severity' cannot be '["Low","High"]'`, 'Low, High'],
		['customfield_10034', 'EU, Mars', "'Regions' cannot be 'Mars'", 'Choose one of EU, US.'],
		['customfield_10050', 'Code > DNS', "'Cause' cannot be 'Code > DNS'", 'Configuration > DNS'],
		['customfield_10032', 'many', "'Impact score' cannot be 'many'", 'Enter a number'],
		['customfield_10032', true, "'Impact score' cannot be 'true'", 'Enter a number'],
		['customfield_10032', '0x10', "'Impact score' cannot be '0x10'", 'Enter a number'],
		['duedate', 'soon', "'Due date' cannot be 'soon'", 'Enter a date such as'],
		['duedate', '2026-02-31', "'Due date' cannot be '2026-02-31'", 'Enter a date such as'],
		['customfield_10037', 'now', "'Seen at' cannot be 'now'", 'Enter a time such as'],
		['customfield_10020', 'Sprint 4', "'Sprint' cannot be 'Sprint 4'", "the sprint's ID"],
		['customfield_10001', 'The Team', "'Team' cannot be 'The Team'", "the team's ID"],
		['customfield_10038', 'a b', "'Tags' cannot be 'a b'", 'Write for example a-b.'],
		['customfield_10035', 'Mia Krystof', "'Owner' cannot be 'Mia Krystof'", 'an account ID'],
		['customfield_10039', 'javascript:alert(1)', "'Runbook' cannot be", 'begins with https://'],
		['customfield_10039', 'https://x" onclick="y', "'Runbook' cannot be", 'begins with https://'],
		['security', { toString: 'x' }, "'Security Level' cannot be", 'Choose one of Internal.'],
	])('%s: %j', async (id, given, message, hint) => {
		const jira = await aFullJira();
		const filled = await filledIn(jira, { [id]: '={{ $json.given }}' });
		const sending = sendOne(jira, alert(1, { given: given as never }), filled);
		await expect(sending).rejects.toMatchObject({
			message: expect.stringContaining(message) as string,
			hint: expect.stringContaining(hint) as string,
		});
		expect(jira.calls('POST', /\/issue$/)).toBe(0);
	});

	it('names at most twenty choices', async () => {
		const allowedValues = Array.from({ length: 50 }, (_, id) => ({ id: `${id}`, value: `C${id}` }));
		const jira = await aFullJira({}, (field) =>
			field.fieldId === 'customfield_10033' ? { ...field, allowedValues } : field,
		);
		const filled = await filledIn(jira, { customfield_10033: '={{ "no" }}' });
		await expect(sendOne(jira, alert(1), filled)).rejects.toMatchObject({
			hint: expect.stringMatching(/C19 and 30 more\.$/) as string,
		});
	});

	it('fails one item, not the others', async () => {
		const jira = await aFullJira();
		const filled = await filledIn(jira, { customfield_10033: '={{ $json.severity }}' });
		const items = [alert(1, { severity: 'Huge' }), alert(2, { severity: 'Low' })];
		const { items: out } = await send(jira, items, { ...filled, continueOnFail: true } as never);
		expect(out?.map(({ json }) => json.error ?? json.action)).toEqual([
			"'Severity' cannot be 'Huge'",
			'created',
		]);
		expect(out?.[0].json.details).toMatchObject({ errorType: 'InvalidSetting', statusCode: null });
	});
});

describe('a field that is set twice is refused', () => {
	it.each<[string, IDataObject, IDataObject]>([
		[
			'in Custom Fields by ID',
			{ customfield_10033: '10100' },
			{ customFields: { customfield_10033: 1 } },
		],
		[
			'in Custom Fields by name',
			{ customfield_10033: '10100' },
			{ customFields: { severity: 'High' } },
		],
		['in Priority', { priority: '1' }, { priority: { __rl: true, mode: 'list', value: '2' } }],
		['in Assignee', { assignee: MIA }, { assignee: { __rl: true, mode: 'id', value: EMMA } }],
		['in Components', { components: 'Backend' }, { components: 'Frontend' }],
		['in the list of components', { components: 'Backend' }, { componentsFromList: ['Frontend'] }],
		['by the node', { labels: 'x' }, {}],
		['by the node: parent', { parent: 'x' }, {}],
	])('%s', async (_, value, options) => {
		const jira = await aFullJira();
		const filled = await filledIn(jira, value, { options });
		await expect(sendOne(jira, alert(1), filled)).rejects.toMatchObject({
			message: expect.stringMatching(/^'\w+' is set twice/) as string,
			hint: expect.stringContaining("'Fields of the Create Screen'") as string,
		});
		expect(jira.calls('POST', /\/issue$/)).toBe(0);
	});

	it('but not if one of the two is empty', async () => {
		const jira = await aFullJira();
		const filled = await filledIn(
			jira,
			{ priority: '={{ "" }}', components: 'Backend' },
			{
				options: { priority: { __rl: true, mode: 'name', value: 'High' }, components: '' },
			},
		);
		expect(await sendOne(jira, alert(1), filled)).toMatchObject({ action: 'created' });
		expect(jira.issues[0]).toMatchObject({ priority: 'High', components: ['Backend'] });
	});
});

describe('a required field that is missing', () => {
	it('is named before the ticket is sent, if the form is used', async () => {
		const jira = await aFullJira({}, requiring('customfield_10033', 'customfield_10060'));
		const filled = await filledIn(jira, { customfield_10032: 1, customfield_10033: '={{ "" }}' });
		await expect(sendOne(jira, alert(1), filled)).rejects.toMatchObject({
			message: expect.stringContaining("Jira requires 'Severity', 'Assets'") as string,
			hint: expect.stringMatching(
				/fill in Severity, or set .* Set customfield_10060 in 'Custom Fields'/,
			) as string,
		});
		expect(jira.calls('POST', /\/issue$/)).toBe(0);
	});

	it("is named by Jira's answer otherwise, with the form that has it", async () => {
		const jira = await aFullJira({}, requiring('customfield_10033'));
		await expect(sendOne(jira, alert(1))).rejects.toMatchObject({
			message: expect.stringContaining('Severity is required') as string,
			hint: expect.stringContaining(
				"Turn on 'Fields From Create Screen' under Options and fill in Severity",
			) as string,
		});
		const filled = await filledIn(jira, { customfield_10033: '10101' });
		expect(await sendOne(jira, alert(1), filled)).toMatchObject({ action: 'created' });
	});

	it('is one whose person nobody knows', async () => {
		const jira = await aFullJira({}, requiring('customfield_10035'));
		const filled = await filledIn(jira, { customfield_10035: 'nobody@example.com' });
		await expect(sendOne(jira, alert(1), filled)).rejects.toThrow(
			"'Owner': no account was found for nobody@example.com",
		);
	});

	it('keeps n8n from running a workflow in which it is empty', async () => {
		const jira = await aFullJira({}, requiring('customfield_10033'));
		const filled = await filledIn(jira, {});
		await expect(sendOne(jira, alert(1), filled)).rejects.toThrow(
			'Field "customfield_10033" is required',
		);
	});
});

it('says that the screen cannot be read, when it was filled in', async () => {
	const jira = await aFullJira();
	const filled = await filledIn(jira, { customfield_10032: 1 });
	const body = { errorMessages: ['No.'] };
	jira.fail({ path: /createmeta/, kind: { status: 403, body }, times: Infinity });
	await expect(sendOne(jira, alert(1), filled)).rejects.toMatchObject({
		message: expect.stringContaining('Jira lists no create screen of OPS') as string,
		hint: expect.stringContaining("Check 'Project' and 'Issue Type'") as string,
	});
	expect(jira.issues).toEqual([]);
});
