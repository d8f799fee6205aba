/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { call } from './client';
import { keep } from './harness';
import { startServer } from './server';

describe('server', () => {
	async function start() {
		let handled = 0;
		const server = keep(
			await startServer(() => ({ status: 200, body: { handled: ++handled, text: 'long enough' } })),
		);
		return { server, handled: () => handled };
	}

	it.each([
		['reset', 0, /socket hang up|ECONNRESET/],
		['lostAnswer', 1, /socket hang up|ECONNRESET/],
		['timeout', 0, /timeout/],
		['lostTimeout', 1, /timeout/],
		['cutBody', 1, /aborted|ECONNRESET/],
		['endlessBody', 1, undefined],
	] as const)('fault %s', async (kind, handledThen, error) => {
		const { server, handled } = await start();
		const fault = server.fail({ method: 'post', path: /^\/a$/, kind });
		if (error !== undefined) {
			await expect(call('POST', `${server.url}/a`, {}, {}, 150)).rejects.toThrow(error);
		} else {
			const answer = call('POST', `${server.url}/a`, {}, {}, 150);
			const first = await Promise.race([
				answer,
				new Promise((done) => setTimeout(done, 100, 'no end')),
			]);
			expect(first).toBe('no end');
			answer.catch(() => undefined);
		}
		expect(handled()).toBe(handledThen);
		expect(fault.hits).toBe(1);
		expect((await call('POST', `${server.url}/a`, {})).status).toBe(200);
		expect(server.calls('POST', /^\/a$/)).toBe(2);
		expect(server.requests[0].fault).toBe(kind);
	});

	it('answers in place, loses an answer behind a gateway, is slow, lets some pass first', async () => {
		const { server, handled } = await start();
		server.fail({ kind: { status: 503, headers: { 'retry-after': '2' } }, after: 1 });
		expect((await call('GET', server.url)).status).toBe(200);
		const refused = await call('GET', server.url);
		expect([refused.status, refused.headers['retry-after'], handled()]).toEqual([503, '2', 1]);
		server.fail({ kind: 'lostAnswer', status: 502 });
		expect((await call('GET', server.url)).status).toBe(502);
		expect(handled()).toBe(2);
		server.fail({ kind: 'slow', ms: 80 });
		const from = Date.now();
		await call('GET', server.url);
		expect(Date.now() - from).toBeGreaterThanOrEqual(75);
		expect(server.sockets.total).toBe(4);
	});
});
