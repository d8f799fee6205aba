import { JiraSearch } from '../../../nodes/BugsinkJiraCloud/search';
import { TICKET_FIELDS } from '../../../nodes/BugsinkJiraCloud/tickets';
import { scripted, SITE, type Scripted, type Seen } from './scripted';

const FINGERPRINT = 'bugsink-0b1c4a52-6c0e-4d5f-9a51-000000000001';
const OTHER = 'bugsink-0b1c4a52-6c0e-4d5f-9a51-000000000002';

const issue = (number: number, fields: object = {}, project = 'OPS') => ({
	id: String(10_000 + number),
	key: `${project}-${number}`,
	fields: { labels: [FINGERPRINT], ...fields },
});
const issues = (...list: unknown[]) => ({ body: { issues: list, isLast: true } });

/** A search for the node of a project, with its requests. */
function setting(answer: (request: Seen, number: number) => Scripted, projectKey = 'OPS') {
	const { api, requests } = scripted(answer);
	const search = new JiraSearch(api, { site: SITE, wontDoNames: [] }, projectKey);
	return { search, requests };
}

const keysOf = (tickets: Array<{ key: string }>) => tickets.map(({ key }) => key);

describe('tickets by their labels', () => {
	it('are asked for with all that decides', async () => {
		const { search, requests } = setting(() => issues(issue(1)));
		expect(await search.byLabels([FINGERPRINT])).toMatchObject([
			{ ref: '10001', key: 'OPS-1', fingerprints: [FINGERPRINT] },
		]);
		expect(requests).toEqual([
			{
				method: 'POST',
				path: '/search/jql',
				at: 'site',
				json: {
					jql: `labels = "${FINGERPRINT}" ORDER BY created DESC`,
					fields: TICKET_FIELDS,
					properties: ['bugsink'],
					maxResults: 100,
				},
			},
		]);
	});

	it('are asked for together', async () => {
		const { search, requests } = setting(() => issues());
		expect(await search.byLabels([FINGERPRINT, OTHER])).toEqual([]);
		expect(requests).toHaveLength(1);
		expect(requests[0].json).toMatchObject({
			jql: `labels in ("${FINGERPRINT}", "${OTHER}") ORDER BY created DESC`,
		});
	});

	it('cannot leave the quotes', async () => {
		const { search, requests } = setting(() => issues());
		await search.byLabels(['a"b\\c']);
		expect(requests[0].json).toMatchObject({ jql: 'labels = "a\\"b\\\\c" ORDER BY created DESC' });
	});

	it('are read page by page', async () => {
		const pages = [
			{ body: { issues: [issue(3)], nextPageToken: 'two' } },
			{ body: { issues: [issue(2)], nextPageToken: 'three', isLast: false } },
			{ body: { issues: [issue(1)], nextPageToken: 'four', isLast: true } },
		];
		const { search, requests } = setting((_, number) => pages[number - 1]);
		expect(keysOf(await search.byLabels([FINGERPRINT]))).toEqual(['OPS-3', 'OPS-2', 'OPS-1']);
		expect(requests.map(({ json }) => (json as { nextPageToken?: string }).nextPageToken)).toEqual([
			undefined,
			'two',
			'three',
		]);
	});

	it('end with a page that names no other', async () => {
		const { search, requests } = setting(() => ({ body: { issues: [issue(1)] } }));
		expect(keysOf(await search.byLabels([FINGERPRINT]))).toEqual(['OPS-1']);
		expect(requests).toHaveLength(1);
	});

	it('end after ten pages', async () => {
		const { search, requests } = setting(() => ({ body: { issues: [], nextPageToken: 'more' } }));
		await search.byLabels([FINGERPRINT]);
		expect(requests).toHaveLength(10);
	});

	it.each([
		['a page', '<html>Please log in</html>'],
		['half an answer', '{"issues":[{"id":"10'],
		['nothing', {}],
		['something else', { status: 'healthy' }],
		['a list', [issue(1)]],
		['an object in place of the list', { issues: { '0': issue(1) } }],
		['a list of something else', { issues: ['OPS-1'] }],
		['tickets without an id', { issues: [issue(1), {}] }],
		['no ticket where one should be', { issues: [issue(1), null] }],
	])('%s is no answer, and says nothing about tickets', async (_, body) => {
		const { search } = setting(() => ({ body }));
		await expect(search.byLabels([FINGERPRINT])).rejects.toMatchObject({
			message: 'Jira answered 200 with something else than what was asked for',
			failure: {
				errorType: 'UnexpectedError',
				statusCode: 200,
				responseText: typeof body === 'string' ? body : JSON.stringify(body),
			},
		});
	});
});

