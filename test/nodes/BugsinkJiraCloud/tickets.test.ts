import {
	isOfHome,
	jiraTime,
	propertyOf,
	toTicket,
	type JiraTicket,
} from '../../../nodes/BugsinkJiraCloud/tickets';

const READING = { site: 'https://acme.atlassian.net', wontDoNames: ['Parked'] };
const FINGERPRINT = 'bugsink-0b1c4a52-6c0e-4d5f-9a51-000000000001';
const OTHER = 'bugsink-0b1c4a52-6c0e-4d5f-9a51-000000000002';

const status = (name: string, key: string) => ({ name, statusCategory: { key } });
const link = (type: string, side: 'inward' | 'outward') => ({
	type: { name: type },
	[`${side}Issue`]: { id: '10001', key: 'OPS-1' },
});

/** An issue as a search shows it. */
function issue(fields: object = {}, more: object = {}) {
	return {
		id: '10012',
		key: 'OPS-12',
		fields: {
			created: '2026-08-03T09:14:22.481+0200',
			creator: { accountId: '5d53f3' },
			labels: [FINGERPRINT, 'backend'],
			status: status('To Do', 'new'),
			...fields,
		},
		...more,
	};
}

const read = (fields: object = {}, more: object = {}) => toTicket(issue(fields, more), READING);

describe('a ticket', () => {
	it('is read with all that decides', () => {
		const properties = { bugsink: { home: 'OPS', fingerprint: FINGERPRINT, version: 1 } };
		expect(read({}, { properties })).toEqual({
			ref: '10012',
			key: 'OPS-12',
			name: 'OPS-12',
			url: 'https://acme.atlassian.net/browse/OPS-12',
			isOpen: true,
			closedAs: null,
			closedReason: '',
			closedAt: null,
			createdAt: Date.parse('2026-08-03T07:14:22.481Z'),
			creator: '5d53f3',
			fingerprints: [FINGERPRINT],
			isMarked: true,
			wasReopened: false,
			home: 'OPS',
		});
	});

	it.each([
		['nothing', {}],
		['fields that are none', { fields: 'none', properties: 'none' }],
		['links that are none', { fields: { issuelinks: [null, 'x', {}] } }],
		[
			'parts that are none',
			{ fields: { labels: 'x', creator: 'x', status: 'x', issuelinks: 'x' } },
		],
	])('with %s has none of it, and is open', (_, given) => {
		expect(toTicket({ id: '1', ...given }, READING)).toMatchObject({
			ref: '1',
			isOpen: true,
			createdAt: 0,
			creator: '',
			fingerprints: [],
			isMarked: false,
			home: '',
		});
	});

	it('has the fingerprints of its labels and of its property, each once', () => {
		const property = { home: 'OPS', fingerprint: OTHER };
		const labels = [FINGERPRINT, 'bugsink', 'my-bugsink-label', OTHER, 'backend'];
		const { fingerprints } = read({ labels }, { properties: { bugsink: property } });
		expect(fingerprints).toEqual([FINGERPRINT, OTHER]);
	});

	it('without labels, as people leave it, has that of its property', () => {
		const properties = { bugsink: propertyOf('OPS', FINGERPRINT) };
		expect(read({ labels: [] }, { properties })).toMatchObject({
			fingerprints: [FINGERPRINT],
			isMarked: true,
		});
	});

	it.each([
		['Cloners', 'outward', false],
		['Cloners', 'inward', true],
		['Relates', 'outward', true],
	] as const)('with a link of the type %s, %s, is marked: %s', (type, side, isMarked) => {
		const properties = { bugsink: propertyOf('OPS', FINGERPRINT) };
		const ticket = read({ issuelinks: [link(type, side)] }, { properties });
		expect(ticket).toMatchObject({ isMarked, home: isMarked ? 'OPS' : '' });
		expect(ticket.fingerprints).toEqual([FINGERPRINT]);
	});
});

