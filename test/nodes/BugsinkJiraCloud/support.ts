import * as workflow from 'n8n-workflow';
import type { IDataObject, INode, INodeType } from 'n8n-workflow';

import { BugsinkJiraCloudApi } from '../../../credentials/BugsinkJiraCloudApi.credentials';
import { BugsinkJiraCloud } from '../../../nodes/BugsinkJiraCloud/BugsinkJiraCloud.node';
import type { JiraOptions, JiraStandIn, OfferedTransition } from '../../standins/jira';
import { startJira } from '../../standins/jira';
import { PACKAGE, runNode, type NodeRun, type Registry } from '../../support/engine';

const running: JiraStandIn[] = [];
const realNow = Date.now;
let offset = 0;

/** Moves the time of the node and of Jira alike. */
export function later(milliseconds: number): void {
	offset += milliseconds;
}

beforeEach(() => {
	offset = 0;
	jest.spyOn(Date, 'now').mockImplementation(() => realNow() + offset);
	// Backoff is drawn from zero up: no test has to wait for it.
	jest.spyOn(Math, 'random').mockReturnValue(0.01);
});

afterEach(async () => {
	jest.restoreAllMocks();
	await Promise.all(running.splice(0).map((jira) => jira.close()));
});

/** A Jira for one test. */
export async function aJira(options: JiraOptions = {}): Promise<JiraStandIn> {
	const jira = await startJira(options);
	running.push(jira);
	return jira;
}

/** The alert of one Bugsink issue; the number makes the issue. */
export function alert(number: number, more: IDataObject = {}): IDataObject {
	const id = `0b1c4a52-6c0e-4d5f-9a51-${String(number).padStart(12, '0')}`;
	return {
		reason: 'NEW',
		issueId: id,
		fingerprint: `bugsink-${id}`,
		friendlyId: `SHOP-${number}`,
		title: `ValueError: number ${number}`,
		errorType: 'ValueError',
		errorMessage: `number ${number}\nsecond line`,
		project: { id: 1, name: 'Shop' },
		firstSeen: '2026-08-03T09:14:22Z',
		lastSeen: '2026-08-03T09:14:22Z',
		eventCount: 1,
		issueUrl: `https://bugsink.example.com/issues/issue/${id}/event/last/`,
		...more,
	};
}

export function label(number: number): string {
	return String(alert(number).fingerprint);
}

/** An app that closes tickets, such as a rule against stale ones. */
export const BOT = {
	accountId: '557058:automation',
	displayName: 'Automation',
	accountType: 'app',
} as const;

/** A ticket of the alert in a workflow that offers these. */
export async function open(...offered: OfferedTransition[]): Promise<JiraStandIn> {
	const jira = await aJira();
	jira.seed({ labels: [label(1)] });
	jira.offer(offered);
	return jira;
}

/** A ticket of the alert that somebody closed. */
export async function closed(
	status: string,
	resolution?: string | null,
	by?: string,
	options: Parameters<typeof aJira>[0] = {},
): Promise<JiraStandIn> {
	const jira = await aJira(options);
	jira.seed({ labels: [label(1)] });
	jira.closeAs('OPS-1', status, resolution, by);
	return jira;
}

export interface SendOptions {
	parameters?: INode['parameters'];
	options?: IDataObject;
	credentials?: IDataObject;
	staticData?: IDataObject;
	continueOnFail?: boolean;
	registry?: Registry;
}

/** Runs the node on these alerts. */
export async function send(
	jira: JiraStandIn,
	items: IDataObject[],
	{ parameters, options = {}, credentials, ...more }: SendOptions = {},
): Promise<NodeRun> {
	return await runNode({
		node: 'bugsinkJiraCloud',
		registry: registryOf(BugsinkJiraCloud),
		items,
		credentials: {
			jiraUrl: jira.url,
			userEmail: jira.email,
			apiToken: jira.apiToken,
			...credentials,
		} as never,
		parameters: {
			projectKey: { __rl: true, mode: 'key', value: 'OPS' },
			issueType: { __rl: true, mode: 'name', value: 'Bug' },
			options: options as never,
			...parameters,
		},
		...more,
	});
}

/** Runs the node on one alert and gives what came out. */
export async function sendOne(
	jira: JiraStandIn,
	item: IDataObject,
	more: SendOptions = {},
): Promise<IDataObject> {
	const { items, error } = await send(jira, [item], more);
	// The engine hands on a copy that is no Error any more.
	if (error) throw Object.assign(new Error(error.message), { hint: error.description });
	return items?.[0].json ?? {};
}

/** The node as another n8n process has it: nothing in common but the workflow's static data. */
export function anotherProcess(): Registry {
	let fresh: Registry | undefined;
	jest.isolateModules(() => {
		// What takes long to load, and remembers nothing.
		jest.doMock('n8n-workflow', () => workflow);
		// eslint-disable-next-line @typescript-eslint/no-require-imports -- a second copy of the module
		const node = require('../../../nodes/BugsinkJiraCloud/BugsinkJiraCloud.node') as NodeModule;
		fresh = registryOf(node.BugsinkJiraCloud);
	});
	if (fresh === undefined) throw new Error('The module was not loaded');
	return fresh;
}

interface NodeModule {
	BugsinkJiraCloud: new () => INodeType;
}

function registryOf(node: NodeModule['BugsinkJiraCloud']): Registry {
	return {
		nodes: { [`${PACKAGE}.bugsinkJiraCloud`]: new node() },
		credentialTypes: { bugsinkJiraCloudApi: new BugsinkJiraCloudApi() },
	};
}
