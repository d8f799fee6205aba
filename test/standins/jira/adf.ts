/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import Ajv, { type ValidateFunction } from 'ajv';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { asArray, asObject, asString, isObject, type JsonObject } from '../json';

/** "It exceeds the allowed limit of 32,767 characters" (JRACLOUD-68949, jiralert#41). */
export const MAX_ADF_LENGTH = 32_767;

let compiled: ValidateFunction | undefined;

function validator(): ValidateFunction {
	if (compiled === undefined) {
		const root = dirname(require.resolve('@atlaskit/adf-schema/package.json'));
		const file = join(root, 'dist', 'json-schema', 'v1', 'full.json');
		const schema = JSON.parse(readFileSync(file, 'utf8')) as JsonObject;
		// Ajv 8 does not know draft-04, whose own keywords this schema does not use.
		delete schema.$schema;
		compiled = new Ajv({ strict: false }).compile(schema);
	}
	return compiled;
}

/** Whether this is a document of the Atlassian Document Format, by Atlassian's own schema. */
export function isAdf(value: unknown): boolean {
	return isObject(value) && value.type === 'doc' && validator()(value);
}

/** What the schema holds against the document, for the messages of failing tests. */
export function adfProblems(value: unknown): string[] {
	const validate = validator();
	if (validate(value)) return [];
	return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
}

/**
 * How long Jira takes a document to be: text in UTF-16 units, two for each node, and the targets
 * of links (measured in SigNoz/signoz pkg/alertmanager/alertmanagernotify/jira/jira.go).
 */
export function adfLength(node: unknown): number {
	if (!isObject(node)) return 0;
	let length = 2 + (asString(node.text)?.length ?? 0);
	for (const mark of asArray(node.marks)) {
		length += asString(asObject(asObject(mark).attrs).href)?.length ?? 0;
	}
	for (const child of asArray(node.content)) length += adfLength(child);
	return length;
}

/** All text of a document, blocks on lines of their own: what a text search looks at. */
export function adfText(node: unknown): string {
	if (!isObject(node)) return '';
	if (typeof node.text === 'string') return node.text;
	if (node.type === 'hardBreak') return '\n';
	const inline = node.type === 'paragraph' || node.type === 'heading' || node.type === 'codeBlock';
	return asArray(node.content)
		.map(adfText)
		.join(inline ? '' : '\n');
}
