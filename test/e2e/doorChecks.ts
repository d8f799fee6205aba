/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
/** Who may start a workflow, and with what: the trigger's protections and filters in a real n8n. */
import { deepEqual, equal, match } from 'node:assert/strict';

import { sample } from '../support/samples';
import type { Checks } from './checks';
import { post, Runs } from './deliver';
import type { N8n } from './n8n';
import { sleep } from './processes';
import { doors, DOOR, LOGIN, TOKEN } from './workflows';

interface Visit {
	name: string;
	path: string;
	headers?: Record<string, string>;
	/** Default: a new alert. */
	body?: unknown;
	/** Whether an execution starts. */
	starts: boolean;
	status: number;
	/** Of the answer; default: empty where it is refused with 401 or 403. */
	text?: RegExp;
}

const basic = (login: string) => ({
	Authorization: `Basic ${Buffer.from(login).toString('base64')}`,
});
const STARTED = /^\{"accepted":true,"started":true\}$/;
const FILTERED = /^\{"accepted":true,"started":false,"because":"[^"]+"\}$/;
const ALERT = 'captured/custom-new';

function visits(): Visit[] {
	const open = { path: DOOR.open, starts: false };
	const token = { path: DOOR.token, starts: false };
	const login = { path: DOOR.login, starts: false };
	const filtered = { path: DOOR.filtered, starts: false, status: 200, text: FILTERED };
	const started = { starts: true, status: 200, text: STARTED };
	return [
		{ ...open, name: 'an alert', ...started },
		{ ...open, name: 'no alert', body: { hello: 1 }, status: 400, text: /^This item is not .*\.$/ },
		{ ...open, name: 'a list', body: [1, 2], status: 400, text: /^This item is not .*\.$/ },
		{ ...open, name: 'broken JSON', body: '{"id":', status: 422, text: /./ },
		{
			...open,
			name: 'a body of 300 kB',
			body: { ...(sample(ALERT) as object), padding: 'x'.repeat(300_000) },
			status: 413,
			text: /too large/,
		},
		{ ...token, name: 'no token', status: 403 },
		{ ...token, name: 'a wrong token', path: `${DOOR.token}?token=wrong`, status: 403 },
		{
			...token,
			name: 'the token twice',
			path: `${DOOR.token}?token=${TOKEN}&token=x`,
			status: 403,
		},
		{ ...token, name: 'the token', path: `${DOOR.token}?token=${TOKEN}`, ...started },
		{ ...token, name: 'the token in a header', headers: { 'X-Bugsink-Token': TOKEN }, ...started },
		{ ...login, name: 'no login', status: 401 },
		{ ...login, name: 'a wrong password', headers: basic('bugsink:wrong'), status: 401 },
		{ ...login, name: 'the login', headers: basic(LOGIN), ...started },
		{ ...filtered, name: 'another reason' },
		{ ...filtered, name: 'another error type', body: sample('captured/custom-unmuted') },
		{ ...filtered, name: 'a dropped test', body: sample('captured/custom-test') },
		{
			...filtered,
			name: 'another project',
			body: {
				...(sample('captured/custom-regressed') as object),
				project_name: 'Other',
				project: 99,
			},
		},
		{ ...filtered, name: 'what passes', body: sample('captured/custom-regressed'), ...started },
	];
}

/** Where the address of a visit leads, for its name. */
function door(path: string): string {
	const [name] = Object.entries(DOOR).find(([, at]) => path.startsWith(at)) ?? ['?'];
	return name;
}

export async function checkDoors(checks: Checks, n8n: N8n): Promise<void> {
	checks.heading('The trigger: who and what may start a workflow');
	const runs = new Runs(n8n, doors().id);
	let started = 0;
	for (const { name, path, headers, body, starts, status, text } of visits()) {
		await checks.check(
			`${door(path)} door, ${name}: ${status}${starts ? ' and a run' : ''}`,
			async () => {
				const answer = await post(n8n.webhookUrl(path), body ?? sample(ALERT), headers);
				if (starts) started++;
				equal(answer.status, status, answer.text);
				if (text === undefined) equal(answer.text, '');
				else match(answer.text, text);
				equal(answer.headers.get('www-authenticate'), status === 401 ? 'Basic' : null);
			},
		);
	}
	await checks.check('no execution beside those of the accepted alerts', async () => {
		await sleep(1000); // for one that should not be there
		equal(await runs.count(), started);
		return `${started} executions`;
	});
	await checks.check('the run starts with the normalized alert and the original', async () => {
		const { nodes } = await runs.next();
		const json = nodes.Open?.[0]?.data?.main?.[0]?.[0]?.json;
		const raw = sample(ALERT) as { id: string };
		equal(json?.reason, 'NEW');
		equal(json?.fingerprint, `bugsink-${raw.id}`);
		deepEqual(json?.raw, raw);
	});
	await checks.check('GET is not answered by the trigger', async () => {
		const answer = await fetch(n8n.webhookUrl(DOOR.open));
		equal(answer.status, 404);
	});
}
