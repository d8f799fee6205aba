/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import dns from 'node:dns';
import { createServer as createTlsServer } from 'node:https';
import type { IDataObject } from 'n8n-workflow';

import type { FailureDetails } from '../../nodes/shared/delivery/failure';
import { startAll, type AllStandIns } from '../standins';
import { runNode } from '../support/engine';
import { sample } from '../support/samples';
import { selfSigned } from './certificate';
import { expectedFor } from './expected';
import { NODES, PLANTED, SECRETS } from './plantedNodes';
import { closeServers, onRequest, rawServer } from './rawServer';

jest.mock('../../nodes/shared/delivery/clock', () => {
	const { VirtualClock } =
		jest.requireActual<typeof import('../support/virtualClock')>('../support/virtualClock');
	// No test has to wait for a backoff; only the timeouts of the requests are real.
	return { systemClock: new VirtualClock(Date.now()) };
});

let services: AllStandIns;
beforeEach(async () => {
	services = await startAll({
		jira: { email: 'ada@example.com', apiToken: PLANTED.any },
		github: { token: PLANTED.any },
		microsoftTeams: { sig: PLANTED.any },
		pagerDuty: { routingKeys: [PLANTED.pagerDuty] },
	});
});
afterEach(async () => {
	jest.restoreAllMocks();
	closeServers();
	await services.close();
});

/** Runs a node against an address; the failure as a workflow sees it. */
async function failing(
	{ node, parameters, credentials }: (typeof NODES)[number],
	base: string,
	{ operation = 'sendAlert', options = {} }: { operation?: string; options?: IDataObject } = {},
): Promise<FailureDetails> {
	const { items, error, run } = await runNode({
		node,
		credentials: credentials(base),
		items: [sample('captured/custom-new') as IDataObject],
		parameters: { ...parameters, operation, options: { maxAttempts: 2, ...options } } as never,
		continueOnFail: true,
	});
	expect(error).toBeUndefined();
	const whole = JSON.stringify(run.data.resultData);
	for (const secret of SECRETS) expect(whole.includes(secret)).toBe(false);
	const details = items?.[0].json.details as unknown as FailureDetails | undefined;
	if (details === undefined) throw new Error(`It went through: ${JSON.stringify(items)}`);
	return details;
}

