import type { INodeProperties } from 'n8n-workflow';

import { loadSources } from '../support/engine';

const nodes = Object.entries(loadSources().nodes);

/** Fields whose condition names a field that is not there, or one that waits for them. */
function unresolved(properties: INodeProperties[]): string[] {
	const names = [...new Set(properties.map(({ name }) => name))];
	const needs = (name: string) =>
		properties
			.filter((property) => property.name === name)
			.flatMap(({ displayOptions = {} }) => Object.values(displayOptions))
			.flatMap((conditions) => Object.keys(conditions as object))
			// What begins so is not looked for among the fields.
			.filter((needed) => !/^[/@]/.test(needed));
	const resolved = new Set<string>();
	let size: number;
	do {
		size = resolved.size;
		for (const name of names) if (needs(name).every((one) => resolved.has(one))) resolved.add(name);
	} while (resolved.size > size);
	return names.filter((name) => !resolved.has(name));
}

// n8n 2.8.4 throws "Could not resolve parameter dependencies", and activates no workflow with the node.
test.each(nodes)('%s: every field that a condition names is there', (_, { description }) => {
	expect(unresolved(description.properties)).toEqual([]);
});
