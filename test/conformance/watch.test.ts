import { call } from '../standins/client';
import { startServer } from '../standins/server';
import { allowMismatch, settle, watchRequest, watchSent } from './watch';

const unknown = (path: string) => ({ method: 'GET', path });

describe('what a test sends', () => {
	it('fails the test by what does not fit, once for each kind', () => {
		watchRequest(unknown('/rest/api/3/one'));
		watchRequest(unknown('/rest/api/3/one'));
		watchRequest(unknown('/rest/api/3/two'));
		expect(settle).toThrow(
			/: *\n {2}jira GET \/rest\/api\/3\/one: is not described\n {2}jira GET \/rest\/api\/3\/two: is not described$/,
		);
		expect(settle).not.toThrow();
	});

	it('may be wrong on purpose, as long as it is', () => {
		allowMismatch(/\/one: is not described/);
		watchRequest(unknown('/rest/api/3/one'));
		expect(settle).not.toThrow();
		watchRequest(unknown('/rest/api/3/one'));
		expect(settle).toThrow(/one: is not described/);
		allowMismatch(/\/one: is not described/);
		expect(settle).toThrow(/allowMismatch\(\S+ is not described\/\) was not needed/);
	});

	it.each([
		['a text', '{"title":1,"titel":"x"}'],
		['bytes', Buffer.from('{"title":1,"titel":"x"}')],
		['an object', { title: 1, titel: 'x' }],
	])('is read from %s', (_, body) => {
		watchSent({
			method: 'POST',
			url: 'https://api.github.com/repos/acme/shop/issues?page=2',
			headers: { 'Content-Type': 'application/json; charset=utf-8' },
			body,
		});
		expect(settle).toThrow(/unknown parameter page[^]*unknown titel/);
	});
});

describe('what a stand-in sees and says', () => {
	async function answering(status: number, body: unknown, headers?: Record<string, string>) {
		return await startServer(() => ({ status, body, headers }));
	}

	it('is held against the descriptions: request and answer', async () => {
		const server = await answering(418, {});
		await call('GET', `${server.url}/rest/api/3/myself?expand=a&more=b`);
		expect(settle).toThrow(/unknown parameter more[^]*418 is not documented/);
		await server.close();
	});

	it('is not, where the answer was made to go wrong', async () => {
		const server = await answering(200, { accountId: 'a' });
		server.fail({ kind: { status: 418, body: 'teapot' } });
		await call('GET', `${server.url}/rest/api/3/myself`);
		server.fail({ kind: 'reset' });
		await expect(call('GET', `${server.url}/rest/api/3/nothing`)).rejects.toThrow();
		expect(settle).toThrow(/^[^]*\n {2}jira GET \/rest\/api\/3\/nothing: is not described$/);
		await server.close();
	});

	it('is read as a client reads it', async () => {
		const json = await answering(200, '{"accountId":1}', { 'Content-Type': 'application/json' });
		await call('GET', `${json.url}/rest/api/3/myself`);
		expect(settle).toThrow(/\/accountId must be string/);
		const text = await answering(200, 'Please log in');
		await call('GET', `${text.url}/rest/api/3/myself`);
		expect(settle).toThrow(/200 without its JSON/);
		const other = await answering(418, 'not one of the services');
		await call('POST', `${other.url}/hook`, { any: 'thing' });
		expect(settle).not.toThrow();
		await Promise.all([json, text, other].map(async (server) => await server.close()));
	});
});
