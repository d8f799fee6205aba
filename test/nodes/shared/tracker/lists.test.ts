import type { Alert } from '../../../../nodes/shared/alert/alert';
import type { Limiter } from '../../../../nodes/shared/limit/limited';
import type { Admission } from '../../../../nodes/shared/limit/limits';
import { digestSummary, type Summary } from '../../../../nodes/shared/limit/summary';
import {
	afterHeldBack,
	createWithinLimit,
	listFingerprint,
} from '../../../../nodes/shared/tracker/lists';
import type { Ticket } from '../../../../nodes/shared/tracker/ticket';
import type { TicketLists, Tracker } from '../../../../nodes/shared/tracker/tracker';
import { alertOf } from '../../../support/alerts';
import { mapMemory } from '../../../support/memory';
import { VirtualClock } from '../../../support/virtualClock';
import { NOON, ticketWith } from './support';
import { ServiceInMemory, trackerOf } from './trackerInMemory';

const LIMIT = {
	since: new Date(NOON).toISOString(),
	until: new Date(NOON + 300_000).toISOString(),
	count: 1,
	issueIds: [],
};

/** Of a burst whose ticket has this ref. */
function summaryOf(ref: string | null): Summary {
	return { ...digestSummary([alertOf()]), kind: 'burst', burst: 'shop-1', ref, limit: LIMIT };
}

/** A node with a limit, and in `log` all that it did. */
function setting(admission: Admission = { do: 'send', undo: () => undefined }) {
	const log: string[] = [];
	const due: Summary[] = [];
	const lists: TicketLists<Ticket> = {
		open: async ({ kind }) => {
			log.push(`open ${kind}`);
			return { ticket: ticketWith(9), truncated: ['body'] };
		},
		grow: async (ref) => {
			log.push(`grow ${ref}`);
			return ref === 'closed' ? undefined : ticketWith(8);
		},
	};
	const tracker = trackerOf(new ServiceInMemory(new VirtualClock(NOON)));
	tracker.lists = lists;
	const limiter: Limiter = {
		rules: { max: 3, minutes: 5, per: 'all' },
		admit: () => {
			log.push('admit');
			return admission;
		},
		due: () => {
			log.push('due');
			return due.map((summary) => ({ summary, undo: () => log.push('undo') }));
		},
	};
	const step = async () => {
		log.push('step');
		return { action: 'created' as const, key: 'OPS-1' };
	};
	type Parts = { alert?: Alert; limiter?: Limiter; tracker?: Tracker<Ticket> };
	const jobOf = ({ alert = alertOf(), ...parts }: Parts) => ({
		alert,
		limiter: 'limiter' in parts ? parts.limiter : limiter,
		settings: {},
		memory: mapMemory(),
		shared: new Map<string, unknown>(),
		delivery: undefined as never,
	});
	return {
		log,
		due,
		tracker,
		send: async (parts: Parts = {}) =>
			await afterHeldBack(jobOf(parts), parts.tracker ?? tracker, step),
		create: async (parts: Parts = {}) =>
			await createWithinLimit(jobOf(parts), parts.tracker ?? tracker, step),
	};
}

describe.each(['send', 'create'] as const)(
	'without a limit, %s does its step and no more',
	(what) => {
		test.each([
			['if the user set none', { limiter: undefined }],
			['for a test', { alert: alertOf({ isTest: true }) }],
			['of a tracker without lists', { tracker: undefined }],
		])('%s', async (_, parts) => {
			const { log, tracker, [what]: run } = setting();
			const plain = { ...tracker, lists: undefined };
			const outcome = await run('tracker' in parts ? { tracker: plain } : parts);
			expect(outcome).toEqual({ action: 'created', key: 'OPS-1' });
			expect(log).toEqual(['step']);
		});
	},
);

describe('an alert after a burst', () => {
	test('is sent after the tickets that tell what was held back', async () => {
		const { log, due, send } = setting();
		due.push(summaryOf('8'), summaryOf('closed'), summaryOf(null));
		expect(await send()).toMatchObject({ action: 'created', key: 'OPS-1', limit: { count: 3 } });
		expect(log).toEqual(['due', 'grow 8', 'grow closed', 'open burst', 'open burst', 'step']);
	});

	test('is sent as usual if nothing was held back', async () => {
		const { log, send } = setting();
		expect(await send()).toMatchObject({ action: 'created', key: 'OPS-1' });
		expect(log).toEqual(['due', 'step']);
	});
});

describe('a ticket within the limit', () => {
	test('is created, and the output has what the tracker warned of', async () => {
		const { log, tracker, create } = setting();
		tracker.warnings.push('OPS-2 was closed as a duplicate of OPS-1');
		expect(await create()).toEqual({
			action: 'created',
			key: 'OPS-1',
			warnings: ['OPS-2 was closed as a duplicate of OPS-1'],
		});
		expect(log).toEqual(['admit', 'step']);
	});

	test('is not created if alerts are held back', async () => {
		const { log, create } = setting({ do: 'hold', until: NOON, isTold: false });
		expect(await create()).toMatchObject({ action: 'skipped', skipCode: 'limit', warnings: [] });
		expect(log).toEqual(['admit']);
	});

	test.each([
		[
			'none yet',
			null,
			['admit', 'open burst'],
			{ action: 'created', key: 'OPS-9', truncated: ['body'] },
			'1009',
		],
		[
			'one that is closed',
			'closed',
			['admit', 'grow closed', 'open burst'],
			{ key: 'OPS-9' },
			'1009',
		],
		['one that is open', '8', ['admit', 'grow 8'], { action: 'updated', key: 'OPS-8' }, '1008'],
	])('is the list of the burst from one too many on, %s', async (_, ref, steps, outcome, told) => {
		const refs: Array<string | null> = [];
		const { log, create } = setting({
			do: 'summarize',
			summary: summaryOf(ref),
			done: (one) => refs.push(one),
			undo: () => refs.push('undone'),
		});
		expect(await create()).toMatchObject({
			...outcome,
			url: `https://acme.example/browse/${outcome.key}`,
			limit: LIMIT,
		});
		expect(log).toEqual(steps);
		expect(refs).toEqual([told]);
	});
});

describe('the fingerprint of a list', () => {
	test.each([
		['shop-2026-08-03T12:00:00Z', 'bugsink-burst-shop-2026-08-03T12-00-00Z'],
		['-größe & co-', 'bugsink-burst-gr-e-co'],
		['', 'bugsink-burst-'],
		[null, 'bugsink-burst-'],
	])('%j: %s', (burst, fingerprint) => {
		expect(listFingerprint({ ...summaryOf(null), burst })).toBe(fingerprint);
	});

	test('keeps the time and the end of a long project name', () => {
		const time = '2026-08-03T12:00:00Z';
		const of = (name: string) => listFingerprint({ ...summaryOf(null), burst: `${name}-${time}` });
		expect(of(`${'a'.repeat(100)}b`)).toMatch(/^bugsink-burst-a{38}b-2026-08-03T12-00-00Z$/);
		expect(of(`${'a'.repeat(100)}b`)).not.toBe(of(`${'a'.repeat(100)}c`));
	});
});
