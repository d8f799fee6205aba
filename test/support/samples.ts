/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A sample of `test/alerts`, by its name without the ending; a new copy each time. */
export function sample(name: string): unknown {
	return JSON.parse(
		readFileSync(join(__dirname, '..', 'alerts', `${name}.json`), 'utf8'),
	) as unknown;
}
