/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The Bugsink that the end-to-end tests run. */
export const BUGSINK_VERSION = '2.6.2';

/** Where the real programs of the end-to-end tests are kept, outside the checkout. */
export function cacheFolder(): string {
	const { BUGSINK_E2E_CACHE, XDG_CACHE_HOME } = process.env;
	const cache = XDG_CACHE_HOME || join(homedir(), '.cache');
	return resolve(BUGSINK_E2E_CACHE || join(cache, 'n8n-nodes-bugsink'));
}

/** Where the schema is that a Bugsink of this version wrote of itself. */
export function bugsinkSchemaFile(version: string): string {
	return join(cacheFolder(), `bugsink-${version}`, 'schema.json');
}
