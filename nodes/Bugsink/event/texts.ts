import { isObject, line, text, type JsonObject } from '../../shared/alert/fields';
import { MASK } from '../../shared/delivery/redact';
import { cut } from '../../shared/text/cut';
import { isSecretName, maskText } from './mask';

/** Masked and then cut: a secret that a first cut went through lies behind the second. */
export function bounded(value: string, limit: number, mask = maskText): string {
	return cut(mask(value.slice(0, limit * 4)), limit).text;
}

/** Objects of a list, which Sentry's events also wrap as `{ values: [...] }`. */
export function listOf(value: unknown): JsonObject[] {
	const list = isObject(value) ? value.values : value;
	return Array.isArray(list) ? list.filter(isObject) : [];
}

/** Entries of an object or of a list of pairs, scalars as text. */
export function entriesOf(value: unknown): Array<[string, string]> {
	const pairs: unknown[] = Array.isArray(value)
		? value
		: isObject(value)
			? Object.entries(value)
			: [];
	return pairs
		.filter((pair): pair is [unknown, unknown] => Array.isArray(pair) && pair.length === 2)
		.map(([key, entry]): [string, string] => [line(key) ?? '', scalar(entry)])
		.filter(([key, entry]) => key !== '' && entry !== '');
}

/** The same with secrets masked; at most `limit` of them. */
export function secretless(value: unknown, limit: number): Record<string, string> {
	const entries = entriesOf(value).slice(0, limit);
	return Object.fromEntries(
		entries.map(([key, entry]) => [
			bounded(key, 100),
			isSecretName(key) ? MASK : bounded(entry, 300),
		]),
	);
}

function scalar(value: unknown): string {
	if (typeof value === 'boolean') return String(value);
	if (Array.isArray(value))
		return value
			.map(scalar)
			.filter((entry) => entry !== '')
			.join(', ');
	return text(value);
}
