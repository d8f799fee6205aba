import type { IDataObject } from 'n8n-workflow';

import { MINUTE, raised, told, World } from './support';
import fc, { tries } from '../../support/fastCheck';

/** Anything that may happen, by its name and the number of an issue that it happens to. */
const step = fc.tuple(
	fc.constantFrom(
		...['new', 'event', 'event', 'event', 'late', 'release', 'delete', 'poll', 'poll', 'fail'],
		...['resolve', 'resolve', 'resolve-next', 'reopen', 'mute', 'until', 'unmute', 'restart'],
	),
	fc.nat(5),
);

async function happen(world: World, what: string, number: number): Promise<IDataObject[]> {
	const issues = world.standIn.issues.filter(({ isDeleted }) => !isDeleted);
	const issue = issues[number % Math.max(1, issues.length)];
	switch (what) {
		case 'poll':
			return (await world.poll()) ?? [];
		case 'restart':
			return (await world.restart()) ?? [];
		case 'fail': {
			// In the middle of what the poll asks, if it asks that much.
			const status = [401, 403, 500][number % 3];
			world.standIn.fail({ after: number, kind: { status, body: 'no' }, times: Infinity });
			try {
				return (await world.poll()) ?? [];
			} catch {
				return [];
			} finally {
				world.standIn.heal();
			}
		}
		case 'new':
			world.issue();
			return [];
		case 'release':
			world.standIn.addRelease(world.project, `shop@${world.clock.at}`);
			return [];
	}
	if (issue === undefined) return [];
	if (what === 'event') world.event(issue);
	else if (what === 'late') world.standIn.addEvent(issue, {}, world.clock.at - 20_000);
	else if (what === 'delete') issue.isDeleted = number === 0;
	else if (what === 'until') {
		await attempt(() =>
			world.act(issue, 'mute-until', {
				period_name: 'day',
				nr_of_periods: 1,
				gte_threshold: issue.eventCount + 2,
			}),
		);
	} else await attempt(() => world.act(issue, what));
	return [];
}

/** What people unmute raises no alert in Bugsink. */
const BY_HAND = 'Unmuted by hand in Bugsink';

/** Bugsink refuses what makes no sense in the issue's state. */
async function attempt(work: () => void): Promise<void> {
	await Promise.resolve()
		.then(work)
		.catch(() => undefined);
}

it('tells exactly what the webhook would have brought, whatever happens, polls that fail and restarts included', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
			const world = await World.start();
			for (let count = 0; count < 3; count++) world.issue();
			await world.activate();
			const before = world.standIn.alerts.length;
			world.clock.at += MINUTE;
			const given: IDataObject[] = [];
			for (const [what, number] of steps) given.push(...(await happen(world, what, number)));
			given.push(...((await world.poll()) ?? []));
			const isThere = (entry: string): boolean =>
				world.standIn.issues.some(({ id, isDeleted }) => !isDeleted && entry.endsWith(id));
			const expected = raised(world.standIn).slice(before).filter(isThere);
			const byBugsink = given.filter(({ unmuteReason }) => unmuteReason !== BY_HAND);
			expect(told(byBugsink).filter(isThere).sort()).toEqual(expected.sort());
			expect(await world.poll()).toBeNull();
			await world.standIn.close();
		}),
		tries(60),
	);
});
