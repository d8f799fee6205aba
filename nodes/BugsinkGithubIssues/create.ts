import type { Alert } from '../shared/alert/alert';
import { isObject, type JsonObject } from '../shared/alert/fields';
import { DeliveryFailure } from '../shared/delivery/failure';
import { jsonOf, type HttpResponse } from '../shared/delivery/http';
import { refusalOf } from '../shared/tracker/refusal';
import { fieldErrors, listOf, notAnAnswer } from './answer';
import { githubRequest, pacesOf } from './api';
import { issueFields, type IssueFields } from './fields';
import { noteDroppedLabel } from './listing';
import { markerSafe } from './markdown';
import { newestIssues } from './newest';
import { MARKER_LABEL, type GithubSettings } from './settings';
import { namesOf, ticketOf, type Github, type GithubTicket } from './ticket';

/** How far GitHub's clock may be behind this one, in ms. */
const MARGIN = 60_000;

/** What a new issue is about. */
export interface NewIssue {
	fingerprint: string;
	isTest: boolean;
	fieldsOf(more: { milestone?: number; earlier?: string }): {
		fields: IssueFields;
		truncated: string[];
	};
}

export function issueOf(alert: Alert, settings: GithubSettings): NewIssue {
	const { fingerprint, isTest } = alert;
	return { fingerprint, isTest, fieldsOf: (more) => issueFields(alert, settings, more) };
}

/**
 * Opens an issue. What GitHub refuses of assignees, milestone and type is left out and named in the
 * warnings. A create whose answer never came is looked for before it is sent again.
 *
 * @param others issues that already exist, excluded when looking for the new one.
 * @param earlier the closed issue that it continues.
 */
export async function createIssue(
	github: Github,
	issue: NewIssue,
	settings: GithubSettings,
	others: GithubTicket[],
	earlier?: GithubTicket,
): Promise<{ ticket: GithubTicket; truncated: string[] }> {
	const { delivery, apiUrl, repository } = github;
	const milestone = issue.isTest ? undefined : await milestoneNumber(github, settings.milestone);
	const reference = earlier && referenceTo(earlier, repository);
	const prepared = issue.fieldsOf({ milestone, earlier: reference });
	const unassignable = unassignableIn(github);
	let fields = withoutAssignees(github, prepared.fields, [...unassignable]);
	const startedAt = delivery.clock.now();
	const isNew = ({ fingerprints, ref }: GithubTicket) =>
		fingerprints.includes(markerSafe(issue.fingerprint)) &&
		!others.some((other) => other.ref === ref);
	const findLost = async () => (await newestIssues(github, startedAt - MARGIN)).find(isNew);
	for (;;) {
		const asked = fields;
		const result = await delivery
			.send(githubRequest(apiUrl, 'POST', `/repos/${repository}/issues`, { body: asked }), {
				pace: pacesOf(apiUrl, github.accessToken).create,
				lookAgain: findLost,
			})
			.catch(async (error: unknown) => {
				const less = withoutRefused(github, asked, error);
				return less === undefined ? await Promise.reject(error) : { less };
			});
		if ('less' in result) {
			fields = result.less;
			continue;
		}
		if (result.found) return { ticket: result.found, truncated: prepared.truncated };
		const answer = jsonOf(result.response);
		const ticket = isObject(answer) ? ticketOf(answer, repository) : undefined;
		if (!isObject(answer) || ticket === undefined) {
			// It may have been opened all the same.
			const found = await findLost();
			if (found === undefined) throw notAnAnswer(result.response);
			return { ticket: found, truncated: prepared.truncated };
		}
		warnOfDropped(github, asked, answer);
		return { ticket, truncated: prepared.truncated };
	}
}

function referenceTo(ticket: GithubTicket, repository: string): string {
	const isHere = ticket.repository.toLowerCase() === repository.toLowerCase();
	return `${isHere ? '' : ticket.repository}#${ticket.number}`;
}

/** The fields without those that GitHub refused; undefined if that is not what went wrong. */
function withoutRefused(
	github: Github,
	fields: IssueFields,
	error: unknown,
): IssueFields | undefined {
	if (!(error instanceof DeliveryFailure)) return undefined;
	const { statusCode, responseText = '' } = error.failure;
	// community#197408: a label that does not exist, and a token that may not push.
	const isLabelRefused = statusCode === 403 && /\blabels?\b/i.test(error.message);
	if (isLabelRefused && fields.labels.length > 0) {
		github.warnings.push(`The token may not create the labels: ${fields.labels.join(', ')}`);
		noteDroppedLabel(github);
		return { ...fields, labels: [] };
	}
	if (statusCode !== 422) return undefined;
	let less = fields;
	for (const { resource, field, message, value } of fieldErrors({ body: responseText })) {
		if (resource === 'Label' || /^labels?$/.test(field)) {
			less = withoutLabels(github, less, value);
		} else if (/^assignee/.test(field) && less.assignees !== undefined) {
			const refused = less.assignees.filter((login) => login === value);
			const names = refused.length > 0 ? refused : less.assignees;
			for (const name of names) unassignableIn(github).add(name);
			less = withoutAssignees(github, less, names);
		} else if (field === 'milestone' && less.milestone !== undefined) {
			github.warnings.push(`There is no milestone ${less.milestone}; the issue has none`);
			less = { ...less, milestone: undefined };
		} else if (
			(/^(issue_?)?type$/i.test(field) || /issue type/i.test(message)) &&
			less.type !== undefined
		) {
			github.warnings.push(`There is no issue type '${less.type}'; the issue has none`);
			less = { ...less, type: undefined };
		}
	}
	return less === fields ? undefined : less;
}

