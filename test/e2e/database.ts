/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { join } from 'node:path';

import { installN8n } from './install';
import type { N8n } from './n8n';
import { run } from './processes';

/** Runs one statement in the SQLite file of an n8n that may be running, with its own SQLite; gives the rows. */
export async function inDatabase<Row>(
	n8n: N8n,
	statement: string,
	values: unknown[],
): Promise<Row[]> {
	const { node, folder } = await installN8n(n8n.version);
	const script = `
		const { Database } = require(${JSON.stringify(join(folder, 'node_modules', 'sqlite3'))});
		const database = new Database(${JSON.stringify(join(n8n.userFolder, '.n8n', 'database.sqlite'))});
		database.configure('busyTimeout', 20_000);
		database.all(${JSON.stringify(statement)}, ${JSON.stringify(values)}, (error, rows) => {
			if (error) throw error;
			process.stdout.write(JSON.stringify(rows));
		});`;
	return JSON.parse(await run(node, ['-e', script])) as Row[];
}
