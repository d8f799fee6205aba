import { newestIssues, note } from '../../../nodes/BugsinkGithubIssues/newest';
import { iso, issue, MINUTE, NOW, scripted, throttle } from './scripted';

/** Before all issues of the script. */
const AGO = NOW - 10 * MINUTE;
const numbersOf = (tickets: Array<{ number: number }>) => tickets.map(({ number }) => number);
const wrong = 'GitHub answered 200 with something else than what was asked for';

describe('the newest issues', () => {
	it('are listed by creation, without the label, a hundred at most, and then asked for by number', async () => {
		const { at, github, requests } = scripted(({ path }) => {
			if (path.endsWith('/issues')) return { body: [issue(7), issue(5)] };
			return path.endsWith('/8') ? { body: issue(8) } : { status: 404 };
		});
		expect(numbersOf(await newestIssues(github, AGO))).toEqual([7, 5, 8]);
		expect(requests[0]).toEqual({
			method: 'GET',
			path: `${at}/issues`,
			json: undefined,
			query: {
				state: 'all',
				sort: 'created',
				direction: 'desc',
				per_page: '100',
			},
		});
		expect(requests.slice(1).map(({ method, path }) => `${method} ${path}`)).toEqual([
			`GET ${at}/issues/8`,
			`GET ${at}/issues/9`,
		]);
	});

	it('are listed when the token may read again', async () => {
		const { github, times } = scripted(({ path }) =>
			path.endsWith('/issues') ? { body: [] } : { status: 404 },
		);
		throttle(github, 'read');
		await newestIssues(github, AGO);
		expect(times[0]).toBe(MINUTE);
	});

	it('are no pull requests, whose numbers count', async () => {
		const { at, github, requests } = scripted(({ path }) =>
			path.endsWith('/issues')
				? { body: [issue(3, { pull_request: {} }), issue(2)] }
				: { status: 404 },
		);
		expect(numbersOf(await newestIssues(github, AGO))).toEqual([2]);
		expect(requests[1].path).toBe(`${at}/issues/4`);
	});

	it.each([
		['a deleted one', { status: 410 }],
		['a transferred one', { status: 301, headers: { location: '/x' } }],
		['a pull request', { body: issue(2, { pull_request: {} }) }],
	])('are looked for behind %s', async (_, second) => {
		const { github } = scripted(({ path }) => {
			if (path.endsWith('/issues')) return { body: [issue(1)] };
			if (path.endsWith('/2')) return second;
			return path.endsWith('/3') ? { body: issue(3) } : { status: 404 };
		});
		expect(numbersOf(await newestIssues(github, AGO))).toEqual([1, 3]);
	});

	it('of an empty repository are asked for from the first number on', async () => {
		const { at, github, requests } = scripted(({ path }) =>
			path.endsWith('/issues') ? { body: [] } : { status: 404 },
		);
		expect(await newestIssues(github, AGO)).toEqual([]);
		expect(requests[1].path).toBe(`${at}/issues/1`);
	});

	it('are asked for thirty at most after those that were seen', async () => {
		const { at, github, requests } = scripted(({ path }) => {
			const number = Number(/\d+$/.exec(path)?.[0]);
			return path.endsWith('/issues') ? { body: [] } : { body: issue(number) };
		});
		expect(await newestIssues(github, AGO)).toHaveLength(30);
		expect(requests.at(-1)?.path).toBe(`${at}/issues/30`);
		expect(await newestIssues(github, AGO)).toHaveLength(60);
		expect(requests.at(-1)?.path).toBe(`${at}/issues/60`);
	});

	it('that were seen before are asked for again, in any letters, and thirty after them', async () => {
		const { at, github, requests } = scripted(({ path }) =>
			path.endsWith('/issues') ? { body: [issue(4)] } : { status: 404 },
		);
		note({ ...github, repository: github.repository.toUpperCase() }, 12);
		note(github, 11);
		await newestIssues(github, AGO);
		const asked = requests.slice(1).map(({ path }) => path);
		expect(asked).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13].map((one) => `${at}/issues/${one}`));
	});

	it('that a list has shown are asked for again where the next list lags', async () => {
		const { at, github, requests } = scripted(({ path }, number) =>
			path.endsWith('/issues') ? { body: [issue(number === 1 ? 6 : 4)] } : { status: 404 },
		);
		await newestIssues(github, AGO);
		await newestIssues(github, AGO);
		const asked = requests.slice(3).map(({ path }) => path);
		expect(asked).toEqual([5, 6, 7].map((one) => `${at}/issues/${one}`));
	});

	it('are a hundred requests at most where the list is far behind', async () => {
		const { at, github, requests } = scripted(({ path }) => {
			const number = Number(/\d+$/.exec(path)?.[0]);
			return path.endsWith('/issues') ? { body: [issue(4)] } : { body: issue(number) };
		});
		note(github, 500);
		await newestIssues(github, AGO);
		const asked = requests.slice(1).map(({ path }) => path);
		expect([asked[0], asked.at(-1), asked.length]).toEqual([
			`${at}/issues/431`,
			`${at}/issues/530`,
			100,
		]);
	});

	it('are those created since a time, whatever the list has', async () => {
		const { github } = scripted(({ path }) =>
			path.endsWith('/issues')
				? {
						body: [
							issue(3),
							issue(2, { created_at: iso(AGO) }),
							issue(1, { created_at: iso(AGO - 1_000) }),
						],
					}
				: { status: 404 },
		);
		expect(numbersOf(await newestIssues(github, AGO))).toEqual([3, 2]);
	});

	it('are known of the five hundred repositories used last', async () => {
		const { at, github, requests } = scripted(({ path }) =>
			path.endsWith('/issues') ? { body: [] } : { status: 404 },
		);
		const other = (number: number) => ({ ...github, repository: `acme/other-${number}` });
		note(github, 12);
		for (let number = 1; number < 500; number++) note(other(number), 1);
		await newestIssues(github, AGO);
		expect(requests.at(-1)?.path).toBe(`${at}/issues/13`);
		for (let number = 1; number <= 500; number++) note(other(number), 1);
		await newestIssues(github, AGO);
		expect(requests.at(-1)?.path).toBe(`${at}/issues/1`);
	});

	describe('before a number', () => {
		const look = async (listed: number[], before: number) => {
			const { github, requests } = scripted(({ path }) => {
				if (path.endsWith('/issues')) return { body: listed.map((number) => issue(number)) };
				return { body: issue(Number(/\d+$/.exec(path)?.[0])) };
			});
			// What the process has seen does not matter: the one at hand is the newest.
			note(github, before);
			await newestIssues(github, AGO, before);
			return requests.slice(1).map(({ path }) => Number(/\d+$/.exec(path)?.[0]));
		};

		it('are those in the gap that the list leaves', async () => {
			expect(await look([9, 5, 3], 9)).toEqual([6, 7, 8]);
			expect(await look([12, 5], 9)).toEqual([6, 7, 8]);
			expect(await look([8], 9)).toEqual([]);
		});

		it('are all of them in a repository of which nothing else is listed', async () => {
			expect(await look([9], 9)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
			expect(await look([], 3)).toEqual([1, 2]);
		});

		it('are the hundred before it where the gap is large', async () => {
			const numbers = await look([1], 150);
			expect([numbers[0], numbers.at(-1), numbers.length]).toEqual([50, 149, 100]);
		});
	});

	it.each([[{}], ['<html>'], [[{ id: 1 }]]])('are not told by %j', async (body) => {
		const { github } = scripted(() => ({ body }));
		await expect(newestIssues(github, AGO)).rejects.toThrow(wrong);
	});
});