describe('a fault of the network', () => {
	/** What has to come of it: the message after the service's name, and the attempts of two. */
	const FAULTS: Array<{
		fault: string;
		/** Makes it happen; gives the address, and how many attempts arrived (undefined: none can). */
		cause: (
			standIn: AllStandIns[(typeof NODES)[number]['standIn']],
		) => Promise<{ url: string; count?: () => number }>;
		message: RegExp;
		hint: RegExp;
		errorType: 'NetworkFault' | 'Timeout';
		attempts: 1 | 2;
	}> = [
		{
			fault: 'a closed port',
			cause: async () => ({ url: 'http://127.0.0.1:1' }),
			message: /refused the connection \(tried 2 times\)$/,
			hint: /^Check the address/,
			errorType: 'NetworkFault',
			attempts: 2,
		},
		{
			fault: 'a connection reset',
			cause: async (standIn) => {
				standIn.fail({ kind: 'reset', times: Infinity });
				return { url: standIn.url, count: () => standIn.requests.length };
			},
			message: /cut the connection before it answered \(tried 2 times\)$/,
			hint: /^Check the address/,
			errorType: 'NetworkFault',
			attempts: 2,
		},
		{
			fault: 'an answer cut in mid-body',
			cause: async (standIn) => {
				standIn.fail({ kind: 'cutBody', times: Infinity });
				return { url: standIn.url, count: () => standIn.requests.length };
			},
			message: /cut the connection before it answered \(tried 2 times\)$/,
			hint: /^Check the address/,
			errorType: 'NetworkFault',
			attempts: 2,
		},
		{
			fault: 'a certificate that nobody has signed',
			cause: async () => {
				const server = await rawServer(
					() => undefined,
					(listener) => createTlsServer(selfSigned()).on('connection', listener),
				);
				return { ...server, url: server.url.replace('http:', 'https:') };
			},
			message: /could not be reached safely: self-signed certificate/,
			hint: /NODE_EXTRA_CA_CERTS/,
			errorType: 'NetworkFault',
			attempts: 1,
		},
		{
			fault: 'https:// to a port that speaks plain HTTP',
			cause: async () => {
				const server = await rawServer(
					onRequest((socket) => socket.end('HTTP/1.1 400 Bad\r\n\r\n')),
				);
				return { ...server, url: server.url.replace('http:', 'https:') };
			},
			message: /could not be reached safely/,
			hint: /https or http/,
			errorType: 'NetworkFault',
			attempts: 1,
		},
		{
			fault: 'a port that speaks something else',
			cause: async () =>
				await rawServer(onRequest((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'))),
			message: /could not be reached \(tried 2 times\)$/,
			hint: /^Check the address/,
			errorType: 'NetworkFault',
			attempts: 2,
		},
		{
			fault: 'a provisional answer and nothing after it',
			cause: async () =>
				await rawServer(
					onRequest((socket) => socket.end('HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n')),
				),
			message: /cut the connection before it answered \(tried 2 times\)$/,
			hint: /^Check the address/,
			errorType: 'NetworkFault',
			attempts: 2,
		},
		{
			fault: 'headers that are too large',
			cause: async () =>
				await rawServer(
					onRequest((socket) => socket.end(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`)),
				),
			message: /could not be reached \(tried 2 times\)$/,
			hint: /^Check the address/,
			errorType: 'NetworkFault',
			attempts: 2,
		},
	];

	test.each(FAULTS)('$fault', async ({ cause, message, hint, errorType, attempts }) => {
		for (const node of NODES) {
			for (const operation of node.operations) {
				const standIn = services[node.standIn];
				standIn.requests.length = 0;
				const { url, count } = await cause(standIn);
				const details = await failing(node, url, { operation });
				const { errorMessage } = details;
				expect({ operation, errorMessage }).toEqual({
					operation,
					errorMessage: expect.stringMatching(message),
				});
				expect(errorMessage.startsWith(`${node.service} `)).toBe(true);
				expect(details).toMatchObject({ errorType, statusCode: null, responseText: '' });
				expect(details.hint).toMatch(hint);
				if (count) expect(count()).toBe(attempts);
				standIn.heal();
			}
		}
	});

	test.each(['ENOTFOUND', 'EAI_AGAIN'])('a host name without an address (%s)', async (code) => {
		const lookup = jest
			.spyOn(dns, 'lookup')
			.mockImplementation(((_host: string, _options: object, done: (error: Error) => void) =>
				setImmediate(() =>
					done(Object.assign(new Error(`getaddrinfo ${code}`), { code })),
				)) as never);
		for (const node of NODES) {
			lookup.mockClear();
			const details = await failing(node, 'https://nowhere.example.com');
			expect(details).toMatchObject({
				errorMessage: `${node.service} was not found: its host name has no address (tried 2 times)`,
				errorType: 'NetworkFault',
				statusCode: null,
			});
			expect(lookup).toHaveBeenCalledTimes(2);
		}
	});

	test.each(['timeout', 'endlessBody'] as const)('%s ends at the timeout', async (kind) => {
		const details = await Promise.all(
			NODES.map(async (node) => {
				services[node.standIn].fail({ kind, times: Infinity });
				return await failing(node, services[node.standIn].url, { options: { timeout: 1 } });
			}),
		);
		NODES.forEach(({ service, standIn }, index) => {
			expect(details[index]).toMatchObject({
				errorMessage: `${service} did not answer in time (tried 2 times)`,
				errorType: 'Timeout',
				hint: expect.stringContaining("Raise 'Timeout'"),
				statusCode: null,
			});
			expect(services[standIn].requests).toHaveLength(2);
		});
	});
});

describe('the statuses in n8n itself, over HTTP', () => {
	const STATUSES = [
		300, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405, 408, 409, 410, 413, 415, 418,
		422, 429, 451, 500, 501, 502, 503, 504, 505, 521, 529, 599,
	];

	test.each(NODES)('$node tells them apart as the table says', async (node) => {
		const standIn = services[node.standIn];
		const found: string[] = [];
		for (const status of STATUSES) {
			standIn.requests.length = 0;
			const headers: Record<string, string> =
				status < 400 ? { location: 'https://elsewhere.example.com/' } : {};
			const body =
				status === 304
					? undefined
					: {
							message: `You sent ${node.node === 'bugsinkPagerDuty' ? PLANTED.pagerDuty : PLANTED.any}`,
						};
			standIn.fail({ kind: { status, headers, body }, times: Infinity });
			const details = await failing(node, standIn.url, { options: { maxAttempts: 3 } });
			const { errorType, attempts, hint } = expectedFor(node.first, status);
			if (details.errorType !== errorType) found.push(`${status}: ${details.errorType}`);
			if (details.statusCode !== status) found.push(`${status}: status ${details.statusCode}`);
			if (!hint.test(details.hint)) found.push(`${status}: ${details.hint}`);
			const first = standIn.requests[0]?.path;
			const sent = standIn.requests.filter(({ path }) => path === first).length;
			if (sent !== attempts) found.push(`${status}: ${sent} attempts`);
			standIn.heal();
		}
		expect(found).toEqual([]);
	});
});
