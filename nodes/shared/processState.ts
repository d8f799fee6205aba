import { createHash } from 'crypto';

/** Values that this n8n process keeps in its memory; they end with it. */
interface Kept<Key, T> {
	get(key: Key): T | undefined;
	set(key: Key, value: T): void;
	delete(key: Key): void;
}

/** What stands for a key of which a token or the secret part of a URL may be a part. */
export function hashOf(parts: string[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('base64');
}

interface BoundedMap<T> extends Kept<string, T> {
	readonly size: number;
}

/**
 * A map in which the entry used longest ago goes first.
 *
 * @param isInUse entries that must not go; while all are in use there may be more than `maxEntries`.
 */
export function boundedMap<T>(
	maxEntries: number,
	isInUse: (value: T) => boolean = () => false,
): BoundedMap<T> {
	const entries = new Map<string, T>();
	const renew = (key: string, value: T): void => {
		entries.delete(key);
		entries.set(key, value);
	};
	return {
		get size() {
			return entries.size;
		},
		get(key) {
			const value = entries.get(key);
			if (value !== undefined) renew(key, value);
			return value;
		},
		set(key, value) {
			renew(key, value);
			for (const [oldest, old] of entries) {
				if (entries.size <= maxEntries) return;
				if (oldest !== key && !isInUse(old)) entries.delete(oldest);
			}
		},
		delete(key) {
			entries.delete(key);
		},
	};
}

/**
 * What one n8n process knows beyond an execution, for all workflows together, as in `boundedMap`. Keys
 * are kept as a hash only.
 *
 * @param name tells this state's keys from those of others.
 */
export function processState<T>(
	name: string,
	maxEntries: number,
	isInUse?: (value: T) => boolean,
): Kept<string[], T> {
	const entries = boundedMap<T>(maxEntries, isInUse);
	return {
		// Usually it is empty, and no hash is needed.
		get: (key) => (entries.size === 0 ? undefined : entries.get(hashOf([name, ...key]))),
		set: (key, value) => entries.set(hashOf([name, ...key]), value),
		delete: (key) => entries.delete(hashOf([name, ...key])),
	};
}
