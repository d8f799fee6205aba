import { createHash, randomUUID } from 'crypto';

import type { Alert } from '../alert/alert';
import type { Clock } from '../delivery/clock';
import type { Memory } from '../memory';
import { processState } from '../processState';
import { readKept, writeKept } from './kept';
import type { LimitRules } from './rules';
import { accountOf, burstOf, type Summary } from './summary';
import {
	addUnlisted,
	hasUntold,
	heldOf,
	hold,
	isOpen,
	nameOf,
	newWindow,
	next,
	type Held,
	type Window,
} from './window';

/** Nodes with a limit that one n8n process keeps. */
const MAX_NODES = 1_000;
/** Alerts of the same execution that a summary names at once. */
const MAX_AHEAD = 1_000;
/** Keys that are remembered: all that a few full windows hold. */
const MAX_TOLD = 3_000;
/** Executions side by side whose memories are kept up to date. */
const MAX_MEMORIES = 100;
const MEMORY_KEY = 'limit';
const THIS_PROCESS = randomUUID().slice(0, 8);

/** What to do with a message; `undo` if it did not go out. */
export type Admission =
	| { do: 'send'; undo(): void }
	/** @param ref what the destination calls the message. */
	| { do: 'summarize'; summary: Summary; done(ref: string | null): void; undo(): void }
	/** `isTold`: a summary names it already. `until` in ms since 1970. */
	| { do: 'hold'; until: number; isTold: boolean };

/** What was held back in a window that has ended, to be told now; `undo` if it did not go out. */
export interface Account {
	summary: Summary;
	undo(): void;
}

/** What one process knows of one node, for all its executions, also those side by side. */
interface NodeLimits {
	windows: Window[];
	/** Of other processes, or of this one before a restart, as the memory has them. */
	foreign: Window[];
	/** Keys of alerts that were sent as usual, by window: no summary names them. */
	sent: WeakMap<Window, Set<string>>;
	/** Keys of alerts that a message has named, and of windows whose number it has told; the newest last. */
	told: Set<string>;
	/** Of executions that may not have ended, the newest last. */
	memories: Memory[];
}

const nodes = processState<NodeLimits>('limits', MAX_NODES);

/** Whether this process knows of alerts that the node held back; costs no look at its memory. */
export function heldBackBy(node: string): boolean {
	return nodes.get([node])?.windows.some(hasUntold) ?? false;
}

/**
 * The limit of a node. One n8n process counts exactly, over all its executions; in queue mode each
 * worker has a limit of its own. What is held back is also in the workflow's memory, and so survives a
 * restart.
 */
export class Limits {
	private readonly state: NodeLimits;

	/**
	 * @param node names the node among all workflows.
	 * @param mayHold whether later executions may tell what this one holds back; if not, because a
	 * restart would forget it, each execution tells its own in one message.
	 */
	constructor(
		private readonly node: string,
		private readonly memory: Memory,
		private readonly clock: Clock,
		private readonly mayHold: boolean,
	) {
		const known = nodes.get([node]);
		this.state = known ?? {
			windows: [],
			foreign: [],
			sent: new WeakMap(),
			told: new Set(),
			memories: [],
		};
		nodes.set([node], this.state);
		this.state.memories = [...this.state.memories, memory].slice(-MAX_MEMORIES);
		const { processes, told } = readKept(memory.get(MEMORY_KEY), node);
		this.markTold(told);
		processes.delete(THIS_PROCESS);
		this.state.foreign = [...processes].flatMap(([id, windows]) =>
			windows.map((window) => this.withoutTold(window, id)),
		);
		for (const window of this.state.windows) this.withoutTold(window, THIS_PROCESS);
		if (known === undefined) this.goOn();
	}

	/**
	 * @param alerts those of one message.
	 * @param ahead the alerts of the items that follow in this execution.
	 */
	admit(rules: LimitRules, alerts: Alert[], ahead: (count: number) => Alert[]): Admission {
		const { told } = this.state;
		const window = this.windowFor(nameOf(alerts, rules), rules);
		const step = next(window, rules);
		const own = alerts.map(heldOf);
		if (step === 'send') {
			const sent = this.sentIn(window);
			for (const { key } of own) sent.add(key);
			return {
				do: 'send',
				undo: () => {
					window.sent--;
					for (const { key } of own) sent.delete(key);
				},
			};
		}
		if (step === 'hold') {
			const untold = own.filter(({ key }) => !told.has(key));
			if (this.mayHold || untold.length === 0) {
				hold(window, untold);
				return { do: 'hold', until: window.until, isTold: untold.length === 0 };
			}
		}
		// What was held back while an earlier summary failed belongs to this one.
		const others = unique([...window.held, ...this.following(window, ahead)], own);
		const named = [...own, ...others];
		window.held = [];
		this.markTold(named.map(({ key }) => key));
		return {
			do: 'summarize',
			summary: burstOf(window, named),
			done: (ref) => {
				window.summaryRef = ref;
			},
			undo: () => {
				window.isSummarized = false;
				for (const { key } of named) told.delete(key);
				hold(window, others);
			},
		};
	}

