import { SEARCH } from '../../../nodes/BugsinkJiraCloud/api';
import { StaleFindings } from '../../../nodes/shared/tracker/tracker';
import { GATEWAY, scripted, SITE, type Scripted, type Seen } from './scripted';

const reason = (value: string) => ({ 'x-seraph-loginreason': value });
const FOUND = { body: { issues: [] }, headers: reason('OK') };
const ANONYMOUS = { body: { issues: [] }, headers: reason('AUTHENTICATED_FAILED') };
/** As behind a proxy that takes the header away. */
const BARE = { body: { issues: [] } };
const STRANGER = { status: 401, body: 'Client must be authenticated to access this resource.' };
const NOT_IN_SCOPE = {
	status: 401,
	body: { code: 401, message: 'Unauthorized; scope does not match' },
};
const UNKNOWN = { status: 401, body: { code: 401, message: 'Unauthorized' } };
const TENANT = { body: { cloudId: 'cloud-1' } };

interface Rules {
	site?: (seen: Seen) => Scripted;
	gateway?: (seen: Seen) => Scripted;
	edge?: Scripted;
}

function jira({ site = () => FOUND, gateway = () => FOUND, edge = TENANT }: Rules) {
	return scripted((seen) => {
		if (seen.at === 'edge') return edge;
		return seen.at === 'gateway' ? gateway(seen) : site(seen);
	});
}

/** What the site answers to a token that it does not know. */
const strange = ({ path }: Seen) => (path === SEARCH ? ANONYMOUS : STRANGER);
const strangeAndBare = ({ path }: Seen) => (path === SEARCH ? BARE : STRANGER);
const places = (requests: Seen[]) => requests.map(({ at }) => at).join(' ');

const REJECTED = { message: expect.stringMatching(/^Jira answered 401/) as string };
const HINT = expect.stringContaining('rejected this email and API token') as string;

describe('a token that Jira knows', () => {
	it('costs no more than the request', async () => {
		const { api, kept, requests } = jira({});
		expect(await api.list('POST', SEARCH, 'issues', {})).toMatchObject({ entries: [] });
		expect(places(requests)).toBe('site');
		expect(kept.size).toBe(0);
	});

	it.each(['OK', 'ok', ' Ok ', 'OUT, OK', 'AUTHENTICATED_FAILED, OK'])(
		'is told by the header "%s"',
		async (value) => {
			const { api, requests } = jira({ site: () => ({ ...FOUND, headers: reason(value) }) });
			await api.list('POST', SEARCH, 'issues', {});
			expect(places(requests)).toBe('site');
		},
	);

	it.each([[{}], [reason('')]])('may come without a reason: %j', async (headers) => {
		const { api, requests } = jira({ site: () => ({ ...FOUND, headers }) });
		await api.list('POST', SEARCH, 'issues', {});
		expect(places(requests)).toBe('site');
	});

	it('and that may not do something is refused at once', async () => {
		const { api, requests } = jira({ site: ({ path }) => (path === SEARCH ? FOUND : STRANGER) });
		await api.list('POST', SEARCH, 'issues', {});
		await expect(api.request('POST', '/issue', {})).rejects.toMatchObject(REJECTED);
		expect(places(requests)).toBe('site site');
	});

	it('is told by any answer but that of a search, which visitors get too', async () => {
		const { api, requests } = jira({ site: ({ path }) => (path === '/issue' ? STRANGER : BARE) });
		await api.request('GET', '/issue/1');
		await expect(api.request('POST', '/issue', {})).rejects.toMatchObject(REJECTED);
		expect(places(requests)).toBe('site site');
	});

	it('is told by a search at the gateway, where there are no visitors', async () => {
		const { api, kept, requests } = jira({
			gateway: ({ path }) => (path === '/issue' ? UNKNOWN : BARE),
		});
		kept.set(`jira gateway of ${SITE}`, 'cloud-1');
		await api.list('POST', SEARCH, 'issues', {});
		await expect(api.request('POST', '/issue', {})).rejects.toMatchObject(REJECTED);
		expect(places(requests)).toBe('gateway gateway');
	});
});

