/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- runs in Node itself, never inside n8n */
/**
 * Runs the Bugsink node and the Resolutions Trigger against a real Bugsink, in n8n's own engine:
 * `node --import tsx test/e2e/proveBugsinkNode.ts`.
 */
import { strict as assert } from 'node:assert';
import type { IDataObject, INode, INodeParameterResourceLocator } from 'n8n-workflow';
import { runNode } from '../support/engine';
import { bugsinkCredential } from '../../nodes/shared/bugsink/credentialTest';
import { startPagerDuty } from '../standins/pagerDuty';
import { bugsinkRegistry, loadList, pollNode, testCredential } from '../support/contexts';
import { startBugsink, type Bugsink } from './bugsink';
import { sendJavaScriptEvent } from './javaScriptEvent';
import { sleep } from './processes';

const SECRETS = ['hunter2', 'a-cookie-secret', 'a-header-secret', 'a-query-secret'];

async function prove(bugsink: Bugsink): Promise<void> {
	const credentials = { bugsinkUrl: `${bugsink.url}/issues/1/`, apiToken: bugsink.apiToken };
	const registry = bugsinkRegistry('BugsinkPagerDuty');
	const run = async (
		parameters: INode['parameters'],
		items: IDataObject[] = [{}],
	): Promise<IDataObject[]> => {
		const result = await runNode({ node: 'bugsink', registry, parameters, credentials, items });
		if (result.error) throw new Error(`${result.error.message} ${result.error.description}`);
		return (result.items ?? []).map(({ json }) => json);
	};
	const say = (what: string, seen: unknown) => console.log(`  ${what}: ${JSON.stringify(seen)}`);
	const staticData: IDataObject = {};
	const poll = async () =>
		await pollNode({
			parameters: { project: { __rl: true, mode: 'id', value: '1' }, reasons: [] },
			credentials,
			staticData,
		});

	await bugsink.sendEvents({
		type: 'ValueError',
		message: 'no such order, token=hunter2hunter2',
		environment: 'production',
		release: 'checkout@4.2.0',
		server_name: 'web-1',
		tags: { region: 'eu-west-1' },
		user: { id: '42' },
		request: {
			method: 'POST',
			url: 'https://shop.example.com/api/orders/17',
			query_string: 'page=2&access_token=a-query-secret',
			cookies: { sessionid: 'a-cookie-secret' },
			headers: { Authorization: 'Bearer a-header-secret', 'User-Agent': 'curl/8' },
		},
	});
	await sendJavaScriptEvent(bugsink.dsn);
	const [python, javaScript] = await waitForIssues(bugsink, 2);

	const alertOf = (issue: IDataObject, url: string): IDataObject => ({ ...issue, url });
	for (const [language, issue] of Object.entries({ python, javaScript })) {
		const [read] = await run({ resource: 'issue', operation: 'get', issue: id(issue) });
		const [alert] = await run({ resource: 'alert', operation: 'addEventDetails' }, [
			alertOf(read, String(read.url)),
		]);
		const event = alert.event as IDataObject;
		say(`${language} alert`, { title: alert.title, enrichment: alert.enrichment });
		say(`${language} event`, event);
		for (const secret of SECRETS) assert.ok(!JSON.stringify(event).includes(secret), secret);
		assert.ok((event.stacktrace as unknown[]).length > 0);
	}

	say(
		'projects in the picker',
		(await loadList({ method: 'searchProjects', credentials })).results,
	);
	const picker = { method: 'searchIssues', credentials, parameters: { project: id('1') } } as const;
	say('issues in the picker', (await loadList(picker)).results);

	say('first poll', await poll());
	await proveFlow(bugsink, javaScript, poll);
	await proveCost(bugsink, poll);
	const link = {
		destination: 'jiraCloud',
		issueId: python,
		key: 'SHOP-12',
		url: 'https://acme.atlassian.net/browse/SHOP-12',
	};
	const linking = { resource: 'alert', operation: 'commentTicketLink' };
	say('link', (await run(linking, [link]))[0].action);
	say('link again', (await run(linking, [link]))[0].skipReason);
	const of = (operation: string, more: INode['parameters'] = {}) =>
		run({ resource: 'issue', operation, issue: id(python), ...more });
	say('comment', await of('comment', { comment: 'From n8n' }));

	for (const [operation, more] of [
		['mute', { muteUntil: 'timePassed', periods: 3, period: 'day' }],
		['unmute', {}],
		['mute', { muteUntil: 'eventsArrive', events: 100, periods: 1, period: 'hour' }],
		['resolve', { resolveIn: 'nextRelease' }],
		['reopen', {}],
		['resolve', { resolveIn: 'latestRelease' }],
		['reopen', {}],
		['mute', {}],
	] as Array<[string, INode['parameters']]>) {
		const [first] = await of(operation, more);
		const [second] = await of(operation, more);
		const polled = (await poll()) as IDataObject[] | null;
		say(`${operation} ${JSON.stringify(more)}`, {
			changed: [first.changed, second.changed],
			polled: polled?.map(({ reason, change, issueUrl }) => ({ reason, change, issueUrl })),
			again: await poll(),
		});
		assert.deepEqual([first.changed, second.changed], [true, false]);
		assert.equal(polled?.length, 1);
	}
	await of('unmute');
	await of('resolve');
	await poll();
	await bugsink.sendEvents({
		type: 'ValueError',
		message: 'no such order, token=hunter2hunter2',
		release: 'checkout@4.2.0',
	});
	const [regressed] = await of('get');
	say('regressed by an event', { is_resolved: regressed.is_resolved, polled: await poll() });
	say(
		'open issues',
		(
			await run({
				resource: 'issue',
				operation: 'getMany',
				project: id('1'),
				returnAll: true,
				filters: { state: 'open' },
			})
		).length,
	);
	say(
		'latest event',
		(await run({ resource: 'event', operation: 'getLatest', issue: id(python) }))[0].release,
	);
	say('events', (await run({ resource: 'event', operation: 'getMany', issue: id(python) })).length);
	say('delete', await of('delete'));
	const gone = await runNode({
		node: 'bugsink',
		registry,
		credentials,
		parameters: { resource: 'issue', operation: 'get', issue: id(python) },
	});
	say('get after delete', [gone.error?.message, gone.error?.description]);

	const scoped = (await bugsink.shell(SCOPED_TOKEN)).trim().split('\n').at(-1) ?? '';
	const withScope = { ...credentials, apiToken: scoped };

	for (const [what, fields] of Object.entries({
		'a scoped, project-bound token': withScope,
		'a wrong token': { ...credentials, apiToken: '0'.repeat(40) },
		'a wrong path': { ...credentials, bugsinkUrl: `${bugsink.url}/wrong` },
	})) {
		say(`credential test with ${what}`, (await testCredential(bugsinkCredential, fields)).message);
	}
	const refused = await runNode({
		node: 'bugsink',
		registry,
		credentials: withScope,
		parameters: { resource: 'issue', operation: 'resolve', issue: id(javaScript) },
	});
	say('resolve with a token that may only read', [
		refused.error?.message,
		refused.error?.description,
	]);
}

