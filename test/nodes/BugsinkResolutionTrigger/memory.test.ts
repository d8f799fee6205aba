import type { IDataObject } from 'n8n-workflow';

import { IssueMemory, type StoredIssues } from '../../../nodes/BugsinkResolutionTrigger/memory';
import { changesOf } from '../../../nodes/BugsinkResolutionTrigger/findings';
import fc, { tries } from '../../support/fastCheck';

const WANTED = {
	byPeople: new Set(['RESOLVED', 'REOPENED', 'MUTED', 'UNMUTED']),
	byBugsink: new Set<string>(),
};

interface Issue {
	project: number;
	order: number;
	seen: number;
	state: string;
	count: number;
}

const json = ({ project, order, seen, state, count }: Issue): IDataObject => ({
	id: `${project}-${order}-${seen}`,
	project,
	digest_order: order,
	digested_event_count: count,
	first_seen: `2026-01-01T00:00:00.${String(seen).padStart(6, '0')}Z`,
	is_resolved: state === 'resolved',
	is_muted: state === 'muted',
});

/** Through JSON, as through the database. */
const reload = (memory: IssueMemory): IssueMemory =>
	IssueMemory.of(JSON.parse(JSON.stringify(memory.stored())) as StoredIssues);

const EXPECTED: Record<string, string[]> = {
	'open>resolved': ['RESOLVED'],
	'muted>resolved': ['RESOLVED'],
	'open>muted': ['MUTED'],
	'resolved>open': ['REOPENED'],
	'muted>open': ['UNMUTED'],
	'resolved>muted': ['REOPENED', 'MUTED'],
};

/** What a model of the issues says, against what is remembered as text. */
it('sees exactly the net changes, whatever happens to the issues', () => {
	const state = fc.constantFrom('open', 'muted', 'resolved');
	const step = fc.record({
		changes: fc.array(fc.tuple(fc.nat(30), state, fc.nat(3)), { maxLength: 10 }),
		added: fc.array(fc.tuple(fc.constantFrom(1, 2), state), { maxLength: 5 }),
		deleted: fc.array(fc.nat(30), { maxLength: 3 }),
	});
	fc.assert(
		fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
			let issues: Issue[] = [1, 2].map((project) => ({
				project,
				order: 1,
				seen: project,
				state: 'open',
				count: 1,
			}));
			let seen = 2;
			let memory = IssueMemory.since('').with(issues.map(json), null, true, 10_000);
			for (const { changes, added, deleted } of steps) {
				const before = new Map(issues.map((issue) => [issue.seen, issue]));
				issues = issues.filter((_, index) => index < 2 || !deleted.includes(index));
				for (const [index, to, events] of changes) {
					const issue = issues[index];
					if (issue) issues[index] = { ...issue, state: to, count: issue.count + events };
				}
				for (const [project, now] of added) {
					// As Bugsink numbers them: one more than the highest there is, also after a deletion.
					const own = issues.filter((issue) => issue.project === project);
					const order = Math.max(0, ...own.map((issue) => issue.order)) + 1;
					issues.push({ project, order, seen: ++seen, state: now, count: 1 });
				}
				memory = reload(memory);
				for (const issue of issues) {
					const earlier = before.get(issue.seen);
					const from = earlier?.state ?? 'open';
					expect(changesOf(json(issue), memory, WANTED)).toEqual(
						EXPECTED[`${from}>${issue.state}`] ?? [],
					);
					expect(memory.isNew(json(issue))).toBe(earlier === undefined);
					expect(memory.differs(json(issue))).toBe(
						earlier?.state !== issue.state || earlier.count !== issue.count,
					);
				}
				memory = memory.with(issues.map(json), null, true, 10_000);
			}
		}),
		tries(300),
	);
});

it('keeps what was not looked at, and the highest turn of what was', () => {
	const issues = [1, 2, 5].map((order) =>
		json({ project: 1, order, seen: order, state: 'open', count: 40 }),
	);
	const first = IssueMemory.since('').with(issues, () => 1234, true, 10_000);
	const [, second] = issues;
	const changed = { ...second, digested_event_count: 41 };
	const memory = reload(reload(first).with([changed], () => undefined, false, 10_000));
	expect(memory.size).toBe(3);
	expect(memory.find(changed)).toEqual({ state: 'O', count: 41, turn: 1234 });
	expect(memory.find(issues[2])).toEqual({ state: 'O', count: 40, turn: 1234 });
	// Nothing is known of turns while nobody watches them.
	expect(reload(memory.with([changed], null, false, 10_000)).find(issues[0])?.turn).toBeNull();
});

it('drops the lowest numbers beyond the limit, and forgets no highest one', () => {
	const issues = [1, 2].flatMap((project) =>
		Array.from({ length: 50 }, (_, at) =>
			json({ project, order: at + 1, seen: at, state: 'open', count: 1 }),
		),
	);
	const memory = reload(IssueMemory.since('').with(issues, null, true, 30));
	expect(memory.size).toBe(30);
	expect(memory.find(issues[49])).toBeDefined();
	expect(memory.find(issues[99])).toBeDefined();
	expect(memory.isNew(issues[0])).toBe(false);
});

it('takes little room', () => {
	const issues = Array.from({ length: 10_000 }, (_, at) =>
		json({ project: 1, order: at + 1, seen: at, state: 'open', count: (at * 7919) % 500 }),
	);
	const turns = new Map(issues.map((issue, at) => [issue, at * 3]));
	const memory = IssueMemory.since('').with(
		issues,
		(issue) => turns.get(issue as never),
		true,
		1e5,
	);
	expect(JSON.stringify(memory.stored()).length).toBeLessThan(100_000);
	const plain = IssueMemory.since('').with(issues, null, true, 1e5);
	expect(JSON.stringify(plain.stored()).length).toBeLessThan(35_000);
});
