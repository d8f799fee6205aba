/** The limit of one node in one process, for each test another node; what others wrote is in its memory. */
import { readKept, writeKept } from '../../../../nodes/shared/limit/kept';
import { Limits, type Admission } from '../../../../nodes/shared/limit/limits';
import { nameOf, type Window } from '../../../../nodes/shared/limit/window';
import { numbered } from '../../../support/alerts';
import { mapMemory } from '../../../support/memory';
import { VirtualClock } from '../../../support/virtualClock';
import { NOON, RULES } from './support';

let nodes = 0;
export let node: string;
export let clock: VirtualClock;
beforeEach(() => {
	node = `node ${++nodes}`;
	clock = new VirtualClock(NOON);
});

/** Of the window of the numbered alerts. */
export const NAME = nameOf([numbered(1)], RULES);
export const none = () => [];
/** What a summary names, or what happens instead. */
export const titlesOf = (admission: Admission) =>
	admission.do === 'summarize'
		? admission.summary.digest.projects.flatMap(({ issues }) => issues.map(({ title }) => title))
		: admission.do;
export const accountsOf = (limits: Limits) =>
	limits.due().map(({ summary }) => summary.limit?.issueIds);
export const idOf = (number: number) => numbered(number).issueId;

/** A memory in which other processes wrote this. */
export function memoryWith(processes: Record<string, Window[]>, told: string[] = []) {
	const text = writeKept({ processes: new Map(Object.entries(processes)), told }, node);
	return mapMemory({ limit: text });
}
export const limitsOf = (memory = mapMemory(), mayHold = true) =>
	new Limits(node, memory, clock, mayHold);
export const admit = (limits: Limits, ...numbers: number[]) =>
	numbers.map((number) => limits.admit(RULES, [numbered(number)], none));
export const kept = (memory: ReturnType<typeof mapMemory>) => readKept(memory.get('limit'), node);
