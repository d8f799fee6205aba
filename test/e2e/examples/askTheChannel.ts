/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { deepEqual, equal, match, ok } from 'node:assert/strict';

import type { Browser, Page } from 'playwright-core';

import { launchBrowser } from '../editor';
import type { WorkflowFile } from '../n8n';
import { sleep } from '../processes';
import type { Example } from './example';
import { Question } from './question';

const PHONE = { width: 390, height: 844 };
const ADA = 'Ada Lovelace';

/** n8n looks for executions whose time has come once a minute. */
const WAIT_TRACKER = 60;

/** The example with a limit of about a second. */
function impatient(file: WorkflowFile): WorkflowFile {
	const limitWaitTime = { values: { resumeAmount: 0.02, resumeUnit: 'minutes' } };
	const nodes = file.nodes.map((node) =>
		node.name === 'Ask the Channel'
			? { ...node, parameters: { ...(node.parameters as object), limitWaitTime } }
			: node,
	);
	return { ...file, nodes };
}

async function withPage<T>(browser: Browser, work: (page: Page) => Promise<T>): Promise<T> {
	const context = await browser.newContext({ viewport: PHONE, javaScriptEnabled: false });
	try {
		return await work(await context.newPage());
	} finally {
		await context.close();
	}
}

/** A person with a phone, in a browser without JavaScript. */
async function press(page: Page, url: string, choice: string): Promise<string> {
	await page.goto(url);
	await page.getByLabel('Your name').fill(ADA);
	await page.getByRole('button', { name: choice }).click();
	return await page.locator('body').innerText();
}

export const askTheChannel: Example = {
	scopes: ['issues:read', 'issues:triage', 'releases:read'],
	async drive(world, checks) {
		const { jira } = world.services;
		const browser = await launchBrowser();
		try {
			const workflow = await world.publish('ask-the-channel.json');
			await checks.check('a scanner opens every link: the execution still waits', async () => {
				const question = await Question.ask(world, workflow);
				const { buttons } = question;
				deepEqual(Object.keys(buttons), ['Resolve', 'Mute for a Day', 'Open a Ticket']);
				for (const url of Object.values(buttons)) {
					for (const method of ['HEAD', 'GET', 'GET']) await fetch(url, { method });
				}
				equal(await question.status(), 'waiting');
			});
			await checks.check('Resolve, on a phone: the issue is resolved', async () => {
				const question = await Question.ask(world, workflow);
				const said = await withPage(
					browser,
					async (page) => await press(page, question.buttons.Resolve, 'Resolve'),
				);
				match(said, /Resolve: got it/);
				const { choice, choiceBy, choiceAt } = await question.ends();
				deepEqual([choice, choiceBy, typeof choiceAt], ['resolve', ADA, 'string']);
				ok(question.issue.isResolved);
				const later = await question.post('Resolve', 'resolve', 'x');
				match(later, /no action required|no longer|already|finished/i);
				return `who comes later reads: ${later
					.replace(/<[^>]*>|\s+/g, ' ')
					.trim()
					.slice(0, 60)}`;
			});
			await checks.check('Mute for a Day, chosen on the page of another button', async () => {
				const question = await Question.ask(world, workflow);
				await withPage(
					browser,
					async (page) => await press(page, question.buttons.Resolve, 'Mute for a Day'),
				);
				equal((await question.ends()).choice, 'muteForADay');
				ok(question.issue.isMuted && !question.issue.isResolved);
			});
			await checks.check('Open a Ticket: it is in Jira', async () => {
				const question = await Question.ask(world, workflow);
				await withPage(
					browser,
					async (page) => await press(page, question.buttons['Open a Ticket'], 'Open a Ticket'),
				);
				await question.ends();
				deepEqual(
					jira.issues.map(({ labels }) => labels.includes(`bugsink-${question.issue.id}`)),
					[true],
				);
			});
			await checks.check('two people at once: one wins, the other is told', async () => {
				const question = await Question.ask(world, workflow);
				const [one, two] = [await question.token('Resolve'), await question.token('Resolve')];
				const said = await Promise.all([
					question.post('Resolve', 'resolve', one),
					question.post('Mute for a Day', 'muteForADay', two),
				]);
				const won = said.filter((text) => text.includes('got it'));
				equal(won.length, 1, said.join('\n'));
				const lost = said.find((text) => !text.includes('got it')) ?? '';
				match(lost, /already/i);
				const { choice } = await question.ends();
				equal(question.issue.isResolved, choice === 'resolve');
				equal(question.issue.isMuted, choice === 'muteForADay');
			});
			await checks.check('a changed address and a made-up form let nothing go on', async () => {
				const question = await Question.ask(world, workflow);
				const url = new URL(question.buttons.Resolve);
				url.searchParams.set('choice', 'openTicket');
				equal((await fetch(url)).status, 401);
				match(await question.post('Resolve', 'resolve', 'made up'), /^403 /);
				equal(await question.status(), 'waiting');
			});
			await checks.check(
				'n8n restarts while the page is open: the answer still counts',
				async () => {
					const question = await Question.ask(world, workflow);
					const token = await question.token('Resolve');
					await world.n8n.startAgain();
					match(await question.post('Resolve', 'muteForADay', token), /^200 .*got it/s);
					await question.ends();
					ok(question.issue.isMuted);
				},
			);
			await checks.check('nobody answers within the limit: nothing is done', async () => {
				const limited = await world.import('ask-the-channel.json', impatient);
				await limited.publish();
				const question = await Question.ask(world, limited);
				equal((await question.ends(2 * WAIT_TRACKER)).choice, null);
				deepEqual([question.issue.isResolved, question.issue.isMuted], [false, false]);
				equal(jira.issues.length, 1);
			});
			await checks.check('no secret is in the log of n8n', async () => {
				await sleep(500);
				const log = await world.n8n.log();
				for (const word of ['signature=', 'sig=']) ok(!log.includes(word), word);
			});
		} finally {
			await browser.close();
		}
	},
};
