import { VirtualClock } from '../../../support/virtualClock';
import { RecordsInMemory } from './recordsInMemory';

type Turn = typeof import('../../../../nodes/shared/tracker/turn');
type Failure = typeof import('../../../../nodes/shared/delivery/failure');

export const MINUTE = 60_000;

/** What each n8n process has loaded for itself: nothing in memory is shared with another. */
export const PROCESSES = Array.from({ length: 7 }, () => {
	let modules: (Turn & Failure) | undefined;
	jest.isolateModules(() => {
		/* eslint-disable @typescript-eslint/no-require-imports -- a copy of the modules for each process */
		modules = {
			...(require('../../../../nodes/shared/tracker/turn') as Turn),
			...(require('../../../../nodes/shared/delivery/failure') as Failure),
		};
		/* eslint-enable @typescript-eslint/no-require-imports */
	});
	return modules as Turn & Failure;
});
let nodes = 0;

export function setting() {
	const clock = new VirtualClock(Date.UTC(2026, 7, 3, 12), 0.5);
	const records = new RecordsInMemory();
	const log: string[] = [];
	const begin = clock.at;
	const node = `node ${++nodes}`;
	/** Works for so many ms in a turn of a process, and writes down when. */
	const work = (
		name: string,
		{ inTurn }: Turn,
		milliseconds: number,
		of = node,
		slow?: (call: string) => Promise<void>,
	) =>
		inTurn(records.of(of, slow), ofItsOwn(clock), clock.sleep, async (hold) => {
			log.push(`${name} in${hold ? '' : ' without'} at ${clock.at - begin}`);
			await clock.sleep(milliseconds);
			log.push(`${name} out at ${clock.at - begin}`);
		});
	return { clock, records, log, work, begin, node };
}

/** The same time for all, but no two processes draw the same numbers. */
export function ofItsOwn({ now, sleep }: VirtualClock) {
	const chance = 0.5 + ++nodes / 1e6;
	return { now, sleep, random: () => chance };
}
