import type { Alert } from '../shared/alert/alert';
import { whatHappened } from '../shared/alert/describe';
import { DeliveryFailure } from '../shared/delivery/failure';
import type { Job } from '../shared/destination';
import { refusalOf } from '../shared/tracker/refusal';
import type { Created, Tracker, Wanted } from '../shared/tracker/tracker';
import { comment } from './comments';
import { createIssue, issueOf } from './create';
import { issueFields } from './fields';
import { useNewName } from './listing';
import { GithubLists } from './lists';
import { markerSafe } from './markdown';
import { movesOf, type GithubMove } from './moves';
import { newestIssues, note } from './newest';
import { recallIssue, searchIssues } from './search';
import { MARKER_LABEL, type GithubSettings } from './settings';
import type { Github, GithubTicket } from './ticket';
import { addLabels, edit } from './write';

/** GitHub for one alert. */
export class GithubTracker implements Tracker<GithubTicket> {
	readonly noun = 'issue';
	readonly looksAfterCreate = true;
	readonly place: string;
	private readonly github: Github;

	constructor(private readonly job: Job<GithubSettings>) {
		const { delivery, memory, settings, shared } = job;
		const { accessToken, apiUrl, repository, warnings } = settings;
		this.place = `${apiUrl} ${repository}`.toLowerCase();
		this.github = {
			apiUrl,
			accessToken,
			configured: repository,
			repository,
			delivery,
			memory,
			shared,
			warnings: [...warnings],
		};
	}

	get lists(): GithubLists {
		return new GithubLists(this.renamed, this.job.settings);
	}

	get warnings(): string[] {
		return this.github.warnings;
	}

	/** Writes do not follow a redirect: another alert of the execution may have learned the new name. */
	private get renamed(): Github {
		useNewName(this.github);
		return this.github;
	}

	memoryKey(fingerprint: string): string {
		const { apiUrl, configured } = this.github;
		return `${new URL(apiUrl).host}/${configured}#${markerSafe(fingerprint)}`.toLowerCase();
	}

	/** A repository is one node's for one kind of alert; there are no projects within it. */
	belongs(): boolean {
		return true;
	}

	shown({ id, repository }: GithubTicket): Record<string, unknown> {
		return { id, repository };
	}

	async recall(refs: string[]): Promise<Map<string, GithubTicket>> {
		const tickets = await Promise.all(
			refs.map(async (ref) => await recallIssue(this.renamed, ref)),
		);
		return new Map(tickets.flatMap((ticket) => (ticket ? [[ticket.ref, ticket]] : [])));
	}

	async search(wanted: Wanted[]): Promise<GithubTicket[]> {
		return await searchIssues(this.renamed, wanted);
	}

	async latest(since: number, before?: GithubTicket): Promise<GithubTicket[]> {
		return await newestIssues(this.renamed, since, before?.number);
	}

	async closedByBot(ticket: GithubTicket): Promise<boolean> {
		const { closedByType = (await recallIssue(this.renamed, ticket.ref))?.closedByType } = ticket;
		return closedByType === 'Bot';
	}

	async reopenedSince({ number, wasReopened }: GithubTicket, since: number): Promise<boolean> {
		if (!wasReopened) return false;
		let moves: GithubMove[] = [];
		await refusalOf(async () => (moves = await movesOf(this.renamed, number)));
		return moves.some(({ at, wasClosed }) => wasClosed && at > since);
	}

	async create(
		alert: Alert,
		follows: GithubTicket | undefined,
		others: GithubTicket[],
	): Promise<Created<GithubTicket>> {
		const { settings } = this.job;
		const issue = issueOf(alert, settings);
		const created = await createIssue(this.renamed, issue, settings, others, follows);
		note(this.renamed, created.ticket.number);
		return created;
	}

	async comment(ticket: GithubTicket, alert: Alert, since: number | undefined): Promise<boolean> {
		await addLabels(this.renamed, ticket, [MARKER_LABEL]);
		const additionalText = this.job.settings.words?.additionalText;
		const what = whatHappened(alert);
		return await comment(this.renamed, ticket, alert, what, since, additionalText);
	}

	async update(ticket: GithubTicket, alert: Alert): Promise<string[]> {
		const { fields, truncated } = issueFields(alert, this.job.settings);
		await edit(this.renamed, ticket, { title: fields.title, body: fields.body });
		await addLabels(this.renamed, ticket, this.job.settings.labels);
		return truncated;
	}

	async reopen(ticket: GithubTicket): Promise<void> {
		await edit(this.renamed, ticket, { state: 'open' });
		await addLabels(this.renamed, ticket, this.job.settings.labels);
	}

	async close(ticket: GithubTicket, alert: Alert): Promise<void> {
		await edit(this.renamed, ticket, { state: 'closed', state_reason: 'completed' });
		const settled = { ...alert, reason: 'RESOLVED' };
		const refusal = await refusalOf(
			async () => await comment(this.renamed, ticket, settled, whatHappened(settled), undefined),
		);
		if (refusal !== undefined) {
			this.warnings.push(`${ticket.name} has no comment about it: ${refusal}`);
		}
	}

	async closeAsDuplicate(copy: GithubTicket, of: GithubTicket): Promise<void> {
		const closing = { state: 'closed', state_reason: 'duplicate' };
		// Older Enterprise Servers do not know that reason.
		await edit(this.renamed, copy, closing).catch(async (error: unknown) => {
			const isUnknown = error instanceof DeliveryFailure && error.failure.statusCode === 422;
			if (!isUnknown) return await Promise.reject(error);
			await edit(this.renamed, copy, { ...closing, state_reason: 'not_planned' });
		});
		await this.sayDuplicate(copy, of);
	}

	/**
	 * The comment from which GitHub itself knows a duplicate
	 * (https://docs.github.com/issues/tracking-your-work-with-issues/administering-issues/marking-issues-or-pull-requests-as-a-duplicate).
	 */
	private async sayDuplicate(copy: GithubTicket, of: GithubTicket): Promise<void> {
		const refusal = await refusalOf(
			async () =>
				await comment(this.renamed, copy, undefined, `Duplicate of #${of.number}`, undefined),
		);
		if (refusal === undefined) return;
		this.warnings.push(`${copy.name} does not say of which issue it is a duplicate: ${refusal}`);
	}
}
