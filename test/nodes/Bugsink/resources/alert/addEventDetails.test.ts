import type { IDataObject } from 'n8n-workflow';

import { readAlert } from '../../../../../nodes/shared/alert/readAlert';
import type { StoredIssue } from '../../../../standins/bugsink';
import { sample } from '../../../../support/samples';
import { bugsink, enrich, jsonOf, run } from '../../support';

const EVENT = (sample('captured/api-event') as { data: Record<string, unknown> }).data;

function alertOf(issue: StoredIssue): IDataObject {
	const payload = sample('captured/custom-new') as IDataObject;
	const alert = readAlert({ ...payload, id: issue.id, last_seen: issue.lastSeen });
	return { ...alert, raw: { kept: true } } as unknown as IDataObject;
}

it('adds what Bugsink knows of the event, in two requests, and keeps the rest', async () => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project);
	const event = standIn.addEvent(issue, EVENT);
	const input = alertOf(issue);
	const [output] = jsonOf(await run(standIn, enrich, { items: [input] }));
	expect(output).toMatchObject({ ...input, event: expect.anything() as unknown });
	expect(output.enrichment).toEqual({ status: 'done', reason: null, hint: null });
	expect(output.event).toMatchObject({
		id: event.id,
		url: `${standIn.baseUrl}/issues/issue/${issue.id}/event/${event.id}/`,
		level: 'error',
		platform: 'python',
		environment: 'production',
		release: 'checkout@4.3.0',
		serverName: 'web-1',
		transaction: '/api/orders/{id}',
		tags: { region: 'eu-west-1' },
		user: { id: '42', email: 'jane@example.com' },
		request: { method: 'POST', url: 'https://shop.example.com/api/orders/17', headers: {} },
	});
	expect(JSON.stringify(output.event)).not.toMatch(/hunter2|locals/);
	expect(standIn.requests.map(({ path }) => path)).toEqual([
		'/api/canonical/0/events/',
		`/api/canonical/0/events/${event.id}/`,
	]);
	expect(readAlert(output).event).toEqual(output.event);
});

it('takes the event that raised the alert, not one that came after it', async () => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project);
	standIn.addEvent(issue, { release: 'before' });
	standIn.addEvent(issue, { release: 'cause' });
	const input = alertOf(issue);
	standIn.addEvent(issue, { release: 'after' });
	const [output] = jsonOf(await run(standIn, enrich, { items: [input] }));
	expect(output.event).toMatchObject({ release: 'cause' });
	const older = { ...input, lastSeen: null };
	expect(jsonOf(await run(standIn, enrich, { items: [older] }))[0].event).toMatchObject({
		release: 'after',
	});
});

it('adds local variables and the body only when asked, with known names masked', async () => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project);
	const request = { method: 'POST', url: 'https://a.example/', data: { item: 'A1', pin: '1234' } };
	standIn.addEvent(issue, { ...EVENT, request });
	const details = ['stacktrace', 'localVariables', 'request', 'requestBody'];
	const [output] = jsonOf(await run(standIn, { ...enrich, details }, { items: [alertOf(issue)] }));
	const event = output.event as unknown as {
		stacktrace: Array<{ frames: Array<{ locals: unknown }> }>;
		request: { body: string };
	};
	expect(event.stacktrace[0].frames[1].locals).toMatchObject({ order_id: '17', quantity: '34' });
	expect(event.request.body).toBe('{"item":"A1","pin":"***"}');
	expect(JSON.stringify(event)).not.toContain('hunter2');
	expect(event).toMatchObject({ tags: {}, user: null, breadcrumbs: [] });
});

it('lets a test alert through untouched, without a request', async () => {
	const { standIn } = await bugsink();
	const alert = readAlert(sample('captured/custom-test'));
	const items = [alert as unknown as IDataObject];
	expect(jsonOf(await run(standIn, enrich, { items }))).toEqual([alert]);
	expect(standIn.requests).toEqual([]);
});

