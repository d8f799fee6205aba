/** GitHub's limits, which belong to a token; the stand-in counts and refuses as GitHub does. */
import { githubTooQuickly } from '../../standins/github';
import { alertOf, MINUTE, numbered, regressed, Rig, START } from './support';

const many = (count: number, from = 0) =>
	Array.from({ length: count }, (_, index) => numbered(from + index));
const failures = (outcomes: unknown[]) => outcomes.filter((one) => one instanceof Error);

let rig: Rig;
afterEach(async () => await rig.github.close());

it('520 alerts are paced to 80 a minute and 500 an hour: none fails, none is refused', async () => {
	rig = await Rig.start();
	const outcomes = await rig.execute(many(520));
	expect(failures(outcomes)).toEqual([]);
	expect(rig.github.issues).toHaveLength(520);
	expect(rig.github.refused).toMatchObject({ primary: 0, secondary: 0 });
	expect(rig.clock.at - START).toBeGreaterThan(60 * MINUTE);
	// Over 1,000 real requests take a while where something else is going on.
}, 300_000);

it('two repositories with one token share its limits', async () => {
	rig = await Rig.start({ repositories: [{ fullName: 'acme/shop' }, { fullName: 'acme/cart' }] });
	const [one, other] = await Promise.all([
		rig.execute(many(60)),
		rig.execute(many(60, 100), { repository: 'acme/cart' }),
	]);
	expect(failures([...one, ...other])).toEqual([]);
	expect(rig.github.refused).toMatchObject({ primary: 0, secondary: 0 });
});

describe('a primary limit that is used up for 25 minutes', () => {
	it.each([403, 429] as const)(
		'costs a handful of requests (%d), and each error says when',
		async (limitStatus) => {
			rig = await Rig.start({ limitStatus });
			rig.github.exhaust(25 * MINUTE);
			const outcomes = await rig.execute(many(50));
			expect(failures(outcomes)).toHaveLength(50);
			for (const outcome of outcomes) {
				const { message, failure } = outcome as Error & { failure: { hint: string } };
				expect(message).toMatch(/limit/i);
				expect(`${message} ${failure.hint}`).toContain('12:25');
			}
			expect(rig.calls().length).toBeLessThanOrEqual(6);
			expect(rig.clock.at - START).toBeLessThan(MINUTE);
		},
	);

	it('stays closed for the executions after, and works again after the reset', async () => {
		rig = await Rig.start();
		rig.github.exhaust(25 * MINUTE);
		await rig.execute(many(5));
		rig.calls();
		expect(failures(await rig.execute(many(5, 10)))).toHaveLength(5);
		expect(rig.calls()).toEqual([]);
		rig.clock.at += 26 * MINUTE;
		expect(failures(await rig.execute(many(5, 20)))).toEqual([]);
		expect(rig.github.issues).toHaveLength(5);
	});
});

it('reads stay within 900 points a minute', async () => {
	rig = await Rig.start();
	await rig.execute(many(70));
	rig.clock.at += 10 * MINUTE;
	rig.calls();
	const again = await rig.execute(many(70).map((alert) => ({ ...alert, eventCount: 7 })));
	expect(failures(again)).toEqual([]);
	expect(rig.github.refused).toMatchObject({ primary: 0, secondary: 0 });
});

describe('"was submitted too quickly" is a throttle', () => {
	it.each(['Issue', 'IssueComment'])('for an %s: waited for, then made once', async (resource) => {
		rig = await Rig.start();
		const isIssue = resource === 'Issue';
		if (!isIssue) await rig.send(alertOf());
		const path = isIssue ? /\/issues$/ : /\/comments$/;
		rig.github.fail({ method: 'POST', path, kind: githubTooQuickly(resource) });
		const begin = rig.clock.at;
		const outcome = await rig.send(regressed(), { onlyNewIssues: false });
		expect(outcome.action).toBe(isIssue ? 'created' : 'commented');
		expect(rig.clock.at - begin).toBeGreaterThanOrEqual(MINUTE);
		expect(rig.github.issues).toHaveLength(1);
		expect(rig.github.issues[0].comments).toHaveLength(isIssue ? 0 : 1);
	});

	it('is not met by 20 alerts, though GitHub wants a second between any two', async () => {
		rig = await Rig.start({ tooQuicklyMs: 1_000 });
		expect(failures(await rig.execute(many(20)))).toEqual([]);
		expect(rig.github.issues).toHaveLength(20);
		expect(rig.github.refused.secondary).toBe(0);
	});

	it('is not met again by those that wait for it', async () => {
		rig = await Rig.start({ tooQuicklyMs: 5_000 });
		expect(failures(await rig.execute(many(3)))).toEqual([]);
		expect(rig.github.issues).toHaveLength(3);
	});
});

it('issues and comments of two workflows are paced together', async () => {
	rig = await Rig.start();
	await rig.execute(many(30));
	rig.clock.at += 2 * 60 * MINUTE;
	const [issues, comments] = await Promise.all([
		rig.execute(many(60, 100)),
		rig.execute(many(30).map((alert) => ({ ...alert, reason: 'UNMUTED' }))),
	]);
	expect(failures([...issues, ...comments])).toEqual([]);
	expect(rig.github.refused).toEqual({ primary: 0, search: 0, secondary: 0 });
});
