/** What n8n's editor makes of the descriptions: what a person reads before anything runs. */
import {
	NodeHelpers,
	Workflow,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeTypeDescription,
	type INodeTypes,
} from 'n8n-workflow';

import { loadSources } from '../support/engine';

const { nodes, credentialTypes } = loadSources();
const descriptions = Object.values(nodes).map(({ description }) => description);
const destinations = descriptions.filter(({ group }) => group.includes('output'));

/** What fits beside the switch between fixed and expression; more ends in an ellipsis. */
const LABEL_UNDER_OPTIONS = 26;
/** What the narrow field shows of a placeholder. */
const PLACEHOLDER = 42;

function operationsOf({ properties }: INodeTypeDescription): INodePropertyOptions[] {
	const selectors = properties.filter(({ name }) => name === 'operation');
	return selectors.flatMap(({ options }) => options as INodePropertyOptions[]);
}

/** Not a twin that only keeps a value while its field is hidden. */
function isVisible({ type }: INodeProperties): boolean {
	return type !== 'hidden';
}

function optionsOf({ properties }: INodeTypeDescription): INodeProperties[] {
	const collections = properties.filter(({ type }) => type === 'collection');
	return collections.flatMap(({ options }) => (options as INodeProperties[]).filter(isVisible));
}

/** The subtitle on the canvas, evaluated as n8n does. */
function subtitle(description: INodeTypeDescription, parameters: INodeParameters): unknown {
	const node: INode = {
		id: 'node',
		name: description.displayName,
		type: description.name,
		typeVersion: 1,
		position: [0, 0],
		parameters,
	};
	const type = { description };
	const nodeTypes: INodeTypes = {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	return workflow.expression.getSimpleParameterValue(
		workflow.getNode(node.name) as INode,
		description.subtitle,
		'internal',
		{},
	);
}

/** The names of the options that the editor offers for an operation. */
function offered(description: INodeTypeDescription, operation: string): string[] {
	const parameters = { operation, options: {} };
	const node = { typeVersion: 1 };
	return optionsOf(description)
		.filter((option) =>
			NodeHelpers.displayParameterPath(parameters, option, 'options', node, description),
		)
		.map(({ name }) => name);
}

describe.each(descriptions)('$displayName', (description) => {
	test('the subtitle says the operation in the words of the list', () => {
		const isResource = description.properties.some(({ name }) => name === 'resource');
		for (const { name, value } of operationsOf(description)) {
			const shown = subtitle(description, { operation: value, resource: 'issue' });
			expect(shown).toBe(isResource ? `${name}: Issue` : name);
		}
	});

	test('labels and examples fit their places', () => {
		for (const { displayName } of optionsOf(description)) {
			expect(displayName.length).toBeLessThanOrEqual(LABEL_UNDER_OPTIONS);
		}
		// What is more than that is an address, an ID or JSON, known by its beginning.
		for (const { placeholder = '' } of [...description.properties, ...optionsOf(description)]) {
			if (/:\/\/|[0-9a-f]{8}-|[{]/.test(placeholder)) continue;
			expect(placeholder.length).toBeLessThanOrEqual(PLACEHOLDER);
		}
	});

	test('every field says what it does, and an empty one gives an example', () => {
		const fields = [...description.properties, ...optionsOf(description)];
		for (const field of fields.filter(isVisible)) {
			const { name, type, description: says, placeholder, default: value } = field;
			if (['operation', 'resource', 'options', 'filters'].includes(name) || type === 'notice') {
				continue;
			}
			expect({ name, says }).toEqual({ name, says: expect.stringMatching(/\S/) });
			if (type === 'string' && value === '') {
				expect({ name, placeholder }).toEqual({
					name,
					placeholder: expect.stringMatching(/^e\.g\. ./),
				});
			}
		}
	});
});

test.each([
	['bugsinkTrigger', ['NEW', 'REGRESSED'], 'New, Regressed'],
	['bugsinkTrigger', [], 'All alerts'],
	['bugsinkResolutionTrigger', ['RESOLVED'], 'Resolved'],
	['bugsinkResolutionTrigger', [], 'All changes'],
])('the subtitle of %s for the reasons %j is %j', (name, reasons, shown) => {
	const { description } = nodes[`n8n-nodes-bugsink.${name}`];
	expect(subtitle(description, { reasons })).toBe(shown);
});

test.each(destinations)('$displayName offers sending first, trying out last', (description) => {
	const actions = operationsOf(description).map(({ action }) => action);
	expect(actions[0]).toBe('Send alert');
	expect(actions.slice(-2)).toEqual(['Send test message', 'Preview alert']);
});

test.each([
	['bugsinkJiraCloud', ['maxAttempts', 'resolveTransition', 'timeout', 'wontDoNames']],
	['bugsinkGithubIssues', ['maxAttempts', 'timeout']],
	['bugsinkPagerDuty', ['maxAttempts', 'timeout']],
])('to resolve, %s offers only the options that do something then', (name, wanted) => {
	const { description } = nodes[`n8n-nodes-bugsink.${name}`];
	expect(offered(description, 'resolve').sort()).toEqual(wanted);
	// All that send offer the same.
	const sending = ['sendAlert', 'sendTestMessage', 'preview'].map((one) =>
		offered(description, one),
	);
	expect(sending[0]).toContain('testAlerts');
	expect(sending[1]).toEqual(sending[0]);
	expect(sending[2]).toEqual(sending[0]);
});

test.each(Object.values(credentialTypes))(
	'every field of $displayName says what it is, and an empty one gives an example',
	({ properties }) => {
		for (const { name, type, description, placeholder, default: value } of properties) {
			if (type === 'notice') continue;
			expect({ name, description }).toEqual({ name, description: expect.stringMatching(/\S/) });
			if (type !== 'string' || value !== '') continue;
			expect({ name, placeholder }).toEqual({
				name,
				placeholder: expect.stringMatching(/^e\.g\. \S/),
			});
		}
	},
);

/** What the editor writes beside a field of a node with these parameters. */
function issues(name: string, parameters: INodeParameters): string[] {
	const { description } = nodes[`n8n-nodes-bugsink.${name}`];
	const node: INode = {
		id: 'node',
		name,
		type: name,
		typeVersion: 1,
		position: [0, 0],
		parameters,
	};
	const found = NodeHelpers.getNodeParametersIssues(description.properties, node, description);
	return Object.values(found?.parameters ?? {}).flat();
}

const locator = (mode: string, value: string) => ({ __rl: true, mode, value });

test.each([
	[
		'bugsinkJiraCloud',
		{ projectKey: locator('key', 'my project') },
		'Enter the key of the project',
	],
	['bugsinkJiraCloud', { projectKey: locator('list', '') }, '"Project" is required'],
	['bugsinkJiraCloud', { issueType: locator('id', 'Bug') }, 'Enter the number of the issue type'],
	['bugsinkGithubIssues', { repository: locator('name', 'shop') }, 'Enter the owner and the name'],
	['bugsinkGithubIssues', { repository: locator('url', 'acme/shop') }, 'Enter the address'],
	[
		'bugsink',
		{ resource: 'project', operation: 'get', project: locator('id', 'Shop') },
		'Enter the number of the project',
	],
	[
		'bugsink',
		{ resource: 'issue', operation: 'get', issue: locator('url', 'https://bugsink.example.com/') },
		"Enter the address of the issue's page",
	],
])('%s says beside the field what is wrong with %j', (name, parameters, message) => {
	expect(issues(name, { operation: 'sendAlert', ...parameters }).join()).toContain(message);
});

test.each([
	['OPS', 'Bug', 'name'],
	[' ops_2 ', '10004', 'id'],
	['https://acme.atlassian.net/browse/OPS-12', '10004', 'id'],
	['https://acme.atlassian.net/jira/software/projects/OPS/boards/1', 'Bug', 'name'],
	['={{ $json.project.name }}', '={{ $json.type }}', 'id'],
])('Jira takes the project %j and the issue type %j', (project, type, mode) => {
	expect(
		issues('bugsinkJiraCloud', {
			operation: 'sendAlert',
			alert: '={{ $json }}',
			projectKey: locator('key', project),
			issueType: locator(mode, type),
		}),
	).toEqual([]);
});

/** What n8n's node panel offers for a trigger: the choices of the field that says on what it starts. */
test.each([
	['bugsinkTrigger', ['On new issue', 'On any other reason', 'On regression', 'On unmuted issue']],
	[
		'bugsinkResolutionTrigger',
		[
			'On muted issue',
			'On new issue',
			'On regression',
			'On reopened issue',
			'On resolved issue',
			'On unmuted issue',
		],
	],
])('%s has an action for each reason', (name, actions) => {
	const { properties } = nodes[`n8n-nodes-bugsink.${name}`].description;
	const field = properties.find(({ displayName }) => displayName === 'Trigger On');
	expect((field?.options as INodePropertyOptions[]).map(({ action }) => action)).toEqual(actions);
	expect(field?.description).toMatch(/Empty: every/);
});

test('the Bugsink Trigger speaks to users of n8n 1.x and 2.x, and names the header', () => {
	const { properties, triggerPanel } = nodes['n8n-nodes-bugsink.bugsinkTrigger'].description;
	const panel = JSON.stringify(triggerPanel);
	expect(panel).toMatch(/publish/i);
	expect(panel).toMatch(/Activate/);
	expect(JSON.stringify(properties)).toContain('X-Bugsink-Token');
});

test.each([
	[{}, false],
	[{ colorByReason: true }, false],
	[{ colorByReason: false }, true],
])('of the two fields for the color of a card one is to be seen, with %j', (options, isShown) => {
	const { description } = nodes['n8n-nodes-bugsink.bugsinkMicrosoftTeams'];
	const field = description.properties.find(({ name }) => name === 'themeColor');
	expect(
		NodeHelpers.displayParameter(
			{ operation: 'sendAlert', options },
			field as INodeProperties,
			{ typeVersion: 1 },
			description,
		),
	).toBe(isShown);
});

test('what only labels a card does not come first', () => {
	const { properties } = nodes['n8n-nodes-bugsink.bugsinkMicrosoftTeams'].description;
	const names = properties.map(({ name }) => name);
	expect(names.indexOf('mentionUsers')).toBeLessThan(names.indexOf('channelName'));
});

/** What n8n's workflow builder is told: whole words, and only nodes that exist. */
test.each(descriptions)('$displayName names the nodes that go with it', ({ builderHint }) => {
	expect(builderHint?.searchHint).toMatch(/Bugsink/);
	expect(builderHint?.relatedNodes).not.toHaveLength(0);
	for (const { nodeType, relationHint } of builderHint?.relatedNodes ?? []) {
		expect(Object.keys(nodes)).toContain(nodeType);
		expect(relationHint).toMatch(/\w/);
	}
});