	/** An account of each window that has ended with something untold; nobody else gets the same. */
	due(): Account[] {
		const now = this.clock.now();
		const { state } = this;
		const ended = [...state.windows, ...state.foreign].filter((window) => !isOpen(window, now));
		state.windows = state.windows.filter((window) => isOpen(window, now));
		state.foreign = state.foreign.filter((window) => isOpen(window, now));
		return joined(ended)
			.filter(hasUntold)
			.map((window) => {
				this.markTold([windowKey(window), ...window.held.map(({ key }) => key)]);
				const undo = (): void => {
					for (const { key } of [...window.held, { key: windowKey(window) }]) {
						state.told.delete(key);
					}
					state.windows.push(window);
				};
				return { summary: accountOf(window), undo };
			});
	}

	/**
	 * Writes down what a restart must not lose. n8n saves the memory of each execution when that ends,
	 * and the last one wins: so those that are still running get the same.
	 */
	save(): void {
		const now = this.clock.now();
		const { state } = this;
		const before = this.memory.get(MEMORY_KEY);
		const { processes, told } = readKept(before, this.node);
		for (const [id, windows] of processes) {
			const left = windows
				.map((window) => this.withoutTold(window, id))
				.filter((window) => hasUntold(window) || isOpen(window, now));
			processes.set(id, left);
		}
		processes.delete(THIS_PROCESS);
		processes.set(THIS_PROCESS, state.windows);
		const isOver = [...processes.values()].every((windows) => windows.length === 0);
		const keys = [...new Set([...told, ...state.told])].slice(-MAX_TOLD);
		const text = writeKept({ processes, told: isOver ? [] : keys }, this.node);
		for (const memory of state.memories) {
			if (memory.get(MEMORY_KEY) !== text) memory.set(MEMORY_KEY, text);
		}
		if (isOver) state.memories = [];
	}

	/** After a restart within a window the rest of it is the same window. */
	private goOn(): void {
		const now = this.clock.now();
		const open = this.state.foreign.filter((window) => isOpen(window, now));
		for (const window of open.sort((a, b) => b.sent - a.sent)) {
			if (this.state.windows.some(({ name }) => name === window.name)) continue;
			this.state.windows.push({ ...window, held: [], unlisted: [] });
		}
	}

	/** The rules may have changed since it began. */
	private windowFor(name: string, rules: LimitRules): Window {
		const now = this.clock.now();
		const known = this.state.windows.find((window) => window.name === name && isOpen(window, now));
		if (known !== undefined) {
			known.rules = rules;
			known.until = known.since + rules.minutes * 60_000;
			if (isOpen(known, now)) return known;
		}
		const window = newWindow(name, rules, now);
		this.state.windows.push(window);
		return window;
	}

	/** Alerts that would be held back anyway. */
	private following(window: Window, ahead: (count: number) => Alert[]): Held[] {
		const sent = this.sentIn(window);
		const held = ahead(MAX_AHEAD)
			.filter((alert) => nameOf([alert], window.rules) === window.name)
			.map(heldOf);
		return held.filter(({ key }) => !sent.has(key));
	}

	private sentIn(window: Window): Set<string> {
		const sent = this.state.sent.get(window) ?? new Set();
		this.state.sent.set(window, sent);
		return sent;
	}

	private markTold(keys: string[]): void {
		const { told } = this.state;
		for (const key of keys) told.add(key);
		for (const oldest of told) {
			if (told.size <= MAX_TOLD) return;
			told.delete(oldest);
		}
	}

	/** Drops what a message has named meanwhile. */
	private withoutTold(window: Window, process: string): Window {
		const { told } = this.state;
		window.held = window.held.filter(({ key }) => !told.has(key));
		if (process !== THIS_PROCESS && told.has(windowKey(window))) window.unlisted = [];
		return window;
	}
}

/** One window of several processes, or before and after a restart, is told in one message. */
function joined(windows: Window[]): Window[] {
	const byKey = new Map<string, Window>();
	for (const window of windows) {
		const known = byKey.get(windowKey(window));
		if (known === undefined) {
			byKey.set(windowKey(window), window);
			continue;
		}
		hold(known, window.held);
		for (const one of window.unlisted) addUnlisted(known.unlisted, one);
		known.summaryRef ??= window.summaryRef;
	}
	return [...byKey.values()];
}

function windowKey({ name, since }: Window): string {
	return `${since} ${createHash('sha256').update(name).digest('base64').slice(0, 8)}`;
}

/** Each alert once, without those that are `besides`. */
function unique(alerts: Held[], besides: Held[]): Held[] {
	const named = new Set(besides.map(({ key }) => key));
	const byKey = new Map(alerts.map((alert) => [alert.key, alert]));
	return [...byKey.values()].filter(({ key }) => !named.has(key));
}
