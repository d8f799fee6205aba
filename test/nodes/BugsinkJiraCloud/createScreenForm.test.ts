/** Fields of the create screen: the form in the editor. */
import { NodeHelpers, type INodeParameters, type INodeProperties } from 'n8n-workflow';

import { fullScreen, jiraProject, README_SCOPES } from '../../standins/jira';
import { node } from './editorContext';
import { aFullJira, filledIn, form, requiring } from './screenForm';
import { aJira, alert, sendOne } from './support';

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
