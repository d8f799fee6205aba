/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- runs in Node itself, never inside n8n */
/** n8n's editor in a real browser, driven as a person would: sign in, search, click, look. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { OWNER, type Owner } from './n8nRest';

export interface EditorOptions {
	/** n8n's address; its owner must have been set up (`rest.signIn()`). */
	url: string;
	owner?: Owner;
	/**
	 * The workflow to open. It should have a trigger: on an empty canvas n8n's node panel shows
	 * triggers only. Without one a new workflow is opened; with null n8n stays where signing in leads.
	 */
	workflowId?: string | null;
	/** A Chromium or Chrome; default: BUGSINK_E2E_CHROMIUM, else the usual places. */
	executable?: string;
	viewport?: { width: number; height: number };
}

const PLACES = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** What n8n's own tests know an element of the editor by. */
export const at = (testId: string) => `[data-test-id="${testId}"]`;

/** @param executable default: BUGSINK_E2E_CHROMIUM, else the usual places. */
export async function launchBrowser(executable?: string): Promise<Browser> {
	const wanted = executable ?? process.env.BUGSINK_E2E_CHROMIUM;
	const executablePath = wanted ?? PLACES.find((place) => existsSync(place));
	if (executablePath === undefined) {
		throw new Error(
			'No Chromium found. Install one (Debian: apt-get install -y chromium), or name one in BUGSINK_E2E_CHROMIUM.',
		);
	}
	return await chromium.launch({ executablePath, headless: true, args: FLAGS });
}

export async function openEditor(options: EditorOptions): Promise<Editor> {
	const browser = await launchBrowser(options.executable);
	try {
		const page = await browser.newPage({
			viewport: options.viewport ?? { width: 1440, height: 900 },
		});
		const editor = new Editor(browser, page, options.url);
		await editor.signIn(options.owner ?? OWNER);
		const { workflowId = 'new' } = options;
		if (workflowId !== null) await editor.openWorkflow(workflowId);
		return editor;
	} catch (error) {
		await browser.close();
		throw error;
	}
}

export class Editor {
	/** What the page threw or logged as an error: a broken description shows up here. */
	readonly faults: string[] = [];

	constructor(
		private readonly browser: Browser,
		readonly page: Page,
		private readonly url: string,
	) {
		page.setDefaultTimeout(30_000);
		page.on('pageerror', (error) => this.faults.push(String(error)));
	}

	async signIn(owner: Owner): Promise<void> {
		await this.page.goto(`${this.url}/signin`);
		await this.page.fill('input[name=emailOrLdapLoginId]', owner.email);
		await this.page.fill('input[name=password]', owner.password);
		await this.page.click(at('form-submit-button'));
		await this.page.waitForURL((url) => !url.pathname.includes('signin'));
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.page.waitForSelector(at('canvas-wrapper'));
		if (id !== 'new') await this.page.waitForSelector(at('canvas-node'));
	}

	/** Opens the node panel, types `text` and returns the names it lists, best match first. */
	async searchNodes(text: string): Promise<string[]> {
		const search = this.page.locator(at('node-creator-search-bar'));
		if (!(await search.isVisible())) {
			const plus = this.page.locator(at('node-creator-plus-button'));
			if (await plus.isVisible()) await plus.click();
			else await this.page.keyboard.press('n'); // an empty canvas has no such button
		}
		await search.fill(text);
		const names = this.page.locator(at('node-creator-item-name'));
		await names.first().waitFor();
		await this.settled();
		return await names.allInnerTexts();
	}

	/** Closes the node panel. */
	async closePanel(): Promise<void> {
		await this.page.locator(at('canvas-wrapper')).click({ position: { x: 30, y: 30 } });
		await this.page.locator(at('node-creator-search-bar')).waitFor({ state: 'hidden' });
	}

	/**
	 * Adds a node through the panel, the one listed exactly so, and of what the panel then offers the
	 * entry named; 'action' or 'trigger' is the first of that kind. n8n then opens the node's details.
	 *
	 * @returns what was offered.
	 */
	async addNode(name: string, entry = 'action'): Promise<string[]> {
		await this.searchNodes(name);
		const names = this.page.locator(at('node-creator-item-name'));
		await names.getByText(name, { exact: true }).first().click();
		const details = this.page.locator(at('ndv'));
		const categories = this.page.locator(at('node-creator-category-item'));
		const heading = categories.getByText(/^(Actions|Triggers) \(\d+\)/).first();
		// A community node is introduced on a page of its own first.
		const introduced = this.page.getByRole('button', { name: 'Add to workflow' });
		await details.or(heading).or(introduced).first().waitFor();
		if (await introduced.isVisible()) {
			await introduced.click();
			await details.or(heading).first().waitFor();
		}
		if (await details.isVisible()) return [];
		await this.settled();
		const triggers = categories.getByText(/^Triggers \(\d+\)/);
		if (entry === 'trigger' && (await triggers.isVisible())) {
			const actions = categories.getByText(/^Actions \(\d+\)/);
			if (await actions.isVisible()) await actions.click(); // folds them up
			await this.settled();
			if ((await names.count()) === 0) await triggers.click();
			await this.settled();
		}
		const offered = await names.allInnerTexts();
		const wanted =
			entry === 'action' || entry === 'trigger' ? names : names.getByText(entry, { exact: true });
		await wanted.first().click();
		await details.waitFor();
		return offered;
	}

