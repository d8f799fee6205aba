import { hasReleases, isRelease, releaseOf } from '../../../../nodes/shared/bugsink/releases';
import { page, scripted } from './scripted';

describe('whether a project has releases', () => {
	test('an issue that was seen in one says so without a request', async () => {
		const { client, asked } = scripted(page([]));
		expect(await hasReleases(client, { project: 3, events_at: ['', '1.2'] })).toBe(true);
		expect(asked()).toEqual([]);
	});

	test.each([{ events_at: [''] }, { events_at: '1.2' }, {}])(
		'with %j the list of its releases decides; an entry without a version does not count',
		async (more) => {
			const issue = { project: 3, ...more };
			const { client, asked } = scripted(page([{ version: '' }]));
			expect(await hasReleases(client, issue)).toBe(false);
			expect(asked()).toEqual(['GET releases/?project=3']);
			const other = scripted(page([{ version: '' }, { version: '2.0' }]));
			expect(await hasReleases(other.client, issue)).toBe(true);
		},
	);

	test('is unknown if the token may not ask; any other fault is an error', async () => {
		expect(await hasReleases(scripted({ status: 403 }).client, {})).toBeNull();
		await expect(hasReleases(scripted({ status: 404 }).client, {})).rejects.toThrow('404');
		const { client } = scripted();
		client.list = async () => await Promise.reject(new Error('odd'));
		await expect(hasReleases(client, {})).rejects.toThrow('odd');
	});

	test('an entry without a version is not a release', () => {
		expect([{ version: '1' }, { version: '' }, {}].map(isRelease)).toEqual([true, false, false]);
	});
});

describe('the release of a version', () => {
	const next = 'https://x/?cursor=two';

	test('is looked for in the whole list of the project, until it is found', async () => {
		const { client, asked } = scripted(
			page([{ version: '2.0' }], next),
			page([{ id: 1, version: '1.2' }], 'https://x/?cursor=three'),
		);
		expect(await releaseOf(client, '3', '1.2')).toEqual({ id: 1, version: '1.2' });
		expect(asked()).toEqual(['GET releases/?project=3', 'GET releases/?project=3&cursor=two']);
	});

	test('is undefined if it does not exist', async () => {
		expect(
			await releaseOf(scripted(page([{ version: '2.0' }])).client, '3', '1.2'),
		).toBeUndefined();
	});
});
