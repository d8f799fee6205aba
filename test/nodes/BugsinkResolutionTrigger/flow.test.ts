import type { ICredentialDataDecryptedObject, IDataObject, INode } from 'n8n-workflow';

import { startAll, type AllStandIns, type StandIn } from '../../standins';
import { keep } from '../../standins/harness';
import { startBugsinkStandIn, type BugsinkStandIn, type StoredIssue } from '../../standins/bugsink';
import { pollNode } from '../../support/contexts';
import { loadSources, runNode } from '../../support/engine';
import { sample } from '../../support/samples';

/** One secret for each place of an event where SDKs put some. */
const SECRETS = Array.from({ length: 12 }, (_, index) => `Zq9plantedsecret${index}x${index}`);
const [header, cookie, jar, query, apart, body, local, nested, tag, crumb, bearer, code] = SECRETS;

const EVENT = {
	level: 'error',
	environment: 'production',
	tags: { session_token: tag },
	request: {
		url: `https://shop.example.com/pay?access_token=${query}`,
		query_string: `api_key=${apart}`,
		headers: { 'X-Shop': header, Cookie: `sessionid=${cookie}` },
		cookies: { id: jar },
		data: { password: body },
	},
	breadcrumbs: { values: [{ message: `GET /x?token=${crumb}` }] },
	exception: {
		values: [
			{
				type: 'ValueError',
				value: `refused Authorization: Bearer ${bearer}`,
				stacktrace: {
					frames: [
						{
							filename: 'a.py',
							lineno: 1,
							context_line: `login(password="${code}")`,
							vars: { password: local, order: { api_key: nested } },
						},
					],
				},
			},
		],
	},
};

let services: AllStandIns;
let bugsink: BugsinkStandIn;
let issue: StoredIssue;

beforeEach(async () => {
	services = await startAll();
	bugsink = keep(await startBugsinkStandIn());
	issue = bugsink.addIssue(bugsink.addProject('Checkout API'));
});
afterEach(async () => await services.close());

function destinations(): Array<[string, INode['parameters'], ICredentialDataDecryptedObject]> {
	const { jira, github, microsoftTeams, pagerDuty, webhook } = services;
	const locator = (mode: string, value: string) => ({ __rl: true as const, mode, value });
	return [
		[
			'bugsinkJiraCloud',
			{ projectKey: locator('key', 'OPS'), issueType: locator('name', 'Bug') },
			{ jiraUrl: jira.url, userEmail: jira.email, apiToken: jira.apiToken },
		],
		[
			'bugsinkGithubIssues',
			{ repository: locator('name', 'acme/shop') },
			{ apiUrl: github.url, accessToken: github.token },
		],
		['bugsinkMicrosoftTeams', {}, { webhookUrl: microsoftTeams.workflowUrl }],
		[
			'bugsinkPagerDuty',
			{},
			{ region: 'custom', eventsUrl: pagerDuty.url, routingKey: pagerDuty.routingKey },
		],
		['bugsinkWebhook', {}, { webhookUrl: webhook.hookUrl }],
	];
}

async function outputs(
	node: string,
	parameters: INode['parameters'],
	credentials: ICredentialDataDecryptedObject,
	items: IDataObject[],
	staticData: IDataObject = {},
): Promise<IDataObject[]> {
	const registry = loadSources();
	const result = await runNode({ node, registry, parameters, credentials, items, staticData });
	if (result.error) throw new Error(`${node}: ${result.error.message}`);
	return (result.items ?? []).map(({ json }) => json);
}

async function enriched(details: string[]): Promise<IDataObject> {
	bugsink.addEvent(issue, EVENT);
	const payload = sample('captured/custom-new') as IDataObject;
	const items = [{ ...payload, id: issue.id, last_seen: issue.lastSeen }];
	const credentials = { bugsinkUrl: bugsink.baseUrl, apiToken: bugsink.token };
	const [alert] = await outputs('bugsink', { details }, credentials, items);
	expect(alert.enrichment).toMatchObject({ status: 'done' });
	return alert;
}

it.each([
	[['breadcrumbs', 'request', 'stacktrace', 'tags', 'user']],
	[['breadcrumbs', 'localVariables', 'request', 'requestBody', 'stacktrace', 'tags', 'user']],
])('lets no secret of an event reach any destination, with the details %j', async (details) => {
	const alert = await enriched(details);
	for (const [node, parameters, credentials] of destinations()) {
		for (const operation of ['preview', 'sendAlert']) {
			const seen = await outputs(node, { ...parameters, operation }, credentials, [alert]);
			for (const secret of SECRETS) expect(JSON.stringify(seen)).not.toContain(secret);
		}
	}
	const { jira, github, microsoftTeams, pagerDuty, webhook } = services;
	const all: StandIn[] = [jira, github, microsoftTeams, pagerDuty, webhook];
	const sent = all.flatMap(({ requests }) => requests.map((request) => request.body)).join('\n');
	expect(sent).toContain('production');
	for (const secret of SECRETS) expect(sent).not.toContain(secret);
});

it('resolves everywhere what was resolved in Bugsink', async () => {
	const alert = await enriched(['tags']);
	const [jira, github, , pagerDuty] = destinations();
	for (const [node, parameters, credentials] of [jira, github, pagerDuty]) {
		await outputs(node, parameters, credentials, [alert]);
	}
	expect(services.pagerDuty.incidents[0].status).toBe('triggered');

	const staticData: IDataObject = {};
	const poll = async () =>
		await pollNode({
			parameters: { project: { __rl: true, mode: 'id', value: '1' }, reasons: ['RESOLVED'] },
			credentials: { bugsinkUrl: bugsink.baseUrl, apiToken: bugsink.token },
			staticData,
		});
	await poll();
	bugsink.act(issue, 'resolve');
	const resolved = (await poll()) ?? [];
	expect(resolved).toMatchObject([{ reason: 'RESOLVED', fingerprint: alert.fingerprint }]);
	for (const [node, parameters, credentials] of [jira, github, pagerDuty]) {
		// What a node puts there makes n8n write back, over the trigger's, all that there was before.
		const written: IDataObject = {};
		const [outcome] = await outputs(
			node,
			{ ...parameters, operation: 'resolve' },
			credentials,
			resolved,
			written,
		);
		expect(outcome).toMatchObject({ action: 'resolved', reason: 'RESOLVED' });
		// Looking whether an arrival is noted makes an empty object.
		expect({ global: {}, ...written }).toEqual({ global: {} });
	}
	expect(services.pagerDuty.incidents[0].status).toBe('resolved');
});
