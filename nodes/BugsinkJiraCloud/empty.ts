import { isObject } from '../shared/alert/fields';

/** Whether a field was left empty: expressions give undefined, null or an empty text or list then. */
export function isEmpty(value: unknown): boolean {
	if (Array.isArray(value)) return value.every(isEmpty);
	if (isObject(value)) return Object.keys(value).length === 0;
	return value === undefined || value === null || String(value).trim() === '';
}
