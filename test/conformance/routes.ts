import {
	follow,
	pointer,
	type Description,
	type Operation,
	type Parameter,
	type Placed,
} from './openapi';

/** The operation that a request means. */
export interface Route {
	/** As the description writes it, with `{names}`. */
	path: string;
	operation: Operation;
	/** The operation's place in the description. */
	place: string;
	parameters: Array<Placed<Parameter>>;
	/** The values of the path's names. */
	values: Record<string, string>;
}

export type FindRoute = (method: string, path: string) => Route | undefined;

function decoded(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}

/** Finds operations; paths with fewer names in them come first. */
export function routesOf(description: Description): FindRoute {
	const table = Object.entries(description.paths)
		.map(([path, item]) => ({
			path,
			item,
			names: [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name),
			pattern: new RegExp(`^${path.replace(/[.+]/g, '\\$&').replace(/\{[^}]+\}/g, '([^/]+)')}$`),
		}))
		.sort((a, b) => a.names.length - b.names.length);
	return (method, path) => {
		const verb = method.toLowerCase();
		for (const { path: template, item, names, pattern } of table) {
			const found = pattern.exec(path);
			const operation = item[verb] as Operation | undefined;
			if (found === null || operation === undefined) continue;
			const at = `/paths${pointer(template)}`;
			const lists: Array<[unknown[], string]> = [
				[item.parameters ?? [], `${at}/parameters`],
				[operation.parameters ?? [], `${at}/${verb}/parameters`],
			];
			return {
				path: template,
				operation,
				place: `${at}/${verb}`,
				parameters: lists.flatMap(([list, place]) =>
					list.map((one, index) => follow<Parameter>(description, one, `${place}/${index}`)),
				),
				values: Object.fromEntries(names.map((name, index) => [name, decoded(found[index + 1])])),
			};
		}
		return undefined;
	};
}