describe('an expired token', () => {
	it.each(['AUTHENTICATED_FAILED', 'authenticated_failed', 'AUTHENTICATION_DENIED', 'OUT', 'ANY'])(
		'whose search is answered with the reason %s is refused',
		async (value) => {
			const { api, requests } = jira({
				site: () => ({ ...ANONYMOUS, headers: reason(value) }),
				gateway: () => UNKNOWN,
			});
			await expect(api.list('POST', SEARCH, 'issues', {})).rejects.toMatchObject({
				...REJECTED,
				failure: { statusCode: 401, errorType: 'AuthError', hint: HINT },
			});
			expect(places(requests)).toBe('site edge gateway');
		},
	);

	it('is named with the reason where the site has no gateway', async () => {
		const { api, requests } = jira({ site: strange, edge: { status: 404 } });
		await expect(api.list('POST', SEARCH, 'issues', {})).rejects.toMatchObject({
			message: 'Jira answered 401: The search was answered as to a visitor (AUTHENTICATED_FAILED).',
			failure: { hint: HINT },
		});
		expect(places(requests)).toBe('site edge');
	});

	it('is refused in the end, even if a proxy takes the reason away', async () => {
		const { api, requests } = jira({ site: strangeAndBare, gateway: () => UNKNOWN });
		await api.list('POST', SEARCH, 'issues', {});
		await expect(api.request('POST', '/issue', {})).rejects.toBeInstanceOf(StaleFindings);
		await expect(api.list('POST', SEARCH, 'issues', {})).rejects.toMatchObject(REJECTED);
		expect(places(requests)).toBe('site site edge gateway');
	});

	it('is refused once for all in an execution', async () => {
		const { api, requests } = jira({ site: strange, gateway: () => UNKNOWN });
		await expect(api.request('GET', '/one')).rejects.toMatchObject(REJECTED);
		await expect(api.request('GET', '/two')).rejects.toMatchObject(REJECTED);
		expect(places(requests)).toBe('site edge gateway site');
	});
});

