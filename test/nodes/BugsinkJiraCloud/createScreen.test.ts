/** Fields of the create screen, from the form in the editor to the ticket. */
import {
	NodeHelpers,
	type IDataObject,
	type INodeParameters,
	type INodeProperties,
	type ResourceMapperFields,
} from 'n8n-workflow';

import { isEmpty } from '../../../nodes/BugsinkJiraCloud/empty';
import {
	adfText,
	fullScreen,
	jiraProject,
	README_SCOPES,
	type JiraField,
	type JiraOptions,
	type JiraStandIn,
} from '../../standins/jira';
import { editorContext, node } from './editorContext';
import { aJira, alert, send, sendOne, type SendOptions } from './support';

const MIA = '5b10a2844c20165700ede21g';
const EMMA = '5b10ac8d82e05b22cc7d4ef5';

async function aFullJira(
	options: JiraOptions = {},
	change: (field: JiraField) => JiraField = (field) => field,
): Promise<JiraStandIn> {
	const fields = () => fullScreen().map(change);
	return await aJira({
		projects: [
			jiraProject('10000', 'OPS', 'Operations', fields),
			jiraProject('10001', 'SHOP', 'Shop'),
		],
		...options,
	});
}

function requiring(...ids: string[]) {
	return (field: JiraField) => (ids.includes(field.fieldId) ? { ...field, required: true } : field);
}

async function form(
	jira: JiraStandIn,
	parameters: INodeParameters = {},
): Promise<ResourceMapperFields> {
	return await node.methods.resourceMapping.getCreateScreen.call(editorContext(jira, parameters));
}

/** Parameters of a node whose form was loaded and filled in. */
async function filledIn(
	jira: JiraStandIn,
	value: IDataObject,
	more: Pick<SendOptions, 'parameters' | 'options'> = {},
): Promise<Pick<SendOptions, 'parameters' | 'options'>> {
	const { fields: schema } = await form(jira);
	jira.requests.length = 0;
	return {
		parameters: {
			...more.parameters,
			fields: { mappingMode: 'defineBelow', value, matchingColumns: [], schema } as never,
		},
		options: { fieldsFromScreen: true, ...more.options },
	};
}

