import type { Alert } from '../shared/alert/alert';
import { DeliveryFailure } from '../shared/delivery/failure';
import type { Job } from '../shared/destination';
import { refusalOf } from '../shared/tracker/refusal';
import { Refused, type Created, type Tracker, type Wanted } from '../shared/tracker/tracker';
import { commentOf, noteOf } from './adf';
import { JiraApi } from './api';
import { comment, link } from './comments';
import { createTicket } from './create';
import { contentOf, ticketFields, type TicketContent } from './fields';
import { JiraLists } from './lists';
import { Lookups } from './lookups';
import { JiraSearch, moversOf, movesOf, wasClosed, type JiraMove, type Mover } from './search';
import type { JiraSettings } from './settings';
import { isOfHome, type JiraTicket } from './tickets';
import { move } from './transitions';

/** Jira for one alert. */
export class JiraTracker implements Tracker<JiraTicket> {
	readonly noun = 'ticket';
	readonly looksAfterCreate = false;
	readonly place: string;
	readonly warnings: string[] = [];
	private readonly api: JiraApi;
	private readonly searching: JiraSearch;

	constructor(private readonly job: Job<JiraSettings>) {
		const { delivery, memory, settings, shared } = job;
		const { account, projectKey, site } = settings;
		this.place = site;
		this.api = new JiraApi(site, account, delivery, shared, memory);
		this.searching = new JiraSearch(this.api, settings, projectKey);
	}

	memoryKey(fingerprint: string): string {
		return fingerprint;
	}

	/** Two nodes with two projects each have their own ticket. */
	belongs(ticket: JiraTicket): boolean {
		return isOfHome(ticket, this.job.settings.projectKey);
	}

	shown({ key, ref }: JiraTicket): Record<string, unknown> {
		return { id: ref, key };
	}

	async recall(refs: string[]): Promise<Map<string, JiraTicket>> {
		const tickets = await this.searching.byIds(refs);
		return new Map(tickets.map((ticket) => [ticket.ref, ticket]));
	}

	async search(wanted: Wanted[]): Promise<JiraTicket[]> {
		return await this.searching.byLabels(wanted.map(({ fingerprint }) => fingerprint));
	}

	async latest(): Promise<JiraTicket[]> {
		try {
			return await this.searching.newest();
		} catch (error) {
			const status = error instanceof DeliveryFailure ? error.failure.statusCode : undefined;
			// The project is wrong, or may not be browsed: that is for the create to say.
			return status === 400 ? [] : await Promise.reject(error);
		}
	}

	async closedByBot({ ref }: JiraTicket): Promise<boolean> {
		return (await this.movers(ref)).at(-1)?.isApp === true;
	}

	/** Who may not read the change log takes each move for a person's decision. */
	private async movers(id: string): Promise<Mover[]> {
		let movers: Mover[] = [];
		await refusalOf(async () => (movers = await moversOf(this.api, id)));
		return movers;
	}

	async reopenedSince({ ref }: JiraTicket, since: number): Promise<boolean> {
		let moves: JiraMove[] = [];
		await refusalOf(async () => (moves = await movesOf(this.api, ref)));
		const { wontDoNames } = this.job.settings;
		return moves.some((one) => one.at > since && wasClosed(one, wontDoNames));
	}

	get lists(): JiraLists {
		const now = this.job.delivery.clock.now();
		const open = async (content: TicketContent) => await this.open(content, []);
		return new JiraLists(this.api, this.searching, open, now, this.job.settings.words);
	}

	private async open(content: TicketContent, others: JiraTicket[]): Promise<Created<JiraTicket>> {
		const { delivery, settings, shared } = this.job;
		const lookups = new Lookups(this.api, settings, shared);
		const findLost = async () => {
			const isNew = (ticket: JiraTicket) =>
				ticket.fingerprints.includes(content.fingerprint) &&
				this.belongs(ticket) &&
				!others.some(({ ref }) => ref === ticket.ref);
			const indexed = await this.searching.byLabels([content.fingerprint]);
			return indexed.find(isNew) ?? (await this.searching.newest()).find(isNew);
		};
		const now = delivery.clock.now();
		const created = await createTicket(this.api, content, settings, lookups, findLost, now);
		this.warnings.push(...created.warnings);
		return created;
	}

	async create(
		alert: Alert,
		follows: JiraTicket | undefined,
		others: JiraTicket[],
	): Promise<Created<JiraTicket>> {
		const created = await this.open(contentOf(alert, this.job.settings.words), others);
		if (follows !== undefined) {
			const { name, ref } = created.ticket;
			const refusal = await refusalOf(
				async () => await link(this.api, 'Relates', ref, follows.ref),
			);
			if (refusal !== undefined) {
				this.warnings.push(`${name} could not be linked to ${follows.name}: ${refusal}`);
			}
		}
		return created;
	}

	async comment({ ref }: JiraTicket, alert: Alert, since: number | undefined): Promise<boolean> {
		const { delivery, settings } = this.job;
		const body = commentOf(alert, settings.words.additionalText);
		return await comment(this.api, ref, body, since, delivery.clock.now());
	}

	async update({ ref }: JiraTicket, alert: Alert): Promise<string[]> {
		const { settings } = this.job;
		const { fields, truncated } = ticketFields(contentOf(alert, settings.words), settings);
		const { summary, description, labels } = fields;
		await this.api.request('PUT', `/issue/${ref}`, {
			fields: { summary, description },
			update: { labels: (labels as string[]).map((label) => ({ add: label })) },
		});
		return truncated;
	}

	async reopen(ticket: JiraTicket): Promise<void> {
		await this.move(ticket, 'open', this.job.settings.reopenTransition);
	}

	async close(ticket: JiraTicket): Promise<void> {
		await this.move(ticket, 'done', this.job.settings.resolveTransition);
	}

	/** The link, or else the change log, tells later that we closed it; the comment is for people. */
	async closeAsDuplicate(copy: JiraTicket, first: JiraTicket): Promise<void> {
		const movers = await this.movers(copy.ref);
		if (copy.creator !== '' && movers.some(({ accountId }) => accountId === copy.creator)) {
			throw new Refused('it was closed as one before, and a person opened it again');
		}
		await this.move(copy, 'duplicate', '');
		const note = noteOf('Closed as a duplicate of ', { key: first.key, url: first.url }, '.');
		const now = this.job.delivery.clock.now();
		const refusals = [
			await refusalOf(async () => await link(this.api, 'Duplicate', copy.ref, first.ref)),
			await refusalOf(async () => await comment(this.api, copy.ref, note, undefined, now)),
		].filter((refusal) => refusal !== undefined);
		if (refusals.length > 0) {
			const said = refusals.join(' ');
			this.warnings.push(`${copy.name} does not say of which ticket it is a duplicate: ${said}`);
		}
	}

	private async move(
		ticket: JiraTicket,
		to: 'open' | 'done' | 'duplicate',
		asked: string,
	): Promise<void> {
		const { wontDoNames } = this.job.settings;
		const warning = await move(this.api, ticket.ref, { to, asked, wontDoNames });
		if (warning !== undefined) this.warnings.push(`${ticket.name}: ${warning}`);
	}
}
