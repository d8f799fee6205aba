import type { Answer, RecordedRequest } from './server';

/** Answers one route; `params` holds the path's named parts, percent-decoded. */
export type RouteHandler = (
	request: RecordedRequest,
	params: Record<string, string>,
) => Answer | Promise<Answer>;

/** Routes as `'GET /repos/:owner/:repo'`; the first that fits is taken. */
export type Routes = Record<string, RouteHandler>;

interface Route {
	method: string;
	parts: string[];
	handler: RouteHandler;
}

function decode(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}

function match(route: Route, parts: string[]): Record<string, string> | undefined {
	if (route.parts.length !== parts.length) return undefined;
	const params: Record<string, string> = {};
	for (const [index, expected] of route.parts.entries()) {
		if (expected.startsWith(':')) params[expected.slice(1)] = decode(parts[index]);
		else if (expected !== parts[index]) return undefined;
	}
	return params;
}

/** Finds the route of a request and calls it; undefined where none fits. */
export function router(routes: Routes) {
	const table: Route[] = Object.entries(routes).map(([name, handler]) => {
		const [method, path] = name.split(' ');
		return { method, parts: path.split('/'), handler };
	});
	return (request: RecordedRequest, path: string): Answer | Promise<Answer> | undefined => {
		const parts = path.split('/');
		for (const route of table) {
			if (route.method !== request.method) continue;
			const params = match(route, parts);
			if (params !== undefined) return route.handler(request, params);
		}
		return undefined;
	};
}
