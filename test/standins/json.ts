/** Any JSON object as it arrives; every key has to be looked at before it is trusted. */
export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object, or an empty one: for reading keys of what may not be there. */
export function asObject(value: unknown): JsonObject {
	return isObject(value) ? value : {};
}

export function asArray(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}

export function asString(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

/** Only the strings of a list. */
export function strings(value: unknown): string[] {
	return asArray(value).filter((entry): entry is string => typeof entry === 'string');
}

/** Characters as the services count them: whole code points, not UTF-16 units. */
export function characters(text: string): number {
	return Array.from(text).length;
}

/** A page of a list for the services that page by offset. */
export function slice<T>(list: T[], startAt: number, maxResults: number): T[] {
	return list.slice(startAt, startAt + maxResults);
}

/** A whole number from a query parameter, held between two bounds. */
export function whole(text: string | undefined, fallback: number, low: number, high: number) {
	const value = text === undefined || text === '' ? fallback : Number(text);
	if (!Number.isInteger(value)) return fallback;
	return Math.min(Math.max(value, low), high);
}
