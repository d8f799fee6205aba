/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- runs in Node itself, never inside n8n */
/**
 * Runs the Bugsink node and the Resolutions Trigger against a real Bugsink, in n8n's own engine:
 * `node --import tsx test/e2e/proveBugsinkNode.ts`.
 */
import { strict as assert } from 'node:assert';
import type { IDataObject, INode } from 'n8n-workflow';
import { runNode } from '../support/engine';
import { loadList, pollNode } from '../support/contexts';
import { startBugsink, type Bugsink } from './bugsink';
import { sendJavaScriptEvent } from './javaScriptEvent';

const SECRETS = ['hunter2', 'a-cookie-secret', 'a-header-secret', 'a-query-secret'];

async function prove(bugsink: Bugsink): Promise<void> {
	const credentials = { bugsinkUrl: `${bugsink.url}/issues/1/`, apiToken: bugsink.apiToken };
	const run = async (
		parameters: INode['parameters'],
		items: IDataObject[] = [{}],
	): Promise<IDataObject[]> => {
		const result = await runNode({ node: 'bugsink', parameters, credentials, items });
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
	const picker = { method: 'searchIssues', credentials, parameters: { project: '1' } } as const;
	say('issues in the picker', (await loadList(picker)).results);

	say('first poll', await poll());
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
		credentials,
		parameters: { resource: 'issue', operation: 'get', issue: id(python) },
	});
	say('get after delete', [gone.error?.message, gone.error?.description]);

	const scoped = (await bugsink.shell(SCOPED_TOKEN)).trim().split('\n').at(-1) ?? '';
	const withScope = { ...credentials, apiToken: scoped };
	const root = await fetch(`${bugsink.url}/api/canonical/0/`, {
		headers: { Authorization: `Bearer ${scoped}` },
	});
	say('credential test with a scoped, project-bound token', [root.status, await root.json()]);
	const refused = await runNode({
		node: 'bugsink',
		credentials: withScope,
		parameters: { resource: 'issue', operation: 'resolve', issue: id(javaScript) },
	});
	say('resolve with a token that may only read', [
		refused.error?.message,
		refused.error?.description,
	]);
	const page = await fetch(`${bugsink.url}/api/canonical/0/`, {
		headers: { Authorization: `Bearer ${'0'.repeat(40)}` },
	});
	say('credential test with a wrong token', [page.status, await page.text()]);
}

const SCOPED_TOKEN = `
from bsmain.models import AuthToken
print(AuthToken.objects.create(is_project_bound=True, project_id=1, issues_read=True, events_read=True).token)
`;

function id(value: string): IDataObject {
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
