import type { Clock } from '../delivery/clock';
import { DeliveryFailure } from '../delivery/failure';
import type { NodeRecords } from '../nodeRecords';
import { processState } from '../processState';

/**
 * One process at a time before a create. The row that n8n keeps for a node can be made only once, so
 * who makes it has the turn; deleting it ends the turn. All executions of one process share a turn.
 *
 * Who waits leaves a note in the row every ten seconds, and who has the turn removes the notes every
 * five: four that stand mean that its process was killed.
 */
const TAKEN = 'turn';
/** Milliseconds. */
const NOTE_EVERY = 10_000;
const STANDING_NOTES = 4;
/** What a row holds beside notes: that it is taken, and the sign of who took it. */
const OWN_VALUES = 2;
const REMOVE_EVERY = 5_000;
/** After this, others get the turn first, in ms. */
const YIELD_AFTER = 5_000;
/** How long one waits before it asks again, in ms; half of it is left to chance. */
const ASK_EVERY = 200;
/** Whoever yielded lets those who wait ask first. */
const PAUSE_AFTER_YIELD = 2 * ASK_EVERY;
/**
 * Of two that take over at the same moment, the removal of the slower one can hit the row of the
 * faster one. So whoever took over waits so long, in ms, and then looks whether the row is still its own.
 */
const SETTLE = 3_000;
/**
 * A process that stood still for longer than this, in ms, may have lost its turn to another: it looks
 * whose the row is before it removes it.
 */
const STANDSTILL = 20_000;
/** Then it goes on without a turn: finding duplicates afterwards is the second net. */
const LONGEST_WAIT = 180_000;
/** A helper that fails is left alone for so long, in ms. */
const BROKEN_FOR = 300_000;
/** Nodes whose state one process keeps. */
const MAX_NODES = 1_000;

/** The time during which this process alone creates tickets for a node. */
export class Hold {
	members = 0;
	/** No more members: others wait. */
	isOver = false;
	/** The process stood still for so long that another one may have taken over. */
	mayBeLost = false;
	readonly released: Promise<void>;
	release: () => void = () => undefined;
	private readonly asked = new Map<string, Promise<unknown>>();

	/** @param sign stands in the row of this turn alone. */
	constructor(
		readonly since: number,
		readonly sign: string,
	) {
		this.released = new Promise((done) => (this.release = done));
	}

	/** Asks once within the turn: what others created before it cannot become more. */
	async once<T>(question: string, ask: () => Promise<T>): Promise<T> {
		const asked = (this.asked.get(question) as Promise<T> | undefined) ?? ask();
		this.asked.set(question, asked);
		// A fault may have passed when the next one asks.
		asked.catch(() => this.asked.delete(question));
		return await asked;
	}
}

/** What one process knows of the turns of one node. */
interface NodeTurns {
	hold?: Promise<Hold | undefined>;
	/** Milliseconds since 1970. */
	brokenUntil: number;
}

const nodes = processState<NodeTurns>('turns', MAX_NODES, ({ hold }) => hold !== undefined);

/**
 * Runs `work` in a turn.
 *
 * @param records undefined, or failing: `work` runs without a turn and is handed none.
 * @param sleep waits so many ms; rejects when the execution is cancelled.
 */
export async function inTurn<T>(
	records: NodeRecords | undefined,
	clock: Clock,
	sleep: (milliseconds: number) => Promise<void>,
	work: (hold: Hold | undefined) => Promise<T>,
): Promise<T> {
	if (records === undefined) return await work(undefined);
	const turns = turnsOf(records.node);
	const hold = await join(turns, records, clock, sleep);
	if (hold === undefined) return await work(undefined);
	try {
		return await work(hold);
	} finally {
		await leave(turns, hold, records);
	}
}

function turnsOf(node: string): NodeTurns {
	const known = nodes.get([node]);
	if (known !== undefined) return known;
	const turns: NodeTurns = { brokenUntil: 0 };
	nodes.set([node], turns);
	return turns;
}

async function join(
	turns: NodeTurns,
	records: NodeRecords,
	clock: Clock,
	sleep: (milliseconds: number) => Promise<void>,
): Promise<Hold | undefined> {
	for (;;) {
		if (clock.now() < turns.brokenUntil) return undefined;
		turns.hold ??= take(turns, records, clock, sleep);
		// Whoever takes it may be cancelled; the next one then takes it for itself.
		const hold = await turns.hold.catch((error: unknown) => {
			turns.hold = undefined;
			return error;
		});
		if (hold instanceof Error) {
			await sleep(0);
			continue;
		}
		if (!(hold instanceof Hold)) {
			turns.hold = undefined;
			return undefined;
		}
		if (!hold.isOver && clock.now() - hold.since < YIELD_AFTER) {
			hold.members++;
			return hold;
		}
		hold.isOver = true;
		await hold.released;
		await sleep(PAUSE_AFTER_YIELD);
	}
}

