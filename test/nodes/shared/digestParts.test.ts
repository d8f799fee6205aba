import {
	alertsOf,
	detailOf,
	digestEntry,
	digestOf,
	fitDigest,
	shorten,
	type DigestEntry,
	type DigestIssue,
	type ShownProject,
} from '../../../nodes/shared/digest';
import type { Alert } from '../../../nodes/shared/alert/alert';
import { bareAlert, numbered } from '../../support/alerts';

const digest = (alerts: Alert[]) => digestOf(alerts.map(digestEntry));
const inProject = (id: number, number: number, more: Partial<Alert> = {}) =>
	numbered(number, { project: { id, name: `Project ${id}` }, ...more });

describe('the line of an alert', () => {
	test('has what a digest needs, with the way to the project', () => {
		const alert = numbered(1, { eventCount: 7, bugsinkUrl: 'https://bugsink.example.com/' });
		expect(digestEntry(alert)).toEqual({
			fingerprint: alert.fingerprint,
			issueId: alert.issueId,
			title: 'Error 1',
			reason: 'NEW',
			events: 7,
			url: alert.issueUrl,
			project: { name: 'Checkout API', url: 'https://bugsink.example.com/issues/3/' },
		});
	});

	test('has at most 120 characters of the title and 100 of the project', () => {
		const project = { id: 1, name: 'p'.repeat(200) };
		const entry = digestEntry(numbered(1, { title: 't'.repeat(200), project }));
		expect([entry.title.length, entry.project.name.length]).toEqual([120, 100]);
	});

	test('calls a project without a name by its number', () => {
		const nameOf = (id: number | null) =>
			digestEntry(bareAlert({ project: { id, name: null } })).project.name;
		expect([nameOf(7), nameOf(null)]).toEqual(['Project 7', 'Unknown project']);
	});

	test('has no way to a project whose number or whose Bugsink is not known', () => {
		const urlOf = (more: Partial<Alert>) => digestEntry(numbered(1, more)).project.url;
		expect(urlOf({ project: { id: null, name: 'Shop' } })).toBeNull();
		expect(urlOf({ bugsinkUrl: null })).toBeNull();
		expect(urlOf({ bugsinkUrl: 'not a link' })).toBeNull();
	});

	test('has a link of up to 500 characters', () => {
		const base = 'https://bugsink.example.com/';
		const urlOf = (length: number) =>
			digestEntry(numbered(1, { issueUrl: base + 'x'.repeat(length - base.length) })).url?.length;
		expect([urlOf(500), urlOf(501)]).toEqual([500, undefined]);
	});
});

describe('the order', () => {
	const entry = (name: string, more: Partial<DigestEntry> = {}): DigestEntry => ({
		...digestEntry(bareAlert({ fingerprint: name })),
		title: name,
		...more,
	});
	const titles = (...entries: DigestEntry[]) =>
		digestOf(entries).projects[0].issues.map(({ title }) => title);

	test('of issues is that of their events, then of their alerts, then of their titles', () => {
		expect(titles(entry('b', { events: 2 }), entry('a', { events: 3 }), entry('c'))).toEqual([
			'a',
			'b',
			'c',
		]);
		expect(titles(entry('a'), entry('b'), entry('b'))).toEqual(['b', 'a']);
		expect(titles(entry('c'), entry('a'), entry('b'))).toEqual(['a', 'b', 'c']);
		expect(titles(entry('b', { events: 0 }), entry('a', { events: null }))).toEqual(['a', 'b']);
	});

	test('of projects is that of their issues, then of their names', () => {
		const alerts = [inProject(3, 1), inProject(2, 2), inProject(1, 3), inProject(3, 4)];
		const names = digest(alerts).projects.map(({ name }) => name);
		expect(names).toEqual(['Project 3', 'Project 1', 'Project 2']);
	});
});

test('projects of one name on two installations are two, each with what is only counted', () => {
	const project = { name: 'Shop', url: 'https://one.example/issues/1/' };
	const other = { ...project, url: 'https://two.example/issues/1/' };
	const entry = { ...digestEntry(numbered(1)), project };
	const { alerts, projects } = digestOf(
		[entry],
		[
			{ project, count: 2 },
			{ project: other, count: 3 },
			{ project: other, count: 4 },
		],
	);
	expect(alerts).toBe(10);
	expect(projects).toMatchObject([
		{ ...project, alerts: 3, unlisted: 2 },
		{ ...other, alerts: 7, unlisted: 7, issues: [] },
	]);
});