describe('the form', () => {
	it('has every field that can be filled in, with its kind and choices', async () => {
		const { fields, emptyFieldsNotice } = await form(await aFullJira({ scopes: README_SCOPES }));
		expect(emptyFieldsNotice).toBeUndefined();
		expect(fields.map(({ displayName, type }) => `${displayName}: ${type}`)).toEqual([
			'Priority: options',
			'Assignee (Email or Account ID): string',
			'Components (Comma-Separated: Backend, Frontend): string',
			'Due date: dateTime',
			'Environment: string',
			'Team name: string',
			'Steps: string',
			'Impact score: number',
			'Severity: options',
			'Regions (Comma-Separated: EU, US): string',
			'Owner (Email or Account ID): string',
			'Seen on: dateTime',
			'Seen at: dateTime',
			'Tags (Comma-Separated): string',
			'Runbook: string',
			'Reporter (Email or Account ID): string',
			'Affects versions (Comma-Separated: 1.0, 2.0 (next)): string',
			'Fix versions (Comma-Separated: 1.0, 2.0 (next)): string',
			'Security Level: options',
			'Cause: options',
			'Customer visible: options',
			'Checked (Comma-Separated: Logs, Traces, spans): string',
			'Watching (Emails or Account IDs): string',
			'On-call group (Group Name): string',
			'Informed groups (Group Names): string',
			'Found in: options',
			'Other project: options',
			'Sprint (Sprint ID): number',
			'Team (Team ID): string',
		]);
		const cause = fields.find(({ displayName }) => displayName === 'Cause');
		expect(cause?.options).toEqual([
			{ name: 'Code', value: '10500' },
			{ name: 'Code > Regression', value: '10500/10510' },
			{ name: 'Code > New code', value: '10500/10511' },
			{ name: 'Configuration', value: '10501' },
			{ name: 'Configuration > DNS', value: '10501/10520' },
			{ name: 'Unknown', value: '10502' },
		]);
		expect(fields.filter(({ required }) => required)).toEqual([]);
	});

	it('marks what Jira requires, unless an option sets it or Jira has a default', async () => {
		const ids = ['priority', 'components', 'customfield_10033', 'customfield_10032', 'reporter'];
		const jira = await aFullJira({}, requiring(...ids));
		const required = async (options: INodeParameters = {}) =>
			(await form(jira, { options })).fields.flatMap((one) => (one.required ? [one.id] : []));
		expect(await required()).toEqual(['components', 'customfield_10032', 'customfield_10033']);
		const customFields = '{ "severity": "High" }';
		expect(await required({ components: 'Backend', customFields })).toEqual(['customfield_10032']);
		expect(await required({ componentsFromList: ['Backend'] })).toEqual([
			'customfield_10032',
			'customfield_10033',
		]);
	});

	it('reads the screen page by page', async () => {
		const many = Array.from({ length: 450 }, (_, index) => ({
			fieldId: `customfield_${20_000 + index}`,
			name: `Field ${index}`,
			schema: { type: 'number' },
		}));
		const fields = () => [...fullScreen().slice(0, 3), ...many];
		const jira = await aJira({ projects: [jiraProject('1', 'OPS', 'Operations', fields)] });
		expect((await form(jira)).fields).toHaveLength(450);
	});

	it('has no text of Jira that n8n would take for an expression, and no field that cannot be read back', async () => {
		const evil = '={{ $env.SECRET }}';
		const jira = await aFullJira({}, (field) => {
			if (field.fieldId === 'customfield_10032') return { ...field, name: evil };
			if (field.fieldId === 'customfield_10030') return { ...field, fieldId: '__proto__' };
			if (field.fieldId === 'customfield_10031') return { ...field, fieldId: 'x"]; y["' };
			const allowedValues = [
				{ id: '1', value: evil },
				{ id: evil, value: 'x' },
			];
			return field.fieldId === 'customfield_10033' ? { ...field, allowedValues } : field;
		});
		const { fields } = await form(jira);
		const texts = JSON.stringify(fields).match(/"(?:[^"\\]|\\.)*"/g) ?? [];
		expect(texts.filter((one) => one.startsWith('"='))).toEqual([]);
		expect(fields.find(({ id }) => id === 'customfield_10033')?.options).toHaveLength(1);
		expect(fields.map(({ id }) => id)).not.toContain('__proto__');
		expect(fields.every(({ id }) => /^[\w-]+$/.test(id))).toBe(true);
	});

	it('tells two fields of one name apart, and has no list that is too long for a workflow', async () => {
		const allowedValues = Array.from({ length: 501 }, (_, index) => ({
			id: String(index),
			value: `Choice ${index}`,
		}));
		const jira = await aFullJira({}, (field) => {
			if (field.fieldId === 'customfield_10030') return { ...field, name: 'Team' };
			return field.fieldId === 'customfield_10033' ? { ...field, allowedValues } : field;
		});
		const names = (await form(jira)).fields.map(({ displayName }) => displayName);
		expect(names).toContain('Team (customfield_10030)');
		expect(names).toContain('Team (customfield_10001) (Team ID)');
		expect(names).toContain('Severity (Name)');
		const filled = await filledIn(jira, { customfield_10033: 'choice 500' });
		expect(await sendOne(jira, alert(1), filled)).toMatchObject({ action: 'created' });
		expect(jira.issues[0].customFields).toEqual({ customfield_10033: { id: '500' } });
	});

	it.each<[string, INodeParameters, RegExp]>([
		['no project', { projectKey: { __rl: true, mode: 'list', value: '' } }, /^'Project' is empty/],
		[
			'a project from an expression without a value',
			{ projectKey: { __rl: true, mode: 'key', value: '={{ $json.key }}' } },
			/'Project'.* run the nodes before this one/,
		],
		[
			'an issue type from an expression without a value',
			{ issueType: { __rl: true, mode: 'name', value: '={{ $json.type }}' } },
			/'Issue Type'.* run the nodes before this one/,
		],
		[
			'an issue type that the project lacks',
			{ issueType: { __rl: true, mode: 'name', value: '<b>Fehler</b>' } },
			/^OPS has no issue type '&lt;b&gt;Fehler&lt;\/b&gt;'\. .*OPS has Story, Task/,
		],
	])('says with %s why it is empty, and what to do', async (_, parameters, says) => {
		const { fields, emptyFieldsNotice } = await form(await aFullJira(), parameters);
		expect(fields).toEqual([]);
		expect(emptyFieldsNotice).toMatch(says);
	});

	it.each([
		[401, /^Jira answered 401.* rejected this email and API token/],
		[403, /^Jira answered 403: <no>.* permissions to browse/],
		[404, /^Jira answered 404.* Check 'Project'/],
	])('says in plain words what %i means', async (status, says) => {
		const jira = await aFullJira();
		const body = { errorMessages: [`<no> ${jira.apiToken}`] };
		jira.fail({ path: /createmeta/, kind: { status, body }, times: Infinity });
		const { emptyFieldsNotice = '' } = await form(jira);
		expect(emptyFieldsNotice.replace(/&lt;/g, '<').replace(/&gt;/g, '>')).toMatch(says);
		expect(emptyFieldsNotice).not.toMatch(/<|ATATT/);
	});

	it('keeps what was filled in when the list cannot be had', async () => {
		const jira = await aFullJira();
		const { fields: schema } = await form(jira);
		jira.fail({ path: /createmeta/, kind: 'reset', times: Infinity });
		const fields = { mappingMode: 'defineBelow', value: {}, matchingColumns: [], schema };
		await expect(form(jira, { fields: fields as never })).rejects.toThrow('cut the connection');
	});
});

