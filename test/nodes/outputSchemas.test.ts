/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
/** The output schemas, by which n8n's editor shows fields before anything ran, say what really comes out. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import Ajv from 'ajv';
import { resolveOutputSchemaPath } from 'n8n-core/dist/nodes-loader/output-schema-resolver';
import type { IDataObject, INode, INodePropertyOptions, IWebhookFunctions } from 'n8n-workflow';

import { BugsinkTrigger } from '../../nodes/BugsinkTrigger/BugsinkTrigger.node';
import { startAll, type AllStandIns } from '../standins';
import { loadSources, runNode } from '../support/engine';
import { sample } from '../support/samples';
import { bugsink, byId, jsonOf, run } from './Bugsink/support';
import { Asked } from './BugsinkMicrosoftTeams/ask/asked';
import { TRACKERS, World } from './BugsinkTicketTrigger/support';
import { polling } from './outputSchemas';

const NODES = join(__dirname, '..', '..', 'nodes');
const { nodes } = loadSources();

interface Schema {
	type: string | string[];
	properties?: Record<string, Schema>;
	items?: Schema;
}

const schemaFiles = readdirSync(NODES, { recursive: true, encoding: 'utf8' })
	.filter((file) => file.includes('__schema__') && file.endsWith('.json'))
	.sort();
const schemaOf = (file: string): Schema =>
	JSON.parse(readFileSync(join(NODES, file), 'utf8')) as Schema;

/** The same schema, in which nothing that it does not name is allowed. */
function closed(schema: Schema): object {
	const { properties, items } = schema;
	return {
		type: schema.type,
		...(items === undefined ? {} : { items: closed(items) }),
		...(properties === undefined
			? {}
			: {
					properties: Object.fromEntries(
						Object.entries(properties).map(([name, property]) => [name, closed(property)]),
					),
					additionalProperties: false,
				}),
	};
}

/** Which schema files an output was held against, with the fields that were seen. */
const seen = new Map<string, Set<string>>();

/** What came out of an operation has to be what n8n finds a schema for. */
function expectOutput(
	node: string,
	outputs: IDataObject[],
	[resource, operation]: [string?, string?] = [],
	version = 1,
): void {
	const folder = node[0].toUpperCase() + node.slice(1);
	const path = resolveOutputSchemaPath({
		nodeDir: join(NODES, folder),
		version,
		resource,
		operation,
	});
	const file = relative(NODES, path ?? '');
	expect(schemaFiles).toContain(file);
	const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
	const validate = ajv.compile(closed(schemaOf(file)));
	const fields = seen.get(file) ?? new Set();
	expect(outputs).not.toEqual([]);
	for (const output of outputs) {
		validate(output);
		expect({ file, errors: validate.errors }).toEqual({ file, errors: null });
		for (const name of Object.keys(output)) fields.add(name);
	}
	seen.set(file, fields);
}

let services: AllStandIns;
beforeAll(async () => {
	services = await startAll();
});
afterAll(async () => await services.close());

const alert = (name = 'captured/custom-new') => sample(name) as IDataObject;

test('the destinations', async () => {
	const { github, jira, microsoftTeams, pagerDuty, webhook } = services;
	const destinations: Array<[string, IDataObject, INode['parameters']]> = [
		[
			'bugsinkJiraCloud',
			{ jiraUrl: jira.url, userEmail: jira.email, apiToken: jira.apiToken },
			{
				projectKey: { __rl: true, mode: 'key', value: 'OPS' },
				issueType: { __rl: true, mode: 'name', value: 'Bug' },
			},
		],
		[
			'bugsinkGithubIssues',
			{ apiUrl: github.url, accessToken: github.token },
			{ repository: { __rl: true, mode: 'name', value: 'acme/shop' } },
		],
		['bugsinkMicrosoftTeams', { webhookUrl: microsoftTeams.workflowUrl }, { channelName: 'A' }],
		[
			'bugsinkPagerDuty',
			{ region: 'custom', eventsUrl: pagerDuty.url, routingKey: pagerDuty.routingKey },
			{},
		],
		['bugsinkWebhook', { webhookUrl: webhook.hookUrl }, {}],
	];
	for (const [node, credentials, parameters] of destinations) {
		const { properties } = nodes[`n8n-nodes-bugsink.${node}`].description;
		const selector = properties.find(({ name }) => name === 'operation');
		for (const { value } of selector?.options as INodePropertyOptions[]) {
			if (value === 'sendAndWait') continue;
			const { items, error } = await runNode({
				node,
				credentials: credentials as never,
				parameters: { ...parameters, operation: value } as never,
				items: [alert()],
			});
			expect(error).toBeUndefined();
			expectOutput(node, items?.map(({ json }) => json) ?? [], [undefined, String(value)]);
		}
	}
});

