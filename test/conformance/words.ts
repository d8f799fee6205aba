import type { ErrorObject } from 'ajv/dist/2020';

import { isObject, type JsonObject } from '../standins/json';

export interface Fault {
	text: string;
	/** A member that the description does not have. */
	isExtra: boolean;
}

const ALTERNATIVES = ['anyOf', 'oneOf'];

/**
 * What a failed validation comes to. If none of several alternatives fits, each of them says why: heard
 * are those that came furthest and, if a `type` tells the alternatives apart (cards), the one that was
 * meant.
 */
export function faultsOf(errors: ErrorObject[]): Fault[] {
	const clear = errors.filter(
		({ keyword, message }) => !ALTERNATIVES.includes(keyword) && message !== 'must be null',
	);
	const heard = [meant(clear), clear, errors].find((list) => list.length > 0) ?? [];
	return say(furthest(heard, errors));
}

/** Without what the alternatives of another `type` say. */
function meant(errors: ErrorObject[]): ErrorObject[] {
	const isType = ({ keyword, instancePath }: ErrorObject) =>
		keyword === 'enum' && instancePath.endsWith('/type');
	const otherTypes = errors.filter(isType);
	return errors.filter((error) => {
		if (isType(error)) return false;
		const type = asProperties(error.parentSchema).type;
		return !otherTypes.some(
			(other) => other.instancePath === `${error.instancePath}/type` && other.parentSchema === type,
		);
	});
}

function asProperties(schema: unknown): JsonObject {
	return isObject(schema) && isObject(schema.properties) ? schema.properties : {};
}

/** Where alternatives part, only what was found further inside, if anything was. */
function furthest(heard: ErrorObject[], all: ErrorObject[]): ErrorObject[] {
	const forks = new Set(
		all.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath),
	);
	return heard.filter(
		({ instancePath: at }) =>
			!forks.has(at) || !heard.some(({ instancePath }) => instancePath.startsWith(`${at}/`)),
	);
}

function say(errors: ErrorObject[]): Fault[] {
	const groups = new Map<string, Set<string>>();
	const faults: Fault[] = [];
	for (const { instancePath, keyword, message, params } of errors) {
		// The same fault in each entry of a list is one.
		const at = (instancePath || '/').replace(/\/\d+(?=\/|$)/g, '/n');
		const group = (verb: string, names: unknown[]) => {
			const known = groups.get(`${at} ${verb}`) ?? new Set();
			groups.set(`${at} ${verb}`, new Set([...known, ...names.map(String)]));
		};
		if (keyword === 'required') group('lacks', [params.missingProperty]);
		else if (keyword === 'enum') group('must be one of', params.allowedValues as unknown[]);
		else if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') {
			const name = String(params.additionalProperty ?? params.unevaluatedProperty);
			faults.push({ text: `${at} has the unknown ${name}`, isExtra: true });
		} else {
			const what = keyword === 'readOnlyValue' ? 'is read-only' : (message ?? keyword);
			faults.push({ text: `${at} ${what}`, isExtra: false });
		}
	}
	const grouped = [...groups].map(([verb, names]) => ({
		text: `${verb} ${[...names].sort().join(', ')}`,
		isExtra: false,
	}));
	return [...grouped, ...faults];
}
