/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
/** The package as a person sees it: n8n's editor in Chromium. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { join } from 'node:path';

import { DESTINATIONS } from '../demo/steps';
import { sample } from '../support/samples';
import type { Checks } from './checks';
import { post } from './deliver';
import { openEditor, type Editor } from './editor';
import type { N8n } from './n8n';
import type { NodeTypeEntry } from './n8nRest';
import { unexpected } from './olderN8n';
import { waitFor } from './processes';
import { allFive, blank, pathOf } from './workflows';

const VIEWPORT = { width: 1440, height: 900 };

/** What the pickers have to offer from the stand-ins, by node name. */
const PICKERS: Record<string, [parameter: string, items: string[]]> = {
	bugsinkJiraCloud: ['projectKey', ['Operations (OPS)', 'Shop (SHOP)']],
	bugsinkGithubIssues: ['repository', ['acme/shop', 'acme/tools']],
};

/** n8n hides a field on which the kind of credential depends: choosing the credential sets it. */
const CHOSEN_BY_CREDENTIAL = 'tracker';

export class EditorTour {
	private readonly types: NodeTypeEntry[];

	/** @param images where the screenshots go; none are taken without it. */
	/** Names in n8n's node panel. */
	private listed: string[] = [];

	constructor(
		private readonly checks: Checks,
		private readonly n8n: N8n,
		types: NodeTypeEntry[],
		private readonly images?: string,
	) {
		this.types = types.filter(({ name }) => !name.endsWith('Tool'));
	}

	async check(): Promise<void> {
		this.checks.heading("n8n's editor in a browser");
		await this.inEditor(blank().id, async (editor) => {
			await this.checks.check('searching for "Bugsink" finds every node', async () => {
				const listed = await editor.searchNodes('Bugsink');
				this.listed = listed;
				const wanted = new Set(this.types.map((type) => this.listedAs(type)));
				deepEqual(missing([...wanted], listed), [], `listed: ${listed.join(', ')}`);
				await this.shoot(editor, 'node-list', 'window');
				await editor.closePanel();
				return listed.join(', ');
			});
			for (const type of this.types) {
				const name = `${type.displayName} opens with its icon and fields`;
				await this.checks.check(name, async () => await this.checkNode(editor, type));
				await editor.closeEverything();
			}
		});
		await this.inEditor(allFive().id, async (editor) => {
			await this.checks.check('a test execution runs through all five destinations', async () => {
				await this.checkExecution(editor);
			});
			await this.shootPanels(editor);
		});
	}

	/**
	 * n8n lists a trigger and the node of the same name as one, under the node's name, and a trigger
	 * with an action for each of its events without the word Trigger.
	 */
	private listedAs({ name, displayName }: NodeTypeEntry): string {
		const node = this.types.find((other) => `${other.name}Trigger` === name);
		const short = displayName.replace(/ Trigger$/, '');
		const own = this.listed.includes(displayName) ? displayName : short;
		return node?.displayName ?? own;
	}

	/** Opens a workflow, looks, and fails also for what the page itself reported. */
	private async inEditor(
		workflowId: string,
		look: (editor: Editor) => Promise<void>,
	): Promise<void> {
		const editor = await openEditor({ url: this.n8n.url, workflowId, viewport: VIEWPORT });
		try {
			await look(editor);
			await this.checks.check('the page reported no error', () =>
				deepEqual(unexpected(editor.faults, this.n8n.version), []),
			);
		} finally {
			await editor.close();
		}
	}

	private async checkNode(editor: Editor, type: NodeTypeEntry): Promise<string> {
		const isTrigger = type.name.endsWith('Trigger');
		await editor.addNode(this.listedAs(type), isTrigger ? 'trigger' : undefined);
		ok(await editor.hasIcon(), 'the icon was not loaded');
		const always = type.properties.filter(
			({ name, type: kind, displayOptions }) =>
				!displayOptions && !['notice', 'hidden'].includes(kind) && name !== CHOSEN_BY_CREDENTIAL,
		);
		const labels = await editor.fieldLabels();
		const wanted = always.map(({ displayName }) => displayName);
		deepEqual(missing(wanted, labels), [], `shown: ${labels.join(', ')}`);
		const [parameter, items] = PICKERS[type.name.split('.')[1] ?? ''] ?? [];
		if (parameter === undefined) return labels.join(', ');
		deepEqual((await editor.pickerItems(parameter)).sort(), items);
		return `${labels.join(', ')}; the picker offers ${(items ?? []).join(', ')}`;
	}

	private async checkExecution(editor: Editor): Promise<void> {
		await editor.execute();
		const url = this.n8n.webhookUrl(pathOf(allFive())).replace('/webhook/', '/webhook-test/');
		// The trigger listens a moment after the button was pressed.
		await waitFor('the test address to listen', async () => {
			return (await post(url, sample('captured/custom-new'))).status === 200;
		});
		const nodes = ['Bugsink Trigger', ...DESTINATIONS.map(({ node }) => node)];
		for (const node of nodes) equal(await editor.nodeStatus(node), 'success', node);
		await this.shoot(editor, 'workflow', 'window');
	}

	/** The nodes of the workflow that was just executed, with their input and output. */
	private async shootPanels(editor: Editor): Promise<void> {
		if (this.images === undefined) return;
		for (const node of ['Bugsink Trigger', ...DESTINATIONS.map((one) => one.node)]) {
			await editor.openNode(node);
			if (node === 'Bugsink Trigger') await editor.showProductionUrl();
			const name = node.toLowerCase().replaceAll(' ', '-').replace('bugsink-to-', '');
			await this.shoot(editor, name, 'details');
			await editor.closeNode();
		}
	}

	private async shoot(editor: Editor, name: string, what: 'window' | 'details'): Promise<void> {
		if (this.images === undefined) return;
		await editor.screenshot(join(this.images, `${name}.png`), what);
	}
}

function missing(wanted: string[], listed: string[]): string[] {
	return wanted.filter((one) => !listed.includes(one));
}
