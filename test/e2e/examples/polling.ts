/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { ok } from 'node:assert/strict';

import type { Imported } from './imported';
import type { World } from './world';

/** n8n polls at once when a workflow is published; the next time would be in some minutes. */
export async function poll({ bugsink }: World, workflow: Imported): Promise<void> {
	const before = bugsink.calls('GET', /\/issues\/$/);
	await workflow.publish();
	ok(bugsink.calls('GET', /\/issues\/$/) > before, 'n8n did not poll');
	await workflow.unpublish();
}

/** What a polling trigger gave, as `NEW <issue>`. */
export function given(nodes: Awaited<ReturnType<Imported['next']>>['nodes']): string[] {
	const items = nodes['Bugsink Issue Trigger']?.[0]?.data?.main?.[0] ?? [];
	return items.map(({ json }) => `${String(json.reason)} ${String(json.issueId)}`);
}
