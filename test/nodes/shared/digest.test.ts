import {
	detailOf,
	digestEntry,
	digestOf,
	fitDigest,
	shorten,
	type ShownProject,
} from '../../../nodes/shared/digest';
import type { Alert } from '../../../nodes/shared/alert/alert';
import { bareAlert, numbered } from '../../support/alerts';

const digest = (alerts: Alert[]) => digestOf(alerts.map(digestEntry));

/** As many issues of each project as the numbers say. */
function projects(...sizes: number[]): Alert[] {
	return sizes.flatMap((size, project) =>
		Array.from({ length: size }, (_, index) =>
			numbered(project * 10_000 + index, {
				eventCount: size - index,
				project: { id: project, name: `Project ${project}` },
			}),
		),
	);
}

test('several alerts of an issue are one line: its newest title, its reasons, the highest count', () => {
	const {
		alerts,
		issues,
		projects: found,
	} = digest([
		numbered(1, { title: 'Before', eventCount: 4 }),
		numbered(1, { title: 'Now', eventCount: 9, reason: 'REGRESSED' }),
		numbered(2),
	]);
	expect({ alerts, issues }).toEqual({ alerts: 3, issues: 2 });
	const [first] = found[0].issues;
	expect(first).toMatchObject({
		title: 'Now',
		reasons: ['NEW', 'REGRESSED'],
		alerts: 2,
		events: 9,
	});
	expect(detailOf(first)).toBe('regressed, 2 alerts, 9 events');
});

test('the project with the most issues first, in it the most frequent issue', () => {
	const { projects: found } = digest(projects(2, 5, 3));
	expect(found.map(({ name }) => name)).toEqual(['Project 1', 'Project 2', 'Project 0']);
	expect(found[0].issues.map(({ events }) => events)).toEqual([5, 4, 3, 2, 1]);
});

test('an alert of which little is known has its line, without a link', () => {
	const [{ issues, name, url }] = digest([bareAlert({ title: 'Just a title' })]).projects;
	expect({ name, url }).toEqual({ name: 'Unknown project', url: null });
	expect(issues).toMatchObject([{ title: 'Just a title', url: null, events: null }]);
	expect(detailOf(issues[0])).toBe('');
});

test('links that are none, or longer than 500 characters, are left out', () => {
	const long = `https://bugsink.example.com/${'x'.repeat(500)}`;
	const urls = ['javascript:alert(1)', 'not a link', long].map(
		(issueUrl, index) => digest([numbered(index, { issueUrl })]).projects[0].issues[0].url,
	);
	expect(urls).toEqual([null, null, null]);
});

describe('where there is not room for all', () => {
	test('each project gets the same share, and what a small one leaves goes to the others', () => {
		const counts = shorten(digest(projects(100, 2, 50)), 30).map(({ name, more, shown }) => [
			name,
			shown.length,
			more,
		]);
		expect(counts).toEqual([
			['Project 0', 14, 86],
			['Project 2', 14, 36],
			['Project 1', 2, 0],
		]);
	});

	test.each([40, 300, 2_000, 20_000, 200_000])(
		'in %d characters every alert is listed or counted, and nothing is longer',
		(room) => {
			for (const sizes of [[1], [7, 1], [400], [100, 3, 50, 1, 1], Array<number>(200).fill(5)]) {
				const all = digest(projects(...sizes));
				const { built, count, isWhole } = fitDigest(all, listOf, (text) => text.length <= room);
				if (room >= 300) expect(built.length).toBeLessThanOrEqual(room);
				const listed = (built.match(/- Error/g) ?? []).length;
				const more = [...built.matchAll(/… (\d+)/g)].reduce((sum, [, n]) => sum + Number(n), 0);
				expect(listed + more).toBe(all.alerts);
				expect(listed).toBe(count);
				expect(isWhole).toBe(more === 0);
			}
		},
	);

	test('titles get shorter before an issue is left out', () => {
		const alerts = [1, 2, 3].map((id) => numbered(id, { title: `Error ${id} ${'x'.repeat(200)}` }));
		const { built, isWhole } = fitDigest(digest(alerts), listOf, (text) => text.length <= 200);
		expect(isWhole).toBe(true);
		expect(built.match(/- Error/g)).toHaveLength(3);
	});

	test('alerts of which only the number is known are counted in their project', () => {
		const [entry] = projects(1).map(digestEntry);
		const all = digestOf([entry], [{ project: entry.project, count: 12 }]);
		expect(all.alerts).toBe(13);
		expect(shorten(all, 10)).toMatchObject([{ alerts: 13, more: 12 }]);
	});
});

/** A message in plain text. */
function listOf(shown: ShownProject[]): string {
	return shown
		.flatMap(({ more, name, shown: issues }) => [
			name,
			...issues.map(({ title }) => `- ${title}`),
			...(more === 0 ? [] : [`… ${more}`]),
		])
		.join('\n');
}
