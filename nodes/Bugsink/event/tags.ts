import { isObject, type JsonObject } from '../../shared/alert/fields';

/** Fields of an event that Sentry's tools show as tags, too. */
const FIELDS_AS_TAGS = [
	'environment',
	'level',
	'logger',
	'platform',
	'release',
	'server_name',
	'transaction',
];

/** A tag as the SDK sent it (an object or pairs), or the field of the event that counts as one. */
export function tagOf(data: JsonObject, name: string): unknown {
	const { tags } = data;
	const pairs: unknown[] = Array.isArray(tags) ? tags : isObject(tags) ? Object.entries(tags) : [];
	const found = pairs.find((pair): pair is unknown[] => Array.isArray(pair) && pair[0] === name);
	if (found !== undefined) return found[1];
	return FIELDS_AS_TAGS.includes(name) ? data[name] : undefined;
}
