import { isObject } from '../shared/alert/fields';
import type { UserText, Words } from '../shared/alert/words';
import { jsonOf } from '../shared/delivery/http';
import {
	alertsOf,
	detailOf,
	fitDigest,
	type DigestIssue,
	type ShownProject,
} from '../shared/digest';
import type { Summary } from '../shared/limit/summary';
import { listFingerprint } from '../shared/tracker/lists';
import type { Created, TicketLists } from '../shared/tracker/tracker';
import {
	document,
	heading,
	lengthOf,
	link,
	MAX_LENGTH,
	panel,
	paragraph,
	strong,
	text,
	userParagraphs,
	type AdfDocument,
	type AdfNode,
} from './adf';
import type { JiraApi } from './api';
import { notAnAnswer } from './answer';
import { comment } from './comments';
import type { TicketContent } from './fields';
import type { JiraSearch } from './search';
import type { JiraTicket } from './tickets';

/** Tickets that list alerts which do not get one of their own. */
export class JiraLists implements TicketLists<JiraTicket> {
	constructor(
		private readonly api: JiraApi,
		private readonly searching: JiraSearch,
		private readonly create: (content: TicketContent) => Promise<Created<JiraTicket>>,
		private readonly now: number,
		private readonly words: Words,
	) {}

	async open(summary: Summary): Promise<Created<JiraTicket>> {
		return await this.create({
			fingerprint: listFingerprint(summary),
			isTest: false,
			title: summary.heading,
			description: listDescription(summary, this.words.additionalText),
		});
	}

	async grow(ref: string, summary: Summary): Promise<JiraTicket | undefined> {
		const [ticket] = await this.searching.byIds([ref]);
		if (ticket?.isOpen !== true) return undefined;
		const before = await this.descriptionOf(ref);
		const { built, isWhole } = fitDigest(
			summary.digest,
			(projects) => document([...before, ...sectionsOf(projects, `more-${before.length}`)]),
			(all) => lengthOf(all) <= MAX_LENGTH,
		);
		if (!isWhole) return undefined;
		await this.api.request('PUT', `/issue/${ref}`, { fields: { description: built } });
		await comment(this.api, ref, document([noteOf(summary)]), undefined, this.now);
		return ticket;
	}

	private async descriptionOf(ref: string): Promise<AdfNode[]> {
		const response = await this.api.request('GET', `/issue/${ref}?fields=description`);
		const answer = jsonOf(response);
		if (!isObject(answer) || !isObject(answer.fields)) throw notAnAnswer(response);
		const { description } = answer.fields;
		if (!isObject(description) || !Array.isArray(description.content)) return [];
		return description.content as AdfNode[];
	}
}

/** A checklist by project, within Jira's limit. Pure. */
export function listDescription(
	summary: Summary,
	additionalText: UserText,
): { document: AdfDocument; truncated: string[] } {
	const before = [...userParagraphs(additionalText), noteOf(summary)];
	const { built, isWhole } = fitDigest(
		summary.digest,
		(projects) => document([...before, ...sectionsOf(projects, 'first')]),
		(all) => lengthOf(all) <= MAX_LENGTH,
	);
	return { document: built, truncated: isWhole ? [] : ['issues'] };
}

function noteOf({ heading: what, note }: Summary): AdfNode {
	return panel(
		'warning',
		paragraph(...strong(what)),
		...(note === '' ? [] : [paragraph(...text(note))]),
	);
}

/** @param id tells the boxes of this list from those of others in the document. */
function sectionsOf(projects: ShownProject[], id: string): AdfNode[] {
	return projects.flatMap((project, place) => [
		heading(`${project.name} · ${alertsOf(project.alerts)}`),
		...(project.shown.length === 0 ? [] : [checklist(project.shown, `${id}-${place}`)]),
		...(project.more === 0
			? []
			: [paragraph(...text(`… and ${alertsOf(project.more)} more: `), ...allOf(project))]),
	]);
}

function checklist(issues: DigestIssue[], id: string): AdfNode {
	return {
		type: 'taskList',
		attrs: { localId: id },
		content: issues.map((issue, place) => ({
			type: 'taskItem',
			attrs: { localId: `${id}-${place}`, state: 'TODO' },
			content: [...linked(issue.title, issue.url), ...text(withBrackets(detailOf(issue)))],
		})),
	};
}

function allOf({ url }: ShownProject): AdfNode[] {
	return url === null ? text('see Bugsink') : link('all issues of the project', url);
}

function linked(label: string, url: string | null): AdfNode[] {
	return url === null ? text(label) : link(label, url);
}

function withBrackets(detail: string): string {
	return detail === '' ? '' : ` (${detail})`;
}
