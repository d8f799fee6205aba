/** Alerts that a real Bugsink raises while n8n is up or down, and what its webhook said of each. */
import type { Bugsink, SdkEvent } from './bugsink';
import type { BugsinkIssue } from './bugsinkApi';
import { sleep, waitFor } from './processes';
import type { Receiver } from './receiver';

const MINUTE = 60_000;

/** What Bugsink's Custom service posts, as far as it is looked at. */
interface Posted {
	id: string;
	alert_reason: string;
	last_seen: string;
	calculated_type: string;
}

export class Raiser {
	private mutedAt = 0;

	private constructor(
		private readonly bugsink: Bugsink,
		private readonly witness: Receiver,
		private readonly testedService: number,
	) {}

	/** @param witness is called by Bugsink as n8n is, and always listens. */
	static async start(bugsink: Bugsink, witness: Receiver): Promise<Raiser> {
		const url = `${witness.url}/witness`;
		return new Raiser(bugsink, witness, await bugsink.site.addAlertService('custom', 'w', url));
	}

	/** `NEW <issue>` of each alert that Bugsink raised, by the time of its event. */
	raised(from = 0): string[] {
		return this.posted()
			.slice(from)
			.sort((a, b) => a.last_seen.localeCompare(b.last_seen))
			.map(({ alert_reason, id }) => `${alert_reason} ${id}`);
	}

	get count(): number {
		return this.posted().length;
	}

	/** 14 new issues, one of which comes back; five of them are muted afterwards. */
	async raiseBefore(): Promise<void> {
		const types = [...OLD, TWICE, ...WAKING, DEADLINE];
		await this.expect(types.length, ...types.map(eventOf));
		await this.resolve(OLD[0]);
		await this.expect(1, eventOf(OLD[0]));
		for (const type of WAKING) {
			await this.bugsink.api.muteUntil(await this.idOf(type), 3, 1, 'hour');
		}
		await this.bugsink.api.muteFor(await this.idOf(DEADLINE), 1, 'minute');
		this.mutedAt = Date.now();
	}

	/**
	 * 40 alerts that can be rebuilt: 8 regressions, two turns of one issue, 4 muted ones that wake by
	 * their number of events and one by its deadline, and 25 new issues, one of which is resolved
	 * meanwhile. Also what leaves no trace: a test, and an issue that is deleted.
	 */
	async raiseForty(): Promise<void> {
		for (const type of OLD) await this.resolve(type);
		await this.expect(OLD.length, ...OLD.map(eventOf));
		for (let turn = 0; turn < 2; turn++) {
			await this.resolve(TWICE);
			await this.expect(1, eventOf(TWICE));
		}
		await this.expect(WAKING.length, ...WAKING.flatMap((type) => [eventOf(type), eventOf(type)]));
		await sleep(Math.max(0, this.mutedAt + MINUTE + 1000 - Date.now()));
		await this.expect(1, eventOf(DEADLINE));
		await this.raiseNew('Lost', 25);
		await this.resolve('Lost3Error');
		await this.bugsink.site.pressTest(this.testedService);
		await this.raiseDeleted();
	}

	/** So many new issues of these names. */
	async raiseNew(name: string, count: number): Promise<void> {
		const types = Array.from({ length: count }, (_, index) => `${name}${index}Error`);
		await this.expect(count, ...types.map(eventOf));
	}

	/** An alert that nobody can rebuild. */
	private async raiseDeleted(): Promise<void> {
		const type = 'DeletedError';
		await this.bugsink.sendEvents(eventOf(type));
		const called = () => this.all().some(({ calculated_type }) => calculated_type === type);
		await waitFor('the alert of the issue to delete', async () => await Promise.resolve(called()));
		await this.bugsink.api.request('DELETE', `issues/${await this.idOf(type)}/`);
	}

	/** Sends the events, and waits until Bugsink called its webhook so many times more. */
	private async expect(more: number, ...events: SdkEvent[]): Promise<void> {
		const wanted = this.count + more;
		await this.bugsink.sendEvents(...events);
		await waitFor(
			`alert ${wanted} of Bugsink (there are ${this.count})`,
			async () => await Promise.resolve(this.count >= wanted),
			60,
		);
	}

	private async resolve(type: string): Promise<void> {
		await this.bugsink.api.resolve(await this.idOf(type));
	}

	private async idOf(type: string): Promise<string> {
		const issues: BugsinkIssue[] = await this.bugsink.api.issues(this.bugsink.project.id);
		const found = issues.find(({ calculated_type }) => calculated_type === type);
		if (!found) throw new Error(`Bugsink has no issue of ${type}`);
		return found.id;
	}

	private posted(): Posted[] {
		return this.all().filter(
			({ alert_reason, calculated_type }) =>
				alert_reason !== 'TEST' && calculated_type !== 'DeletedError',
		);
	}

	private all(): Posted[] {
		return this.witness.received.map(({ body }) => JSON.parse(body) as Posted);
	}
}

const OLD = Array.from({ length: 8 }, (_, index) => `Old${index}Error`);
const TWICE = 'TwiceError';
const WAKING = Array.from({ length: 4 }, (_, index) => `Waking${index}Error`);
const DEADLINE = 'DeadlineError';

function eventOf(type: string): SdkEvent {
	return { type, message: `no such order in ${type}`, environment: 'production' };
}
