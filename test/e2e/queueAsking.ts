/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
/** Send Alert and Wait for Choice where one process sends, others show the page, and a third goes on. */
import { equal, match, ok } from 'node:assert/strict';

import type { Checks } from './checks';
import { Question } from './examples/question';
import { World } from './examples/world';
import type { QueueMode } from './queueMode';

export async function checkAsking(checks: Checks, queue: QueueMode): Promise<void> {
	checks.heading('A question in Teams, with workers and two webhook processors');
	const [one, two] = [await queue.addWebhookProcessor(), await queue.addWebhookProcessor()];
	const world = await World.start(queue.n8n, ['issues:read', 'issues:triage', 'releases:read']);
	try {
		const workflow = await world.publish('ask-the-channel.json');
		await checks.check('the page of one process, the answer to another', async () => {
			const question = await Question.ask(world, workflow);
			const token = await question.token('Resolve', one);
			match(await question.post('Resolve', 'resolve', token, two), /^200 .*got it/s);
			equal((await question.ends()).choice, 'resolve');
			ok(question.issue.isResolved);
		});
		await checks.check('answers to two processes at once: one wins', async () => {
			const question = await Question.ask(world, workflow);
			const tokens = [await question.token('Resolve', one), await question.token('Resolve', two)];
			const said = await Promise.all([
				question.post('Resolve', 'resolve', tokens[0], one),
				question.post('Resolve', 'muteForADay', tokens[1], two),
			]);
			equal(said.filter((text) => text.includes('got it')).length, 1, said.join('\n'));
			const { choice } = await question.ends();
			equal(question.issue.isResolved, choice === 'resolve');
			equal(question.issue.isMuted, choice === 'muteForADay');
			const lost = said.find((text) => !text.includes('got it')) ?? '';
			return `the other reads: ${lost.replace(/<[^>]*>|\s+/g, ' ').slice(0, 90)}`;
		});
		await checks.check('a worker dies while the page is open: another goes on', async () => {
			const question = await Question.ask(world, workflow);
			const token = await question.token('Resolve', one);
			await queue.replaceWorker();
			match(await question.post('Resolve', 'muteForADay', token, one), /^200 /);
			await question.ends(60);
			ok(question.issue.isMuted);
		});
	} finally {
		await world.close();
	}
}
