import { isRefusal } from '../../../../nodes/shared/bugsink/client';
import { DeliveryFailure } from '../../../../nodes/shared/delivery/failure';
import { failureOf } from '../delivery/support';
import { API, page, scripted } from './scripted';

describe('a read', () => {
	test('asks for JSON below the address of the API, with its query', async () => {
		const { client, requests } = scripted({ body: { id: 7 } });
		expect(await client.get('issues/7/')).toEqual({ id: 7 });
		await client.get('issues/', { project: 3, sort: 'last seen' });
		expect(requests).toEqual(
			['issues/7/', 'issues/?project=3&sort=last+seen'].map((path) => ({
				method: 'GET',
				url: API + path,
				headers: { accept: 'application/json' },
			})),
		);
	});

	test.each(['<html>Sign in</html>', '[]', '7', ''])('rejects %j as an answer', async (body) => {
		const { client } = scripted({ body });
		const failure = await failureOf(client.get('issues/7/'));
		expect(failure.message).toBe("Bugsink's answer is not the JSON of its API");
		expect(failure.failure).toEqual({
			errorType: 'UnexpectedError',
			hint: "Check 'Bugsink URL' in the credential: something else, such as a login page or a proxy, answers there.",
			statusCode: 200,
			responseText: body,
		});
	});

	test.each([403, 404])('that may be refused is null at %i', async (status) => {
		const { client, asked } = scripted({ status, body: { detail: 'No' } });
		expect(await client.getIfAllowed('issue-history/', { issue: 'x' })).toBeNull();
		expect(asked()).toEqual(['GET issue-history/?issue=x']);
	});

	test('that may be refused is answered otherwise, or fails', async () => {
		expect(await scripted({ body: { a: 1 } }).client.getIfAllowed('x/')).toEqual({ a: 1 });
		const failure = await failureOf(scripted({ status: 401 }).client.getIfAllowed('x/'));
		expect(failure.failure.statusCode).toBe(401);
	});
});

describe('a page', () => {
	test('has the objects of the list and the cursor of the next page', async () => {
		const next = 'http://internal/api/canonical/0/issues/?cursor=cD0y%3D&project=3';
		const { client, asked } = scripted(page([{ id: 1 }, 7, null], next));
		const found = await client.page('issues/', { project: 3 }, 'a b');
		expect(found).toEqual({ results: [{ id: 1 }], cursor: 'cD0y=' });
		expect(asked()).toEqual(['GET issues/?project=3&cursor=a+b']);
	});

	test.each([
		['https://x/issues/?project=3&cursor=abc#top', 'abc'],
		['https://x/issues/?project=3', null],
		['https://x/issues/?cursor=', null],
		['https://x/issues/?precursor=abc', null],
		[null, null],
	])('after which %j comes goes on at %j', async (next, cursor) => {
		const { client, asked } = scripted(page([], next));
		expect((await client.page('issues/', {})).cursor).toBe(cursor);
		expect(asked()).toEqual(['GET issues/']);
	});

	test.each([{ body: {} }, { body: { results: 'none' } }])(
		'without a list (%j) is an error, not an empty page',
		async (answer) => {
			const { message } = await failureOf(scripted(answer).client.page('issues/', {}));
			expect(message).toBe("Bugsink's answer is not the JSON of its API");
		},
	);
});

describe('a page that may not be there', () => {
	const ask = async (status: number, body: unknown) =>
		await scripted({ status, body }).client.pageIfThere('issue-history/', { issue: 'x' }, 'c');

	test('is a page if it exists', async () => {
		const { client, asked } = scripted(page([{ id: 1 }]));
		const found = await client.pageIfThere('issue-history/', { issue: 'x' }, 'c');
		expect(found).toEqual({ results: [{ id: 1 }], cursor: null });
		expect(asked()).toEqual(['GET issue-history/?issue=x&cursor=c']);
	});

	test('is gone where Bugsink says so', async () => {
		expect(await ask(404, { detail: 'Not found.' })).toBe('gone');
	});

	test('is null if the release does not know the address', async () => {
		expect(await ask(404, '<h1>Unimplemented API endpoint</h1>')).toBeNull();
	});

	test.each([
		['a 404 of a proxy', 404, '<h1>Not Found</h1>'],
		['a 404 without words', 404, ''],
		['another refusal', 400, { detail: 'Unimplemented API' }],
	])('is an error at %s', async (_, status, body) => {
		const failure = await failureOf(ask(status, body));
		expect(failure.failure.statusCode).toBe(status);
	});

	test('is an error where no answer came', async () => {
		const { client } = scripted('lost');
		const failure = await failureOf(client.pageIfThere('issue-history/', {}, null));
		expect(failure.failure.errorType).toBe('NetworkFault');
	});

	test('tells whether Bugsink has histories', async () => {
		const { client, asked } = scripted({ status: 404, body: { detail: 'Not found.' } });
		expect(await client.isSince26()).toBe(true);
		expect(asked()).toEqual(['GET issue-history/?issue=00000000-0000-0000-0000-000000000000']);
		const older = scripted({ status: 404, body: '<h1>Unimplemented API endpoint</h1>' });
		expect(await older.client.isSince26()).toBe(false);
	});
});

