import { DeliveryFailure } from '../../../../nodes/shared/delivery/failure';
import {
	admitted,
	afterDue,
	withinLimit,
	type Limiter,
	type Told,
} from '../../../../nodes/shared/limit/limited';
import type { Account, Admission } from '../../../../nodes/shared/limit/limits';
import { accountOf, burstOf, type Summary } from '../../../../nodes/shared/limit/summary';
import type { Outcome } from '../../../../nodes/shared/outcome';
import { numbered } from '../../../support/alerts';
import { held, MINUTE, NOON, RULES, windowOf } from './support';

const alerts = [numbered(1), numbered(2)];
const sent = async (): Promise<Outcome[]> => await Promise.resolve([{ action: 'sent' }]);
const tell = async (): Promise<Told> =>
	await Promise.resolve({ outcome: { action: 'sent', key: 'summary' }, ref: 'card 7' });
const failing = async () => await Promise.reject(new Error('down'));
const account = (undo: () => void = () => undefined, more = {}): Account => ({
	summary: accountOf(windowOf({ held: [held(7)], ...more })),
	undo,
});
const limiter = (admission: Admission, due: Account[] = []): Limiter => ({
	rules: RULES,
	admit: () => admission,
	due: () => due,
});
const sending = (undo: () => void = () => undefined): Admission => ({ do: 'send', undo });

describe('a message that is admitted', () => {
	test.each<[Outcome[], number]>([
		[[{ action: 'sent' }], 0],
		[[{ action: 'created' }], 0],
		[[{ action: 'skipped' }, { action: 'sent' }], 0],
		[[{ action: 'skipped' }, { action: 'commented' }], 1],
		[[{ action: 'updated' }], 1],
	])('and whose outcome is %j does not count %i times', async (outcomes, times) => {
		const undo = jest.fn();
		const send = async () => await Promise.resolve(outcomes);
		expect(await admitted(limiter(sending(undo)), alerts, send, tell)).toBe(outcomes);
		expect(undo).toHaveBeenCalledTimes(times);
	});

	test('and fails does not count', async () => {
		const undo = jest.fn();
		await expect(admitted(limiter(sending(undo)), alerts, failing, tell)).rejects.toThrow('down');
		expect(undo).toHaveBeenCalledTimes(1);
	});
});

describe('the one too many', () => {
	const summary = burstOf(windowOf(), [held(1), held(2)]);
	const summarizing = (more: Partial<Extract<Admission, { do: 'summarize' }>> = {}) =>
		limiter({
			do: 'summarize',
			summary,
			done: () => undefined,
			undo: () => undefined,
			...more,
		});

	test('is told in a summary, which is the outcome of each alert of it', async () => {
		const [done, undo] = [jest.fn(), jest.fn()];
		const told = jest.fn(tell);
		const outcomes = await admitted(summarizing({ done, undo }), alerts, sent, told);
		expect(told).toHaveBeenCalledWith(summary);
		expect(outcomes).toEqual(
			alerts.map(() => ({ action: 'sent', key: 'summary', limit: summary.limit })),
		);
		expect(done).toHaveBeenCalledWith('card 7');
		expect(undo).not.toHaveBeenCalled();
	});

	test('may have no name at the destination, and say nothing of a limit', async () => {
		const done = jest.fn();
		const outcomes = await admitted(
			summarizing({ done, summary: { ...summary, limit: null } }),
			[numbered(1)],
			sent,
			async () => await Promise.resolve({ outcome: { action: 'sent' } }),
		);
		expect(done).toHaveBeenCalledWith(null);
		expect(outcomes).toEqual([{ action: 'sent', limit: undefined }]);
	});

	test('is tried again if it fails', async () => {
		const [done, undo] = [jest.fn(), jest.fn()];
		const limit = summarizing({ done, undo });
		await expect(admitted(limit, alerts, sent, failing)).rejects.toThrow('down');
		expect(done).not.toHaveBeenCalled();
		expect(undo).toHaveBeenCalledTimes(1);
	});
});

