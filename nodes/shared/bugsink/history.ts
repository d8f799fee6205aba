import { count, isObject, line, text, utcTime, type JsonObject } from '../alert/fields';
import type { BugsinkClient } from './client';

/** One entry of an issue's history: a change of its state, or a comment. */
export interface Turn {
	/** Counts up over all issues of the installation. */
	id: number;
	/** `first_seen`, `resolved`, `muted`, `regressed`, `unmuted`, `reopened`, `manual_annotation`, … */
	kind: string;
	/** ISO 8601, UTC. What an event caused has the time at which that came in. */
	at: string | null;
	/** Who did it; null for Bugsink itself and for the API. */
	by: string | null;
	comment: string;
	/** True where an event or a deadline did it, not a person. */
	isAutomatic: boolean;
	/** Why Bugsink unmuted the issue, in the words of its webhook. */
	unmuteReason: string | null;
}

/**
 * The newest 250 entries, newest first. `issue-history` came with Bugsink 2.6; null if this release
 * has none or the token must not read it.
 */
export async function historyOf(client: BugsinkClient, issue: string): Promise<Turn[] | null> {
	const answer = await client.getIfAllowed('issue-history/', { issue, order: 'desc' });
	if (answer === null || !Array.isArray(answer.results)) return null;
	return answer.results.filter(isObject).map(turnOf);
}

/**
 * The entries of an issue, newest first, for as long as a page has one that is `wanted`; then that
 * page is the last. `gone` if the issue is deleted, null before Bugsink 2.6.
 *
 * @throws {DeliveryFailure} if Bugsink cannot tell: nothing must be read as "nothing happened".
 */
export async function turnsWhile(
	client: BugsinkClient,
	issue: string,
	isWanted: (turn: Turn) => boolean,
): Promise<Turn[] | 'gone' | null> {
	const turns: Turn[] = [];
	let cursor: string | null = null;
	do {
		const page = await client.pageIfThere('issue-history/', { issue, order: 'desc' }, cursor);
		if (page === 'gone' || page === null) return page;
		const found: Turn[] = page.results.map(turnOf);
		turns.push(...found);
		cursor = found.some(isWanted) ? page.cursor : null;
	} while (cursor !== null);
	return turns;
}

function turnOf(entry: JsonObject): Turn {
	const metadata = isObject(entry.metadata) ? entry.metadata : {};
	return {
		id: count(entry.id) ?? 0,
		kind: line(entry.kind) ?? '',
		at: utcTime(entry.timestamp),
		by: line(entry.user_display_name),
		comment: text(entry.comment),
		isAutomatic:
			line(entry.triggering_event) !== null || 'mute_for' in metadata || 'mute_until' in metadata,
		unmuteReason: unmuteReason(metadata),
	};
}

function unmuteReason({ mute_until: until, mute_for: period }: JsonObject): string | null {
	if (isObject(until)) {
		const { volume, nr_of_periods: number, period: unit } = until;
		const periods = `${text(number)} ${text(unit)}${count(number) === 1 ? '' : 's'}`;
		return `More than ${text(volume)} events per ${periods} occurred, unmuting the issue.`;
	}
	if (!isObject(period)) return null;
	const deadline = utcTime(period.unmute_after)?.slice(0, 16).replace('T', ' ');
	const when = deadline === undefined ? '' : ` of ${deadline} UTC`;
	return `An event was observed after the mute-deadline${when} and the issue was unmuted.`;
}

/** Whether a comment with exactly this text, or with this word in it (such as an address), is there. */
export async function hasComment(
	client: BugsinkClient,
	issue: string,
	textOrWord: string,
): Promise<boolean> {
	const turns = await historyOf(client, issue);
	return (turns ?? []).some(
		({ comment }) => comment === textOrWord || comment.split(/\s+/).includes(textOrWord),
	);
}
