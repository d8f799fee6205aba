import type { Alert } from '../shared/alert/alert';
import { areMadeSideBySide } from '../shared/alert/tickets';
import { DeliveryFailure } from '../shared/delivery/failure';
import { githubRequest, writePace } from './api';
import { createdSince } from './find';
import { openOf, type Github, type Ticket } from './ticket';
import { edit, unlessForbidden } from './write';

/**
 * Two n8n processes that are given one alert at the same time may both open an issue. Of open issues
 * with one fingerprint that the same account opened within 15 minutes the oldest stays; the others
 * are closed as its duplicates. Never throws: the alert at hand goes on.
 *
 * @returns the tickets that are left.
 */
export async function closeDoubles(github: Github, tickets: Ticket[]): Promise<Ticket[]> {
	const [first, ...later] = openOf(tickets);
	const closed: Ticket[] = [];
	for (const double of later.filter((ticket) => isDouble(ticket, first))) {
		// The execution's list shows it open for a while yet.
		const mark = `double ${github.apiUrl} ${double.repository}#${double.number}`;
		const isClosed = github.shared.has(mark) || (await closeAsDuplicate(github, double, first));
		if (!isClosed) continue;
		github.shared.set(mark, true);
		closed.push(double);
	}
	return tickets.filter((ticket) => !closed.includes(ticket));
}

/**
 * Looks once more after an issue was opened: of two that were opened side by side the later sees the
 * earlier, whose number is lower, and is closed.
 *
 * @returns the earlier one, which is the alert's from now on; undefined if the new one is the only one.
 */
export async function yieldToEarlier(
	github: Github,
	alert: Alert,
	created: Ticket,
): Promise<Ticket | undefined> {
	const { delivery } = github;
	const { statusCode } = delivery;
	const beside = await createdSince(github, alert, created.createdAt).catch((error: unknown) => {
		github.warnings.push(`It is not known whether #${created.number} has a double: ${said(error)}`);
		return [];
	});
	const earlier = openOf(beside).find(
		(ticket) => ticket.number < created.number && isDouble(created, ticket),
	);
	// The output tells how the create was answered.
	delivery.statusCode = statusCode;
	if (earlier === undefined) return undefined;
	return (await closeAsDuplicate(github, created, earlier)) ? earlier : undefined;
}

function isDouble(ticket: Ticket, first: Ticket): boolean {
	return (
		ticket.repository.toLowerCase() === first.repository.toLowerCase() &&
		areMadeSideBySide(first, ticket)
	);
}

/** @returns whether it is closed now; what the user should know is among the warnings. */
async function closeAsDuplicate(github: Github, double: Ticket, first: Ticket): Promise<boolean> {
	const names = `#${double.number} is a duplicate of #${first.number}`;
	try {
		const isClosed =
			(await close(github, double, 'duplicate')) ||
			// Older Enterprise Servers do not know that reason.
			(await close(github, double, 'not_planned'));
		if (!isClosed) {
			github.warnings.push(`${names}, and the token may not close it`);
			return false;
		}
	} catch (error) {
		github.warnings.push(`${names} and could not be closed: ${said(error)}`);
		return false;
	}
	const unsaid = await sayDuplicate(github, double, first).then(
		() => '',
		(error: unknown) => `, but cannot say so: ${said(error)}`,
	);
	github.warnings.push(`#${double.number} was closed as a duplicate of #${first.number}${unsaid}`);
	return true;
}

/**
 * The comment from which GitHub itself knows a duplicate
 * (https://docs.github.com/issues/tracking-your-work-with-issues/administering-issues/marking-issues-or-pull-requests-as-a-duplicate).
 */
async function sayDuplicate(github: Github, double: Ticket, first: Ticket): Promise<void> {
	const path = `/repos/${double.repository}/issues/${double.number}/comments`;
	const body = { body: `Duplicate of #${first.number}` };
	await github.delivery.request(githubRequest(github.apiUrl, 'POST', path, { body }), {
		pace: writePace(github.apiUrl, double.repository),
	});
}

async function close(github: Github, ticket: Ticket, reason: string): Promise<boolean> {
	return await unlessForbidden(edit(github, ticket, { state: 'closed', state_reason: reason }));
}

function said(error: unknown): string {
	return error instanceof DeliveryFailure ? error.message : String(error);
}