describe('in the editor the form', () => {
	const { description } = node;
	const property = description.properties.find(
		({ name, type }) => name === 'fields' && type !== 'hidden',
	) as INodeProperties;

	it.each([
		[{ operation: 'sendAlert', options: {} }, false],
		[{ operation: 'sendAlert', options: { fieldsFromScreen: false } }, false],
		[{ operation: 'sendAlert', options: { fieldsFromScreen: true } }, true],
		[{ operation: 'sendTestMessage', options: { fieldsFromScreen: true } }, true],
		[{ operation: 'preview', options: { fieldsFromScreen: true } }, true],
		[{ operation: 'resolve', options: { fieldsFromScreen: true } }, false],
	])('of %j is shown: %j', (parameters, isShown) => {
		const shown = NodeHelpers.displayParameter(
			parameters,
			property,
			{ typeVersion: 1 },
			description,
		);
		expect(shown).toBe(isShown);
	});

	it('is loaded by a method that the node has, again for another project or type', () => {
		const { loadOptionsDependsOn, resourceMapper } = property.typeOptions ?? {};
		expect(Object.keys(node.methods.resourceMapping)).toEqual([
			resourceMapper?.resourceMapperMethod,
		]);
		expect(loadOptionsDependsOn).toEqual(['projectKey.value', 'issueType.value']);
	});
});

/** Every kind: what is filled in by hand or list, what expressions give, and what goes out. */
const EVERY_KIND: Array<[string, unknown, unknown[], unknown]> = [
	['priority', '2', ['high', { id: '2' }], { id: '2' }],
	['assignee', 'mia@example.com', [MIA, { accountId: MIA }], { accountId: MIA }],
	[
		'components',
		'Backend, frontend',
		[['Backend', 'Frontend'], '["10200","10201"]'],
		[{ id: '10200' }, { id: '10201' }],
	],
	['duedate', '2026-09-01T00:00:00', ['2026-09-01', '2026-09-01T12:00:00Z'], '2026-09-01'],
	['customfield_10030', 'Checkout', [' Check\u202eout\n'], 'Checkout'],
	['customfield_10032', 7.5, ['7.5', ' 7.50 '], 7.5],
	['customfield_10033', '10101', ['High', 'high', { value: 'High' }], { id: '10101' }],
	[
		'customfield_10034',
		'EU, US',
		[['eu', 'US', 'EU'], 'EU\nUS', '["EU", 10101]'],
		[{ id: '10100' }, { id: '10101' }],
	],
	['customfield_10035', 'emma@example.com', [EMMA], { accountId: EMMA }],
	[
		'customfield_10037',
		'2026-08-03T09:14:22.000Z',
		[Date.parse('2026-08-03T09:14:22Z'), '2026-08-03T11:14:22+02:00'],
		'2026-08-03T09:14:22.000+0000',
	],
	['customfield_10038', 'a, b', [['a', 'b', 'a']], ['a', 'b']],
	[
		'customfield_10039',
		'https://runbooks.example.com/1',
		[' https://runbooks.example.com/1 '],
		'https://runbooks.example.com/1',
	],
	['reporter', MIA, [], { accountId: MIA }],
	['versions', '1.0', [['1.0']], [{ id: '10300' }]],
	['fixVersions', '2.0 (NEXT)', ['10301'], [{ id: '10301' }]],
	['security', '10400', ['internal'], { id: '10400' }],
	[
		'customfield_10050',
		'10500/10511',
		['Code > New code', 'code>new CODE', { id: '10500', child: { id: '10511' } }],
		{ id: '10500', child: { id: '10511' } },
	],
	['customfield_10051', '10600', ['yes'], { id: '10600' }],
	['customfield_10052', 'Traces, spans', [['Traces, spans']], [{ id: '10611' }]],
	[
		'customfield_10053',
		`mia@example.com, ${EMMA}`,
		[['mia@example.com', { accountId: EMMA }]],
		[{ accountId: MIA }, { accountId: EMMA }],
	],
	['customfield_10054', 'on-call', [{ name: 'on-call' }], { name: 'on-call' }],
	[
		'customfield_10055',
		'on-call, jira-users',
		[['on-call', 'jira-users']],
		[{ name: 'on-call' }, { name: 'jira-users' }],
	],
	['customfield_10056', '10300', ['1.0'], { id: '10300' }],
	['customfield_10057', '10001', ['shop'], { id: '10001' }],
	['customfield_10020', 37, ['37'], 37],
	[
		'customfield_10001',
		'36885b3c-1bf0-4f85-a357-c5b858c31de4',
		['https://home.atlassian.com/o/1/people/team/36885b3c-1bf0-4f85-a357-c5b858c31de4?x=1'],
		'36885b3c-1bf0-4f85-a357-c5b858c31de4',
	],
];

