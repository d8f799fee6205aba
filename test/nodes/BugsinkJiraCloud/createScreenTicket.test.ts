/** Fields of the create screen: from what was filled in to the ticket. */
import type { IDataObject } from 'n8n-workflow';

import { isEmpty } from '../../../nodes/BugsinkJiraCloud/empty';
import { adfText, type JiraStandIn } from '../../standins/jira';
import { aFullJira, EMMA, filledIn, MIA } from './screenForm';
import { alert, send, sendOne } from './support';

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
