import { text } from '../shared/alert/fields';
import { NO_TEXT, type UserText } from '../shared/alert/words';
import {
	alertsOf,
	detailOf,
	fitDigest,
	type DigestIssue,
	type NamedProject,
	type ShownProject,
} from '../shared/digest';
import type { Summary } from '../shared/limit/summary';
import { oneLine } from '../shared/text/clean';
import { cut } from '../shared/text/cut';
import { linkDestination } from '../shared/text/links';
import { listFingerprint } from '../shared/tracker/lists';
import type { Created, TicketLists } from '../shared/tracker/tracker';
import { objectOf } from './answer';
import { githubRequest, pacesOf } from './api';
import { comment } from './comments';
import { createIssue } from './create';
import { fingerprintMarker, inline, MAX_BODY, MAX_TITLE } from './markdown';
import { note } from './newest';
import { recallIssue } from './search';
import type { GithubSettings } from './settings';
import type { Github, GithubTicket } from './ticket';
import { userMarkdown } from './userMarkdown';
import { edit, pathOf } from './write';

/** Issues on GitHub that list alerts which do not get one of their own. */
export class GithubLists implements TicketLists<GithubTicket> {
	constructor(
		private readonly github: Github,
		private readonly settings: GithubSettings,
	) {}

	async open(summary: Summary): Promise<Created<GithubTicket>> {
		const { github, settings } = this;
		const { labels, assignees, issueType } = settings;
		const fingerprint = listFingerprint(summary);
		const { body, isWhole } = listBody(summary, fingerprint, settings.words?.additionalText);
		const created = await createIssue(
			github,
			{
				fingerprint,
				isTest: false,
				fieldsOf: ({ milestone }) => ({
					fields: {
						title: cut(oneLine(summary.heading), MAX_TITLE).text,
						body,
						labels,
						...(assignees.length === 0 ? {} : { assignees }),
						...(milestone === undefined ? {} : { milestone }),
						...(issueType === '' ? {} : { type: issueType }),
					},
					truncated: isWhole ? [] : ['issues'],
				}),
			},
			settings,
			[],
		);
		note(github, created.ticket.number);
		return created;
	}

	async grow(ref: string, summary: Summary): Promise<GithubTicket | undefined> {
		const { github } = this;
		const ticket = await recallIssue(github, ref);
		if (ticket?.isOpen !== true) return undefined;
		const request = githubRequest(github.apiUrl, 'GET', pathOf(ticket));
		const pace = pacesOf(github.apiUrl, github.accessToken).read;
		const issue = objectOf(await github.delivery.request(request, { pace }));
		const before = text(issue.body);
		const { built, isWhole } = fitDigest(
			summary.digest,
			(projects) => [before, ...sectionsOf(projects)].join('\n\n'),
			(body) => body.length <= MAX_BODY,
		);
		if (!isWhole) return undefined;
		await edit(github, ticket, { body: built });
		await comment(
			github,
			ticket,
			undefined,
			`${inline(summary.heading)}\n\n${summary.note}`,
			undefined,
		);
		return ticket;
	}
}

/** A checklist by project, at most 65,536 characters. Pure. */
export function listBody(
	summary: Summary,
	fingerprint: string,
	additionalText: UserText = NO_TEXT,
): { body: string; isWhole: boolean } {
	const { digest, heading } = summary;
	const { built, isWhole } = fitDigest(
		digest,
		(projects) =>
			[
				...(additionalText.lines.length === 0 ? [] : [userMarkdown(additionalText)]),
				`### ${inline(heading)}`,
				summary.note,
				...sectionsOf(projects),
				fingerprintMarker(fingerprint),
			].join('\n\n'),
		(body) => body.length <= MAX_BODY,
	);
	return { body: built, isWhole };
}

function sectionsOf(projects: ShownProject[]): string[] {
	return projects.map((project) =>
		[
			`#### ${linked(project.name, project)} · ${alertsOf(project.alerts)}\n`,
			...project.shown.map(itemOf),
			...(project.more > 0 ? [`- … and ${alertsOf(project.more)} more: ${allOf(project)}`] : []),
		].join('\n'),
	);
}

function itemOf(issue: DigestIssue): string {
	const detail = detailOf(issue);
	// What a reader did not know is foreign text too.
	return `- [ ] ${linked(issue.title, issue)}${detail === '' ? '' : ` (${inline(detail)})`}`;
}

function allOf(project: NamedProject): string {
	return project.url === null
		? 'see Bugsink'
		: `[all issues of the project](${linkDestination(project.url)})`;
}

function linked(label: string, { url }: { url: string | null }): string {
	const shown = inline(label);
	return url === null ? shown : `[${shown}](${linkDestination(url)})`;
}
