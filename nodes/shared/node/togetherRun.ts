import type { Job } from '../destination';
import { areFieldsFixed, Parameters } from '../parameters';
import { credentialReader, type Access } from './credentials';
import { deliverItem, jobOf, sendWithinLimit, type Execution } from './deliverItem';
import type { Entry } from './entries';

import { readable, type Delivered } from './output';
import { isOneForAll } from './sendAs';

/** An alert that goes with others. */
interface Member<Settings> {
	entry: Entry;
	access: Access;
	job: Job<Settings>;
}

/** What was done with an item, or why it failed. */
type Result = { delivered: Delivered } | { error: unknown };

/**
 * The alerts of an execution that leave in one message (`sendAs` is `oneForAll`). Whichever comes first
 * sends for all; the others are answered from that. An alert that has no company goes as ever.
 */
export class TogetherRun<Settings> {
	private results: Promise<Map<number, Result>> | undefined;
	private readonly accessOf: (itemIndex: number) => Promise<Access>;
	private readonly areFieldsFixed: boolean;
	/** Of all items, where the fields are fixed. */
	private isOneForAll: boolean | undefined;

	/**
	 * @param wasSent by an earlier run of this execution.
	 * @param keep is told of every alert that went out, also of those whose turn never comes.
	 */
	constructor(
		private readonly execution: Execution<Settings>,
		private readonly wasSent: (entry: Entry) => boolean,
		private readonly keep: (entry: Entry, delivered: Delivered, access: Access) => void,
	) {
		const { context, destination } = execution;
		this.accessOf = credentialReader(context, destination);
		this.areFieldsFixed = areFieldsFixed(context);
	}

	/** Test alerts go alone: nobody should have to look for the mark among others. @throws {InvalidSetting} */
	isFor({ alert, index, operation }: Entry): boolean {
		const { context, destination } = this.execution;
		if (destination.together === undefined || alert === undefined || alert.isTest) return false;
		if (operation !== 'sendAlert' && operation !== 'preview') return false;
		if (!this.areFieldsFixed) return isOneForAll(new Parameters(context, index));
		return (this.isOneForAll ??= isOneForAll(new Parameters(context, index)));
	}

	async deliver({ index }: Entry): Promise<Delivered> {
		this.results ??= this.sendAll();
		const result = (await this.results).get(index);
		if (result !== undefined && 'delivered' in result) return result.delivered;
		throw result?.error;
	}

	private async sendAll(): Promise<Map<number, Result>> {
		const results = new Map<number, Result>();
		const groups = new Map<string, Array<Member<Settings>>>();
		for (const entry of this.execution.entries.open()) {
			if (!this.takesPart(entry)) continue;
			try {
				const member = await this.memberOf(entry);
				const group = this.groupOf(member);
				const members = groups.get(group) ?? [];
				members.push(member);
				groups.set(group, members);
			} catch (error) {
				results.set(entry.index, { error });
			}
		}
		await Promise.all([...groups.values()].map((group) => this.sendGroup(group, results)));
		return results;
	}

	private takesPart(entry: Entry): boolean {
		try {
			return this.isFor(entry) && !this.wasSent(entry);
		} catch {
			// Reported when its turn comes.
			return false;
		}
	}

	private async memberOf(entry: Entry): Promise<Member<Settings>> {
		const access = await this.accessOf(entry.index);
		return { entry, access, job: jobOf(entry, access, this.execution) };
	}

	private groupOf({ entry, job }: Member<Settings>): string {
		const group = this.execution.destination.together?.groupOf(job.alert, job.settings);
		return JSON.stringify([entry.operation, group ?? `item ${entry.index}`]);
	}

	private async sendGroup(
		group: Array<Member<Settings>>,
		results: Map<number, Result>,
	): Promise<void> {
		try {
			const all = await this.deliverGroup(group);
			for (const [place, { access, entry }] of group.entries()) {
				const delivered = all[place];
				results.set(entry.index, { delivered });
				this.keep(entry, delivered, access);
			}
		} catch (error) {
			for (const { entry } of group) results.set(entry.index, { error });
		}
	}

	private async deliverGroup(group: Array<Member<Settings>>): Promise<Delivered[]> {
		const { clock, destination } = this.execution;
		const { together } = destination;
		const [{ access, entry, job }] = group;
		if (together === undefined || group.length === 1) {
			return [await deliverItem(entry, access, this.execution)];
		}
		const combined = group.length;
		if (entry.operation === 'preview') {
			const alerts = group.map((member) => member.job.alert);
			const prepared = together.prepare(alerts, job.settings, new Date(clock.now()));
			const request = readable(prepared.request);
			const summary = `Send ${combined} alerts in one message to ${destination.service.name}`;
			return group.map(() => ({ summary, ...prepared, action: 'previewed', combined, request }));
		}
		const { delivery } = job;
		const jobs = group.map((member) => ({ ...member.job, delivery }));
		const outcomes = await sendWithinLimit(destination, jobs, async () => {
			const sent = await together.sendTogether(jobs);
			return sent.map((outcome) => ({ combined, ...outcome }));
		});
		const { statusCode, requests, attempts } = delivery;
		return outcomes.map((outcome) => ({ ...outcome, statusCode, requests, attempts }));
	}
}
