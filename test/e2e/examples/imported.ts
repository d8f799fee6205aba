/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { equal } from 'node:assert/strict';

import { inDatabase } from '../database';
import { post, problems, Runs } from '../deliver';
import type { N8n, WorkflowFile } from '../n8n';
import type { ExecutionStatus, NodeRun } from '../n8nRest';
import { sleep, waitFor } from '../processes';
import { pathOf, withWebhookIds } from '../workflows';

/** The stored credential of each type. */
export type CredentialChoice = Record<string, { id: string; name: string }>;

export type NodeRuns = Record<string, NodeRun[]>;

interface Stored {
	id: string;
	versionId: string;
}

/** What n8n stores of each node of a workflow, as far as the Issue Trigger put it there. */
type StaticData = Record<string, { kept?: { at: number; checked: Record<string, number> } }>;

/**
 * A workflow in n8n's database, put there the way the editor does on "Import from file": what the
 * file says, a new webhook id for each trigger, and the credentials that the user then chooses.
 */
export class Imported {
	private readonly runs: Runs;
	private expected = 0;
	private isPublished = false;

	private constructor(
		private readonly n8n: N8n,
		private readonly workflow: WorkflowFile,
		private readonly stored: Stored,
	) {
		this.runs = new Runs(n8n, stored.id);
	}

	static async create(
		n8n: N8n,
		file: WorkflowFile,
		credentials: CredentialChoice,
	): Promise<Imported> {
		const workflow = withWebhookIds(file);
		const nodes = workflow.nodes.map((node) => {
			const types = Object.keys((node.credentials ?? {}) as object);
			if (types.length === 0) return node;
			return {
				...node,
				credentials: Object.fromEntries(types.map((type) => [type, credentials[type]])),
			};
		});
		const stored = await n8n.rest.request<Stored>('POST', '/rest/workflows', {
			...workflow,
			nodes,
			active: false, // n8n 1.x stores none without
		});
		return new Imported(n8n, { ...workflow, nodes }, stored);
	}

	get id(): string {
		return this.stored.id;
	}

	/** Where its trigger wants alerts to be sent. */
	get alertUrl(): string {
		return this.n8n.webhookUrl(pathOf(this.workflow));
	}

	/** n8n polls a polling trigger at once when its workflow is published. */
	async publish(): Promise<void> {
		const { id, versionId } = this.stored;
		await this.n8n.rest.request('POST', `/rest/workflows/${id}/activate`, { versionId });
		this.isPublished = true;
		await this.settled('published');
	}

	async unpublish(): Promise<void> {
		await this.n8n.rest.request('POST', `/rest/workflows/${this.stored.id}/deactivate`, {});
		this.isPublished = false;
		await this.settled('not_published');
	}

	/** Newer releases publish after they answered, and say how far they are; older ones before. */
	private async settled(wanted: string): Promise<void> {
		const path = `/rest/workflows/${this.stored.id}/publication-status`;
		await waitFor(`workflow ${this.stored.id} to be ${wanted}`, async () => {
			const response = await this.n8n.rest.raw('GET', path);
			if (response.status === 404) return true;
			const { data } = (await response.json()) as { data: { status: string } };
			if (data.status === 'failed') throw new Error(JSON.stringify(data));
			return data.status === wanted;
		});
	}

	/** Makes the last poll of its Issue Trigger so much older (ms), as if time had passed; it must not be published. */
	async age(milliseconds: number): Promise<void> {
		const { id } = this.stored;
		const select = 'SELECT staticData FROM workflow_entity WHERE id = ?';
		const [row] = await inDatabase<{ staticData: string }>(this.n8n, select, [id]);
		const staticData = JSON.parse(row.staticData) as StaticData;
		for (const { kept } of Object.values(staticData)) {
			if (kept === undefined) continue;
			kept.at -= milliseconds;
			for (const name of Object.keys(kept.checked)) kept.checked[name] -= milliseconds;
		}
		const update = 'UPDATE workflow_entity SET staticData = ? WHERE id = ?';
		await inDatabase(this.n8n, update, [JSON.stringify(staticData), id]);
	}

	/** An alert that starts a run; gives what its nodes did. */
	async send(alert: unknown, status?: ExecutionStatus): Promise<NodeRuns> {
		equal(await this.answer(alert), '200 {"accepted":true,"started":true}');
		return (await this.next(status)).nodes;
	}

	/** What the trigger answers. */
	async answer(alert: unknown): Promise<string> {
		const answer = await post(this.alertUrl, alert);
		return `${answer.status} ${answer.text}`;
	}

	/** A call of n8n's own Webhook node, as a pipeline makes it, that starts a run. */
	async call(path: string, form: Record<string, string>): Promise<void> {
		const response = await fetch(this.n8n.webhookUrl(path), {
			method: 'POST',
			body: new URLSearchParams(form),
		});
		equal(response.status, 200, await response.text());
	}

	/** The button "Execute workflow". */
	async execute(trigger: string): Promise<NodeRuns> {
		const { id } = this.stored;
		// Releases differ in whether they run what the editor shows or what is stored: it is the same.
		const workflowData = await this.n8n.rest.request('GET', `/rest/workflows/${id}`);
		await this.n8n.rest.request('POST', `/rest/workflows/${id}/run`, {
			workflowData,
			triggerToStartFrom: { name: trigger },
		});
		return (await this.next()).nodes;
	}

	/** "Retry" in the list of executions. */
	async retry(executionId: string): Promise<NodeRuns> {
		const path = `/rest/executions/${executionId}/retry`;
		await this.n8n.rest.request('POST', path, { loadWorkflow: false });
		return (await this.next()).nodes;
	}

	/** The next run, which has to end like this. */
	async next(
		status: ExecutionStatus = 'success',
	): Promise<{ executionId: string; nodes: NodeRuns }> {
		const { execution, nodes } = await this.runs.next(60);
		this.expected++;
		equal(execution.status, status, problems(nodes));
		return { executionId: execution.id, nodes };
	}

	/** Fails if there was a run beside those that were waited for. */
	async noOther(): Promise<string> {
		await sleep(700); // for one that should not be there
		equal(await this.runs.count(), this.expected);
		return `${this.expected} runs`;
	}

	async remove(): Promise<void> {
		if (this.isPublished) await this.unpublish();
		await this.n8n.rest.request('POST', `/rest/workflows/${this.stored.id}/archive`, {});
		await this.n8n.rest.request('DELETE', `/rest/workflows/${this.stored.id}`);
	}
}
