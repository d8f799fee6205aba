import { processState } from './processState';

/** The last piece of work of each key. It is under way and goes when it ends, so nothing may push it out. */
const running = processState<Promise<unknown>>('oneAtATime', Infinity);

/**
 * Runs `work` when no other execution in this n8n process is at work on the same key: what the one
 * creates, the next finds.
 */
export async function oneAtATime<T>(key: string[], work: () => Promise<T>): Promise<T> {
	const before = running.get(key) ?? Promise.resolve();
	const mine = before.then(work);
	const settled = mine.catch(() => undefined);
	running.set(key, settled);
	try {
		return await mine;
	} finally {
		if (running.get(key) === settled) running.delete(key);
	}
}
