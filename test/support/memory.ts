import type { Memory } from '../../nodes/shared/memory';

/** A workflow's memory, with what it holds. */
export function mapMemory(
	values: Record<string, string> = {},
): Memory & { entries: Map<string, string> } {
	const entries = new Map(Object.entries(values));
	return {
		entries,
		get: (key) => entries.get(key),
		set: (key, value) => void entries.set(key, value),
		delete: (key) => void entries.delete(key),
	};
}
