import { accountOf, burstOf, digestSummary } from '../../../../nodes/shared/limit/summary';
import { numbered } from '../../../support/alerts';
import { held, MINUTE, NOON, windowOf } from './support';

const project = (id: number) => ({ project: { id, name: `Shop No. ${id}!` } });

describe('a digest', () => {
	test('counts issues, or alerts if one issue has several', () => {
		const two = [numbered(1), numbered(2)];
		expect(digestSummary(two)).toMatchObject({
			kind: 'digest',
			heading: '2 issues from Checkout API',
			note: '',
			digest: { alerts: 2, issues: 2 },
			burst: null,
			ref: null,
			limit: null,
		});
		expect(digestSummary([...two, numbered(1)]).heading).toBe('3 alerts from Checkout API');
	});

	test('of several projects comes from Bugsink', () => {
		const alerts = [numbered(1, project(1)), numbered(2, project(2))];
		expect(digestSummary(alerts).heading).toBe('2 issues from Bugsink');
	});
});

describe('the message about a burst', () => {
	test('says how many there were, and until when the others wait', () => {
		const window = windowOf({ summaryRef: 'card 7' });
		expect(burstOf(window, [held(1), held(2)])).toMatchObject({
			kind: 'burst',
			heading: 'More than 2 alerts in 5 minutes from Checkout API',
			note: 'Further alerts are held back until 12:05:00 UTC; the first alert after that lists them.',
			digest: { alerts: 2 },
			burst: 'checkout-api-2026-08-03T12:00:00Z',
			ref: 'card 7',
			limit: {
				since: '2026-08-03T12:00:00.000Z',
				until: '2026-08-03T12:05:00.000Z',
				count: 2,
				issueIds: [numbered(1).issueId, numbered(2).issueId],
			},
		});
	});

	test('speaks of one alert and one minute as people do', () => {
		const window = windowOf({}, { max: 1, minutes: 1, per: 'project' });
		expect(burstOf(window, [held(1)]).heading).toBe(
			'More than 1 alert in 1 minute from Checkout API',
		);
	});

	test('names an issue once, and leaves out an unknown id', () => {
		const named = [held(1), held(1, { reason: 'REGRESSED' }), held(2, { issueId: null })];
		expect(burstOf(windowOf(), named).limit?.issueIds).toEqual([numbered(1).issueId]);
	});

	test('is called after its project in letters and digits, or after all', () => {
		const since = NOON + 123;
		const named = [held(1, project(4))];
		const [own, shared] = [windowOf({ since }), windowOf({ name: '', since })];
		expect(burstOf(own, named).burst).toBe('shop-no-4-2026-08-03T12:00:00Z');
		expect(burstOf(shared, named).burst).toBe('all-2026-08-03T12:00:00Z');
		const odd = held(1, { project: { id: 1, name: '(Größe) -' } });
		expect(burstOf(own, [odd]).burst).toBe('größe-2026-08-03T12:00:00Z');
	});
});

describe('the account of what was held back', () => {
	test('says how many, and between which times', () => {
		const until = NOON + 15 * MINUTE;
		const window = windowOf({ held: [held(1), held(2)], until, summaryRef: 'card 7' });
		expect(accountOf(window)).toMatchObject({
			kind: 'account',
			heading: '2 alerts from Checkout API were held back',
			note: 'Between 2026-08-03 12:00:00 and 2026-08-03 12:15:00 UTC there were more than 2 in 5 minutes.',
			burst: 'checkout-api-2026-08-03T12:00:00Z',
			ref: 'card 7',
			limit: { count: 2, issueIds: [numbered(1).issueId, numbered(2).issueId] },
		});
	});

	test('of one alert is told in the singular', () => {
		expect(accountOf(windowOf({ held: [held(1)] })).heading).toBe(
			'1 alert from Checkout API was held back',
		);
	});

	test('counts those that are not listed', () => {
		const unlisted = [{ project: held(1).project, count: 40 }];
		const summary = accountOf(windowOf({ held: [held(1)], unlisted }));
		expect(summary.heading).toBe('41 alerts from Checkout API were held back');
		expect(summary.limit).toMatchObject({ count: 41, issueIds: [numbered(1).issueId] });
	});
});
