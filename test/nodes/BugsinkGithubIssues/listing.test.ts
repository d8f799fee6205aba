import {
	isoSeconds,
	listedSince,
	noteDroppedLabel,
	useNewName,
} from '../../../nodes/BugsinkGithubIssues/listing';
import { iso, issue, MINUTE, NOW, scripted, throttle, type Scripted, type Seen } from './scripted';

const HOUR = 60 * MINUTE;
/** A full page of issues that changed one after the other, the last one at `newest`. */
const full = (first: number, newest: number) =>
	Array.from({ length: 100 }, (_, index) =>
		issue(first + index, { updated_at: iso(newest - index * 1_000) }),
	);
const pageOf = ({ query }: Seen) => Number(query.page ?? 1);
const numbersOf = ({ tickets }: Awaited<ReturnType<typeof listedSince>>) => [...tickets.keys()];

describe('one list for an execution', () => {
	it('has all with the marker label, whatever their state, that changed since then', async () => {
		const { at, github, requests } = scripted(() => ({ body: [issue(2), issue(1)] }));
		const listing = await listedSince(github, NOW - HOUR);
		expect(requests).toEqual([
			{
				method: 'GET',
				path: `${at}/issues`,
				query: {
					labels: 'bugsink',
					state: 'all',
					since: iso(NOW - HOUR),
					sort: 'updated',
					direction: 'desc',
					per_page: '100',
				},
				json: undefined,
			},
		]);
		expect(numbersOf(listing)).toEqual([2, 1]);
		expect(listing).toMatchObject({ from: NOW - HOUR, at: NOW, newest: NOW - 5 * MINUTE });
	});

	it('is fresh for half a minute, also for those that ask side by side', async () => {
		const { clock, github, requests } = scripted(() => ({ body: [] }));
		await Promise.all([listedSince(github, NOW - HOUR), listedSince(github, NOW - MINUTE)]);
		clock.at += 29_999;
		await listedSince(github, NOW - HOUR);
		expect(requests).toHaveLength(1);
		clock.at += 1;
		await listedSince(github, NOW - HOUR);
		expect(requests).toHaveLength(2);
	});

	it('is of one repository: each has its own', async () => {
		const { at, github, requests } = scripted(() => ({ body: [] }));
		await listedSince(github, NOW - HOUR);
		const other = { ...github, configured: 'acme/other', repository: 'acme/other' };
		await listedSince(other, NOW - HOUR);
		expect(requests.map(({ path }) => path)).toEqual([`${at}/issues`, '/repos/acme/other/issues']);
	});

	it('is made anew from an earlier time', async () => {
		const { github, requests, sinceOf } = scripted((_, number) => ({ body: [issue(number)] }));
		await listedSince(github, NOW - MINUTE);
		const listing = await listedSince(github, NOW - HOUR);
		expect(requests).toHaveLength(2);
		expect(sinceOf(1)).toBe(HOUR);
		expect(numbersOf(listing)).toEqual([2]);
	});

	it('is renewed from its latest change on, by the clock of GitHub, and keeps what it had', async () => {
		const { clock, github, sinceOf } = scripted((_, number) => {
			if (number === 1) return { body: [issue(2), issue(1)] };
			return { body: [issue(1, { state: 'closed', updated_at: iso(NOW + 1_000) })] };
		});
		await listedSince(github, NOW - HOUR);
		clock.at += MINUTE;
		const listing = await listedSince(github, NOW - HOUR);
		expect(sinceOf(1)).toBe(5 * MINUTE);
		expect(listing).toMatchObject({ from: NOW - HOUR, at: NOW + MINUTE, newest: NOW + 1_000 });
		expect(listing.tickets.get(1)?.isOpen).toBe(false);
		expect(listing.tickets.get(2)?.isOpen).toBe(true);
	});

	it('in which nothing changed is renewed from where it was', async () => {
		const { clock, github, sinceOf } = scripted((_, number) => ({
			body: number === 2 ? [issue(1)] : [],
		}));
		const empty = await listedSince(github, NOW - HOUR);
		expect(empty.newest).toBeUndefined();
		clock.at += MINUTE;
		await listedSince(github, NOW - HOUR);
		expect(sinceOf(1)).toBe(HOUR);
		clock.at += MINUTE;
		const listing = await listedSince(github, NOW - HOUR);
		expect(sinceOf(2)).toBe(5 * MINUTE);
		expect(listing).toMatchObject({ newest: NOW - 5 * MINUTE, from: NOW - HOUR });
		expect(numbersOf(listing)).toEqual([1]);
	});

	it('is asked for again after a fault', async () => {
		const { github, requests } = scripted((_, number) =>
			number === 1 ? { status: 400 } : { body: [issue(1)] },
		);
		await expect(listedSince(github, NOW - HOUR)).rejects.toThrow('400');
		expect(numbersOf(await listedSince(github, NOW - HOUR))).toEqual([1]);
		expect(requests).toHaveLength(2);
	});

	it('has no pull requests', async () => {
		const { github } = scripted(() => ({ body: [issue(1, { pull_request: {} }), issue(2)] }));
		expect(numbersOf(await listedSince(github, NOW))).toEqual([2]);
	});

	it('takes no time from what has none', async () => {
		const { github } = scripted(() => ({ body: [issue(1, { updated_at: 'soon' })] }));
		expect((await listedSince(github, NOW)).newest).toBeUndefined();
	});
});