it.each([
	['no answer', 'reset', 'Bugsink cut the connection before it answered'],
	[
		'an error that is no JSON',
		{ status: 500, body: '<h1>Server Error (500)</h1>' },
		'Bugsink answered 500',
	],
	[
		'another token',
		{ status: 403, body: { detail: 'This token is not allowed to access this project.' } },
		'Bugsink answered 403: This token is not allowed to access this project.',
	],
	[
		'a login page',
		{ status: 200, body: '<html>Sign in</html>' },
		"Bugsink's answer is not the JSON of its API",
	],
	[
		'a redirect',
		{ status: 302, headers: { location: 'https://other.example/x' } },
		'Bugsink answered 302',
	],
] as const)('passes the alert on with the reason after %s', async (_name, kind, reason) => {
	const { standIn, project } = await bugsink();
	const input = alertOf(standIn.addIssue(project));
	standIn.fail({ kind, times: Infinity });
	const passed = await run(standIn, enrich, { items: [input] });
	const [output] = jsonOf(passed);
	expect(output).toEqual({
		...input,
		enrichment: { status: 'failed', reason, hint: expect.any(String) as string },
	});
	const hints = passed.run.data.resultData.runData.Node[0].hints ?? [];
	expect(hints[0].message).toContain('1 of 1 alerts went on without event details');

	const failed = await run(standIn, { ...enrich, onFailure: 'fail' }, { items: [input] });
	expect(failed.error?.message).toBe(reason);
	const branch = await run(
		standIn,
		{ ...enrich, onFailure: 'fail' },
		{ items: [input], onError: 'continueErrorOutput' },
	);
	expect(branch.errorItems?.[0].json).toMatchObject({ title: input.title, error: reason });
});

it('passes the alert on when the credential cannot work or the issue is unknown', async () => {
	const { standIn, project } = await bugsink();
	const input = alertOf(standIn.addIssue(project));
	const reasonOf = async (options: Parameters<typeof run>[2]): Promise<unknown> =>
		(
			jsonOf(await run(standIn, enrich, { items: [input], ...options }))[0]
				.enrichment as IDataObject
		).reason;
	expect(await reasonOf({ url: 'http://bugsink.example.com' })).toContain('unencrypted');
	expect(await reasonOf({ token: 'wrong' })).toContain('does not look like a token');
	expect(await reasonOf({ token: '0'.repeat(40) })).toContain('401: Invalid Bearer token.');
	expect(await reasonOf({})).toContain('stores no event');
	expect(await reasonOf({ items: [{ ...input, issueId: null, friendlyId: null }] })).toContain(
		'does not say which issue',
	);
});

it('fails for what is no alert', async () => {
	const { standIn } = await bugsink();
	const { error } = await run(standIn, enrich, { items: [{ hello: 1 }] });
	expect(error?.message).toContain('This item is not a Bugsink alert');
});

it.each(['', '/', '/issues/1/', '/projects/', '/api/canonical/0/issues/?project=1'])(
	'finds the API below a sub-path when %p was pasted after it',
	async (page) => {
		const { standIn, project } = await bugsink({ subPath: '/tools/bugsink' });
		const issue = standIn.addIssue(project);
		standIn.addEvent(issue, EVENT);
		const url = `${standIn.baseUrl}${page}`;
		const [output] = jsonOf(await run(standIn, enrich, { items: [alertOf(issue)], url }));
		expect(output.enrichment).toMatchObject({ status: 'done' });
		expect((output.event as IDataObject).url).toContain(`${standIn.baseUrl}/issues/issue/`);
	},
);

