/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startAll, type AllStandIns } from '../standins';
import { startBugsink, type Bugsink } from './bugsink';
import { packRepository } from './install';
import { startN8n, type CredentialFile, type N8n, type WorkflowFile } from './n8n';
import { destinationCredentials } from './workflows';

/** A real Bugsink, a real n8n with the packed package, and the five services as stand-ins. */
export interface Programs {
	bugsink: Bugsink;
	n8n: N8n;
	standIns: AllStandIns;
	/** All that n8n was given; the first is Bugsink's. */
	credentials: CredentialFile[];
}

/** Starts them, signed in to n8n, and stops them whatever happens. */
export async function withBugsink(
	version: string,
	workflows: WorkflowFile[],
	body: (programs: Programs) => Promise<void>,
): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-nodes-bugsink-'));
	const standIns = await startAll();
	const stops: Array<() => Promise<void>> = [
		async () => await rm(folder, { recursive: true, force: true }),
		async () => await standIns.close(),
	];
	try {
		const bugsink = await startBugsink({ folder: join(folder, 'bugsink') });
		stops.push(bugsink.stop);
		const data = { bugsinkUrl: bugsink.url, apiToken: bugsink.apiToken };
		const credentials = [
			{ id: 'bugsink', name: 'Bugsink', type: 'bugsinkApi', data },
			...destinationCredentials(standIns),
		];
		const n8n = await startN8n({
			version,
			userFolder: join(folder, 'n8n'),
			packageTarball: await packRepository(join(folder, 'package')),
			credentials,
			workflows,
			verbose: true,
		});
		stops.push(n8n.stop);
		await n8n.rest.signIn();
		await body({ bugsink, n8n, standIns, credentials });
	} finally {
		for (const stop of stops.reverse()) await stop();
	}
}