/** The fields of the last create call. */
function sentFields(jira: JiraStandIn): IDataObject {
	const creates = jira.requests.filter(({ method, path }) =>
		`${method} ${path}`.endsWith('T /rest/api/3/issue'),
	);
	return (creates.at(-1)?.json as { fields: IDataObject }).fields;
}

describe('a new ticket', () => {
	it('has every kind of field as Jira wants it', async () => {
		const jira = await aFullJira();
		const texts = {
			environment: 'prod\n\nof **the** [shop](x)',
			customfield_10031: '@mia https://x',
		};
		const value = Object.fromEntries(EVERY_KIND.map(([id, given]) => [id, given]));
		const filled = await filledIn(jira, { ...value, ...texts } as never);
		const out = await sendOne(jira, alert(1), filled);
		expect(out).toMatchObject({ action: 'created', warnings: [], truncated: [] });
		expect(jira.calls('POST', /\/issue$/)).toBe(1);
		expect(sentFields(jira)).toMatchObject(
			Object.fromEntries(EVERY_KIND.map(([id, , , shape]) => [id, shape])),
		);
		// Plain text stays plain text.
		const { environment, customfield_10031: steps } = jira.issues[0].customFields;
		expect(adfText(environment)).toBe('prod\nof **the** [shop](x)');
		expect(adfText(steps)).toBe('@mia https://x');
		expect(JSON.stringify([environment, steps])).not.toMatch(/mention|marks|inlineCard/);
	});

	it.each(EVERY_KIND.flatMap(([id, , others, shape]) => others.map((one) => [id, one, shape])))(
		'takes %s of an expression: %j',
		async (id, given, shape) => {
			const jira = await aFullJira();
			const filled = await filledIn(jira, { [String(id)]: '={{ $json.given }}' });
			const out = await sendOne(jira, alert(1, { given: given as never }), filled);
			expect(out).toMatchObject({ action: 'created', warnings: [] });
			expect(sentFields(jira)[String(id)]).toEqual(shape);
		},
	);

	it('takes times of Luxon, and wall clocks in the time zone of the workflow', async () => {
		const jira = await aFullJira();
		const filled = await filledIn(jira, {
			duedate: "={{ DateTime.fromISO('2026-08-03T23:30:00Z').setZone('UTC').plus({ days: 1 }) }}",
			customfield_10037: "={{ DateTime.fromISO('2026-08-03T09:14:22.5Z') }}",
		});
		await sendOne(jira, alert(1), filled);
		// The tests' workflows are in New York, as n8n is by default.
		expect(sentFields(jira)).toMatchObject({
			duedate: '2026-08-04',
			customfield_10037: '2026-08-03T09:14:22.500+0000',
		});
	});

	it.each([undefined, null, '', '  ', [], [''], {}, NaN])(
		'has nothing for a field whose expression gives %j',
		async (given) => {
			expect(isEmpty(Number.isNaN(given) ? null : given)).toBe(true);
			const jira = await aFullJira();
			const filled = await filledIn(jira, { customfield_10033: '={{ $json.given }}' });
			const out = await sendOne(jira, alert(1, { given: given as never }), filled);
			expect(out).toMatchObject({ action: 'created', warnings: [] });
			expect(sentFields(jira)).not.toHaveProperty('customfield_10033');
			expect(jira.calls('GET', /createmeta/)).toBe(0);
		},
	);

	it('asks for the screen once in an execution, and only with a field that is filled in', async () => {
		const jira = await aFullJira();
		const filled = await filledIn(jira, { customfield_10032: 1 });
		await send(jira, [alert(1), alert(2), alert(3)], filled as never);
		expect(jira.calls('GET', /createmeta/)).toBe(2);
		jira.requests.length = 0;
		await sendOne(jira, alert(4), { options: { fieldsFromScreen: true } });
		expect(jira.calls('GET', /createmeta/)).toBe(0);
	});

	it('takes nothing from a form that is switched off, or when it is resolved', async () => {
		const jira = await aFullJira();
		const filled = await filledIn(jira, { customfield_10033: 'no choice' });
		const off = { ...filled, options: { fieldsFromScreen: false } };
		expect(await sendOne(jira, alert(1), off)).toMatchObject({ action: 'created' });
		const parameters = { ...filled.parameters, operation: 'resolve' };
		expect(await sendOne(jira, alert(1), { ...filled, parameters })).toMatchObject({
			action: 'resolved',
		});
	});

	it('is the only one that the fields are for', async () => {
		const jira = await aFullJira();
		const filled = await filledIn(jira, { customfield_10033: '={{ $json.severity }}' });
		await sendOne(jira, alert(1, { severity: 'High' }), filled);
		const again = alert(1, { severity: 'no choice', lastSeen: '2026-08-04T09:14:22Z' });
		expect(await sendOne(jira, again, filled)).toMatchObject({ action: 'commented' });
	});

	it('is shown in a preview with what was filled in', async () => {
		const jira = await aFullJira();
		const filled = await filledIn(jira, { customfield_10033: '10101' });
		const parameters = { ...filled.parameters, operation: 'preview' };
		expect(await sendOne(jira, alert(1), { ...filled, parameters })).toMatchObject({
			request: { body: { fields: { customfield_10033: '10101' } } },
			warnings: [expect.stringContaining('only when the alert is sent')],
		});
	});

	it('is created without what the screen of its project lacks, and says so', async () => {
		const jira = await aFullJira();
		const filled = await filledIn(jira, { customfield_10050: '10502', customfield_10032: 2 });
		const parameters = {
			...filled.parameters,
			projectKey: { __rl: true, mode: 'key', value: '={{ $json.key }}' },
		};
		const out = await sendOne(jira, alert(1, { key: 'SHOP' }), { ...filled, parameters });
		expect(out).toMatchObject({
			key: 'SHOP-1',
			warnings: [expect.stringMatching(/^'customfield_10050' was left out/)],
		});
		expect(jira.issues[0].customFields).toEqual({ customfield_10032: 2 });
	});

	it('is created without people whom nobody knows, and says so', async () => {
		const jira = await aFullJira();
		const value = {
			customfield_10035: 'customer@example.com',
			customfield_10053: 'mia@example.com, nobody@example.com',
		};
		const out = await sendOne(jira, alert(1), await filledIn(jira, value));
		expect(out.warnings).toEqual([
			"'Owner': no account was found for customer@example.com",
			"'Watching': no account was found for nobody@example.com",
		]);
		expect(jira.issues[0].customFields).toEqual({ customfield_10053: [{ accountId: MIA }] });
	});

	it('has texts as long as Jira takes them', async () => {
		const jira = await aFullJira();
		const value = { customfield_10030: 'x'.repeat(300), customfield_10031: 'y\n'.repeat(40_000) };
		const out = await sendOne(jira, alert(1), await filledIn(jira, value));
		expect(out).toMatchObject({ action: 'created', truncated: ['Team name', 'Steps'] });
		expect(jira.issues[0].customFields.customfield_10030).toHaveLength(255);
	});
});

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