	/** A node on the canvas. */
	node(name: string): Locator {
		return this.page.locator(`${at('canvas-node')}[data-node-name="${name}"]`);
	}

	/** Opens the details of a node on the canvas by its name. */
	async openNode(name: string): Promise<void> {
		await this.node(name).dblclick();
		await this.page.locator(at('ndv')).waitFor();
		await this.settled();
	}

	/** The labels of the fields that a node's open details show. */
	async fieldLabels(): Promise<string[]> {
		const labels = this.page.locator(`${at('ndv')} ${at('node-parameters')} label`);
		const texts = await labels.filter({ visible: true }).allInnerTexts();
		// Beside a field's own label stand those of the switch between a fixed value and an expression.
		const lines = texts.map((text) => text.split('\n')[0]?.trim() ?? '');
		return lines.filter((line) => !['', 'Fixed', 'Expression'].includes(line));
	}

	/** What a picker offers: a resource locator in the mode "From list". */
	async pickerItems(parameter: string): Promise<string[]> {
		await this.page
			.locator(`${at(`resource-locator-${parameter}`)} ${at('rlc-input')}`)
			.first()
			.click();
		const items = this.page.locator(at('rlc-item')).filter({ visible: true });
		await items.first().waitFor();
		return await items.allInnerTexts();
	}

	/** Whether the icon in the header of a node's open details was loaded. */
	async hasIcon(): Promise<boolean> {
		const icon = this.page.locator(`${at('ndv')} img`).first();
		await icon.waitFor();
		return await icon.evaluate((image: HTMLImageElement) => image.naturalWidth > 0);
	}

	/** Presses "Execute workflow"; a webhook trigger then listens at /webhook-test/<path>. */
	async execute(): Promise<void> {
		await this.page.locator(at('execute-workflow-button')).click();
	}

	/** Waits until a node on the canvas shows how its test execution ended. */
	async nodeStatus(name: string, seconds = 30): Promise<'success' | 'error'> {
		const node = this.node(name);
		const success = node.locator(at('canvas-node-status-success'));
		const error = node.locator(at('canvas-node-status-error'));
		await success
			.or(error)
			.first()
			.waitFor({ timeout: seconds * 1000 });
		return (await success.isVisible()) ? 'success' : 'error';
	}

	/** Unfolds the addresses of an open trigger, at the one for everyday use. */
	async showProductionUrl(): Promise<void> {
		const details = this.page.locator(at('ndv'));
		await details.getByText('Webhook URLs', { exact: true }).click();
		await details.getByText('Production URL', { exact: true }).click();
	}

	/** Closes a node's details. */
	async closeNode(): Promise<void> {
		await this.page.keyboard.press('Escape');
		await this.page.locator(at('ndv')).waitFor({ state: 'hidden' });
	}

	/** Closes whatever is open, also after a failure. */
	async closeEverything(): Promise<void> {
		// In n8n 1.x the way back stands outside the details.
		const back = this.page.locator(at('back-to-canvas'));
		const close = this.page.locator(at('ndv-close-button')).or(back).first();
		if (await close.isVisible()) {
			await close.click();
			await close.waitFor({ state: 'hidden' });
		}
		if (await this.page.locator(at('node-creator-search-bar')).isVisible()) await this.closePanel();
	}

	/** Of the whole window, or of the open details alone. */
	async screenshot(file: string, what: 'window' | 'details' = 'window'): Promise<void> {
		await mkdir(dirname(file), { recursive: true });
		// Neither a message of what just happened nor a tooltip belongs into the picture.
		const messages = this.page.locator('.el-notification:visible');
		for (const close of await messages.locator('.el-notification__closeBtn').all()) {
			await close.click({ timeout: 1000 }).catch(() => undefined);
		}
		await this.page.mouse.move(640, 15);
		await this.settled();
		const target = what === 'window' ? this.page : this.page.locator(at('ndv'));
		// The node warns about a host that it does not know, such as a stand-in's; users do not see that.
		const style = `${at('run-data-hints')} { display: none }`;
		await target.screenshot({ path: file, style });
	}

	async close(): Promise<void> {
		await this.browser.close();
	}

	/** Waits until drawers and icons have come to rest. */
	private async settled(): Promise<void> {
		await this.page.waitForLoadState('networkidle', { timeout: 3000 }).catch(() => undefined);
		await this.page.waitForTimeout(400);
	}
}
