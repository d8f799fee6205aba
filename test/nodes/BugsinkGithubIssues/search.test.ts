import { recallIssue, searchIssues } from '../../../nodes/BugsinkGithubIssues/search';
import {
	FINGERPRINT,
	iso,
	issue,
	MINUTE,
	NOW,
	OTHER,
	scripted,
	throttle,
	type Scripted,
} from './scripted';

const marker = (fingerprint: string) => `<!-- bugsink-fingerprint: ${fingerprint} -->`;
const numbersOf = (tickets: Array<{ number: number }>) => tickets.map(({ number }) => number);
const wrong = 'GitHub answered 200 with something else than what was asked for';
const isSearch = ({ path }: { path: string }) => path === '/search/issues';
/** What a search and a list answer. */
const answers =
	(found: unknown[], listed: unknown[] = [], more = {}) =>
	(request: { path: string }): Scripted =>
		isSearch(request) ? { body: { items: found, ...more } } : { body: listed };

describe('issues by their fingerprint', () => {
	it('are searched for in the text of issues of the repository', async () => {
		const { github, repository, requests } = scripted(answers([issue(3)]));
		const found = await searchIssues(github, [{ fingerprint: FINGERPRINT }]);
		expect(found).toMatchObject([{ ref: '3:9003', repository, fingerprints: [FINGERPRINT] }]);
		expect(requests.slice(1)).toEqual([
			{
				method: 'GET',
				path: '/search/issues',
				query: { q: `repo:${repository} "${FINGERPRINT}" in:body is:issue`, per_page: '20' },
				json: undefined,
			},
		]);
	});

	it('are listed from ten minutes before the error was first seen, the earliest of all', async () => {
		const { github, requests, sinceOf } = scripted(answers([], []));
		await searchIssues(github, [
			{ fingerprint: FINGERPRINT, bornAt: NOW - 2 * MINUTE },
			{ fingerprint: OTHER, bornAt: NOW - 7 * MINUTE },
		]);
		expect(sinceOf(0)).toBe(17 * MINUTE);
		expect(requests).toHaveLength(1);
	});

	it('are listed from ten minutes ago if it is not known when the error was first seen', async () => {
		const { github, requests, sinceOf } = scripted(answers([], []));
		await searchIssues(github, [{ fingerprint: FINGERPRINT }]);
		expect(sinceOf(0)).toBe(10 * MINUTE);
		expect(requests.filter(isSearch)).toHaveLength(1);
		// A clock that is ahead does not hide what was made a moment ago.
		const later = scripted(answers([], []));
		await searchIssues(later.github, [{ fingerprint: FINGERPRINT, bornAt: NOW + 60 * MINUTE }]);
		expect(later.sinceOf(0)).toBe(10 * MINUTE);
	});

	it.each([
		['the margin', [{ fingerprint: FINGERPRINT, bornAt: NOW }, { fingerprint: OTHER }], 1],
		['a duplicate alone', [{ fingerprint: FINGERPRINT, isBeside: true }], 0],
		['two of unknown age', [{ fingerprint: FINGERPRINT }, { fingerprint: OTHER }], 2],
	])('are searched for only where the list may not tell: %s', async (_, wanted, searches) => {
		const { github, requests } = scripted(answers([], []));
		await searchIssues(github, wanted);
		expect(requests.filter(isSearch)).toHaveLength(searches);
	});

	it.each([
		['reaches to ten minutes before the error', 0, 0],
		['ends a second later', 1_000, 1],
	])('are searched for besides a list cut off that %s', async (_, later, searches) => {
		const bornAt = NOW - 2 * MINUTE;
		const oldest = { updated_at: iso(bornAt - 10 * MINUTE + later) };
		const page = Array.from({ length: 100 }, (_each, index) => issue(index + 1, oldest));
		const { github, requests } = scripted(answers([], page));
		await searchIssues(github, [{ fingerprint: FINGERPRINT, bornAt }]);
		expect(requests.filter(isSearch)).toHaveLength(searches);
	});

	it('are searched for when the token may search again; reads go on meanwhile', async () => {
		const { github, requests, times } = scripted(answers([]));
		throttle(github, 'search');
		await searchIssues(github, [{ fingerprint: FINGERPRINT }]);
		expect(requests.map(isSearch)).toEqual([false, true]);
		expect(times).toEqual([0, MINUTE]);
	});

	it('of the list are later than those of the search', async () => {
		const { github } = scripted(
			answers([issue(1), issue(2)], [issue(1, { state: 'closed', state_reason: 'completed' })]),
		);
		const found = await searchIssues(github, [{ fingerprint: FINGERPRINT }]);
		expect(found).toMatchObject([
			{ number: 1, isOpen: false },
			{ number: 2, isOpen: true },
		]);
	});

	it('are no pull requests, and have the marker of the fingerprint, not its words', async () => {
		const { github } = scripted(
			answers([
				issue(1, { pull_request: {} }),
				issue(2, { body: `about ${FINGERPRINT}` }),
				issue(3, { body: marker(OTHER) }),
				issue(4, { body: `${marker(OTHER)} ${marker(FINGERPRINT)}` }),
			]),
		);
		expect(numbersOf(await searchIssues(github, [{ fingerprint: FINGERPRINT }]))).toEqual([4]);
	});

	it('that a search in two attempts did not find for lack of time are missed with a warning', async () => {
		const { github, requests } = scripted(answers([], [], { incomplete_results: true }));
		expect(await searchIssues(github, [{ fingerprint: FINGERPRINT }])).toEqual([]);
		expect(requests.filter(isSearch)).toHaveLength(2);
		expect(github.warnings).toEqual([expect.stringMatching(/search did not finish/)]);
	});

	it.each([
		['found although the search did not finish', [issue(1)], { incomplete_results: true }],
		['not found by a search that did', [], { incomplete_results: false }],
		['not found by one that does not say', [], {}],
	])('%s need one search', async (_, found, more) => {
		const { github, requests } = scripted(answers(found, [], more));
		await searchIssues(github, [{ fingerprint: FINGERPRINT }]);
		expect(requests.filter(isSearch)).toHaveLength(1);
		expect(github.warnings).toEqual([]);
	});
});

