/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
/** The workflows and credentials with which the end-to-end tests fill a fresh n8n. */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { credentialsFor } from '../demo/steps';
import type { AllStandIns } from '../standins';
import { REPOSITORY } from './install';
import { triggerPath, type CredentialFile, type WorkflowFile } from './n8n';

type Node = Record<string, unknown>;

const EXAMPLES = join(REPOSITORY, 'examples');

/** The names of the files that users import. */
export function exampleFiles(): string[] {
	return readdirSync(EXAMPLES)
		.filter((file) => file.endsWith('.json'))
		.sort();
}

export function example(file: string): WorkflowFile {
	return JSON.parse(readFileSync(join(EXAMPLES, file), 'utf8')) as WorkflowFile;
}

/** As n8n's editor does on an import: a trigger that has no webhook id yet gets one of its own. */
export function withWebhookIds(
	workflow: WorkflowFile,
	create: () => string = randomUUID,
): WorkflowFile {
	const nodes = workflow.nodes.map((node) =>
		node.type === TRIGGER ? { webhookId: create(), ...node } : node,
	);
	return { ...workflow, nodes };
}

/** The same workflow, with a message for each alert however many there are. */
export function withoutLimit(workflow: WorkflowFile): WorkflowFile {
	const nodes = workflow.nodes.map((node) => {
		const { options, ...parameters } = (node.parameters ?? {}) as { options?: Node };
		if (options === undefined) return node;
		const others = Object.entries(options).filter(([name]) => name !== 'limit');
		return { ...node, parameters: { ...parameters, options: Object.fromEntries(others) } };
	});
	return { ...workflow, nodes };
}

/** The example workflow that a user imports, without its limit: the trigger and all five destinations. */
export function allFive(): WorkflowFile {
	const imported = withWebhookIds(example('all-five.json'), () => 'e2e-all-five');
	const workflow = withoutLimit(imported);
	// With a pinned alert the editor's test execution would not wait for one.
	return { ...workflow, pinData: {}, id: 'allFiveE2e000001', active: true };
}

/** The path below /webhook/ of a workflow's (first) Bugsink Trigger. */
export function pathOf(workflow: WorkflowFile): string {
	const { webhookId } = workflow.nodes.find(({ type }) => type === TRIGGER) ?? {};
	if (typeof webhookId !== 'string') throw new Error(`${workflow.name} has no Bugsink Trigger`);
	return triggerPath(webhookId);
}

/** The credentials that the example workflow names, for the stand-ins. */
export function destinationCredentials(standIns: AllStandIns): CredentialFile[] {
	const data = credentialsFor(standIns);
	return allFive().nodes.flatMap((node) =>
		Object.entries((node.credentials ?? {}) as Record<string, { id: string; name: string }>).map(
			([type, { id, name }]) => ({ id, name, type, data: data[name] ?? {} }),
		),
	);
}

export const TOKEN = 'a-token-for-the-trigger';
export const LOGIN = 'bugsink:pa:ss wörd';

export function triggerCredentials(): CredentialFile[] {
	const [username, ...password] = LOGIN.split(':');
	const type = 'bugsinkTriggerApi';
	return [
		{ id: 'triggerToken', name: 'Trigger token', type, data: { token: TOKEN } },
		{
			id: 'triggerLogin',
			name: 'Trigger login',
			type,
			data: { username, password: password.join(':') },
		},
	];
}

const TRIGGER = 'n8n-nodes-bugsink.bugsinkTrigger';

/** A Bugsink Trigger; its path is its name's own, below /webhook/. */
function trigger(id: string, name: string, row: number, more: Node = {}): Node {
	return {
		id,
		name,
		type: TRIGGER,
		typeVersion: 1.1,
		position: [0, 200 * row],
		parameters: {},
		webhookId: id,
		...more,
	};
}

function authenticated(id: string, name: string): Node {
	return {
		parameters: { authentication: 'bugsinkTriggerApi' },
		credentials: { bugsinkTriggerApi: { id, name } },
	};
}

/** Where the doors of {@link doors} listen. */
export const DOOR = {
	open: triggerPath('e2e-door-open'),
	token: triggerPath('e2e-door-token'),
	login: triggerPath('e2e-door-login'),
	filtered: triggerPath('e2e-door-filtered'),
};

/** Triggers alone, each with another protection or filter; all in one workflow. */
export function doors(): WorkflowFile {
	return {
		id: 'doorsE2e00000001',
		name: 'Doors',
		active: true,
		nodes: [
			trigger('e2e-door-open', 'Open', 0),
			trigger('e2e-door-token', 'Token', 1, authenticated('triggerToken', 'Trigger token')),
			trigger('e2e-door-login', 'Login', 2, authenticated('triggerLogin', 'Trigger login')),
			trigger('e2e-door-filtered', 'Filtered', 3, {
				parameters: {
					reasons: ['REGRESSED'],
					options: { projects: 'Checkout API', errorTypes: '/^Value/', testAlerts: 'drop' },
				},
			}),
		],
		connections: {},
	};
}

/** A trigger and one delivery, as short as a workflow can be that does something. */
export function burst(): WorkflowFile {
	return {
		id: 'burstE2e00000001',
		name: 'Burst',
		active: true,
		nodes: [
			trigger('e2e-burst', 'Bugsink Trigger', 0),
			{
				id: 'deliver',
				name: 'Bugsink to Webhook',
				type: 'n8n-nodes-bugsink.bugsinkWebhook',
				typeVersion: 1,
				position: [240, 0],
				parameters: {},
				credentials: { bugsinkWebhookApi: { id: 'bugsinkWebhook', name: 'Webhook' } },
			},
		],
		connections: {
			'Bugsink Trigger': { main: [[{ node: 'Bugsink to Webhook', type: 'main', index: 0 }]] },
		},
	};
}

/** A workflow to add nodes to: n8n's node list shows triggers only where there is none yet. */
export function blank(): WorkflowFile {
	return {
		id: 'blankE2e00000001',
		name: 'Bugsink nodes',
		nodes: [
			{
				id: 'manual',
				name: 'When clicking Execute workflow',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
		],
		connections: {},
	};
}

export const SPEED = { ours: triggerPath('e2e-speed'), theirs: 'e2e-speed-webhook' };

/** The Bugsink Trigger and n8n's own Webhook node, alone, side by side. */
export function speed(): WorkflowFile {
	return {
		id: 'speedE2e00000001',
		name: 'Speed',
		active: true,
		nodes: [
			trigger('e2e-speed', 'Bugsink Trigger', 0),
			{
				id: 'e2e-speed-webhook',
				name: 'Webhook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				position: [0, 200],
				webhookId: 'e2e-speed-webhook',
				parameters: { httpMethod: 'POST', path: SPEED.theirs, options: {} },
			},
		],
		connections: {},
	};
}
