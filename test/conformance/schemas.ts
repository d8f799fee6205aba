import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

import { isObject, type JsonObject } from '../standins/json';
import { toJsonSchema } from './dialect';
import type { Direction } from './exchange';
import type { Description } from './openapi';

/** What is wrong with a value: nothing if it fits. */
export type Fit = (place: string, value: unknown) => ErrorObject[];

/** Jira writes `+0000` where RFC 3339 wants `+00:00`. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

function create(loud: boolean): Ajv {
	const ajv = new Ajv({
		strict: false,
		allErrors: loud,
		verbose: loud,
		validateSchema: false,
		validateFormats: true,
		logger: false,
		discriminator: true,
		inlineRefs: false,
	});
	addFormats(ajv);
	ajv.addFormat('date-time', (text) => TIME.test(text) && !Number.isNaN(Date.parse(text)));
	ajv.addKeyword({ keyword: 'readOnlyValue', validate: () => false });
	return ajv;
}

/** The schema of cards as Teams reads it: draft 6, with one member that cards for all hosts lack. */
function cardSchema(card: JsonObject): JsonObject {
	const rest = structuredClone(card);
	delete rest.$schema;
	delete rest.id;
	const definitions = rest.definitions as Record<string, { properties: JsonObject }>;
	definitions.AdaptiveCard.properties.msteams = { $ref: 'spec.json#/components/schemas/Extension' };
	return rest;
}

/**
 * Holds values against the schemas of one description, by their place in it. A schema is compiled when
 * it is first asked for, and quietly: only what does not fit is looked at again for all its errors.
 */
export function fitter(description: Description, direction: Direction, card?: JsonObject): Fit {
	const engine = (loud: boolean) => {
		const ajv = create(loud);
		const schema = toJsonSchema(description, direction);
		ajv.addSchema({ ...(isObject(schema) ? schema : {}), $id: 'spec.json' });
		if (card !== undefined) ajv.addSchema({ ...cardSchema(card), $id: 'adaptive-card-1.5.json' });
		const compiled = new Map<string, ValidateFunction>();
		return (place: string): ValidateFunction => {
			const known = compiled.get(place) ?? ajv.compile({ $ref: `spec.json#${place}` });
			compiled.set(place, known);
			return known;
		};
	};
	let quiet: ReturnType<typeof engine> | undefined;
	let loud: ReturnType<typeof engine> | undefined;
	return (place, value) => {
		quiet ??= engine(false);
		if (quiet(place)(value)) return [];
		loud ??= engine(true);
		const validate = loud(place);
		return validate(value) ? [] : (validate.errors ?? []);
	};
}