describe('what is known of an issue', () => {
	const issue = (more: Partial<DigestIssue>): DigestIssue => ({
		issueId: null,
		title: 't',
		reasons: ['NEW'],
		alerts: 1,
		events: 1,
		url: null,
		...more,
	});

	test.each([
		[{}, ''],
		[{ events: null }, ''],
		[{ events: 2 }, '2 events'],
		[{ alerts: 2 }, '2 alerts'],
		[{ reasons: ['NEW', 'REGRESSED', 'A_B_C'] }, 'regressed, a b c'],
		[{ reasons: ['UNMUTED'], alerts: 3, events: 12 }, 'unmuted, 3 alerts, 12 events'],
	])('%j reads: %j', (more, expected) => {
		expect(detailOf(issue(more))).toBe(expected);
	});

	test('is the highest count, null if unknown, and the newest link', () => {
		const url = 'https://bugsink.example.com/issues/issue/2/';
		const counts = [3, 9, null].map((eventCount) => numbered(1, { eventCount }));
		const [found] = digest([...counts, numbered(1, { eventCount: 4, issueUrl: url })]).projects;
		expect(found.issues).toMatchObject([{ alerts: 4, events: 9, url }]);
		const [none] = digest([numbered(1, { eventCount: null })]).projects;
		expect(none.issues[0].events).toBeNull();
	});
});

test('alerts are counted in the singular and the plural', () => {
	expect([alertsOf(0), alertsOf(1), alertsOf(2)]).toEqual(['0 alerts', '1 alert', '2 alerts']);
});

describe('a message without room for all', () => {
	const long = (project: number, number: number) =>
		inProject(project, number, { title: `${number} `.padEnd(120, 'x'), eventCount: 100 - number });
	/** How a message was fitted that takes so many lines, and titles of such a length. */
	function fitted(alerts: Alert[], lines: number, titleLength = 1_000) {
		const seen: ShownProject[][] = [];
		const { built, ...fit } = fitDigest(
			digest(alerts),
			(projects) => {
				seen.push(projects);
				return projects;
			},
			(projects) =>
				projects.flatMap(({ shown }) => ['', ...shown]).length <= lines &&
				projects.every(({ shown }) => shown.every(({ title }) => title.length <= titleLength)),
		);
		return { ...fit, projects: built };
	}
	const lengths = ({ projects }: { projects: ShownProject[] }) =>
		projects.flatMap(({ shown }) => shown.map(({ title }) => title.length));

	test.each([
		[120, 120],
		[119, 80],
		[79, 50],
	])('for titles of %i characters shows them at %i', (room, length) => {
		const fit = fitted([long(1, 1), long(1, 2)], 99, room);
		expect(fit).toMatchObject({ count: 2, isWhole: true });
		expect(lengths(fit)).toEqual([length, length]);
	});

	test('shows as many issues as fit, the most frequent, with short titles', () => {
		const alerts = Array.from({ length: 9 }, (_, index) => long(1, index));
		for (let room = 1; room < 9; room++) {
			const fit = fitted(alerts, room + 1);
			expect(fit).toMatchObject({ count: room, isWhole: false });
			expect(lengths(fit)).toEqual(Array(room).fill(50));
			expect(fit.projects[0].shown[0].title).toMatch(/^0 x/);
			expect(fit.projects[0].more).toBe(9 - room);
		}
	});

	test('names as many projects as fit, and the rest in one line', () => {
		const alerts = Array.from({ length: 6 }, (_, index) => long(index, index));
		const fit = fitted(alerts, 4);
		expect(fit).toMatchObject({ count: 0, isWhole: false });
		expect(fit.projects.map(({ name, more }) => [name, more])).toEqual([
			['Project 0', 1],
			['Project 1', 1],
			['Project 2', 1],
			['3 more projects', 3],
		]);
		expect(fit.projects[3]).toEqual({
			name: '3 more projects',
			url: null,
			alerts: 3,
			issues: [],
			unlisted: 3,
			shown: [],
			more: 3,
		});
		expect(
			fitted(alerts, 5)
				.projects.map(({ name }) => name)
				.slice(3),
		).toEqual(['Project 3', '2 more projects']);
		expect(fitted(alerts, 6).projects.map(({ shown }) => shown)).toEqual(Array(6).fill([]));
	});

	test('is as small as it can be where even that does not fit', () => {
		const alerts = Array.from({ length: 6 }, (_, index) => long(index, index));
		const { projects } = fitted(alerts, 0);
		expect(projects).toMatchObject([{ name: '6 more projects', more: 6 }]);
		const one = fitted([long(1, 1)], 0);
		expect(one.projects).toMatchObject([{ name: 'Project 1', more: 1, shown: [] }]);
	});
});

test('a share that is left over goes to the larger projects', () => {
	const alerts = [1, 1, 1, 1, 2, 3, 3].map((project, number) => inProject(project, number));
	const shares = (max: number) =>
		shorten(digest(alerts), max).map(({ name, shown }) => [name.slice(-1), shown.length]);
	expect(shares(3)).toEqual([
		['1', 1],
		['3', 1],
		['2', 1],
	]);
	expect(shares(5)).toEqual([
		['1', 2],
		['3', 2],
		['2', 1],
	]);
	expect(shares(1)).toEqual([
		['1', 1],
		['3', 0],
		['2', 0],
	]);
	expect(shorten(digest([numbered(1, { title: 'x'.repeat(120) })]), 1)[0].shown[0].title).toBe(
		'x'.repeat(120),
	);
});