describe('a list', () => {
	const first = page([{ id: 1 }, { id: 2 }], 'https://x/?cursor=two');
	const second = page([{ id: 3 }, { id: 4 }], 'https://x/?cursor=three');

	test('takes as many pages as the entries need, and no more', async () => {
		const { client, asked } = scripted(first, second);
		expect(await client.list('issues/', { project: 3 }, 3)).toEqual([
			{ id: 1 },
			{ id: 2 },
			{ id: 3 },
		]);
		expect(asked()).toEqual(['GET issues/?project=3', 'GET issues/?project=3&cursor=two']);
	});

	test('that one page fills is asked for once', async () => {
		const { client, asked } = scripted(first);
		expect(await client.list('issues/', {}, 2)).toEqual([{ id: 1 }, { id: 2 }]);
		expect(asked()).toHaveLength(1);
	});

	test('has only what is wanted, to its end', async () => {
		const { client, asked } = scripted(first, page([{ id: 3 }, { id: 4 }]));
		const even = await client.list('issues/', {}, 5, ({ id }) => Number(id) % 2 === 0);
		expect(even).toEqual([{ id: 2 }, { id: 4 }]);
		expect(asked()).toHaveLength(2);
	});
});

describe('a write', () => {
	test('sends JSON and gives what Bugsink answers', async () => {
		const { client, requests } = scripted({ status: 201, body: { id: 'r' } });
		expect(await client.post('releases/', { version: '1.2' })).toEqual({ id: 'r' });
		await client.post('issues/7/resolve/');
		await client.patch('projects/1/', { name: 'Shop' });
		expect(requests).toMatchObject([
			{ method: 'POST', url: `${API}releases/`, body: '{"version":"1.2"}' },
			{ method: 'POST', url: `${API}issues/7/resolve/`, body: '{}' },
			{ method: 'PATCH', url: `${API}projects/1/`, body: '{"name":"Shop"}' },
		]);
	});

	test('without an answer is looked for', async () => {
		const { client } = scripted('lost', { status: 201, body: { id: 'again' } });
		const lookAgain = async () => await Promise.resolve({ id: 'found' });
		expect(await client.post('releases/', {}, { lookAgain })).toEqual({ id: 'found' });
	});

	test('that is answered with something else than JSON failed', async () => {
		const { message } = await failureOf(scripted({ body: 'ok' }).client.patch('projects/1/', {}));
		expect(message).toContain('not the JSON of its API');
	});
});

describe('a deletion', () => {
	test('is one request', async () => {
		const { client, requests } = scripted({ status: 204, body: '' });
		await client.delete('issues/7/');
		expect(requests).toEqual([
			{ method: 'DELETE', url: `${API}issues/7/`, headers: { accept: 'application/json' } },
		]);
	});

	test('without an answer was one if it is gone', async () => {
		const { client, asked } = scripted('lost', { status: 404, body: { detail: 'Not found.' } });
		await client.delete('issues/7/');
		expect(asked()).toEqual(['DELETE issues/7/', 'GET issues/7/']);
	});

	test.each([200, 403])('without an answer is tried again if a look says %i', async (status) => {
		const { client, asked } = scripted('lost', { status }, { status: 204, body: '' });
		await client.delete('issues/7/');
		expect(asked()).toEqual(['DELETE issues/7/', 'GET issues/7/', 'DELETE issues/7/']);
	});
});

test.each([
	[399, false],
	[400, true],
	[401, false],
	[403, true],
	[404, true],
	[408, false],
	[429, false],
	[499, true],
	[500, false],
	[undefined, false],
])('an answer %s is a refusal: %s', (statusCode, expected) => {
	const failure = { errorType: 'ClientError' as const, hint: '', statusCode };
	expect(isRefusal(new DeliveryFailure('No', failure))).toBe(expected);
	expect(isRefusal(Object.assign(new Error('No'), { failure }))).toBe(false);
});