test.each([
	[true, 'the message about it lists this alert'],
	[false, 'held back until 12:05:00 UTC, the first alert after that lists it'],
])('an alert that is held back (told already: %s) is skipped and says why', async (isTold, why) => {
	const send = jest.fn(sent);
	const admission: Admission = { do: 'hold', until: NOON + 5 * MINUTE, isTold };
	const outcomes = await admitted(limiter(admission), alerts, send, tell);
	const skipReason = `There were more than 2 in 5 min: ${why}`;
	expect(outcomes).toEqual(
		alerts.map(() => ({ action: 'skipped', skipCode: 'limit', skipReason })),
	);
	expect(send).not.toHaveBeenCalled();
});

describe('what earlier windows held back', () => {
	const of = (number: number, minutes: number, more: Partial<Account> = {}): Account => ({
		...account(undefined, {
			held: [held(number)],
			since: NOON + minutes * MINUTE,
			until: NOON + (minutes + 5) * MINUTE,
		}),
		...more,
	});

	test('is told first, and the outcomes say so', async () => {
		const log: string[] = [];
		const outcomes = await withinLimit(
			limiter(sending(), [of(8, 0), of(9, -7), of(7, 20), of(6, 5)]),
			alerts,
			async () => {
				log.push('alert');
				return await Promise.resolve([{ action: 'sent', warnings: ['own'] }]);
			},
			async ({ kind }: Summary) => {
				log.push(kind);
				const warnings = ['cut', 'own'];
				return await Promise.resolve({ outcome: { action: 'sent', warnings } });
			},
		);
		expect(log).toEqual([...Array<string>(4).fill('account'), 'alert']);
		expect(outcomes).toEqual([
			{
				action: 'sent',
				limit: {
					since: '2026-08-03T11:53:00.000Z',
					until: '2026-08-03T12:25:00.000Z',
					count: 4,
					issueIds: [8, 9, 7, 6].map((number) => numbered(number).issueId),
				},
				warnings: ['cut', 'own'],
			},
		]);
	});

	test('does not replace what the message itself tells', async () => {
		const limit = { since: 'a', until: 'b', count: 1, issueIds: [] };
		const send = async () => await Promise.resolve([{ action: 'sent' as const, limit }]);
		const [outcome] = await afterDue(limiter(sending(), [of(8, 0)]), tell, send);
		expect(outcome.limit).toBe(limit);
	});

	test('and nothing is, changes nothing', async () => {
		const outcomes = await afterDue(limiter(sending()), tell, sent);
		expect(outcomes).toEqual([{ action: 'sent', limit: undefined, warnings: [] }]);
	});

	test('may say nothing of a limit', async () => {
		const summary = { ...of(8, 0).summary, limit: null };
		const due = [{ summary, undo: () => undefined }];
		const [outcome] = await afterDue(limiter(sending(), due), tell, sent);
		expect(outcome.limit).toBeUndefined();
	});

	test.each([
		[new DeliveryFailure('down', { errorType: 'ServerError', hint: '' }), 'down'],
		['just words', 'just words'],
	])('and fails (%s) is a warning, and does not stop the alert', async (error, words) => {
		const undo = jest.fn();
		const due = [of(8, 0, { undo }), of(9, 0)];
		let calls = 0;
		const [outcome] = await afterDue(
			limiter(sending(), due),
			async () => {
				calls++;
				return calls === 1 ? await Promise.reject(error as Error) : await tell();
			},
			sent,
		);
		expect(outcome).toMatchObject({
			action: 'sent',
			limit: { count: 1, issueIds: [numbered(9).issueId] },
			warnings: [
				`1 alert from Checkout API was held back. The message that lists them failed and is sent again with the next alert: ${words}`,
			],
		});
		expect(undo).toHaveBeenCalledTimes(1);
	});
});
