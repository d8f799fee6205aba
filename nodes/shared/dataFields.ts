import type { INodeProperties } from 'n8n-workflow';

import { isObject, type JsonObject } from './alert/fields';
import { InvalidSetting } from './delivery/failure';
import type { Parameters } from './parameters';
import { cleanText } from './text/clean';
import { parseJson } from './text/json';

/** The user's own fields beside those of an alert. */
export interface DataFields {
	fields: JsonObject;
	/** What the user should know of them. */
	warnings: string[];
}

/** @param target the part of the message that they join, such as "data". */
export function dataFieldsProperty(target: string): INodeProperties {
	return {
		displayName: 'Data Fields',
		name: 'dataFields',
		type: 'json',
		default: '{}',
		placeholder: 'e.g. { "team": "checkout" }',
		description: `More fields for '${target}', as a JSON object or an expression that gives one. They cannot replace the alert's own.`,
	};
}

/**
 * The fields as JSON carries them: times become text.
 *
 * @param own names that are the alert's; they are left out with a warning.
 * @throws {InvalidSetting} if they are not a JSON object.
 */
export function readDataFields(parameters: Parameters, own: readonly string[]): DataFields {
	const example = '{ "team": "checkout" }';
	const given = parameters.jsonObject('options.dataFields', 'Data Fields', example);
	const all = asJson(given);
	if (all === undefined) {
		const hint = `Enter a JSON object, for example ${example}.`;
		throw new InvalidSetting("'Data Fields' contains what JSON cannot carry", hint);
	}
	const taken = Object.keys(all).filter((name) => own.includes(name));
	return {
		fields: Object.fromEntries(Object.entries(all).filter(([name]) => !taken.includes(name))),
		warnings:
			taken.length === 0
				? []
				: [`'Data Fields' cannot replace the alert's own; left out: ${taken.join(', ')}`],
	};
}

function asJson(given: JsonObject): JsonObject | undefined {
	try {
		const parsed = parseJson(JSON.stringify(given));
		return isObject(parsed) ? cleanObject(parsed) : undefined;
	} catch {
		return undefined;
	}
}

/** Half a character would become another one on the way. */
function cleanObject(object: JsonObject): JsonObject {
	const entries = Object.entries(object).map(([name, value]) => [cleanText(name), clean(value)]);
	return Object.fromEntries(entries) as JsonObject;
}

function clean(value: unknown): unknown {
	if (typeof value === 'string') return cleanText(value);
	if (Array.isArray(value)) return value.map(clean);
	return isObject(value) ? cleanObject(value) : value;
}
