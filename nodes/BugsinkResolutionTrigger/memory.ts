import { count, isObject, line, type JsonObject } from '../shared/alert/fields';
import { firstSeen, isLater, stateOf, type State } from './states';

/** What is known of an issue from an earlier poll. */
export interface Known {
	state: State;
	/** `digested_event_count`: with each event Bugsink counts one more. Null: not noted. */
	count: number | null;
	/** The highest id in its history when that was read last; null if it never was. */
	turn: number | null;
}

/** As it is kept: by project, about five characters an issue. */
export interface StoredIssues {
	/** The latest `first_seen` of all issues: what was seen first after it is a new issue. */
	newest: string;
	/** `<lowest digest order>:<token><token>…`, see `encode`. */
	projects: Record<string, string>;
}

type Orders = Map<number, Known>;

/** The issues as the last polls saw them, by project and number in it (`digest_order`). */
export class IssueMemory {
	/** The highest number of each project. */
	private readonly highest: Map<string, number>;

	private constructor(
		private readonly newest: string,
		private readonly projects: Map<string, Orders>,
	) {
		const highestOf = (orders: Orders): number =>
			[...orders.keys()].reduce((a, b) => Math.max(a, b), 0);
		this.highest = new Map([...projects].map(([id, orders]) => [id, highestOf(orders)]));
	}

	static of(stored: StoredIssues): IssueMemory {
		const projects = Object.entries(stored.projects).map(([id, text]): [string, Orders] => [
			id,
			decode(text),
		]);
		return new IssueMemory(stored.newest, new Map(projects));
	}

	/** Knows nothing, and takes for new what was first seen at this time or later. */
	static since(time: string): IssueMemory {
		return new IssueMemory(time, new Map());
	}

	/** What version 1 of the node kept of its one project: states, no counts. */
	static ofVersion1(project: string, { newest, states }: JsonObject): IssueMemory {
		const text = String(states).replace(/([OMR-])(\d+)/g, '$1*$2');
		return IssueMemory.of({ newest: line(newest) ?? '', projects: { [project]: text } });
	}

	get size(): number {
		return [...this.projects.values()].reduce((sum, orders) => sum + orders.size, 0);
	}

	find(issue: JsonObject): Known | undefined {
		return this.isNew(issue) ? undefined : this.at(issue);
	}

	/**
	 * Whether it came after the last poll. A deleted issue's number may be given again, so the time
	 * counts as well; a clock that was set back does not hide a new number. An older issue of a project
	 * that was not seen before is not new: the token may see it only now.
	 */
	isNew(issue: JsonObject): boolean {
		if (isLater(firstSeen(issue), this.newest)) return true;
		const highest = this.highest.get(String(issue.project));
		return highest !== undefined && (count(issue.digest_order) ?? 0) > highest;
	}

	private at(issue: JsonObject): Known | undefined {
		return this.projects.get(String(issue.project))?.get(count(issue.digest_order) ?? -1);
	}

	/** Whether anything happened to the issue, as far as the list of issues shows. */
	differs(issue: JsonObject): boolean {
		const known = this.find(issue);
		if (known === undefined || known.state !== stateOf(issue)) return true;
		return known.count !== null && known.count !== count(issue.digested_event_count);
	}

	/**
	 * With these issues as they are now.
	 *
	 * @param turnOf the highest id in an issue's history, if it was read; null keeps none.
	 * @param isComplete these are all issues: others are gone.
	 * @param limit most issues to know; those with the lowest numbers go first.
	 */
	with(
		issues: JsonObject[],
		turnOf: ((issue: JsonObject) => number | undefined) | null,
		isComplete: boolean,
		limit: number,
	): IssueMemory {
		const newest = issues.map(firstSeen).reduce((a, b) => (isLater(b, a) ? b : a), this.newest);
		const projects = new Map<string, Orders>();
		for (const [id, orders] of isComplete ? [] : this.projects) {
			const kept = [...orders].map(([order, known]): [number, Known] => [
				order,
				turnOf === null ? { ...known, turn: null } : known,
			]);
			projects.set(id, new Map(kept));
		}
		for (const issue of issues) {
			const order = count(issue.digest_order);
			if (order === null) continue;
			const id = String(issue.project);
			const orders = projects.get(id) ?? new Map<number, Known>();
			projects.set(id, orders);
			const turn = turnOf === null ? null : (turnOf(issue) ?? this.find(issue)?.turn ?? null);
			orders.set(order, { state: stateOf(issue), count: count(issue.digested_event_count), turn });
		}
		return new IssueMemory(newest, limited(projects, limit));
	}

	stored(): StoredIssues {
		const entries = [...this.projects].map(([id, orders]) => [id, encode(orders)]);
		return { newest: this.newest, projects: Object.fromEntries(entries) as Record<string, string> };
	}
}

function limited(projects: Map<string, Orders>, limit: number): Map<string, Orders> {
	const sorted = [...projects].map(([id, orders]): [string, Array<[number, Known]>] => [
		id,
		[...orders].sort(([a], [b]) => a - b),
	]);
	let left = sorted.reduce((sum, [, orders]) => sum + orders.length, 0) - limit;
	return new Map(
		sorted.map(([id, orders]) => {
			const dropped = Math.max(0, Math.min(left, orders.length - 1));
			left -= dropped;
			return [id, new Map(orders.slice(dropped))];
		}),
	);
}

/**
 * A token for each issue in the order of its numbers: state, count in base 36 and, after a dot, the
 * turn in base 36; `*<n>` for n such issues in a row, `-` for numbers that no issue has.
 */
function encode(orders: Orders): string {
	const numbers = [...orders.keys()].sort((a, b) => a - b);
	if (numbers.length === 0) return '1:';
	const runs: Array<{ token: string; length: number }> = [];
	const add = (token: string, length: number): void => {
		const last = runs.at(-1);
		if (last?.token === token) last.length += length;
		else if (length > 0) runs.push({ token, length });
	};
	let expected = numbers[0];
	for (const number of numbers) {
		add('-', number - expected);
		add(tokenOf(orders.get(number)), 1);
		expected = number + 1;
	}
	const text = runs.map(({ token, length }) => (length === 1 ? token : `${token}*${length}`));
	return `${numbers[0]}:${text.join('')}`;
}

function tokenOf(known: Known | undefined): string {
	if (known === undefined) return '-';
	const { state, count: events, turn } = known;
	return `${state}${events?.toString(36) ?? ''}${turn === null ? '' : `.${turn.toString(36)}`}`;
}

function decode(text: string): Orders {
	const [first, tokens = ''] = text.split(':');
	const orders: Orders = new Map();
	let order = Number(first);
	const all = tokens.matchAll(/([OMR-])([0-9a-z]*)(?:\.([0-9a-z]+))?(?:\*(\d+))?/g);
	for (const [, state, events, turn, length = '1'] of all) {
		const end = order + Number(length);
		if (state === '-') order = end;
		for (; order < end; order++) {
			orders.set(order, {
				state: state as State,
				count: events === '' ? null : parseInt(events, 36),
				turn: turn === undefined ? null : parseInt(turn, 36),
			});
		}
	}
	return orders;
}

/** Whether something of another version, or of nobody, is kept as issues. */
export function isStored(value: unknown): value is StoredIssues {
	return isObject(value) && typeof value.newest === 'string' && isObject(value.projects);
}
