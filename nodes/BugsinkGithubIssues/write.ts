import type { JsonObject } from '../shared/alert/fields';
import type { HttpRequest, HttpResponse } from '../shared/delivery/http';
import { refusalOf } from '../shared/tracker/refusal';
import { issueIn } from './answer';
import { githubRequest, pacesOf } from './api';
import { hasLabel, type Github, type GithubTicket } from './ticket';

/** Changes fields of an issue; the same change twice is the same. @throws {DeliveryFailure} */
export async function edit(
	github: Github,
	ticket: GithubTicket,
	changes: JsonObject,
): Promise<void> {
	issueIn(await write(github, ticket, 'PATCH', '', changes));
}

/** Adds labels to those that are there; a warning if the token may not. */
export async function addLabels(
	github: Github,
	ticket: GithubTicket,
	labels: string[],
): Promise<void> {
	const missing = labels.filter((label) => !hasLabel(ticket, label));
	if (missing.length === 0) return;
	if (await isDone(write(github, ticket, 'POST', '/labels', { labels: missing }))) return;
	github.warnings.push(`The token may not add the labels: ${missing.join(', ')}`);
}

async function write(
	github: Github,
	ticket: GithubTicket,
	method: HttpRequest['method'],
	path: string,
	body: JsonObject,
): Promise<HttpResponse> {
	return await github.delivery.request(
		githubRequest(github.apiUrl, method, pathOf(ticket) + path, { body }),
		{ pace: pacesOf(github.apiUrl, github.accessToken).write },
	);
}

export function pathOf(ticket: GithubTicket): string {
	return `/repos/${ticket.repository}/issues/${ticket.number}`;
}

/** False if GitHub refused it; a fault stays one. */
async function isDone(work: Promise<unknown>): Promise<boolean> {
	return (await refusalOf(async () => await work)) === undefined;
}
