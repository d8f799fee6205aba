/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { scopeOf } from '../standins/jira/access';
import { README_SCOPES } from '../standins/jira';
import { bugsinkDescription, Conformance } from './check';
import { scopesOf } from './request';
import { EXCEPTIONS, SCOPES } from './services';

const conformance = new Conformance(bugsinkDescription());
const root = join(__dirname, '..', '..');

if (bugsinkDescription() === undefined) {
	process.stderr.write(
		'Bugsink is left out of the conformance check: npm run test:e2e:bugsink has it write its schema.\n',
	);
}

describe('the scopes of a token of Jira', () => {
	const named = (file: string) =>
		readFileSync(join(root, file), 'utf8').match(/(read|write|manage|delete):jira[\w-]*/g) ?? [];

	const texts = ['nodes', 'credentials']
		.flatMap((folder) =>
			readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
				.filter((file) => file.endsWith('.ts'))
				.map((file) => join(folder, file)),
		)
		.filter((file) => named(file).length > 0);

	it.each(['docs/permissions.md', ...texts])(
		'that %s names are those that every request is held to',
		(file) => {
			expect(new Set(named(file))).toEqual(new Set(SCOPES));
		},
	);

	it('are the same for the stand-in, operation by operation', () => {
		const jira = conformance.service('jira');
		expect(README_SCOPES).toEqual(SCOPES);
		let count = 0;
		for (const [path, item] of Object.entries(jira?.description.paths ?? {})) {
			const real = path.replace(/\{[^}]+\}/g, 'x');
			for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
				if (item[method.toLowerCase()] === undefined) continue;
				const route = jira?.find(method, real);
				const needed = route && scopesOf(route);
				const stands = scopeOf(method, real);
				expect([method, path, needed]).toEqual([method, path, stands ? [stands] : []]);
				count++;
			}
		}
		expect(count).toBe(56);
	});
});

describe('the exceptions', () => {
	const WANTED: Array<[string, string]> = [
		['jira', 'GET /_edge/tenant_info: is not described'],
		['github', 'GET /repositories/1001: is not described'],
		['github', 'GET /repositories/1001/issues: is not described'],
		['github', 'PATCH /repositories/1001/issues/7: is not described'],
	];

	it.each(WANTED)('of %s let %s pass', (service, text) => {
		const [method, path] = text.split(/:? /);
		const exchange = { method, path };
		expect(conformance.requestFaults(exchange)).toEqual([`${service} ${text}`]);
		expect(conformance.request(exchange)).toEqual([]);
	});

	it('are few, each with its reason', () => {
		expect(EXCEPTIONS.filter((one) => one.in === 'answer').length).toBeLessThanOrEqual(10);
		for (const { why } of EXCEPTIONS) expect(why.length).toBeGreaterThan(20);
	});
});
