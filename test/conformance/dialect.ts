import { isObject, type JsonObject } from '../standins/json';
import type { Direction } from './exchange';

/** Under these keys the names are the service's own: Jira has a property called `required`. */
const NAMES_BELOW = new Set([
	'properties',
	'patternProperties',
	'schemas',
	'parameters',
	'responses',
	'requestBodies',
	'headers',
	'content',
	'paths',
	'definitions',
]);
const COMPOSED = new Set(['allOf', 'anyOf', 'oneOf', 'not']);

/**
 * OpenAPI 3.0 as JSON Schema 2020-12, for one direction:
 * - `nullable` becomes a type;
 * - what only the other direction has is not required, and must not be sent (keyword `readOnlyValue`);
 * - `oneOf` is read as `anyOf`: published alternatives overlap;
 * - an object in a request body that is left open is closed: a misspelt name is an error.
 */
export function toJsonSchema(part: unknown, direction: Direction): unknown {
	return convert(part, direction, false);
}

function convert(part: unknown, direction: Direction, closing: boolean): unknown {
	if (Array.isArray(part)) return part.map((entry) => convert(entry, direction, false));
	return isObject(part) ? convertObject(part, direction, closing) : part;
}

function convertNamed(part: JsonObject, direction: Direction, closing: boolean): JsonObject {
	return Object.fromEntries(
		Object.entries(part).map(([name, entry]) => [name, convert(entry, direction, closing)]),
	);
}

function convertObject(part: JsonObject, direction: Direction, isClosing: boolean): JsonObject {
	const { nullable, discriminator, readOnly, ...rest } = part;
	if (readOnly === true && direction === 'request') return { readOnlyValue: true };
	const closing = isClosing || (direction === 'request' && 'requestBody' in part);
	const isTagged =
		isObject(discriminator) && discriminator.mapping === undefined && Array.isArray(part.oneOf);
	const result: JsonObject = isTagged ? { discriminator, type: 'object' } : {};
	for (const [key, entry] of Object.entries(rest)) {
		const inner = closing && !COMPOSED.has(key) && key !== 'responses';
		result[key === 'oneOf' && !isTagged ? 'anyOf' : key] =
			NAMES_BELOW.has(key) && isObject(entry)
				? convertNamed(entry, direction, inner)
				: convert(entry, direction, inner);
	}
	exclusive(result, 'exclusiveMinimum', 'minimum');
	exclusive(result, 'exclusiveMaximum', 'maximum');
	requireOwn(result, part, direction);
	if (closing && isObject(result.properties) && result.additionalProperties === undefined) {
		result.unevaluatedProperties = false;
	}
	return nullable === true ? orNull(result) : result;
}

/** A flag beside the limit, which later became the limit. */
function exclusive(schema: JsonObject, flag: string, limit: string): void {
	if (schema[flag] === true) schema[flag] = schema[limit];
	else if (schema[flag] === false) delete schema[flag];
}

function requireOwn(schema: JsonObject, described: JsonObject, direction: Direction): void {
	const { required, properties } = described;
	if (!Array.isArray(required) || !isObject(properties)) return;
	const other = direction === 'request' ? 'readOnly' : 'writeOnly';
	schema.required = required.filter((name) => {
		const property = properties[String(name)];
		return !isObject(property) || property[other] !== true;
	});
}

function orNull(schema: JsonObject): JsonObject {
	if (typeof schema.type !== 'string') return { anyOf: [schema, { type: 'null' }] };
	const values = Array.isArray(schema.enum) ? { enum: [...schema.enum, null] } : {};
	return { ...schema, ...values, type: [schema.type, 'null'] };
}
