import { sleep } from 'n8n-workflow';

/** How many entries begin before the event loop goes on. */
const AT_ONCE = 8;

/**
 * Runs `work` for every entry, at most `limit` side by side; entries with one key strictly one after
 * the other, in their order. An entry is taken from the iterable only when its turn comes. `work` must
 * not reject. Once `isStopped` says so, nothing new starts.
 */
export async function inOrder<T>(
	entries: Iterable<T>,
	limit: number,
	keyOf: (entry: T) => string,
	work: (entry: T) => Promise<void>,
	isStopped: () => boolean = () => false,
): Promise<void> {
	const lastOfKey = new Map<string, Promise<void>>();
	const left = entries[Symbol.iterator]();
	const mayBegin = fewAtOnce();
	const worker = async (): Promise<void> => {
		while (!isStopped()) {
			const { done, value: entry } = left.next();
			if (done === true) return;
			const key = keyOf(entry);
			// What this waits for was started earlier by another worker, so nobody waits in a circle.
			const mine = (lastOfKey.get(key) ?? Promise.resolve()).then(async () => {
				await mayBegin();
				if (!isStopped()) await work(entry);
			});
			lastOfKey.set(key, mine);
			await mine;
			if (lastOfKey.get(key) === mine) lastOfKey.delete(key);
		}
	};
	await Promise.all(Array.from({ length: limit }, worker));
}

/**
 * Lets a few begin in each turn of the event loop. A request is written once its connection is open,
 * which takes such a turn. If all begin in one, all are written late and together, all answers come
 * together, and the processor is idle in between.
 */
function fewAtOnce(): () => Promise<void> {
	let begun = 0;
	let pause: Promise<void> | undefined;
	return async () => {
		while (begun >= AT_ONCE) {
			pause ??= sleep(0).then(() => {
				begun = 0;
				pause = undefined;
			});
			await pause;
		}
		begun++;
	};
}
