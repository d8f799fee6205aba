import { SupplyDataContext } from 'n8n-core';
import {
	createRunExecutionData,
	NodeConnectionTypes,
	Workflow,
	type INode,
	type IExecuteFunctions,
	type INodeTypes,
} from 'n8n-workflow';

import { BugsinkWebhook } from '../../../nodes/BugsinkWebhook/BugsinkWebhook.node';
import { Parameters } from '../../../nodes/shared/parameters';
import { sample } from '../../support/samples';

test("as an agent's tool a node takes the alert that the agent was given", async () => {
	const node: INode = {
		id: '1',
		name: 'Tool',
		type: 'bugsinkWebhook',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const type = new BugsinkWebhook();
	const nodeTypes: INodeTypes = {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const alert = sample('captured/custom-new');
	const url = 'http://127.0.0.1';
	const additionalData = {
		currentNodeExecutionIndex: 0,
		variables: {},
		webhookWaitingBaseUrl: url,
		formWaitingBaseUrl: url,
	};
	// As n8n makes it for each call of a tool.
	const context = new SupplyDataContext(
		workflow,
		workflow.getNode('Tool') as INode,
		additionalData as never,
		'manual',
		createRunExecutionData(),
		0,
		[{ json: alert as never }],
		{},
		NodeConnectionTypes.AiTool,
		{ node, data: {}, source: null },
		[],
	);
	const said = { query: 'report the error' };
	context.addInputData(NodeConnectionTypes.AiTool, [[{ json: said }]]);
	expect(context.getInputData()).toEqual([{ json: said }]);
	const parameters = new Parameters(context as unknown as IExecuteFunctions, 0);
	expect(
		await workflow.expression.withIsolate(async () => await Promise.resolve(parameters.alert())),
	).toEqual(alert);
});