/** Resolved on Bugsink's page, so resolved in PagerDuty. */
async function proveFlow(
	bugsink: Bugsink,
	issue: string,
	poll: () => Promise<IDataObject[] | null>,
): Promise<void> {
	const pagerDuty = await startPagerDuty();
	const send = async (items: IDataObject[], operation: string) =>
		await runNode({
			node: 'bugsinkPagerDuty',
			registry: bugsinkRegistry('BugsinkPagerDuty'),
			parameters: { operation },
			credentials: {
				region: 'custom',
				eventsUrl: pagerDuty.url,
				routingKey: pagerDuty.routingKey,
			},
			items,
		});
	try {
		const url = `${bugsink.baseUrl}/issues/issue/${issue}/event/last/`;
		const alert = { ...(await bugsink.api.issue(issue)), alert_reason: 'NEW', url };
		await send([alert as unknown as IDataObject], 'sendAlert');
		const opened = pagerDuty.incidents.map(({ status }) => status);
		await bugsink.site.submit(`/issues/issue/${issue}/event/last/`, { action: 'resolve' });
		const polled = (await poll()) ?? [];
		await send(polled, 'sendAlert');
		console.log(
			`  resolved on the page: ${JSON.stringify({
				opened,
				polled: polled.map(({ reason, project, change }) => ({ reason, project, change })),
				then: pagerDuty.incidents.map(({ status }) => status),
			})}`,
		);
		assert.deepEqual(
			pagerDuty.incidents.map(({ status }) => status),
			['resolved'],
		);
	} finally {
		await pagerDuty.close();
	}
}

/** 1,000 issues: the requests of a poll, as Bugsink's own web server counts them. */
async function proveCost(
	bugsink: Bugsink,
	poll: () => Promise<IDataObject[] | null>,
): Promise<void> {
	await bugsink.shell(MANY_ISSUES);
	const count = async () => {
		// The web server writes its log a moment after it answered.
		await sleep(500);
		return ((await bugsink.log()).match(/GET \/api\/canonical/g) ?? []).length;
	};
	await poll();
	const before = await count();
	assert.equal(await poll(), null);
	const quiet = await count();
	const [issue] = (await bugsink.api.issues(bugsink.project.id)).slice(100);
	await bugsink.api.resolve(issue.id);
	const start = await count();
	const polled = await poll();
	const withOneChange = (await count()) - start;
	const total = await bugsink.shell(
		'from issues.models import Issue; print(Issue.objects.count())',
	);
	const seen = { quiet: quiet - before, withOneChange, found: polled?.length };
	console.log(`  requests of a poll of ${total.trim()} issues: ${JSON.stringify(seen)}`);
	assert.deepEqual(seen, { quiet: 4, withOneChange: 6, found: 1 });
}

const MANY_ISSUES = `
from issues.models import Issue
first = Issue.objects.order_by("digest_order").first()
import uuid
many = []
for order in range(3, 1001):
    one = Issue.objects.get(pk=first.pk)
    one.pk = one.id = uuid.uuid4()
    one.digest_order = order
    many.append(one)
Issue.objects.bulk_create(many)
`;

const SCOPED_TOKEN = `
from bsmain.models import AuthToken
print(AuthToken.objects.create(is_project_bound=True, project_id=1, issues_read=True, events_read=True).token)
`;

function id(value: string): INodeParameterResourceLocator {
	return { __rl: true, mode: 'id', value };
}

async function waitForIssues(bugsink: Bugsink, wanted: number): Promise<string[]> {
	for (let turn = 0; turn < 100; turn++) {
		const issues = await bugsink.api.issues(bugsink.project.id);
		if (issues.length >= wanted) return issues.map((issue) => issue.id);
		await new Promise((done) => setTimeout(done, 100));
	}
	throw new Error(`Bugsink has not ${wanted} issues`);
}

async function main(): Promise<void> {
	const bugsink = await startBugsink();
	try {
		console.log(`Bugsink ${bugsink.version} runs at ${bugsink.url}`);
		await prove(bugsink);
		console.log('All of it holds.');
	} finally {
		await bugsink.stop();
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.stack : error);
	process.exitCode = 1;
});