describe('links to the source, and owners', () => {
	const options = {
		maxAttempts: 1,
		timeout: 5,
		sourceUrl: 'https://github.com/acme/shop/blob/{ref}/{path}#L{line}',
		stripPrefix: '/srv/',
		owners: '* @ops\n/shop/ @alice bob@example.com',
	};
	const OWNERS = ['@alice', 'bob@example.com'].map((owner) => ({ rule: '/shop/', owner }));

	function framesOf(output: IDataObject): Array<{ url?: string }> {
		const { stacktrace } = output.event as unknown as {
			stacktrace: Array<{ frames: Array<{ url?: string }> }>;
		};
		return stacktrace.flatMap(({ frames }) => frames);
	}

	it('are added to the alert, and read again by the nodes behind', async () => {
		const { standIn, project } = await bugsink();
		const issue = standIn.addIssue(project);
		standIn.addEvent(issue, EVENT);
		const [output] = jsonOf(
			await run(standIn, { ...enrich, options }, { items: [alertOf(issue)] }),
		);
		expect(framesOf(output).map(({ url }) => url)).toEqual([
			'https://github.com/acme/shop/blob/checkout%404.3.0/shop/orders.py#L6',
			'https://github.com/acme/shop/blob/checkout%404.3.0/shop/orders.py#L12',
		]);
		expect(output.owners).toEqual(OWNERS);
		const read = readAlert(output);
		expect(read.event).toEqual(output.event);
		expect(read.owners).toEqual(OWNERS);
		// Without the options a further pass adds nothing, and leaves the owners.
		const [again] = jsonOf(await run(standIn, enrich, { items: [output] }));
		expect(framesOf(again).some((frame) => 'url' in frame)).toBe(false);
		expect(again.owners).toEqual(OWNERS);
	});

	it('are found by what is not added, too', async () => {
		const { standIn, project } = await bugsink();
		const issue = standIn.addIssue(project);
		standIn.addEvent(issue, EVENT);
		const [output] = jsonOf(
			await run(standIn, { ...enrich, details: [], options }, { items: [alertOf(issue)] }),
		);
		expect(output).toMatchObject({ owners: OWNERS, event: { stacktrace: [], tags: {} } });
	});

	it('follow a tag instead of the release', async () => {
		const { standIn, project } = await bugsink();
		const issue = standIn.addIssue(project);
		standIn.addEvent(issue, { ...EVENT, tags: { git_sha: 'a1b2c3d' } });
		const [output] = jsonOf(
			await run(
				standIn,
				{ ...enrich, options: { ...options, sourceRef: 'git_sha' } },
				{ items: [alertOf(issue)] },
			),
		);
		expect(framesOf(output)[0].url).toContain('/blob/a1b2c3d/shop/orders.py#L6');
	});

	it('are no part of an alert for which nobody asked for them', async () => {
		const { standIn, project } = await bugsink();
		const issue = standIn.addIssue(project);
		standIn.addEvent(issue, EVENT);
		const [output] = jsonOf(await run(standIn, enrich, { items: [alertOf(issue)] }));
		expect(output).not.toHaveProperty('owners');
		expect(JSON.stringify(output.event)).not.toContain('github.com');
	});

	it('an alert that goes on without its event has the owners of its project, a test has none', async () => {
		const { standIn, project } = await bugsink();
		const input = alertOf(standIn.addIssue(project));
		const [passed] = jsonOf(await run(standIn, { ...enrich, options }, { items: [input] }));
		expect(passed).toMatchObject({
			enrichment: { status: 'failed' },
			owners: [{ rule: '*', owner: '@ops' }],
		});
		const test = readAlert(sample('captured/custom-test')) as unknown as IDataObject;
		const [passedTest] = jsonOf(await run(standIn, { ...enrich, options }, { items: [test] }));
		expect(passedTest).toEqual({ ...test, owners: [] });
	});

	it.each([
		[{ sourceUrl: 'http://github.com/{path}' }, "'Source URL' must begin with https://"],
		[{ sourceUrl: 'https://{ref}/{path}' }, "'Source URL' must not have a placeholder in its host"],
		[{ owners: '\n* @ops\nsrc\\pay @pay' }, "'Owners', line 3: "],
		[{ owners: ['* @ops', 'tag:x @pay'] }, "'Owners', line 2: "],
	])(
		'%j is one clear error, whatever to do on failure, and nothing is asked',
		async (odd, message) => {
			const { standIn, project } = await bugsink();
			const input = alertOf(standIn.addIssue(project));
			const test = readAlert(sample('captured/custom-test')) as unknown as IDataObject;
			for (const item of [input, test]) {
				const { error } = await run(
					standIn,
					{ ...enrich, options: { ...options, ...odd } },
					{ items: [item] },
				);
				expect(error?.message).toContain(message);
			}
			expect(standIn.requests).toEqual([]);
		},
	);
});
