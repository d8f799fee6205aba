/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
/** What n8n made of the installed package: its nodes, their icons, its credentials. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { Checks } from './checks';
import { REPOSITORY } from './install';
import type { CredentialFile, N8n } from './n8n';
import type { CredentialTestResult, NodeTypeEntry } from './n8nRest';

const PACKAGE = 'n8n-nodes-bugsink';

/** The node or credential names that package.json lists: the class name with a small first letter. */
export function packaged(what: 'nodes' | 'credentials'): string[] {
	const text = readFileSync(join(REPOSITORY, 'package.json'), 'utf8');
	const { n8n } = JSON.parse(text) as { n8n: Record<typeof what, string[]> };
	return n8n[what].map((path) => {
		const name = basename(path).split('.')[0] ?? '';
		return name.charAt(0).toLowerCase() + name.slice(1);
	});
}

/** What n8n lists of this package, the tool twins included. */
export async function ourNodeTypes(n8n: N8n): Promise<NodeTypeEntry[]> {
	return (await n8n.rest.nodeTypes()).filter(({ name }) => name.startsWith(`${PACKAGE}.`));
}

export async function checkPackage(checks: Checks, n8n: N8n): Promise<void> {
	checks.heading('The package as n8n loaded it');
	const ours = await ourNodeTypes(n8n);
	const names = packaged('nodes');
	const isTrigger = (name: string) => name.endsWith('Trigger');
	await checks.check('every node is listed, and a tool twin of each that is no trigger', () => {
		const twins = names.filter((name) => !isTrigger(name)).map((name) => `${name}Tool`);
		const wanted = [...names, ...twins].map((name) => `${PACKAGE}.${name}`);
		// Of a node that sends and waits, newer releases make a channel for an agent's approvals as well.
		const listed = ours.map(({ name }) => name).filter((name) => !name.endsWith('HitlTool'));
		deepEqual(listed.sort(), wanted.sort());
		return `${names.length} nodes, ${twins.length} twins`;
	});
	const icons = ours.flatMap(({ name, iconUrl }) => themes(name, iconUrl));
	const credentials = (await n8n.rest.credentialTypes()).filter(({ name }) =>
		packaged('credentials').includes(name),
	);
	await checks.check('every credential type is listed', () => {
		deepEqual(credentials.map(({ name }) => name).sort(), packaged('credentials').sort());
		return `${credentials.length}`;
	});
	icons.push(...credentials.flatMap(({ name, iconUrl }) => themes(name, iconUrl)));
	await checks.check('every icon is there, for the light and the dark theme', async () => {
		for (const { name, url } of icons) {
			const { status, type } = await n8n.rest.file(url);
			equal(status, 200, `${name}: ${url}`);
			match(type, /^image\/svg/, `${name}: ${url}`);
		}
		return `${icons.length} files`;
	});
}

function themes(
	name: string,
	iconUrl: NodeTypeEntry['iconUrl'],
): Array<{ name: string; url: string }> {
	ok(typeof iconUrl === 'object', `${name} has one icon for both themes`);
	return [iconUrl.light, iconUrl.dark].map((url) => ({ name, url }));
}

export async function checkCredentials(
	checks: Checks,
	n8n: N8n,
	credentials: CredentialFile[],
): Promise<void> {
	checks.heading('Credentials, tested as the editor does');
	for (const credential of credentials) {
		const { type, name, data } = credential;
		const [fields, accepted, refused] = CREDENTIAL_CASES[type] ?? [];
		if (!fields) throw new Error(`Nothing is known about testing ${type}`);
		const testWith = async (more: Record<string, string>): Promise<CredentialTestResult> =>
			await n8n.rest.testCredential({ ...credential, data: { ...data, ...more } });
		await checks.check(`${name} (${type}) is accepted`, async () => {
			const { status, message } = await testWith({});
			equal(status, 'OK', message);
			if (accepted) match(message, accepted);
			return message;
		});
		await checks.check(
			`${name} (${type}) with ${Object.keys(fields).join()} wrong is refused`,
			async () => {
				const { status, message } = await testWith(fields);
				equal(status, 'Error', message);
				match(message, refused ?? /./);
				for (const value of Object.values(fields)) {
					if (value.length > 5) ok(!message.includes(value), 'the message shows what was entered');
				}
				return message;
			},
		);
	}
}

/** By credential type: fields that make it wrong, and what n8n should then and otherwise say. */
const CREDENTIAL_CASES: Record<string, [Record<string, string>, RegExp?, RegExp?]> = {
	bugsinkJiraCloudApi: [{ apiToken: 'wrong-api-token' }, /./, /token|401|authent/i],
	bugsinkGithubIssuesApi: [
		{ accessToken: 'wrong-access-token' },
		/Signed in to GitHub as/,
		/Enter a new one/,
	],
	bugsinkMicrosoftTeamsApi: [{ webhookUrl: 'not an address' }],
	bugsinkPagerDutyApi: [{ routingKey: 'tooShort' }],
	bugsinkWebhookApi: [{ webhookUrl: 'ftp://hooks.example.com/secret' }],
	bugsinkApi: [{ apiToken: 'f'.repeat(40) }, /accepts the token/, /Create a new token/],
	bugsinkTriggerApi: [{ token: '', username: '', password: '' }],
};