async function take(
	turns: NodeTurns,
	records: NodeRecords,
	clock: Clock,
	sleep: (milliseconds: number) => Promise<void>,
): Promise<Hold | undefined> {
	const begin = clock.now();
	const sign = `turn of ${begin} ${clock.random()}`;
	let noted = slotOf(begin);
	let failures = 0;
	let wasDead = false;
	while (clock.now() - begin < LONGEST_WAIT) {
		try {
			const slot = slotOf(clock.now());
			const isTaken =
				(await takeFree(records, sign)) ||
				(slot !== noted && (await takeOrNote(records, sign, slot)));
			noted = slot;
			if (isTaken) {
				if (!wasDead) return begun(records, clock, sign);
				await sleep(SETTLE);
				if (await isOwn(records, sign)) return begun(records, clock, sign);
			} else if (await isDead(records)) {
				wasDead = true;
				// Of several that notice, the later ones see the new row of the first.
				await sleep(ASK_EVERY * clock.random());
				if (await isDead(records)) await records.clear();
			}
			failures = 0;
		} catch (error) {
			if (isCancelled(error)) return await Promise.reject(error);
			if (++failures >= 3) break;
		}
		await sleep(ASK_EVERY * (0.5 + clock.random()));
	}
	if (failures > 0) turns.brokenUntil = clock.now() + BROKEN_FOR;
	return undefined;
}

/** Makes the row if there is none. */
async function takeFree(records: NodeRecords, sign: string): Promise<boolean> {
	if ((await records.count()) > 0) return false;
	try {
		return (await records.add([TAKEN, sign])).includes(TAKEN);
	} catch (error) {
		// Another process made it at the same moment.
		return (await records.count()) > 0 ? false : await Promise.reject(error);
	}
}

/** Leaves a note that somebody waits. The row may have gone meanwhile; then this made it anew. */
async function takeOrNote(records: NodeRecords, sign: string, slot: number): Promise<boolean> {
	if (!(await records.add([TAKEN, note(slot)])).includes(TAKEN)) return false;
	await records.add([sign]);
	return true;
}

/** Whether the row is the one that was made with this sign. */
async function isOwn(records: NodeRecords, sign: string): Promise<boolean> {
	return (await records.count()) > 0 && (await records.add([sign])).length === 0;
}

/** Nobody removed the notes of those who wait. */
async function isDead(records: NodeRecords): Promise<boolean> {
	return (await records.count()) > OWN_VALUES + STANDING_NOTES - 1;
}

function begun(records: NodeRecords, clock: Clock, sign: string): Hold {
	const hold = new Hold(clock.now(), sign);
	void removeNotes(hold, records, clock);
	return hold;
}

/** Shows those who wait that this process is alive. */
async function removeNotes(hold: Hold, records: NodeRecords, clock: Clock): Promise<void> {
	const stop = new AbortController();
	void hold.released.then(() => stop.abort());
	let alive = clock.now();
	for (;;) {
		await clock.sleep(REMOVE_EVERY, stop.signal);
		if (clock.now() - alive > STANDSTILL) hold.mayBeLost = true;
		if (stop.signal.aborted) return;
		alive = clock.now();
		const slot = slotOf(clock.now());
		// Clocks of processes differ a little.
		const notes = Array.from({ length: 9 }, (_, index) => note(slot + 2 - index));
		await records.remove(notes).catch(() => undefined);
	}
}

async function leave(turns: NodeTurns, hold: Hold, records: NodeRecords): Promise<void> {
	hold.members--;
	if (hold.members > 0) return;
	turns.hold = undefined;
	hold.isOver = true;
	const remove = async () => {
		if (!hold.mayBeLost || (await isOwn(records, hold.sign))) await records.clear();
	};
	// A row that stays is taken over by whoever waits; the alert was delivered.
	await remove().catch(async () => await remove().catch(() => undefined));
	hold.release();
}

/** The same for all who wait at the same time, so that their number does not matter. */
function note(slot: number): string {
	return `waiting ${slot}`;
}

function isCancelled(error: unknown): boolean {
	return error instanceof DeliveryFailure && error.failure.errorType === 'Cancelled';
}

function slotOf(time: number): number {
	return Math.floor(time / NOTE_EVERY);
}