describe('a long list', () => {
	it('is read to its first page that is not full', async () => {
		const { github, requests } = scripted((seen) => ({
			body: pageOf(seen) === 1 ? full(1, NOW) : [issue(101)],
		}));
		const listing = await listedSince(github, NOW - HOUR);
		expect(requests.map(({ query }) => query.page)).toEqual([undefined, '2']);
		expect(listing.tickets.size).toBe(101);
		expect(listing).toMatchObject({ from: NOW - HOUR, newest: NOW });
	});

	it('is read for three pages, and then tells no more than back to its oldest change', async () => {
		const { github, requests } = scripted((seen) => ({
			body: full(pageOf(seen) * 100, NOW - pageOf(seen) * MINUTE),
		}));
		const listing = await listedSince(github, NOW - HOUR);
		expect(requests).toHaveLength(3);
		expect(listing.tickets.size).toBe(300);
		expect(listing).toMatchObject({ from: NOW - 3 * MINUTE - 99_000, newest: NOW - MINUTE });
	});

	it('that does not reach back to the one before it does not continue it', async () => {
		const { clock, github } = scripted((seen, number) => ({
			body: number === 1 ? [issue(1)] : full(pageOf(seen) * 100, NOW + HOUR),
		}));
		await listedSince(github, NOW - HOUR);
		clock.at += 2 * HOUR;
		const listing = await listedSince(github, NOW - HOUR);
		expect(listing.from).toBe(NOW + HOUR - 99_000);
		expect(listing.tickets.has(1)).toBe(false);
	});

	it('whose changes have no time reaches as far as it was asked to', async () => {
		const { github } = scripted((seen) => ({
			body: full(pageOf(seen) * 100, NOW).map((one) => ({ ...one, updated_at: null })),
		}));
		expect((await listedSince(github, NOW - HOUR)).from).toBe(NOW - HOUR);
	});
});

test('a token that may not set labels lists without the marker label', async () => {
	const { github, memory, repository, requests } = scripted(() => ({ body: [] }));
	noteDroppedLabel({ ...github, configured: repository.toUpperCase() });
	expect([...memory.entries.keys()]).toEqual([`api.github.com/${repository} without label`]);
	await listedSince(github, NOW);
	expect(requests[0].query).not.toHaveProperty('labels');
});

describe('a renamed repository', () => {
	const renamed = (location: string, answer: (path: string) => Scripted) => {
		const all = scripted(({ path }) =>
			path === all.at + '/issues'
				? { status: 301, headers: { location } }
				: path.endsWith('/issues')
					? { body: [issue(1)] }
					: answer(path),
		);
		return all;
	};
	const warningsOf = (name: string, repository: string) => [
		`The repository ${repository} is now called ${name}: change 'Repository' in this node`,
	];

	it.each(['/repositories/1296269/issues?page=1', '/repos/acme/store/issues'])(
		'is used by its new name from then on, with one warning: %s',
		async (location) => {
			const { github, repository, requests } = renamed(location, () => ({
				body: { full_name: 'acme/store.js' },
			}));
			const listing = await listedSince(github, NOW);
			expect(github).toMatchObject({ repository: 'acme/store.js', configured: repository });
			expect(listing.tickets.get(1)?.repository).toBe('acme/store.js');
			const base = location.replace(/\/issues.*$/, '');
			expect(requests.slice(1).map(({ method, path }) => `${method} ${path}`)).toEqual([
				`GET ${base}/issues`,
				`GET ${base}`,
			]);
			useNewName(github);
			expect(github.warnings).toEqual(warningsOf('acme/store.js', repository));
			const other = { ...github, repository, warnings: [] };
			await listedSince(other, NOW - HOUR);
			expect(requests.at(-1)?.path).toBe('/repos/acme/store.js/issues');
			expect(other.warnings).toEqual(warningsOf('acme/store.js', repository));
		},
	);

	it('is asked for its name when the token may read again', async () => {
		const all = scripted(({ path }) => {
			if (path === '/repositories/5') return { body: { full_name: 'acme/store' } };
			if (path !== '/repositories/5/issues') {
				return { status: 301, headers: { location: '/repositories/5/issues' } };
			}
			throttle(all.github, 'read');
			return { body: [] };
		});
		await listedSince(all.github, NOW);
		expect(all.times).toEqual([0, 0, MINUTE]);
		expect(all.github.repository).toBe('acme/store');
	});

	it.each<[string, string, unknown]>([
		['is no name', '/repositories/5/issues', { full_name: 'not a name' }],
		['has more after it', '/repositories/5/issues', { full_name: 'acme/store/x' }],
		['has something before it', '/repositories/5/issues', { full_name: 'x acme/store' }],
		['is missing', '/repositories/5/issues', {}],
		['is not where the redirect leads', '/elsewhere/issues', { full_name: 'acme/store' }],
	])('keeps its name if the new one %s', async (_, location, body) => {
		const { github, repository } = renamed(location, () => ({ body }));
		await listedSince(github, NOW);
		expect(github).toMatchObject({ repository, warnings: [] });
	});
});

test('times are written to the second, as GitHub does', () => {
	expect(isoSeconds(NOW + 123)).toBe('2026-08-09T10:00:00Z');
});
