/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { existsSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, IExecuteFunctions, INodeType, IRun } from 'n8n-workflow';

import { executeWorkflow, loadBuiltPackage, PACKAGE, type Registry } from '../support/engine';

const ROOT = join(__dirname, '..', '..');
/** Of the form that PagerDuty's keys have. */
const ANY_KEY = 'A'.repeat(32);
/** The n8n that the end-to-end tests install. */
const N8N_NODES = join(
	homedir(),
	'.cache/n8n-nodes-bugsink/n8n-2.41.1/node_modules/n8n-nodes-base/dist/nodes',
);
const HTTP_REQUEST = join(N8N_NODES, 'HttpRequest', 'HttpRequest.node.js');

export interface Contestant {
	name: string;
	label: string;
	/** Requests that one alert needs. */
	perAlert: number;
	/** How many requests are under way at the same time; undefined: as many as there are alerts. */
	concurrency: number | undefined;
	/** Those that only say what is possible need not take part with 10,000. */
	maxAlerts?: number;
	/** Makes ready; the result sends these alerts. */
	prepare(url: string): Promise<(alerts: IDataObject[]) => Promise<void>>;
}

/** A loop with nothing in it but the sending of ready-made bodies over connections that stay open. */
function bareLoop(concurrency: number, maxAlerts?: number): Contestant {
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

/** Runs one node in n8n's engine; fails unless every alert went through. */
async function execute(
	registry: Registry,
	type: string,
	typeVersion: number,
	parameters: IDataObject,
	credentials: IDataObject | undefined,
	items: IDataObject[],
): Promise<void> {
	const credentialType = registry.nodes[type].description.credentials?.[0]?.name;
	const node = { id: '2', name: 'Node', type, typeVersion, position: [0, 0] as [number, number] };
	const run: IRun = await executeWorkflow({
		registry,
		nodes: [
			{
				...node,
				parameters: parameters as never,
				...(credentialType && credentials
					? { credentials: { [credentialType]: { id: 'one', name: 'one' } } }
					: {}),
			},
		],
		connections: {},
		startAt: 'Node',
		items: items.map((json, item) => ({ json, pairedItem: { item } })),
		credentials: { one: (credentials ?? {}) as never },
		staticData: {},
	});
	const task = run.data.resultData.runData.Node?.[0];
	const error = task?.error ?? run.data.resultData.error;
	if (error) throw new Error(`${type}: ${error.message}`);
	const count = task?.data?.main[0]?.length;
	if (count !== items.length) throw new Error(`${type} gave ${count} of ${items.length} items`);
}

export const hasHttpRequestNode = existsSync(HTTP_REQUEST);

/** n8n's own HTTP Request node with its default settings, sending ready-made bodies. */
const httpRequestNode: Contestant = {
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
function helperLoop(concurrency: number): Contestant {
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

interface NodeSetting {
	label: string;
	perAlert?: number;
	concurrency: number;
	parameters?: IDataObject;
	credentials: (url: string) => IDataObject;
	withoutPace?: boolean;
}

/** As the built package has it. */
function concurrencyOf(file: string): number {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- exists only after the build
	const module = require(join(ROOT, 'dist', 'nodes', file)) as Record<
		string,
		{ concurrency?: number }
	>;
	return Object.values(module).find(({ concurrency }) => concurrency)?.concurrency ?? 1;
}

const NODES: Record<string, NodeSetting> = {
	bugsinkMicrosoftTeams: {
		label: 'Bugsink to Microsoft Teams',
		concurrency: concurrencyOf('BugsinkMicrosoftTeams/microsoftTeams.js'),
		credentials: (url) => ({ webhookUrl: `${url}/teams?sig=abcdefghijklmnop` }),
	},
	bugsinkPagerDuty: {
		label: 'Bugsink to PagerDuty',
		concurrency: concurrencyOf('BugsinkPagerDuty/pagerDuty.js'),
		credentials: (url) => ({
			region: 'custom',
			eventsUrl: url,
			routingKey: ANY_KEY,
		}),
	},
	bugsinkWebhook: {
		label: 'Bugsink to Webhook',
		concurrency: concurrencyOf('BugsinkWebhook/webhook.js'),
		credentials: (url) => ({ webhookUrl: `${url}/hook` }),
	},
	bugsinkJiraCloud: {
		label: 'Bugsink to Jira Cloud',
		perAlert: 2,
		concurrency: concurrencyOf('BugsinkJiraCloud/jiraCloud.js'),
		parameters: {
			projectKey: { __rl: true, mode: 'key', value: 'OPS' },
			issueType: { __rl: true, mode: 'name', value: 'Bug' },
		},
		credentials: (url) => ({ jiraUrl: url, userEmail: 'a@example.com', apiToken: 'token-token' }),
	},
	bugsinkGithubIssues: {
		label: 'Bugsink to GitHub Issues, without its pace of a write a second',
		perAlert: 1,
		concurrency: concurrencyOf('BugsinkGithubIssues/githubIssues.js'),
		withoutPace: true,
		parameters: { repository: { __rl: true, mode: 'name', value: 'acme/shop' } },
		credentials: (url) => ({ apiUrl: url, accessToken: 'token-token' }),
	},
};

function node(name: string, setting: NodeSetting): Contestant {
	return {
		name,
		label: setting.label,
		perAlert: setting.perAlert ?? 1,
		concurrency: setting.concurrency,
		async prepare(url) {
			const registry = await loadBuiltPackage(ROOT);
			if (setting.withoutPace) skipWaits();
			return async (alerts) =>
				await execute(
					registry,
					`${PACKAGE}.${name}`,
					1,
					{ ...setting.parameters },
					setting.credentials(url),
					alerts,
				);
		},
	};
}

/**
 * GitHub allows one write a second, so 10,000 alerts would take three hours of waiting. The node's own
 * clock jumps instead; what is measured is its work and the answers.
 */
function skipWaits(): void {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- exists only after the build
	const { systemClock } = require(join(ROOT, 'dist/nodes/shared/delivery/clock.js')) as {
		systemClock: { now: () => number; sleep: (milliseconds: number) => Promise<void> };
	};
	let ahead = 0;
	systemClock.now = () => Date.now() + ahead;
	systemClock.sleep = async (milliseconds) => {
		ahead += milliseconds;
		await new Promise((done) => setImmediate(done));
	};
}

const ONE_REQUEST = ['bugsinkMicrosoftTeams', 'bugsinkPagerDuty', 'bugsinkWebhook'];
const TRACKERS = ['bugsinkJiraCloud', 'bugsinkGithubIssues'];
const concurrencies = (names: string[]) => [
	...new Set(names.map((name) => NODES[name].concurrency)),
];

export const CONTESTANTS: Contestant[] = [
	...concurrencies(ONE_REQUEST).flatMap((count) => [bareLoop(count), helperLoop(count)]),
	httpRequestNode,
	...ONE_REQUEST.map((name) => node(name, NODES[name])),
	...concurrencies(TRACKERS).map((count) => bareLoop(count, 1_000)),
	...TRACKERS.map((name) => node(name, NODES[name])),
];
