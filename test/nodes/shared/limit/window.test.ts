import {
	addUnlisted,
	hasUntold,
	hold,
	isOpen,
	keyOf,
	nameOf,
	newWindow,
	next,
	type Unlisted,
} from '../../../../nodes/shared/limit/window';
import { alertOf, numbered } from '../../../support/alerts';
import { held, MINUTE, NOON, RULES, windowOf } from './support';

test('a window begins empty and lasts as long as the rules say', () => {
	expect(newWindow('checkout', RULES, NOON)).toEqual({
		name: 'checkout',
		rules: RULES,
		since: NOON,
		until: NOON + 5 * MINUTE,
		sent: 0,
		isSummarized: false,
		summaryRef: null,
		held: [],
		unlisted: [],
	});
});

test.each([
	['before it began', -1, false],
	['at its beginning', 0, true],
	['just before its end', 5 * MINUTE - 1, true],
	['at its end', 5 * MINUTE, false],
])('%s it is open: %#', (_, after, expected) => {
	expect(isOpen(windowOf(), NOON + after)).toBe(expected);
});

test('so many go as usual, one is the summary, the rest is held back', () => {
	const window = windowOf();
	const steps = [1, 2, 3, 4, 5].map(() => next(window, RULES));
	expect(steps).toEqual(['send', 'send', 'summarize', 'hold', 'hold']);
	expect(window).toMatchObject({ sent: 2, isSummarized: true });
});

test('something is untold by name or by number', () => {
	const unlisted = [{ project: { name: 'Shop', url: null }, count: 1 }];
	expect(hasUntold(windowOf())).toBe(false);
	expect(hasUntold(windowOf({ held: [held(1)] }))).toBe(true);
	expect(hasUntold(windowOf({ unlisted }))).toBe(true);
});

describe('alerts that are held back', () => {
	test('are held once', () => {
		const window = windowOf({ held: [held(1)] });
		hold(window, [held(1), held(2), held(2), held(3)]);
		expect(window.held).toEqual([held(1), held(2), held(3)]);
		expect(window.unlisted).toEqual([]);
	});

	test('are only counted beyond a thousand, each once', () => {
		const window = windowOf();
		hold(
			window,
			Array.from({ length: 1_000 }, (_, index) => held(index)),
		);
		expect(window.unlisted).toEqual([]);
		hold(window, [held(2_000), held(2_000), held(3), held(2_001)]);
		expect(window.held).toHaveLength(1_000);
		expect(window.unlisted).toEqual([{ project: held(1).project, count: 2 }]);
	});

	test('and are only counted are told apart by project and installation', () => {
		const list: Unlisted[] = [];
		const shop = { name: 'Shop', url: 'https://one.example/issues/1/' };
		const other = { ...shop, url: 'https://two.example/issues/1/' };
		addUnlisted(list, { project: shop, count: 2 });
		addUnlisted(list, { project: { ...shop }, count: 3 });
		addUnlisted(list, { project: other, count: 1 });
		addUnlisted(list, { project: { ...shop, name: 'Checkout' }, count: 1 });
		expect(list.map(({ count }) => count)).toEqual([5, 1, 1]);
	});
});

test('an alert is the same only with its issue, its reason and its time', () => {
	const alert = alertOf();
	const others = [
		numbered(7),
		alertOf({ reason: 'REGRESSED' }),
		alertOf({ lastSeen: '2026-08-04T00:00:00Z' }),
	];
	expect(keyOf({ ...alert, title: 'Another title' })).toBe(keyOf(alert));
	for (const other of others) expect(keyOf(other)).not.toBe(keyOf(alert));
	expect(keyOf(alert)).toHaveLength(10);
});

describe('whose window it is', () => {
	const shop = (more = {}) => alertOf({ project: { id: 1, name: 'Shop', ...more } });

	test('is that of the project, known by its number rather than by its name', () => {
		expect(nameOf([shop({ name: 'Renamed' })], RULES)).toBe(nameOf([shop()], RULES));
		expect(nameOf([shop({ id: 2 })], RULES)).not.toBe(nameOf([shop()], RULES));
		expect(nameOf([shop()], RULES)).not.toBe('');
	});

	test('is that of the name where no number is known', () => {
		const [one, other] = ['Shop', 'Checkout'].map((name) => shop({ id: null, name }));
		expect(nameOf([one], RULES)).not.toBe(nameOf([other], RULES));
		expect(nameOf([one], RULES)).toBe(nameOf([shop({ id: null })], RULES));
	});

	test('is another one on another installation', () => {
		const other = { ...shop(), bugsinkUrl: 'https://other.example' };
		expect(nameOf([other], RULES)).not.toBe(nameOf([shop()], RULES));
	});

	test('is the common one for a message about several projects, or if all share it', () => {
		expect(nameOf([shop(), shop({ id: 2 })], RULES)).toBe('');
		expect(nameOf([shop(), shop()], RULES)).toBe(nameOf([shop()], RULES));
		expect(nameOf([shop()], { ...RULES, per: 'all' })).toBe('');
	});
});
