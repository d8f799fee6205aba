/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode, INodeProperties, IWorkflowBase } from 'n8n-workflow';

import { loadSources, PACKAGE } from '../support/engine';

const FOLDER = join(__dirname, '..', '..', 'examples');
const workflows = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.json'))
	.map((file): [string, IWorkflowBase] => [
		file,
		JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as IWorkflowBase,
	]);

const isOurs = ({ type }: INode): boolean => type.startsWith(`${PACKAGE}.`);

describe.each(workflows)('examples/%s', (_, { name, nodes, connections }) => {
	test('has a name, and a note that explains it', () => {
		expect(name).toMatch(/^Bugsink: /);
		expect(nodes.some(({ type }) => type === 'n8n-nodes-base.stickyNote')).toBe(true);
	});

	test('connects nodes that are there, from a trigger to a destination', () => {
		const names = nodes.map((node) => node.name);
		expect(new Set(names).size).toBe(names.length);
		for (const [from, { main }] of Object.entries(connections)) {
			expect(names).toContain(from);
			for (const target of main.flat()) expect(names).toContain(target?.node);
		}
		const targets = Object.values(connections).flatMap(({ main }) =>
			main.flat().map((target) => target?.node),
		);
		const starts = nodes.filter((node) => node.name in connections && !targets.includes(node.name));
		expect(starts).toHaveLength(1);
		expect(starts[0].type).toMatch(/Trigger$/);
	});

	test.each(nodes.filter(isOurs).map((node): [string, INode] => [node.name, node]))(
		"uses only fields and values that '%s' has",
		(__, node) => {
			const { description } = loadSources().nodes[node.type];
			const { pollTimes, ...parameters } = node.parameters;
			expect(pollTimes === undefined || description.polling === true).toBe(true);
			expectKnown(parameters, description.properties);
			const used = Object.keys(node.credentials ?? {});
			const known = (description.credentials ?? []).map((credential) => credential.name);
			for (const credential of used) expect(known).toContain(credential);
			// n8n gives a trigger without one an address of its own, which nobody can guess.
			expect(node.webhookId).toBeUndefined();
		},
	);
});

function expectKnown(parameters: object, properties: INodeProperties[]): void {
	for (const [name, value] of Object.entries(parameters)) {
		const same = properties.filter((property) => property.name === name);
		expect(same.map((property) => property.name)).toContain(name);
		const choices = same
			.filter(({ type }) => type === 'options' || type === 'multiOptions')
			.flatMap(({ options = [] }) => options)
			.map((option) => ('value' in option ? option.value : undefined));
		if (choices.length > 0) {
			for (const choice of [value].flat()) expect(choices).toContain(choice);
		}
		if (same[0].type === 'collection') {
			expectKnown(value as object, same[0].options as INodeProperties[]);
		}
	}
}
