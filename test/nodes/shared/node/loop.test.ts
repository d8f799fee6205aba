/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { DeliveryFailure, InvalidSetting } from '../../../../nodes/shared/delivery/failure';
import { inOrder } from '../../../../nodes/shared/node/inOrder';
import { runItems, type ItemWork } from '../../../../nodes/shared/node/loop';
import { VirtualClock } from '../../../support/virtualClock';
import { executeContext } from '../../../support/executeContext';

const turn = async () => await new Promise((done) => setImmediate(done));

describe('in order', () => {
	/** What began and ended, for entries such as `a1`, whose key is their letter. */
	async function order(entries: string[], limit: number, isStopped?: (log: string[]) => boolean) {
		const log: string[] = [];
		let running = 0;
		let most = 0;
		await inOrder(
			entries,
			limit,
			(entry) => entry[0],
			async (entry) => {
				most = Math.max(most, ++running);
				log.push(`+${entry}`);
				await turn();
				log.push(`-${entry}`);
				running--;
			},
			isStopped && (() => isStopped(log)),
		);
		return { log, most };
	}

	test('one key comes strictly one after the other, others go side by side', async () => {
		const { log, most } = await order(['a1', 'a2', 'b1', 'a3'], 3);
		expect(log.filter((line) => line.includes('a'))).toEqual([
			'+a1',
			'-a1',
			'+a2',
			'-a2',
			'+a3',
			'-a3',
		]);
		expect(log.indexOf('+b1')).toBeLessThan(log.indexOf('-a1'));
		expect(most).toBe(2);
	});

	test('never more than the limit side by side, and as many', async () => {
		const { log, most } = await order(['a1', 'b1', 'c1', 'd1', 'e1'], 2);
		expect(most).toBe(2);
		expect(log).toHaveLength(10);
	});

	test('once it is stopped nothing new begins, also of those that wait for their key', async () => {
		const { log } = await order(['a1', 'a2', 'b1', 'c1'], 2, (lines) => lines.includes('-a1'));
		expect(log).toEqual(['+a1', '-a1']);
	});

	test('a few begin at a time, so that what they opened goes on before more begin', async () => {
		let begun = 0;
		let most = 0;
		let isDone = false;
		const count = () => {
			most = Math.max(most, begun);
			begun = 0;
			if (!isDone) setImmediate(count);
		};
		count();
		const entries = Array.from({ length: 50 }, (_, index) => index);
		const taken: number[] = [];
		const work = async (entry: number) => {
			begun++;
			taken.push(entry);
			await turn();
		};
		await inOrder(entries, 50, String, work);
		isDone = true;
		expect(taken).toEqual(entries);
		expect(most).toBeLessThan(20);
	});

	test('many of few keys keep their order as well', async () => {
		const entries = Array.from({ length: 200 }, (_, at) => `${'abcdefghijkl'[(at * 7) % 12]}${at}`);
		const { log } = await order(entries, 50);
		for (const key of 'abcdefghijkl') {
			const ofKey = entries.filter((entry) => entry.startsWith(key));
			expect(log.filter((line) => line[1] === key)).toEqual(
				ofKey.flatMap((entry) => [`+${entry}`, `-${entry}`]),
			);
		}
	});

	test('once it is stopped no entry is taken any more', async () => {
		const taken: number[] = [];
		function* entries() {
			for (let entry = 0; entry < 5; entry++) {
				taken.push(entry);
				yield entry;
			}
		}
		const worked: number[] = [];
		const work = async (entry: number) => {
			await turn();
			worked.push(entry);
		};
		await inOrder(entries(), 1, String, work, () => worked.includes(1));
		expect([taken, worked]).toEqual([
			[0, 1],
			[0, 1],
		]);
	});

	test('nothing to do is done', async () => {
		expect((await order([], 5)).log).toEqual([]);
	});
});

describe('the loop over the items', () => {
	const clock = new VirtualClock();
	type Work = ItemWork<{ index: number }>;
	const work = (items: number, handle: Work['handle'], more: Partial<Work> = {}): Work => ({
		credentialType: 'bugsinkApi',
		secrets: ({ token }) => [String(token)],
		entries: Array.from({ length: items }, (_, index) => ({ index })),
		concurrency: 3,
		keyOf: ({ index }) => String(index),
		handle,
		...more,
	});
	const credentials = (type: string, index: number) => ({ token: `${type}-s3cret-${index}` });
	const refuse = (index: number) =>
		new DeliveryFailure(`no bugsinkApi-s3cret-${index}`, {
			errorType: 'AuthError',
			hint: 'Check it.',
			statusCode: 401,
		});

	test('gives the outputs of every item in input order, paired and without secrets', async () => {
		const { context } = executeContext({ credentials });
		const results = await runItems(
			context,
			work(3, async ({ index }, { credential }) => {
				for (let turns = index; turns < 3; turns++) await turn();
				return index === 1 ? [] : [{ index, token: credential.token }, { index }];
			}),
			clock,
		);
		expect(results).toEqual([
			{ json: { index: 0, token: '***' }, pairedItem: { item: 0 } },
			{ json: { index: 0 }, pairedItem: { item: 0 } },
			{ json: { index: 2, token: '***' }, pairedItem: { item: 2 } },
			{ json: { index: 2 }, pairedItem: { item: 2 } },
		]);
	});

	test('continues on fail with the record of the failure', async () => {
		const { context } = executeContext({ credentials, continueOnFail: true });
		const results = await runItems(
			context,
			work(3, async ({ index }) => (index === 1 ? await Promise.reject(refuse(1)) : [{ index }])),
			clock,
		);
		expect(results).toEqual([
			{ json: { index: 0 }, pairedItem: { item: 0 } },
			{
				json: {
					error: 'no ***',
					details: expect.objectContaining({
						errorType: 'AuthError',
						statusCode: 401,
						timestamp: new Date(clock.at).toISOString(),
					}),
				},
				pairedItem: { item: 1 },
			},
			{ json: { index: 2 }, pairedItem: { item: 2 } },
		]);
	});

	test('else stops, and throws what the first failed item met', async () => {
		const { context } = executeContext({ credentials });
		const handled: number[] = [];
		const error: unknown = await runItems(
			context,
			work(5, async ({ index }) => {
				handled.push(index);
				// The second fails first, the first after it, the third last.
				for (let turns = [1, 0, 2][index]; turns > 0; turns--) await turn();
				return await Promise.reject(refuse(index));
			}),
			clock,
		).catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error).toMatchObject({
			message: 'no ***',
			description: 'Check it.',
			httpCode: '401',
			context: { itemIndex: 0 },
		});
		expect(handled).toEqual([0, 1, 2]);
	});

	test('throws what never became an answer as a fault of the operation', async () => {
		const { context } = executeContext({ credentials });
		const error: unknown = await runItems(
			context,
			work(1, async () => await Promise.reject(new InvalidSetting('No project', 'Choose one'))),
			clock,
		).catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error).toMatchObject({
			message: 'No project',
			description: 'Choose one',
			context: { itemIndex: 0 },
		});
	});

	test('handles items of one key one after the other', async () => {
		const { context } = executeContext({ credentials });
		let running = 0;
		await runItems(
			context,
			work(
				3,
				async () => {
					expect(++running).toBe(1);
					await turn();
					running--;
					return [];
				},
				{ keyOf: () => 'one' },
			),
			clock,
		);
		expect.assertions(3);
	});
});
