/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in Jest, never inside n8n */

import { ACTIONS, TwoWays, type Cycle } from './twoWays';
import { GITHUB, JIRA } from './twoWaysTrackers';
import fc from '../support/fastCheck';

const CYCLES = 20;
/** Half of them with each tracker; `npm run test:properties` plays all 200. */
const SEEDS = process.env.FAST_CHECK_RUNS === undefined ? 20 : 200;
const ISSUES = 2;
const SECOND = 1_000;

const seconds = (max: number) => fc.integer({ min: 0, max }).map((value) => value * SECOND);

const action = fc.record({
	action: fc.constantFrom(...ACTIONS),
	on: fc.nat(ISSUES - 1),
	at: seconds(60),
});

const cycle: fc.Arbitrary<Cycle> = fc.record({
	actions: fc.oneof(
		{ weight: 3, arbitrary: fc.tuple(action) },
		{ weight: 1, arbitrary: fc.array(action, { minLength: 2, maxLength: 3 }) },
	),
	phases: fc.record({ tickets: seconds(59), issues: seconds(59) }),
	delays: fc.record({
		webhook: seconds(3),
		tickets: fc.constantFrom(0, SECOND),
		issues: fc.constantFrom(0, SECOND),
	}),
});

test.each([
	['Jira, whose index is 45 s behind', JIRA, 45 * SECOND],
	['GitHub', GITHUB, 5 * SECOND],
])(
	'both directions at once, %s: each act is followed by one change at most, and both sides agree when it is quiet',
	async (_, start, lagMs) => {
		const cycles = fc.array(cycle, { minLength: CYCLES, maxLength: CYCLES, size: 'max' });
		await fc.assert(
			fc.asyncProperty(cycles, async (all) => {
				const world = await TwoWays.start(start, ISSUES, lagMs);
				try {
					for (const one of all) {
						const [acts, changes] = [world.acts, world.changes];
						await world.run(one);
						for (const [issue, ticket] of world.sides) expect(ticket).toBe(issue);
						expect(world.changes - changes).toBeLessThanOrEqual(world.acts - acts);
					}
					expect(world.tickets).toBe(ISSUES);
				} finally {
					await world.close();
				}
			}),
			{ numRuns: SEEDS / 2, seed: 17, endOnFailure: false },
		);
	},
	// Half of it on a machine that has nothing else to do takes a quarter of a minute.
	300_000,
);
