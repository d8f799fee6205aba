/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
/**
 * README's "First alert in five steps" up to the first ticket, as a person does it in the editor of a
 * fresh n8n, and what it costs them. A click counts a second and a key a fifth of one, which is slow
 * enough for someone who reads what they click; what n8n and the browser take is measured.
 */
import { equal, match, ok } from 'node:assert/strict';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';

import { startJira, type JiraStandIn } from '../standins';
import type { Checks } from './checks';
import { at, openEditor, type Editor } from './editor';
import { packRepository, REPOSITORY } from './install';
import { startN8n } from './n8n';
import { unexpected } from './olderN8n';
import { waitFor } from './processes';
import { example } from './workflows';

const FILE = 'new-to-jira-with-link-back.json';
const NODE = 'Bugsink to Jira Cloud';
/** Not the one in the file: only the picker can have chosen it. */
const PROJECT = 'Shop (SHOP)';

const SECONDS_A_CLICK = 1;
const SECONDS_A_KEY = 0.2;
const MAX_SECONDS = 300;
const MAX_CLICKS_ON_NODES = 10;

/** Clicks and types, and counts it. */
class Person {
	clicks = 0;
	keys = 0;
	private readonly started = Date.now();

	constructor(private readonly page: Page) {}

	async click(target: Locator, times = 1): Promise<void> {
		this.clicks += times;
		await target.click({ clickCount: times });
	}

	async type(text: string): Promise<void> {
		this.keys += text.length;
		await this.page.keyboard.type(text);
		// n8n takes over what was typed a moment later, which no hand beats on its way to the mouse.
		await this.page.waitForTimeout(300);
	}

	async press(key: string): Promise<void> {
		this.keys++;
		await this.page.keyboard.press(key);
	}

	/** With Tab, past the menu and the switch to an expression that stand between two fields. */
	async tabTo(field: Locator): Promise<void> {
		for (let presses = 0; presses < 8; presses++) {
			await this.press('Tab');
			if (await field.evaluate((element) => element.matches(':focus'))) return;
		}
		throw new Error('Tab does not lead to the next field');
	}

	/** The system's dialog for a file, which `open` opens: a double click on the file. */
	async chooseFile(file: string, open: () => Promise<void>): Promise<void> {
		const dialog = this.page.waitForEvent('filechooser');
		await open();
		this.clicks += 2;
		await (await dialog).setFiles(file);
	}

	/** What they did, and what they waited for meanwhile. */
	get seconds(): { own: number; waiting: number } {
		const own = this.clicks * SECONDS_A_CLICK + this.keys * SECONDS_A_KEY;
		return { own, waiting: (Date.now() - this.started) / 1000 };
	}
}

/** Step 1: a new workflow from the file. */
async function importFile({ page, node }: View, person: Person): Promise<void> {
	await person.click(page.locator(at('new-workflow-card')));
	await person.click(page.locator(at('workflow-menu')));
	await person.chooseFile(join(REPOSITORY, 'examples', FILE), async () => {
		const entry = page.locator(at('workflow-menu-item-import-from-file'));
		const submenu = page.locator(at('workflow-menu-item-import')); // in newer releases
		await entry.or(submenu).waitFor();
		if (await submenu.isVisible()) await person.click(submenu);
		await person.click(entry);
	});
	await node.waitFor();
}

/** Step 2: the destination's credential, made in the form. */
async function createCredential(
	{ page, node }: View,
	person: Person,
	jira: JiraStandIn,
): Promise<void> {
	await person.click(node, 2);
	const connect = page.locator(at('node-credentials-empty-state')).getByRole('button');
	const select = page.locator(at('node-credentials-select')); // in older releases
	await connect.or(select).waitFor();
	if (await connect.isVisible()) {
		await person.click(connect);
	} else {
		await person.click(select);
		await person.click(page.locator(at('node-credentials-select-item-new')));
	}
	const form = page.locator(at('editCredential-modal'));
	const field = (name: string) => form.locator(`${at(`parameter-input-${name}`)} input`);
	await person.click(field('jiraUrl'));
	await person.type(jira.url);
	await person.tabTo(field('userEmail'));
	await person.type(jira.email);
	await person.tabTo(field('apiToken'));
	await person.type(jira.apiToken);
	await person.click(form.locator(`${at('credential-save-button')} button`));
	// Newer releases close the form; older ones leave it open, with what the test of the credential gave.
	const tested = form.locator(at('credentials-config-container-test-success'));
	const created = page.getByText('Credential successfully created');
	await tested.or(created).filter({ visible: true }).first().waitFor();
	const isClosed = await form.waitFor({ state: 'hidden', timeout: 2000 }).then(
		() => true,
		() => false,
	);
	if (isClosed) return;
	// By its own button: Escape would close the node behind it too.
	await person.click(form.getByRole('button', { name: 'Close this dialog' }));
	await form.waitFor({ state: 'hidden' });
}