describe('a known issue', () => {
	const recall = async (answer: (path: string) => Scripted, ref = '7:9007') => {
		const all = scripted(({ path }) => answer(path));
		return { ...all, found: await recallIssue(all.github, ref) };
	};

	it('is asked for by its number, and has the name under which it is known', async () => {
		const { at, found, github, requests } = await recall(() => ({ body: issue(7) }));
		expect(found).toMatchObject({ ref: '7:9007', number: 7, isOpen: true });
		expect(requests).toMatchObject([{ method: 'GET', path: `${at}/issues/7` }]);
		expect(github.warnings).toEqual([]);
	});

	it.each([
		['has another id, as its repository was made anew', { body: issue(7, { id: 1 }) }],
		['has no id any more', { body: issue(7, { id: undefined }) }],
		['is a pull request', { body: issue(7, { pull_request: {} }) }],
		['was deleted', { status: 410 }],
		['is not there, as others of its repository are', { status: 404 }],
	])('that %s is gone', async (_, answer) => {
		const { found } = await recall((path) => (path.endsWith('/7') ? answer : {}));
		expect(found).toBeUndefined();
	});

	it('is not gone if its repository is not seen either', async () => {
		const { at, github, requests } = scripted(() => ({
			status: 404,
			body: { message: 'Not Found' },
		}));
		await expect(recallIssue(github, '7:9007')).rejects.toThrow('GitHub answered 404: Not Found');
		expect(requests[1]).toMatchObject({ method: 'GET', path: at });
	});

	it('that was transferred is followed, whatever its id, and keeps its name here', async () => {
		const moved = issue(2, { id: 1, repository_url: 'https://api.github.com/repos/acme/tools' });
		const { found, github, requests } = await recall((path) =>
			path.endsWith('/7')
				? { status: 301, headers: { location: 'https://api.github.com/repositories/5/issues/2' } }
				: { body: moved },
		);
		expect(found).toMatchObject({ ref: '7:9007', number: 2, id: 1, repository: 'acme/tools' });
		expect(github.warnings).toEqual(['The issue is now in acme/tools']);
		expect(requests[1].path).toBe('/repositories/5/issues/2');
	});

	it('whose repository is written in other letters is where it was', async () => {
		const { github } = scripted(() => ({ body: issue(7) }));
		const upper = github.repository.toUpperCase();
		const other = scripted(() => ({
			body: issue(7, { repository_url: `https://api.github.com/repos/${upper}` }),
		}));
		await recallIssue({ ...other.github, repository: github.repository }, '7:9007');
		expect(other.github.warnings).toEqual([]);
	});

	it.each([[{}], [[]], ['<html>']])('is not told by %j', async (body) => {
		const { github } = scripted(() => ({ body }));
		await expect(recallIssue(github, '7:9007')).rejects.toThrow(wrong);
	});
});
