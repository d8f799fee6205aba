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
	const worker = async (): Promise<void> => {
		while (!isStopped()) {
			const { done, value: entry } = left.next();
			if (done === true) return;
			const key = keyOf(entry);
			// What this waits for was started earlier by another worker, so nobody waits in a circle.
			const mine = (lastOfKey.get(key) ?? Promise.resolve()).then(async () => {
				if (!isStopped()) await work(entry);
			});
			lastOfKey.set(key, mine);
			await mine;
			if (lastOfKey.get(key) === mine) lastOfKey.delete(key);
		}
	};
	await Promise.all(Array.from({ length: limit }, worker));
}
