/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { equal } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import type { StoredIssue } from '../../standins/bugsink';
import { buttonsOf, tokenIn } from '../../support/cardButtons';
import type { Execution } from '../n8nRest';
import { waitFor } from '../processes';
import type { Imported } from './imported';
import { customAlert, type World } from './world';

/** One alert that waits for an answer. */
export class Question {
	private constructor(
		private readonly world: World,
		readonly executionId: string,
		readonly issue: StoredIssue,
		readonly buttons: Record<string, string>,
	) {}

	static async ask(world: World, workflow: Imported): Promise<Question> {
		const alert = customAlert('new');
		const text = JSON.stringify(alert).replaceAll(alert.id, randomUUID());
		const own = { ...(JSON.parse(text) as typeof alert), friendly_id: `SHOP-${randomUUID()}` };
		const issue = world.addIssue(own);
		equal(await workflow.answer(own), '200 {"accepted":true,"started":true}');
		const { executionId } = await workflow.next('waiting');
		const card = world.services.microsoftTeams.messages.at(-1)?.card ?? {};
		return new Question(world, executionId, issue, buttonsOf(card));
	}

	async status(): Promise<string> {
		const { executions } = await this.world.n8n.rest.executions();
		return executions.find(({ id }: Execution) => id === this.executionId)?.status ?? 'unknown';
	}

	async ends(seconds = 30): Promise<Record<string, unknown>> {
		const ended = async () => !['waiting', 'running', 'new'].includes(await this.status());
		await waitFor(`execution ${this.executionId} to end`, ended, seconds);
		equal(await this.status(), 'success');
		const nodes = await this.world.n8n.rest.nodeRuns(this.executionId);
		return nodes['Ask the Channel'][0].data?.main?.[0]?.[0].json ?? {};
	}

	/** The form behind a button, sent without a browser. @param base of another process of this n8n. */
	async post(label: string, choice: string, token: string, base?: string): Promise<string> {
		const response = await fetch(this.address(label, base), {
			method: 'POST',
			body: new URLSearchParams({ choice, token }),
			headers: { 'user-agent': 'Mozilla/5.0' },
		});
		return `${response.status} ${await response.text()}`;
	}

	/** The one-time value on the page behind a button. */
	async token(label: string, base?: string): Promise<string> {
		return tokenIn(await (await fetch(this.address(label, base))).text());
	}

	private address(label: string, base?: string): string {
		const { href, pathname, search } = new URL(this.buttons[label]);
		return base === undefined ? href : new URL(pathname + search, base).href;
	}
}