/** Without the label that GitHub names; if it names none the marker, by which issues are listed, goes last. */
function withoutLabels(github: Github, fields: IssueFields, value: unknown): IssueFields {
	const isMarker = (label: string) => label === MARKER_LABEL;
	const named = fields.labels.filter((label) => label === value);
	const others = fields.labels.filter((label) => !isMarker(label));
	const refused = [named, others, fields.labels].find((labels) => labels.length > 0);
	if (refused === undefined) return fields;
	github.warnings.push(`GitHub refused the labels: ${refused.join(', ')}`);
	if (refused.some(isMarker)) noteDroppedLabel(github);
	return { ...fields, labels: fields.labels.filter((label) => !refused.includes(label)) };
}

function unassignableIn(github: Github): Set<string> {
	const key = `unassignable in ${github.apiUrl} ${github.configured}`;
	const known = github.shared.get(key) as Set<string> | undefined;
	const logins = known ?? new Set<string>();
	github.shared.set(key, logins);
	return logins;
}

function withoutAssignees(github: Github, fields: IssueFields, names: string[]): IssueFields {
	const gone = fields.assignees?.filter((login) => names.includes(login)) ?? [];
	if (gone.length === 0) return fields;
	github.warnings.push(`Cannot be assigned in ${github.repository}: ${gone.join(', ')}`);
	const left = fields.assignees?.filter((login) => !gone.includes(login)) ?? [];
	return { ...fields, assignees: left.length === 0 ? undefined : left };
}

/** Without push right GitHub silently drops labels and the like; only its answer tells. */
function warnOfDropped(github: Github, asked: IssueFields, issue: JsonObject): void {
	const missing = (wanted: string[], got: string[]) =>
		wanted.filter((name) => !got.some((entry) => entry.toLowerCase() === name.toLowerCase()));
	const labels = missing(asked.labels, namesOf(issue.labels, 'name'));
	const assignees = missing(asked.assignees ?? [], namesOf(issue.assignees, 'login'));
	const dropped = [
		...(labels.length > 0 ? [`labels (${labels.join(', ')})`] : []),
		...(assignees.length > 0 ? [`assignees (${assignees.join(', ')})`] : []),
		...(asked.milestone !== undefined && !issue.milestone ? ['milestone'] : []),
		...(asked.type !== undefined && !issue.type ? ['issue type'] : []),
	];
	if (labels.includes(MARKER_LABEL)) noteDroppedLabel(github);
	if (dropped.length === 0) return;
	github.warnings.push(
		`GitHub left out ${dropped.join(', ')}: the token has no write access to the repository`,
	);
}

/** The milestone's number from its number or title; looked up once, and remembered. */
async function milestoneNumber(github: Github, wanted: string): Promise<number | undefined> {
	if (wanted === '') return undefined;
	if (/^\d+$/.test(wanted)) return Number(wanted);
	const { apiUrl, configured, repository, delivery, memory, shared } = github;
	const key = `milestone ${new URL(apiUrl).host}/${configured} ${wanted}`.toLowerCase();
	const remembered = memory.get(key);
	if (remembered !== undefined) return Number(remembered);
	const request = githubRequest(apiUrl, 'GET', `/repos/${repository}/milestones`, {
		query: { state: 'all', sort: 'due_on', direction: 'desc', per_page: '100' },
	});
	const pace = pacesOf(apiUrl, github.accessToken).read;
	const listed = (shared.get(key) as Promise<HttpResponse> | undefined)?.catch(() => undefined);
	let milestones: JsonObject[] = [];
	const refusal = await refusalOf(async () => {
		const asked = (await listed) ?? (await share(shared, key, delivery.request(request, { pace })));
		milestones = listOf(asked);
	});
	if (refusal !== undefined) {
		github.warnings.push(`The milestones cannot be read, so the issue has none: ${refusal}`);
		return undefined;
	}
	const found = milestones.find(
		({ title }) => typeof title === 'string' && title.toLowerCase() === wanted.toLowerCase(),
	);
	if (typeof found?.number !== 'number') {
		github.warnings.push(`There is no milestone '${wanted}'; the issue has none`);
		return undefined;
	}
	memory.set(key, String(found.number));
	return found.number;
}

async function share<T>(shared: Map<string, unknown>, key: string, work: Promise<T>): Promise<T> {
	shared.set(key, work);
	return await work;
}
