/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode, INodeProperties, INodePropertyCollection, IWorkflowBase } from 'n8n-workflow';

import { readAlert } from '../../nodes/shared/alert/readAlert';
import { loadSources, PACKAGE } from '../support/engine';

const FOLDER = join(__dirname, '..', '..', 'examples');
const workflows = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.json'))
	.map((file): [string, IWorkflowBase] => [
		file,
		JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as IWorkflowBase,
	]);

const isOurs = ({ type }: INode): boolean => type.startsWith(`${PACKAGE}.`);

describe.each(workflows)('examples/%s', (_, { name, nodes, connections, pinData }) => {
	test('can be tried at once: its trigger has what it would give, pinned', () => {
		const [trigger] = nodes.filter(({ type }) => /Trigger$|\.webhook$/.test(type));
		const items = (pinData ?? {})[trigger.name] ?? [];
		expect(Object.keys(pinData ?? {})).toEqual([trigger.name]);
		expect(items).not.toEqual([]);
		// The schedule and a pipeline have no alert; who resolved an issue was told that it was resolved.
		if (trigger.type.startsWith('n8n-nodes-base.')) return;
		const reasons = trigger.type.endsWith('.bugsinkTrigger')
			? ['NEW']
			: ['NEW', 'RESOLVED', 'QUIET', 'STILL_OPEN'];
		expect(items[0].json.isTest).toBe(false);
		expect(reasons).toContain(items[0].json.reason);
		for (const { json } of items) {
			const { raw, ...pinned } = json;
			const { source, ...alert } = readAlert(raw ?? pinned);
			expect(pinned).toMatchObject({ ...alert, reason: pinned.reason });
			expect(typeof source).toBe('string');
		}
	});

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
		expect(starts.length).toBeGreaterThan(0);
		for (const { type } of starts) expect(type).toMatch(/Trigger$|\.webhook$/);
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
		if (same[0].type === 'fixedCollection') {
			const groups = same[0].options as INodePropertyCollection[];
			for (const [chosen, fields] of Object.entries(value as object)) {
				const group = groups.find((one) => one.name === chosen);
				expect(group?.name).toBe(chosen);
				for (const row of [fields].flat()) expectKnown(row as object, group?.values ?? []);
			}
		}
	}
}
