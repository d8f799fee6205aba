import { isObject, type JsonObject } from '../standins/json';

/** The part of OpenAPI 3.0 that the descriptions use. */
export interface Parameter {
	name: string;
	in: 'query' | 'path' | 'header';
	required?: boolean;
	deprecated?: boolean;
	schema?: JsonObject;
	/** The project's own mark in `teams.json` and `github.json`. */
	'x-changes'?: Array<{ type: string }>;
}

export interface Body {
	required?: boolean;
	content?: Record<string, { schema?: JsonObject }>;
}

export interface Operation {
	deprecated?: boolean;
	parameters?: unknown[];
	requestBody?: unknown;
	responses: Record<string, unknown>;
	security?: Array<Record<string, string[]>>;
	'x-atlassian-oauth2-scopes'?: Array<{ state: string; scopes: string[] }>;
	'x-github-breaking-changes'?: Array<{ version: string; patch?: unknown }>;
	/** Which of GitHub's other editions have it too. */
	'x-also-described-in'?: string[];
	'x-max-bytes'?: number;
}

export type PathItem = Record<string, unknown> & { parameters?: unknown[] };

export interface Description {
	paths: Record<string, PathItem>;
	components?: JsonObject;
}

/** A part of a description with its place in it, as a JSON pointer without the `#`. */
export interface Placed<T> {
	value: T;
	place: string;
}

/** A key as a part of a JSON pointer in a URL's fragment. */
export function pointer(key: string | number): string {
	const escaped = String(key).replaceAll('~', '~0').replaceAll('/', '~1');
	return `/${encodeURIComponent(escaped)}`;
}

/** The part itself, or what it refers to. */
export function follow<T>(description: Description, value: unknown, place: string): Placed<T> {
	let part = value;
	let at = place;
	while (isObject(part) && typeof part.$ref === 'string' && part.$ref.startsWith('#/')) {
		const keys = part.$ref
			.slice(2)
			.split('/')
			.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
		part = keys.reduce<unknown>(
			(inner, key) => (isObject(inner) ? inner[key] : undefined),
			description,
		);
		at = keys.map(pointer).join('');
	}
	return { value: part as T, place: at };
}

/** The place of a body's JSON schema, or undefined if nothing is said of it. */
export function schemaPlace({ value, place }: Placed<Body | undefined>): string | undefined {
	const types = value?.content ?? {};
	const type = Object.keys(types).find((one) => /^application\/(.+\+)?json/.test(one));
	if (type === undefined || Object.keys(types[type].schema ?? {}).length === 0) return undefined;
	return `${place}/content${pointer(type)}/schema`;
}