describe('a closed ticket', () => {
	it.each([
		['Done', 'Fixed', 'done', 'Fixed'],
		['Resolved', null, 'done', 'Resolved'],
		['Done', 'Won’t Do', 'wontDo', 'Won’t Do'],
		['Not Planned', 'Done', 'wontDo', 'Not Planned'],
		['PARKED', 'Done', 'wontDo', 'PARKED'],
		['Done', 'Duplicate', 'duplicate', 'Duplicate'],
	])('%s with the resolution %s', (name, resolution, closedAs, closedReason) => {
		const fields = {
			status: status(name, 'done'),
			resolution: resolution === null ? null : { name: resolution },
		};
		expect(read(fields)).toMatchObject({ isOpen: false, closedAs, closedReason });
	});

	it.each([
		['the resolution', '2026-08-04T10:00:00.000+0000', '2026-08-05T10:00:00.000+0000', '04'],
		['the status, without a resolution', null, '2026-08-05T10:00:00.000+0000', '05'],
	])('was closed at the time of %s', (_, resolutiondate, statuscategorychangedate, day) => {
		const fields = { status: status('Done', 'done'), resolutiondate, statuscategorychangedate };
		expect(read(fields).closedAt).toBe(Date.parse(`2026-08-${day}T10:00:00Z`));
	});

	it('without a time was closed at no known time', () => {
		expect(read({ status: status('Done', 'done') }).closedAt).toBeNull();
	});

	it.each([
		['duplicates another', 'Duplicate', 'outward', 'Done', 'duplicate'],
		['is duplicated by another', 'Duplicate', 'inward', 'Done', 'done'],
		['relates to another', 'Relates', 'outward', 'Done', 'done'],
		[
			"duplicates another, but was closed as won't do",
			'Duplicate',
			'outward',
			'Declined',
			'wontDo',
		],
	] as const)('that %s', (_, type, side, resolution, closedAs) => {
		const fields = {
			status: status('Done', 'done'),
			resolution: { name: resolution },
			issuelinks: [link(type, side)],
		};
		expect(read(fields)).toMatchObject({ closedAs, wasReopened: false });
	});
});

describe('an open ticket', () => {
	it.each([
		['duplicates another: a person opened it again', 'Duplicate', 'outward', true],
		['duplicates another, in another language', 'Doublon', 'outward', true],
		['is duplicated by another', 'Duplicate', 'inward', false],
		['blocks another', 'Blocks', 'outward', false],
	] as const)('that %s', (_, type, side, wasReopened) => {
		const issuelinks = [link('Relates', 'outward'), link(type, side)];
		expect(read({ issuelinks })).toMatchObject({ isOpen: true, closedAs: null, wasReopened });
	});

	it.each(['new', 'indeterminate', 'undefined'])('has a status of the category %s', (key) => {
		const fields = {
			status: status('Done', key),
			resolution: { name: 'Declined' },
			resolutiondate: '2026-08-04T10:00:00.000+0000',
		};
		expect(read(fields)).toMatchObject({
			isOpen: true,
			closedAs: null,
			closedReason: '',
			closedAt: null,
		});
	});
});

describe('whose ticket it is', () => {
	it.each([
		['made here', 'OPS', 'OPS-12', 'OPS', true],
		['made here and moved', 'OPS', 'SHOP-3', 'OPS', true],
		['made elsewhere, and still there', 'SHOP', 'SHOP-3', 'OPS', false],
		['made elsewhere, and moved elsewhere', 'SHOP', 'WEB-3', 'OPS', false],
		['made elsewhere, and moved here', 'SHOP', 'OPS-34', 'OPS', true],
		['made under the key that the project had before', 'OLD', 'OPS-3', 'OPS', true],
		['in a project whose key begins alike', 'SHOP', 'OPS2-3', 'OPS', false],
		['from before the property', '', 'SHOP-3', 'OPS', true],
		['looked for by the operation Resolve', 'SHOP', 'SHOP-3', '', true],
	])('%s', (_, home, key, projectKey, isOurs) => {
		expect(isOfHome({ home, key } as JiraTicket, projectKey)).toBe(isOurs);
	});
});

it.each([
	['2026-08-03T09:14:22.481+0000', '2026-08-03T09:14:22.481Z'],
	['2026-08-03T09:14:22.481-0530', '2026-08-03T14:44:22.481Z'],
	['2026-08-03T09:14:22.481Z', '2026-08-03T09:14:22.481Z'],
])('%s is %s', (written, time) => {
	expect(jiraTime(written)).toBe(Date.parse(time));
});

it('the property of a new ticket is what the contract says', () => {
	expect(propertyOf('OPS', FINGERPRINT)).toEqual({
		home: 'OPS',
		fingerprint: FINGERPRINT,
		version: 1,
	});
});
