/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
/** Teams as the channel in which people approve what an AI agent's tools do. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';

import { buttonsOf, tokenIn } from '../support/cardButtons';
import type { Checks } from './checks';
import type { Imported } from './examples/imported';
import { customAlert, World } from './examples/world';
import { startLanguageModel, type LanguageModel } from './languageModel';
import type { N8n, WorkflowFile } from './n8n';
import { waitFor } from './processes';

/** What n8n calls the twin that it makes of a node which can send and wait. */
const REVIEW = 'bugsinkMicrosoftTeamsHitlTool';

/** An agent whose only tool posts to the webhook, if a person says so. */
function workflow(modelUrl: string): WorkflowFile {
	const node = (id: string, type: string, typeVersion: number, more: object) => ({
		id,
		name: id,
		type,
		typeVersion,
		position: [0, 0],
		parameters: {},
		...more,
	});
	const link = (to: string, type: string) => ({ [type]: [[{ node: to, type, index: 0 }]] });
	const ours = (name: string) => `n8n-nodes-bugsink.${name}`;
	const langchain = (name: string) => `@n8n/n8n-nodes-langchain.${name}`;
	return {
		id: 'approvalE2e00001',
		name: 'Approval',
		nodes: [
			node('Trigger', ours('bugsinkTrigger'), 1.1, {}),
			node('Agent', langchain('agent'), 3, {
				parameters: { promptType: 'define', text: '={{ $json.title }}', options: {} },
			}),
			node('Model', langchain('lmChatOpenAi'), 1.2, {
				parameters: {
					model: { __rl: true, mode: 'id', value: 'none' },
					options: { baseURL: modelUrl },
				},
				credentials: { openAiApi: {} },
			}),
			node('Review', ours(REVIEW), 1, {
				parameters: {
					operation: 'sendAndWait',
					message: '=The agent wants to run this tool: {{ $tool.name }}',
				},
				credentials: { bugsinkMicrosoftTeamsApi: {} },
			}),
			node('Tool', ours('bugsinkWebhookTool'), 1, {
				parameters: {
					descriptionType: 'manual',
					toolDescription: 'Tells the receiver',
					operation: 'sendTestMessage',
				},
				credentials: { bugsinkWebhookApi: {} },
			}),
		],
		connections: {
			Trigger: link('Agent', 'main'),
			Model: link('Agent', 'ai_languageModel'),
			Review: link('Agent', 'ai_tool'),
			Tool: link('Review', 'ai_tool'),
		},
		settings: { executionOrder: 'v1' },
	};
}

/** An alert for the agent, and a person's answer to what it wants. */
async function review(world: World, imported: Imported, button: string): Promise<void> {
	equal(await imported.answer(customAlert('new')), '200 {"accepted":true,"started":true}');
	const { executionId } = await imported.next('waiting');
	const card = world.services.microsoftTeams.messages.at(-1)?.card ?? {};
	ok(JSON.stringify(card).includes('The agent wants to run this tool: Tool'), JSON.stringify(card));
	const buttons = buttonsOf(card);
	deepEqual(Object.keys(buttons), ['Approve', 'Decline']);
	const token = tokenIn(await (await fetch(buttons[button])).text());
	const body = new URLSearchParams({ choice: button.toLowerCase(), token });
	match(await (await fetch(buttons[button], { method: 'POST', body })).text(), /got it/);
	await waitFor('the agent to end', async () => {
		const { executions } = await world.n8n.rest.executions();
		return executions.find(({ id }) => id === executionId)?.status === 'success';
	});
}

export async function checkApproval(checks: Checks, n8n: N8n): Promise<void> {
	checks.heading('An AI agent asks in Teams before it uses a tool');
	const model: LanguageModel = await startLanguageModel();
	const world = await World.start(n8n, []);
	try {
		await world.store('openAiApi', { apiKey: 'none', url: model.url });
		const imported = await world.import('all-five.json', () => workflow(model.url));
		await imported.publish();
		const { deliveries } = world.services.webhook;
		await checks.check('n8n makes the node a tool for human review by itself', async () => {
			ok((await n8n.rest.nodeTypes()).some(({ name }) => name.endsWith(REVIEW)));
		});
		await checks.check('declined: the tool does nothing, and the agent is told', async () => {
			await review(world, imported, 'Decline');
			equal(deliveries.length, 0);
			match(model.answers.at(-1) ?? '', /rejected/i);
		});
		await checks.check('approved: the tool runs', async () => {
			await review(world, imported, 'Approve');
			equal(deliveries.length, 1);
		});
	} finally {
		await world.close();
		model.close();
	}
}
