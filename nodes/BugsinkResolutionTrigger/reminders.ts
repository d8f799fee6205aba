import type { JsonObject } from '../shared/alert/fields';
import type { BugsinkClient } from '../shared/bugsink/client';
import { historyOf } from '../shared/bugsink/history';
import type { Finding } from './findings';
import type { Settings } from './settings';
import { firstSeen, lastSeen, stateOf } from './states';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** When reminders were looked for last, in ms since 1970. */
export interface Checked {
	stillOpen?: number;
	quiet?: number;
}

/**
 * Open issues of which the workflow is to be reminded. What is due is told by the times alone: an issue
 * is due when a time limit fell between the last look and this one, so nothing is kept for each issue
 * and nothing is lost while n8n is down. To look takes a request for each 250 open issues, at most four
 * times in the shortest time to wait for, and not more often than once an hour for days.
 */
export async function dueReminders(
	client: BugsinkClient,
	{ project, stillOpen, quiet }: Pick<Settings, 'project' | 'stillOpen' | 'quiet'>,
	checked: Checked,
	now: number,
): Promise<{ findings: Finding[]; checked: Checked }> {
	const open = stillOpen && since(checked.stillOpen, now, HOUR);
	const silent = quiet && since(checked.quiet, now, Math.min(HOUR, (quiet.hours * HOUR) / 4));
	const next: Checked = {
		...(stillOpen ? { stillOpen: open === 'later' ? checked.stillOpen : now } : {}),
		...(quiet ? { quiet: silent === 'later' ? checked.quiet : now } : {}),
	};
	// What was only just chosen has no earlier look, and so nothing that is due.
	const openFrom = stillOpen && typeof open === 'number' ? now - stillOpen.seenWithin * DAY : now;
	const quietFrom = quiet && typeof silent === 'number' ? silent - quiet.hours * HOUR : now;
	const from = Math.min(openFrom, quietFrom);
	if (from === now) return { findings: [], checked: next };

	const findings: Finding[] = [];
	for (const issue of await openIssues(client, project, from)) {
		if (quiet && typeof silent === 'number' && becameQuiet(issue, quiet.hours, silent, now)) {
			const { hours } = quiet;
			const at = new Date(lastSeen(issue) + hours * HOUR).toISOString();
			findings.push({ issue, reason: 'QUIET', isAlert: false, at, details: { hours } });
		}
		if (!stillOpen || typeof open !== 'number' || lastSeen(issue) < openFrom) continue;
		if (await isStillOpen(client, issue, stillOpen.days, open, now)) {
			findings.push({
				issue,
				reason: 'STILL_OPEN',
				isAlert: false,
				at: new Date(dueAt(issue, stillOpen.days, now)).toISOString(),
				details: { days: stillOpen.days },
			});
		}
	}
	return { findings, checked: next };
}

/** The last look, `never`, or `later` if it is too early for another. A clock set back begins anew. */
function since(last: number | undefined, now: number, pause: number): number | 'never' | 'later' {
	if (last === undefined || last > now) return 'never';
	return now - last < pause ? 'later' : last;
}

/** Open issues that were seen at this time or later, those seen last first. */
async function openIssues(
	client: BugsinkClient,
	project: string,
	from: number,
): Promise<JsonObject[]> {
	const query = {
		...(project === '' ? {} : { project }),
		// Known since 2.6; earlier releases give all.
		state: 'open',
		sort: 'last_seen',
		order: 'desc',
	};
	const issues: JsonObject[] = [];
	let cursor: string | null = null;
	do {
		const page = await client.page('issues/', query, cursor);
		const recent = page.results.filter((issue) => lastSeen(issue) >= from);
		issues.push(...recent.filter((issue) => stateOf(issue) === 'O'));
		cursor = recent.length === page.results.length ? page.cursor : null;
	} while (cursor !== null);
	return issues;
}

function becameQuiet(issue: JsonObject, hours: number, last: number, now: number): boolean {
	const quietAt = lastSeen(issue) + hours * HOUR;
	return last < quietAt && quietAt <= now;
}

/** Whether it is so many days old, or a multiple of them, and was not closed in the last of them. */
async function isStillOpen(
	client: BugsinkClient,
	issue: JsonObject,
	days: number,
	last: number,
	now: number,
): Promise<boolean> {
	const due = dueAt(issue, days, now);
	if (due <= Math.max(last, Date.parse(firstSeen(issue)))) return false;
	const turns = (await historyOf(client, String(issue.id))) ?? [];
	const opened = turns.find(({ kind }) => ['regressed', 'reopened', 'unmuted'].includes(kind));
	return opened?.at == null || now - Date.parse(opened.at) >= days * DAY;
}

/** When it last was a multiple of so many days old; ms since 1970. */
function dueAt(issue: JsonObject, days: number, now: number): number {
	const first = Date.parse(firstSeen(issue));
	return first + Math.floor((now - first) / (days * DAY)) * days * DAY;
}
