import { count, line, type JsonObject } from '../shared/alert/fields';

/** `O`pen, `M`uted or `R`esolved; Bugsink unmutes what it resolves. */
export type State = 'O' | 'M' | 'R';
export type ChangeReason = 'RESOLVED' | 'REOPENED' | 'MUTED' | 'UNMUTED';

/** What the trigger keeps between two polls: about a character for each run of issues in one state. */
export interface Remembered {
	/** Installation and project; another one starts anew. */
	of: string;
	/** When the poll began that saw this, in ms since 1970. */
	at: number;
	/** The latest `first_seen` of all issues: what was seen first after it is a new issue. */
	newest: string;
	/** `<lowest digest order>:<run><run>…`, a run being a state and how many issues have it; `-` for gaps. */
	states: string;
}

export interface Change {
	issue: JsonObject;
	reason: ChangeReason;
}

const REASONS: Record<string, ChangeReason[]> = {
	OR: ['RESOLVED'],
	MR: ['RESOLVED'],
	OM: ['MUTED'],
	RO: ['REOPENED'],
	MO: ['UNMUTED'],
	RM: ['REOPENED', 'MUTED'],
};

export function stateOf(issue: JsonObject): State {
	if (issue.is_resolved === true) return 'R';
	return issue.is_muted === true ? 'M' : 'O';
}

/** What to keep of these issues. `digest_order` numbers the issues of a project without repetition. */
export function remember(of: string, at: number, issues: JsonObject[]): Remembered {
	const newest = issues.map(firstSeen).reduce((a, b) => (b > a ? b : a), '');
	const byOrder = new Map<number, State>();
	for (const issue of issues) {
		const order = count(issue.digest_order);
		if (order !== null) byOrder.set(order, stateOf(issue));
	}
	return { of, at, newest, states: encode(byOrder) };
}

/**
 * What changed between two polls. An issue that is new counts as having been open; one that was not
 * watched before is only remembered. What changed and changed back in between is not seen.
 */
export function changesSince(before: Remembered, issues: JsonObject[]): Change[] {
	const earlier = decode(before.states);
	const highest = Math.max(0, ...[...earlier.keys()].slice(-1));
	return issues.flatMap((issue) => {
		const order = count(issue.digest_order);
		if (order === null) return [];
		// A deleted issue's number may be given again; the time tells the two apart.
		const isNew = order > highest || firstSeen(issue) > before.newest;
		const from = isNew ? 'O' : earlier.get(order);
		if (from === undefined) return [];
		const reasons = REASONS[from + stateOf(issue)] ?? [];
		return reasons.map((reason) => ({ issue, reason }));
	});
}

function firstSeen(issue: JsonObject): string {
	return line(issue.first_seen) ?? '';
}

function encode(byOrder: Map<number, State>): string {
	const orders = [...byOrder.keys()].sort((a, b) => a - b);
	if (orders.length === 0) return '1:';
	const runs: Array<{ state: string; length: number }> = [];
	const add = (state: string, length: number): void => {
		const last = runs.at(-1);
		if (last?.state === state) last.length += length;
		else if (length > 0) runs.push({ state, length });
	};
	let expected = orders[0];
	for (const order of orders) {
		add('-', order - expected);
		add(byOrder.get(order) ?? '-', 1);
		expected = order + 1;
	}
	const text = runs.map(({ state, length }) => (length === 1 ? state : `${state}${length}`));
	return `${orders[0]}:${text.join('')}`;
}

function decode(text: string): Map<number, State> {
	const [first, runs = ''] = text.split(':');
	const byOrder = new Map<number, State>();
	let order = Number(first);
	for (const [, state, length] of runs.matchAll(/([OMR-])(\d*)/g)) {
		const end = order + (length === '' ? 1 : Number(length));
		if (state === '-') order = end;
		for (; order < end; order++) byOrder.set(order, state as State);
	}
	return byOrder;
}
