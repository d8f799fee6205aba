import { asObject, isObject, type JsonObject } from '../standins/json';
import type { Exchange } from './exchange';
import { follow, schemaPlace, type Body, type Description, type Parameter } from './openapi';
import type { Route } from './routes';
import type { Fit } from './schemas';
import { LIMITS_IN_WORDS, SCOPES } from './services';
import { faultsOf } from './words';

/** What is wrong with a request; `label` is service, method and path. */
export function checkRequest(
	exchange: Exchange,
	route: Route,
	label: string,
	description: Description,
	fit: Fit,
): string[] {
	return [
		...checkOperation(route),
		...checkParameters(exchange, route, description, fit),
		...checkBody(exchange, route, description, fit),
		...checkAnnounced(exchange, route),
		...checkLimits(exchange, label),
	];
}

/** The scopes that a token of Jira needs for an operation. */
export function scopesOf({ operation }: Route): string[] {
	const current = operation['x-atlassian-oauth2-scopes']?.find(({ state }) => state === 'Current');
	return current?.scopes ?? (operation.security ?? []).flatMap((one) => one.OAuth2 ?? []);
}

function checkOperation(route: Route): string[] {
	return [
		...(route.operation.deprecated === true ? ['is deprecated'] : []),
		...scopesOf(route)
			.filter((scope) => !SCOPES.includes(scope))
			.map((scope) => `needs the scope ${scope}`),
	];
}

function checkParameters(
	{ query = {} }: Exchange,
	route: Route,
	description: Description,
	fit: Fit,
): string[] {
	const found: string[] = [];
	for (const { value: parameter, place } of route.parameters) {
		const { name } = parameter;
		const given = { query, path: route.values, header: {} as Record<string, string> }[parameter.in];
		const text = given[name] as string | undefined;
		if (text === undefined) {
			const isMissing = parameter.required === true && parameter.in === 'query';
			if (isMissing) found.push(`lacks the parameter ${name}`);
			continue;
		}
		if (isDeprecated(parameter)) found.push(`parameter ${name} is deprecated`);
		const value = valueOf(text, parameter.schema, description);
		for (const fault of faultsOf(fit(`${place}/schema`, value))) {
			found.push(`parameter ${name} ${fault.text.replace(/^\S+ /, '')}`);
		}
	}
	const known = route.parameters.filter(({ value }) => value.in === 'query');
	const unknown = Object.keys(query).filter(
		(name) => !known.some(({ value }) => value.name === name),
	);
	return [...found, ...unknown.map((name) => `has the unknown parameter ${name}`)];
}

function isDeprecated(parameter: Parameter): boolean {
	const isGone = parameter['x-changes']?.some(({ type }) => type === 'removed') ?? false;
	return parameter.deprecated === true || isGone;
}

/** A parameter's text as what its schema means. */
function valueOf(text: string, schema: unknown, description: Description): unknown {
	const { type, items } = follow<JsonObject | undefined>(description, schema, '').value ?? {};
	if (type === 'array') return text.split(',').map((one) => valueOf(one, items, description));
	const isNumber = type === 'integer' || type === 'number';
	if (isNumber && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
	if (type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
	return text;
}

function bytesOf({ requestBytes, requestBody }: Exchange): number {
	if (requestBytes !== undefined) return requestBytes;
	return requestBody === undefined ? 0 : Buffer.byteLength(JSON.stringify(requestBody));
}

function checkBody(exchange: Exchange, route: Route, description: Description, fit: Fit): string[] {
	const { requestBody, requestType } = exchange;
	const { requestBody: described, 'x-max-bytes': most = Infinity } = route.operation;
	const body = follow<Body | undefined>(description, described, `${route.place}/requestBody`);
	const bytes = bytesOf(exchange);
	if (bytes === 0) return body.value?.required === true ? ['lacks its body'] : [];
	if (body.value === undefined) {
		const isEmpty = isObject(requestBody) && Object.keys(requestBody).length === 0;
		return [`sends ${isEmpty ? 'an empty object' : 'a body'} where no body is described`];
	}
	if (requestBody === undefined) return ['the body is not JSON'];
	const schema = schemaPlace(body);
	const isJson = requestType === undefined || /^application\/json\b/.test(requestType);
	return [
		...(isJson ? [] : [`has the content type ${requestType}`]),
		...(bytes > most ? [`the body is over ${most} bytes`] : []),
		...(schema === undefined ? [] : faultsOf(fit(schema, requestBody)).map(({ text }) => text)),
	];
}

/** What a version of GitHub's API that is announced already takes away. */
function checkAnnounced({ requestBody }: Exchange, { operation }: Route): string[] {
	const sent = asObject(requestBody);
	return (operation['x-github-breaking-changes'] ?? []).flatMap(({ version, patch }) => {
		const steps = ['requestBody', 'content', 'application/json', 'schema', 'properties'];
		const gone = steps.reduce((inner, key) => asObject(inner[key]), asObject(patch));
		return Object.keys(gone)
			.filter((name) => gone[name] === null && sent[name] !== undefined)
			.map((name) => `${name} is gone in version ${version}`);
	});
}

function checkLimits({ query = {}, requestBody }: Exchange, label: string): string[] {
	return LIMITS_IN_WORDS.filter(({ of }) => of.test(label)).flatMap((limit) => {
		const { query: name, member = '', most = Infinity, longest = Infinity } = limit;
		const given = name === undefined ? asObject(requestBody)[member] : query[name];
		const isLong = (typeof given === 'string' || Array.isArray(given)) && given.length > longest;
		if (!isLong && !(Number(given) > most)) return [];
		return [`${name ?? member} is over ${Math.min(most, longest)}`];
	});
}
