/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { existsSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, IExecuteFunctions, INodeType } from 'n8n-workflow';

import type { Registry } from '../support/engine';
import { execute, type Contestant } from './contestant';

/** The n8n that the end-to-end tests install. */
const N8N_NODES = join(
	homedir(),
	'.cache/n8n-nodes-bugsink/n8n-2.41.1/node_modules/n8n-nodes-base/dist/nodes',
);
const HTTP_REQUEST = join(N8N_NODES, 'HttpRequest', 'HttpRequest.node.js');

/** A loop with nothing in it but the sending of ready-made bodies over connections that stay open. */
export function bareLoop(concurrency: number, maxAlerts?: number): Contestant {
	return {
		name: `bare${concurrency}`,
		label: `Bare keep-alive loop, ${concurrency} at a time`,
		perAlert: 1,
		concurrency,
		maxAlerts,
		async prepare(url) {
			return async (alerts) => {
				const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
				let next = 0;
				const worker = async () => {
					while (next < alerts.length) await post(agent, url, JSON.stringify(alerts[next++]));
				};
				await Promise.all(Array.from({ length: concurrency }, worker));
				agent.destroy();
			};
		},
	};
}

async function post(agent: Agent, url: string, body: string): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		const headers = {
			'content-type': 'application/json',
			'content-length': Buffer.byteLength(body),
		};
		const request = httpRequest(`${url}/hook`, { method: 'POST', agent, headers }, (response) => {
			response.resume();
			response.on('end', resolve);
		});
		request.on('error', reject);
		request.end(body);
	});
}

export const hasHttpRequestNode = existsSync(HTTP_REQUEST);

/** n8n's own HTTP Request node with its default settings, sending ready-made bodies. */
export const httpRequestNode: Contestant = {
	name: 'httpRequest',
	label: hasHttpRequestNode
		? "n8n's HTTP Request node"
		: "n8n's HTTP Request node (EMULATED: its helper, all at once)",
	perAlert: 1,
	concurrency: undefined,
	async prepare(url) {
		const { type, version } = hasHttpRequestNode ? installedNode() : emulatedNode(url);
		const registry: Registry = { nodes: { 'n8n.http': type }, credentialTypes: {} };
		const parameters = {
			method: 'POST',
			url: `${url}/hook`,
			sendBody: true,
			contentType: 'raw',
			rawContentType: 'application/json',
			body: '={{ $json.body }}',
		};
		return async (alerts) => {
			const items = alerts.map((alert) => ({ body: JSON.stringify(alert) }));
			await execute(registry, 'n8n.http', version, parameters, undefined, items);
		};
	},
};

/**
 * A loop over the helper that every node has to go through for n8n's proxy, SSRF and credential
 * settings: what a node could reach that did nothing else.
 */
export function helperLoop(concurrency: number): Contestant {
	return {
		name: `helper${concurrency}`,
		label: `Loop over n8n's own request helper, ${concurrency} at a time`,
		perAlert: 1,
		concurrency,
		async prepare(url) {
			async function send(this: IExecuteFunctions) {
				const items = this.getInputData();
				let next = 0;
				const worker = async () => {
					while (next < items.length) await withHelper(this, url, items[next++].json);
				};
				await Promise.all(Array.from({ length: concurrency }, worker));
				return [items];
			}
			const registry: Registry = { nodes: { 'n8n.loop': plainNode(send) }, credentialTypes: {} };
			return async (alerts) => {
				const items = alerts.map((alert) => ({ body: JSON.stringify(alert) }));
				await execute(registry, 'n8n.loop', 1, {}, undefined, items);
			};
		},
	};
}

async function withHelper(context: IExecuteFunctions, url: string, json: IDataObject) {
	await context.helpers.httpRequest({
		method: 'POST',
		url: `${url}/hook`,
		headers: { 'content-type': 'application/json' },
		body: Buffer.from(String(json.body)),
		encoding: 'text',
		returnFullResponse: true,
	});
}

function plainNode(execute: INodeType['execute']): INodeType {
	const description = {
		displayName: 'Node',
		name: 'node',
		group: ['output' as const],
		version: 1,
		description: '',
		defaults: {},
		inputs: ['main' as const],
		outputs: ['main' as const],
		properties: [],
	};
	return { description, execute };
}

function installedNode(): { type: INodeType; version: number } {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- only there after the end-to-end tests
	const { HttpRequest } = require(HTTP_REQUEST) as {
		HttpRequest: new () => { nodeVersions: Record<string, INodeType>; currentVersion: number };
	};
	const { nodeVersions, currentVersion } = new HttpRequest();
	return { type: nodeVersions[currentVersion], version: currentVersion };
}

/** Fires the engine's helper for every item at once, as the node does without its batching option. */
function emulatedNode(url: string): { type: INodeType; version: number } {
	async function send(this: IExecuteFunctions) {
		const items = this.getInputData();
		await Promise.all(items.map(async ({ json }) => await withHelper(this, url, json)));
		return [items];
	}
	return { type: plainNode(send), version: 1 };
}
