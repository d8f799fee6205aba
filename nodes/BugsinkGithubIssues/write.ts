import type { Alert } from '../shared/alert/alert';
import type { JsonObject } from '../shared/alert/fields';
import { DeliveryFailure } from '../shared/delivery/failure';
import { jsonOf, type HttpRequest, type HttpResponse } from '../shared/delivery/http';
import { fieldErrors, githubRequest, objectOf, objectsIn, writePace } from './api';
import { createdSince, hasComment } from './find';
import { noteDroppedLabel } from './listing';
import { commentBody, commentMarker, issueBody, issueTitle } from './markdown';
import { MARKER_LABEL, type GithubSettings } from './settings';
import { hasLabel, namesOf, ticketOf, type Github, type Ticket } from './ticket';

/** The fields of a new issue as GitHub's REST API takes them. */
export interface IssueFields extends JsonObject {
	title: string;
	body: string;
	labels: string[];
	assignees?: string[];
	milestone?: number;
	type?: string;
}

/** What a new issue says. A test notifies nobody. Pure. */
export function issueFields(
	alert: Alert,
	settings: GithubSettings,
	more: { milestone?: number; earlier?: string } = {},
): { fields: IssueFields; truncated: string[] } {
	const title = issueTitle(alert);
	const body = issueBody(alert, more.earlier);
	const fields: IssueFields = { title: title.text, body: body.text, labels: settings.labels };
	// An empty value broke creation in getsentry/sentry#83148, so what is not wanted is left out.
	if (!alert.isTest && settings.assignees.length > 0) fields.assignees = settings.assignees;
	if (more.milestone !== undefined) fields.milestone = more.milestone;
	if (settings.issueType !== '') fields.type = settings.issueType;
	return {
		fields,
		truncated: [...title.truncated, ...body.truncated, ...settings.truncated],
	};
}

/**
 * Opens an issue. What GitHub refuses of assignees, milestone and type is left out and named in the
 * warnings. A create whose answer never came is looked for before it is sent again.
 *
 * @param known issues that are there already and are not meant.
 */
export async function createIssue(
	github: Github,
	alert: Alert,
	settings: GithubSettings,
	known: Ticket[],
	earlier?: Ticket,
): Promise<{ ticket: Ticket; truncated: string[] }> {
	const { delivery, apiUrl, repository } = github;
	const milestone = alert.isTest ? undefined : await milestoneNumber(github, settings.milestone);
	const reference = earlier && referenceTo(earlier, repository);
	const prepared = issueFields(alert, settings, { milestone, earlier: reference });
	const unassignable = unassignableIn(github);
	let fields = withoutAssignees(github, prepared.fields, [...unassignable]);
	const startedAt = delivery.clock.now();
	const numbers = known.map(({ number }) => number);
	for (;;) {
		const asked = fields;
		const result = await delivery
			.send(githubRequest(apiUrl, 'POST', `/repos/${repository}/issues`, { body: asked }), {
				pace: writePace(apiUrl, repository),
				lookAgain: async () =>
					(await createdSince(github, alert, startedAt)).find(
						({ number }) => !numbers.includes(number),
					),
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
		const issue = objectOf(result.response);
		const ticket = ticketOf(issue, repository);
		if (ticket === undefined) {
			throw new DeliveryFailure('GitHub did not say which issue it opened', {
				errorType: 'UnexpectedError',
				statusCode: result.response.statusCode,
				responseText: result.response.body,
				hint: "Check 'API URL' in the credential: another server may have answered.",
			});
		}
		warnOfDropped(github, asked, issue);
		return { ticket, truncated: prepared.truncated };
	}
}

function referenceTo(ticket: Ticket, repository: string): string {
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
	for (const { field, value } of fieldErrors({ body: responseText })) {
		if (/^assignee/.test(field) && less.assignees !== undefined) {
			const refused = less.assignees.filter((login) => login === value);
			const names = refused.length > 0 ? refused : less.assignees;
			for (const name of names) unassignableIn(github).add(name);
			less = withoutAssignees(github, less, names);
		} else if (field === 'milestone' && less.milestone !== undefined) {
			github.warnings.push(`There is no milestone ${less.milestone}; the issue has none`);
			less = { ...less, milestone: undefined };
		} else if (field === 'type' && less.type !== undefined) {
			github.warnings.push(`There is no issue type '${less.type}'; the issue has none`);
			less = { ...less, type: undefined };
		}
	}
	return less === fields ? undefined : less;
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

/** Without push right GitHub drops labels and the like without a word; only its answer tells. */
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
	const listed = (shared.get(key) as Promise<HttpResponse> | undefined)?.catch(() => undefined);
	const response = (await listed) ?? (await share(shared, key, delivery.request(request)));
	const found = objectsIn(jsonOf(response)).find(
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

/** Comments, unless the same comment is there. @returns whether it was posted. */
export async function comment(
	github: Github,
	ticket: Ticket,
	alert: Alert,
	heading: string,
): Promise<boolean> {
	const marker = commentMarker(alert, heading);
	const isThere = async () => await hasComment(github, ticket, marker, alert);
	if (!alert.isTest && ticket.comments > 0 && (await isThere())) return false;
	const { text } = commentBody(alert, heading);
	await github.delivery.send(
		githubRequest(github.apiUrl, 'POST', `${pathOf(ticket)}/comments`, { body: { body: text } }),
		{
			pace: writePace(github.apiUrl, ticket.repository),
			lookAgain: async () => ((await isThere()) ? true : undefined),
		},
	);
	return true;
}

/** Changes fields of an issue; the same change twice is the same. */
export async function edit(github: Github, ticket: Ticket, changes: JsonObject): Promise<void> {
	await write(github, ticket, 'PATCH', '', changes);
}

/** Adds labels to those that are there. */
export async function addLabels(github: Github, ticket: Ticket, labels: string[]): Promise<void> {
	const missing = labels.filter((label) => !hasLabel(ticket, label));
	if (missing.length === 0) return;
	const isAdded = await unlessForbidden(
		write(github, ticket, 'POST', '/labels', { labels: missing }),
	);
	if (!isAdded) github.warnings.push(`The token may not add the labels: ${missing.join(', ')}`);
}

async function write(
	github: Github,
	ticket: Ticket,
	method: HttpRequest['method'],
	path: string,
	body: JsonObject,
): Promise<void> {
	await github.delivery.request(
		githubRequest(github.apiUrl, method, pathOf(ticket) + path, { body }),
		{ pace: writePace(github.apiUrl, ticket.repository) },
	);
}

function pathOf(ticket: Ticket): string {
	return `/repos/${ticket.repository}/issues/${ticket.number}`;
}

/** False where the token may do less than was wanted; every other failure stays one. */
export async function unlessForbidden(work: Promise<void>): Promise<boolean> {
	return await work.then(
		() => true,
		async (error: unknown) => {
			const status = error instanceof DeliveryFailure ? error.failure.statusCode : undefined;
			return status === 403 || status === 404 || status === 422
				? false
				: await Promise.reject(error);
		},
	);
}
