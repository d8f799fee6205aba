import { createHash } from 'crypto';

/** A small bounded map in the memory of this n8n process; ends with it. */
export interface ProcessState<T> {
	get(key: string[]): T | undefined;
	set(key: string[], value: T): void;
	delete(key: string[]): void;
}

/**
 * What one n8n process knows beyond an execution, for all workflows together. Keys are kept as a hash
 * only: a token or the secret part of a URL may be part of them.
 *
 * @param name tells this state's keys from those of others.
 * @param maxEntries above it the entry used longest ago goes first.
 * @param isInUse entries that must not go; while all are in use there may be more than `maxEntries`.
 */
export function processState<T>(
	name: string,
	maxEntries: number,
	isInUse: (value: T) => boolean = () => false,
): ProcessState<T> {
	const entries = new Map<string, T>();
	const hashOf = (key: string[]): string =>
		createHash('sha256')
			.update(JSON.stringify([name, ...key]))
			.digest('base64');
	const renew = (hash: string, value: T): void => {
		entries.delete(hash);
		entries.set(hash, value);
	};
	return {
		get(key) {
			if (entries.size === 0) return undefined;
			const hash = hashOf(key);
			const value = entries.get(hash);
			if (value !== undefined) renew(hash, value);
			return value;
		},
		set(key, value) {
			const hash = hashOf(key);
			renew(hash, value);
			for (const [oldest, old] of entries) {
				if (entries.size <= maxEntries) return;
				if (oldest !== hash && !isInUse(old)) entries.delete(oldest);
			}
		},
		delete(key) {
			entries.delete(hashOf(key));
		},
	};
}