test('the card that asks', async () => {
	const asked = await Asked.start(services.microsoftTeams, { items: [alert()] });
	const [{ json }] = await asked.goOnAfterLimit();
	expectOutput('bugsinkMicrosoftTeams', [json], [undefined, 'sendAndWait']);
});

test('the triggers', async () => {
	const context = {
		getRequestObject: () => ({ body: alert() }),
		getHeaderData: () => ({}),
		getQueryData: () => ({}),
		getNodeParameter: (_: string, fallback: unknown) => fallback,
		getWorkflow: () => ({ id: 'w' }),
		getNode: () => ({ id: 'n', name: 'n' }),
	} as unknown as IWebhookFunctions;
	const { workflowData } = await new BugsinkTrigger().webhook.call(context);
	const started = workflowData?.[0].map(({ json }) => json) ?? [];
	for (const tracker of TRACKERS) {
		const world = await World.start(tracker);
		expectOutput('bugsinkTicketTrigger', (await world.activate('manual')) ?? []);
	}
	for (const version of [1, 1.1]) {
		expectOutput('bugsinkTrigger', started, [], version);
		expectOutput('bugsinkResolutionTrigger', await polling(), [], version);
	}
});

test('the Bugsink node', async () => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project);
	const event = standIn.addEvent(
		issue,
		(sample('captured/api-event') as { data: IDataObject }).data,
	);
	standIn.addRelease(project, 'shop@4.2.0');
	const given = { issue: byId(issue.id), project: byId(project.id) };
	const more: Record<string, INode['parameters']> = {
		'issue delete': { issue: byId(standIn.addIssue(project).id) },
		'issue comment': { comment: 'Fixed' },
		'event get': { eventId: event.id },
		'event lookup': { eventId: event.event_id },
		'release create': { version: 'shop@4.3.0' },
		'alert addEventDetails': {
			options: {
				owners: '* @acme',
				sourceUrl: 'https://github.com/acme/shop/blob/{ref}/{path}#L{line}',
				stripPrefix: '/srv/',
			},
		},
		'project setAlerts': { newIssue: 'on' },
		// It leaves the issue to the operations that follow.
		'alert followTicket': { onClosed: 'comment' },
	};
	const item = { ...alert(), id: issue.id };
	const { properties } = nodes['n8n-nodes-bugsink.bugsink'].description;
	for (const { displayOptions, name, options } of properties) {
		if (name !== 'operation') continue;
		const resource = String(displayOptions?.show?.resource?.[0]);
		for (const { value } of options as INodePropertyOptions[]) {
			const operation = String(value);
			const own =
				operation === 'commentTicketLink'
					? { issueId: issue.id, ticketUrl: 'https://acme.atlassian.net/browse/OPS-1' }
					: {};
			const reason =
				operation === 'holdUntilRepeated'
					? { alert_reason: 'UNMUTED' }
					: operation === 'followTicket'
						? { reason: 'TICKET_CLOSED', issueId: issue.id, ticket: { key: 'OPS-1' } }
						: {};
			const parameters = {
				resource,
				operation,
				...given,
				...more[`${resource} ${operation}`],
				...own,
			};
			const ran = await run(standIn, parameters, { items: [{ ...item, ...reason }] });
			expectOutput('bugsink', jsonOf(ran), [resource, operation]);
		}
	}
});

test('no schema is without an output, and none names a field that never comes', () => {
	expect([...seen.keys()].sort()).toEqual(schemaFiles);
	/** Only with options, or after other nodes, that the runs above do not have. */
	const rare = ['raw', 'catchUp', 'owners'];
	for (const [file, fields] of seen) {
		const named = Object.keys(schemaOf(file).properties ?? {});
		expect({
			file,
			missing: named.filter((name) => !fields.has(name) && !rare.includes(name)),
		}).toEqual({ file, missing: [] });
	}
});

test('they are in the built package, where there is one', () => {
	const dist = join(NODES, '..', 'dist', 'nodes');
	const gulpfile = readFileSync(join(NODES, '..', 'gulpfile.js'), 'utf8');
	expect(gulpfile).toContain("'nodes/**/*.{png,svg,json}'");
	if (existsSync(dist)) {
		for (const file of schemaFiles) expect(existsSync(join(dist, file))).toBe(true);
	}
});