describe('tickets by their ids', () => {
	it('are read from the data; one that is gone is missing', async () => {
		const { search, requests } = setting(() => ({
			body: { issues: [issue(1)], issueErrors: [{ id: '10002', errorMessage: 'Gone.' }] },
		}));
		expect(keysOf(await search.byIds(['10001', '10002']))).toEqual(['OPS-1']);
		expect(requests).toMatchObject([
			{
				method: 'POST',
				path: '/issue/bulkfetch',
				json: {
					issueIdsOrKeys: ['10001', '10002'],
					fields: TICKET_FIELDS,
					properties: ['bugsink'],
				},
			},
		]);
	});

	it('are asked for a hundred at once', async () => {
		const { search, requests } = setting(() => issues());
		await search.byIds(Array.from({ length: 201 }, (_, index) => String(index)));
		const counts = requests.map(
			({ json }) => (json as { issueIdsOrKeys: string[] }).issueIdsOrKeys.length,
		);
		expect(counts).toEqual([100, 100, 1]);
	});

	it.each([
		['no label', []],
		[
			"only a person's labels",
			['backend', 'bugsink-production', 'bugsink-1st', 'bugsink-no-bugsink-1'],
		],
	])(
		'from before the property, left by people with %s, are told by their description',
		async (_, labels) => {
			const href = `https://bugsink.example.com/issues/issue/${OTHER.slice(8).toUpperCase()}/event/last/`;
			const { search, requests } = setting((_request, number) =>
				number === 1
					? issues(issue(1, { labels }), issue(2), issue(3, { labels }))
					: issues(issue(1), issue(3, { description: { content: [{ attrs: { href } }] } })),
			);
			const found = await search.byIds(['10001', '10002', '10003']);
			expect(found.find(({ key }) => key === 'OPS-3')?.fingerprints).toContain(OTHER);
			expect(found.find(({ key }) => key === 'OPS-1')?.fingerprints ?? []).not.toContain(OTHER);
			expect(found.find(({ key }) => key === 'OPS-2')?.fingerprints).toEqual([FINGERPRINT]);
			expect(requests[1]).toMatchObject({
				json: { issueIdsOrKeys: ['10001', '10003'], fields: ['description'] },
			});
		},
	);

	it('are not told by a description that nobody asked for', async () => {
		const description = `https://bugsink.example.com/issues/issue/${OTHER.slice(8)}/`;
		const { search } = setting((_, number) =>
			issues(number === 1 ? issue(1, { labels: [] }) : issue(2, { description })),
		);
		expect(await search.byIds(['10001'])).toEqual([]);
	});

	it('without any sign of an alert belong to another site', async () => {
		const { search } = setting((_, number) =>
			issues(number === 1 ? issue(1, { labels: [] }) : issue(1, { description: null })),
		);
		expect(await search.byIds(['10001'])).toEqual([]);
	});

	it.each(['bugsink-17', `bugsink-${'0123456789abcdef'.repeat(2)}`])(
		'with the fingerprint %s need no second look',
		async (fingerprint) => {
			const { search, requests } = setting(() => issues(issue(1, { labels: [fingerprint] })));
			expect(await search.byIds(['10001'])).toMatchObject([{ fingerprints: [fingerprint] }]);
			expect(requests).toHaveLength(1);
		},
	);
});

describe('the newest tickets of a project', () => {
	/** A project with tickets up to one number, of which the index knows those up to another. */
	const project = (last: number, indexed: number, prefix = 'OPS', missing: number[] = []) =>
		setting(({ path, json }) => {
			if (path === '/search/jql') {
				const numbers = Array.from({ length: Math.min(indexed, 100) }, (_, at) => indexed - at);
				return issues(...numbers.map((number) => issue(number, {}, prefix)));
			}
			const { issueIdsOrKeys } = json as { issueIdsOrKeys: string[] };
			const numbers = issueIdsOrKeys.map((key) => Number(key.replace(`${prefix}-`, '')));
			const there = numbers.filter((number) => number <= last && !missing.includes(number));
			return issues(...there.map((number) => issue(number, {}, prefix)));
		});

	it('are those that the index has, and those after them', async () => {
		const { search, requests } = project(105, 103);
		const found = keysOf(await search.newest());
		expect(found).toHaveLength(102);
		expect(found.slice(-2)).toEqual(['OPS-104', 'OPS-105']);
		expect(requests).toHaveLength(2);
		expect(requests[0].json).toMatchObject({ jql: 'project = "OPS" ORDER BY key DESC' });
		const { issueIdsOrKeys } = requests[1].json as { issueIdsOrKeys: string[] };
		expect([issueIdsOrKeys.at(0), issueIdsOrKeys.at(-1)]).toEqual(['OPS-104', 'OPS-203']);
	});

	it('of an empty project cost two requests', async () => {
		const { search, requests } = project(0, 0);
		expect(await search.newest()).toEqual([]);
		expect(requests).toHaveLength(2);
		expect(requests[1].json).toMatchObject({
			issueIdsOrKeys: Array.from({ length: 100 }, (_, index) => `OPS-${index + 1}`),
		});
	});

	it.each([
		[90, [], 2],
		[91, [], 3],
		[100, [100], 3],
		[205, [], 4],
		[500, [], 4],
	])('up to %d, without %j, cost %d requests', async (last, missing, count) => {
		const { search, requests } = project(last, 0, 'OPS', missing);
		const found = await search.newest();
		expect(requests).toHaveLength(count);
		expect(found).toHaveLength(Math.min(last, 300) - missing.length);
	});

	it.each(['NEW', 'V2NEW'])('are looked for under the key %s if it is that now', async (key) => {
		const { search } = project(12, 10, key);
		expect(keysOf(await search.newest()).slice(-2)).toEqual([`${key}-11`, `${key}-12`]);
	});

	it('end with one whose key Jira does not tell', async () => {
		const { search, requests } = setting(({ path }) =>
			issues(path === '/search/jql' ? issue(7) : { ...issue(8), key: undefined }),
		);
		expect(await search.newest()).toMatchObject([{ ref: '10007' }, { ref: '10008' }]);
		expect(requests).toHaveLength(2);
	});

	it.each([1, 2])('stop at answer %d if it says something else', async (which) => {
		const { search } = setting((_, number) => (number === which ? { body: {} } : issues()));
		await expect(search.newest()).rejects.toThrow('with something else');
	});
});
