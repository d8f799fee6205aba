import {
	hasLabel,
	namesOf,
	repositoryOf,
	ticketOf,
} from '../../../nodes/BugsinkGithubIssues/ticket';
import { FINGERPRINT, issue, MINUTE, NOW, OTHER, ticket } from './scripted';

const read = (more = {}) => ticket(7, 'acme/shop', more);

describe('an issue', () => {
	it('is read with all that decides', () => {
		expect(ticketOf(issue(7), 'acme/shop')).toEqual({
			ref: '7:9007',
			key: '7',
			name: '#7',
			url: 'https://github.com/acme/shop/issues/7',
			isOpen: true,
			closedAs: null,
			closedReason: '',
			closedAt: null,
			createdAt: NOW - 5 * MINUTE,
			creator: 'alert-bot',
			fingerprints: [FINGERPRINT],
			isMarked: false,
			wasReopened: false,
			id: 9_007,
			number: 7,
			repository: 'acme/shop',
			labels: ['bugsink'],
			closedByType: undefined,
		});
	});

	it('is none without a number, and a pull request is none', () => {
		expect(ticketOf({}, 'acme/shop')).toBeUndefined();
		expect(ticketOf(issue(7, { number: '7' }), 'acme/shop')).toBeUndefined();
		expect(ticketOf(issue(7, { pull_request: null }), 'acme/shop')).toBeUndefined();
	});

	it('of which little is known has what there is', () => {
		expect(ticketOf({ number: 7 }, 'acme/shop')).toMatchObject({
			ref: '7:0',
			id: 0,
			url: '',
			isOpen: false,
			createdAt: 0,
			creator: '',
			fingerprints: [],
			labels: [],
		});
		expect(read({ user: 'ada', id: '9', body: null, labels: 'x' })).toMatchObject({
			creator: '',
			id: 0,
			fingerprints: [],
			labels: [],
		});
	});

	it('has the fingerprints of its markers, and of nothing that only looks like one', () => {
		const markers = [FINGERPRINT, OTHER].map((one) => `<!-- bugsink-fingerprint: ${one} -->`);
		expect(read({ body: `x ${markers.join(' ')}` }).fingerprints).toEqual([FINGERPRINT, OTHER]);
		const none = [
			FINGERPRINT,
			'<!-- bugsink-fingerprint: a b -->',
			'<!-- bugsink-fingerprint:  -->',
			`<!-- bugsink-fingerprint: ${'a'.repeat(101)} -->`,
		];
		expect(read({ body: none.join('\n') }).fingerprints).toEqual([]);
		const longest = 'a'.repeat(100);
		expect(read({ body: `<!-- bugsink-fingerprint: ${longest} -->` }).fingerprints).toEqual([
			longest,
		]);
	});
});

describe('a closed issue', () => {
	const closed = (reason: unknown, more = {}) =>
		read({
			state: 'closed',
			state_reason: reason,
			closed_at: '2026-08-01T00:00:00Z',
			...more,
		});

	it.each([
		['completed', 'done', 'completed'],
		['not_planned', 'wontDo', 'not planned'],
		['duplicate', 'duplicate', 'duplicate'],
		[null, 'done', ''],
		['something_new', 'done', 'something new'],
	])('as %s is %s', (reason, closedAs, closedReason) => {
		expect(closed(reason)).toMatchObject({
			isOpen: false,
			closedAs,
			closedReason,
			closedAt: Date.UTC(2026, 7, 1),
			wasReopened: false,
		});
	});

	it('has no time if GitHub gives none', () => {
		expect(closed('completed', { closed_at: null }).closedAt).toBeNull();
		expect(closed('completed', { closed_at: 'soon' }).closedAt).toBeNull();
	});

	it('may say what kind of account closed it', () => {
		expect(closed('not_planned', { closed_by: { type: 'Bot' } }).closedByType).toBe('Bot');
		expect(closed('not_planned', { closed_by: {} }).closedByType).toBe('');
		expect(closed('not_planned', { closed_by: null }).closedByType).toBeUndefined();
	});
});

describe('an open issue', () => {
	it('was reopened if GitHub says so, and then has no trace of its closing', () => {
		const closing = { closed_at: '2026-08-01T00:00:00Z' };
		expect(read({ state_reason: 'reopened', ...closing })).toMatchObject({
			wasReopened: true,
			closedAs: null,
			closedReason: '',
			closedAt: null,
		});
		expect(read({ state_reason: null }).wasReopened).toBe(false);
		expect(read({ state: 'closed', state_reason: 'reopened' }).wasReopened).toBe(false);
	});
});

test('the repository of an issue is the end of its address', () => {
	const of = (url: unknown) => repositoryOf({ repository_url: url });
	expect(of('https://api.github.com/repos/acme-1/shop.js')).toBe('acme-1/shop.js');
	expect(of('https://api.github.com/repos/acme/shop/issues')).toBeUndefined();
	expect(of('https://api.github.com/repositories/5')).toBeUndefined();
	expect(of(undefined)).toBeUndefined();
});

test('names of a list are those of its objects, or its texts', () => {
	expect(namesOf([{ name: 'bug' }, 'old', { other: 1 }], 'name')).toEqual(['bug', 'old', '']);
	expect(namesOf([{ login: 'ada' }], 'login')).toEqual(['ada']);
	expect(namesOf({ name: 'bug' }, 'name')).toEqual([]);
});

test('labels ignore case', () => {
	const one = read({ labels: [{ name: 'Bugsink' }] });
	expect([hasLabel(one, 'bugSINK'), hasLabel(one, 'bug')]).toEqual([true, false]);
});
