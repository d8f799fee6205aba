/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- runs in Node itself, never inside n8n */
/**
 * `npm start`: a real n8n at http://localhost:5678 with this package installed and the example
 * workflows imported, for a person to click through. What they change is kept until they delete
 * the folder it names.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../support/cache';
import { packRepository } from './install';
import { startN8n, type N8n, type WorkflowFile } from './n8n';
import { OWNER } from './n8nRest';
import { example, exampleFiles, withWebhookIds } from './workflows';

const PORT = 5678;

/** The example workflows that this n8n has not been given yet, so that edits are never undone. */
async function newExamples(userFolder: string): Promise<WorkflowFile[]> {
	const listFile = join(userFolder, 'imported-examples.json');
	const imported = existsSync(listFile)
		? (JSON.parse(await readFile(listFile, 'utf8')) as string[])
		: [];
	const fresh = exampleFiles().filter((file) => !imported.includes(file));
	await writeFile(listFile, JSON.stringify([...imported, ...fresh]));
	return fresh.map((file) => {
		const workflow = withWebhookIds(example(file));
		const id = createHash('sha256').update(file).digest('hex').slice(0, 16);
		return { ...workflow, id, active: false };
	});
}

async function untilInterrupted(): Promise<void> {
	await new Promise<void>((resolve) => {
		process.once('SIGINT', () => resolve());
		process.once('SIGTERM', () => resolve());
	});
}

async function main(): Promise<void> {
	const userFolder = join(cacheFolder(), 'start');
	await mkdir(userFolder, { recursive: true });
	const packageTarball = await packRepository(join(userFolder, 'package'));
	const n8n: N8n = await startN8n({
		userFolder,
		packageTarball,
		port: PORT,
		workflows: await newExamples(userFolder),
		verbose: true,
		env: {
			N8N_HOST: 'localhost',
			WEBHOOK_URL: `http://localhost:${PORT}/`,
		},
	});
	try {
		await n8n.rest.signIn();
		console.log(`\nOpen http://localhost:${PORT} and sign in:`);
		console.log(`  e-mail    ${OWNER.email}\n  password  ${OWNER.password}`);
		console.log(`Its data is in ${userFolder}. Ctrl+C stops it.`);
		await untilInterrupted();
	} finally {
		console.log('\nStopping n8n');
		await n8n.stop();
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