describe('a token with scopes', () => {
	it('goes through the gateway, which is remembered', async () => {
		const { api, kept, requests } = jira({ site: strange });
		await api.list('POST', SEARCH, 'issues', {});
		await api.request('POST', '/issue', {});
		expect(places(requests)).toBe('site edge gateway gateway');
		expect([...kept]).toEqual([[`jira gateway of ${SITE}`, 'cloud-1']]);
	});

	it('that is remembered goes there at once, and the memory is renewed', async () => {
		const { api, memory, requests } = jira({ site: strange });
		memory.set(`jira gateway of ${SITE}`, 'cloud-1');
		const set = jest.spyOn(memory, 'set');
		await api.request('GET', '/one');
		await api.request('GET', '/two');
		expect(places(requests)).toBe('gateway gateway');
		expect(set).toHaveBeenCalledTimes(1);
	});

	it('that was replaced by one without goes to the site again', async () => {
		const { api, kept, requests } = jira({ gateway: () => UNKNOWN });
		kept.set(`jira gateway of ${SITE}`, 'cloud-1');
		await api.request('GET', '/one');
		await api.request('GET', '/two');
		expect(places(requests)).toBe('gateway site site');
		expect(kept.get(`jira gateway of ${SITE}`)).toBe('');
	});

	it('makes what the site said of tickets void, if that came without a reason', async () => {
		const { api, requests } = jira({ site: strangeAndBare });
		await api.list('POST', SEARCH, 'issues', {});
		await expect(api.request('POST', '/issue', {})).rejects.toBeInstanceOf(StaleFindings);
		await api.list('POST', SEARCH, 'issues', {});
		await api.request('POST', '/issue', {});
		expect(places(requests)).toBe('site site edge gateway gateway');
		expect(requests.filter(({ path }) => path === '/issue').map(({ at }) => at)).toEqual([
			'site',
			'gateway',
		]);
	});

	it('that lacks a scope is refused with that hint, and stays at the gateway', async () => {
		const { api, requests } = jira({
			site: strange,
			gateway: ({ path }) => (path === '/priority/search' ? NOT_IN_SCOPE : FOUND),
		});
		await expect(api.request('GET', '/priority/search')).rejects.toMatchObject({
			message: 'Jira answered 401: Unauthorized; scope does not match',
			failure: { hint: expect.stringMatching(/^The token lacks a scope/) as string },
		});
		await api.request('GET', '/issue/1');
		await expect(api.request('GET', '/priority/search')).rejects.toMatchObject(REJECTED);
		expect(places(requests).replace('site edge gateway ', '')).toBe('site gateway gateway');
	});

	it('goes through a gateway whose answer is lost, if a look finds that it did', async () => {
		const { api, kept } = jira({ site: strange, gateway: () => 'lost' });
		const lookAgain = async () => await Promise.resolve('OPS-1');
		expect(await api.send('POST', '/issue', {}, { lookAgain })).toEqual({ found: 'OPS-1' });
		expect([...kept.values()]).toEqual(['cloud-1']);
	});

	it('is asked for its gateway once, side by side too', async () => {
		const { api, requests } = jira({ site: strange });
		await Promise.all([1, 2, 3].map((number) => api.request('GET', `/issue/${number}`)));
		expect(requests.filter(({ at }) => at === 'edge')).toHaveLength(1);
	});

	it('is asked for its gateway again after a fault', async () => {
		const { api, requests } = scripted(({ at }, number) => {
			if (at === 'edge') return number < 5 ? 'lost' : TENANT;
			return at === 'gateway' ? FOUND : STRANGER;
		});
		await expect(api.request('GET', '/issue/1')).rejects.toThrow('cut the connection');
		await api.request('GET', '/issue/2');
		expect(places(requests)).toBe('site edge edge edge site edge gateway');
	});
});

describe('one execution', () => {
	it('asks each site for its own gateway', async () => {
		const other = 'https://shop.atlassian.net';
		const { api, apiOf, requests } = scripted(({ at, path }) => {
			if (at === 'edge') return path.startsWith(other) ? { body: { cloudId: 'cloud-2' } } : TENANT;
			return at === 'site' || at === other ? STRANGER : FOUND;
		});
		await api.request('GET', '/issue/1');
		await apiOf(other, 'account').request('GET', '/issue/1');
		expect(
			requests.filter(({ at }) => at.includes('gateway') || at.includes('cloud')),
		).toMatchObject([{ at: 'gateway' }, { at: GATEWAY.replace('cloud-1', 'cloud-2') }]);
	});

	it('does not refuse an account for what another one may not', async () => {
		let isKnown = false;
		const { api, apiOf, requests } = jira({
			site: () => STRANGER,
			gateway: () => (isKnown ? FOUND : UNKNOWN),
		});
		await expect(api.request('GET', '/issue/1')).rejects.toMatchObject(REJECTED);
		isKnown = true;
		await apiOf(SITE, 'another account').request('GET', '/issue/1');
		expect(places(requests)).toBe('site edge gateway site edge gateway');
	});

	it.each([
		['the same account', SITE, 'account', 1],
		['another account', SITE, 'another account', 2],
		['another site', 'https://shop.atlassian.net', 'account', 2],
	])('waits after throttling of one account on one site: %s', async (_, site, account, count) => {
		const { api, apiOf, requests } = scripted((_request, number) =>
			number === 1 ? { status: 429, headers: { 'retry-after': '900' } } : FOUND,
		);
		await expect(api.request('GET', '/issue/1')).rejects.toThrow('Jira answered 429');
		const next = apiOf(site, account).request('GET', '/issue/2');
		if (count === 1) await expect(next).rejects.toThrow('Not sent: Jira limits the requests');
		else expect((await next).statusCode).toBe(200);
		expect(requests).toHaveLength(count);
	});
});