/** Step 3: the project from the list, and the pinned alert. */
async function chooseAndExecute({ page }: View, person: Person): Promise<void> {
	await person.click(page.locator(`${at('resource-locator-projectKey')} ${at('rlc-input')}`));
	await person.click(page.locator(at('rlc-item')).filter({ hasText: PROJECT, visible: true }));
	await person.press('Escape');
	await page.locator(at('ndv')).waitFor({ state: 'hidden' });
	await person.click(page.locator(at('execute-workflow-button')));
}

interface View {
	page: Page;
	node: Locator;
}

async function checkPerson(
	checks: Checks,
	version: string,
	editor: Editor,
	jira: JiraStandIn,
): Promise<void> {
	const { page } = editor;
	const view: View = { page, node: editor.node(NODE) };
	const person = new Person(page);
	let beforeNodes = 0;
	const passed = await checks.check('a person gets from a file to a ticket', async () => {
		await importFile(view, person);
		beforeNodes = person.clicks;
		await createCredential(view, person, jira);
		await chooseAndExecute(view, person);
		const ticket = await waitFor('the ticket', async () => jira.issues[0], 60);
		const { pinData } = example(FILE);
		const [{ json }] = pinData?.['Bugsink Trigger'] as [{ json: { title: string } }];
		equal(ticket.summary, json.title);
		equal(`${ticket.project.name} (${ticket.project.key})`, PROJECT);
		return `${ticket.key} ${ticket.summary}`;
	});
	if (!passed) return;
	const { own, waiting } = person.seconds;
	const onNodes = person.clicks - beforeNodes;
	const total = own + waiting;
	checks.note(
		`first ticket after ${Math.round(total)} s of a person: ${person.clicks} clicks, ${onNodes} of ` +
			`them after the nodes are in the workflow, ${person.keys} characters, ` +
			`${Math.round(waiting)} s of waiting`,
	);
	await checks.check(`it takes at most ${MAX_SECONDS} s`, () => ok(total <= MAX_SECONDS));
	await checks.check(
		`it takes at most ${MAX_CLICKS_ON_NODES} clicks after the nodes are in the workflow`,
		() => ok(onNodes <= MAX_CLICKS_ON_NODES),
	);
	await checks.check("Bugsink's credential is asked for by the link back alone", async () => {
		equal(await editor.nodeStatus(NODE), 'success');
		const messages = page.getByText(/Problem in node/);
		await messages.first().waitFor();
		match((await messages.allInnerTexts()).join(), /^Problem in node .Comment Ticket Link.$/);
	});
	await checks.check('the page reported no error', () =>
		equal(unexpected(editor.faults, version).join(), ''),
	);
}

/** @param folder where this n8n keeps its data: it must know nothing yet. */
export async function checkFirstTicket(
	checks: Checks,
	version: string,
	folder: string,
): Promise<void> {
	checks.heading('From a fresh n8n to the first ticket');
	const jira = await startJira();
	try {
		const n8n = await startN8n({
			version,
			userFolder: join(folder, 'first-ticket'),
			packageTarball: await packRepository(join(folder, 'package')),
		});
		try {
			await n8n.rest.signIn();
			const editor = await openEditor({ url: n8n.url, workflowId: null });
			try {
				await checkPerson(checks, version, editor, jira);
			} finally {
				await editor.close();
			}
		} finally {
			await n8n.stop();
		}
	} finally {
		await jira.close();
	}
}
