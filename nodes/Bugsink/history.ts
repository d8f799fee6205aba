import { line, text, utcTime, isObject, type JsonObject } from '../shared/alert/fields';
import type { BugsinkClient } from './api';

/** One entry of an issue's history: a change of its state, or a comment. */
export interface Turn {
	/** `first_seen`, `resolved`, `muted`, `regressed`, `unmuted`, `reopened`, `manual_annotation`, … */
	kind: string;
	at: string | null;
	/** Who did it; null for Bugsink itself and for the API. */
	by: string | null;
	comment: string;
	/** True where an event or a deadline did it, not a person. */
	isAutomatic: boolean;
}

/**
 * The newest 250 entries, newest first. `issue-history` came with Bugsink 2.6; null where this
 * release has none or the token must not read it.
 */
export async function historyOf(client: BugsinkClient, issue: string): Promise<Turn[] | null> {
	const answer = await client.getIfAllowed('issue-history/', { issue, order: 'desc' });
	if (answer === null || !Array.isArray(answer.results)) return null;
	return answer.results.filter(isObject).map(turnOf);
}

function turnOf(entry: JsonObject): Turn {
	const metadata = isObject(entry.metadata) ? entry.metadata : {};
	return {
		kind: line(entry.kind) ?? '',
		at: utcTime(entry.timestamp),
		by: line(entry.user_display_name),
		comment: text(entry.comment),
		isAutomatic:
			line(entry.triggering_event) !== null || 'mute_for' in metadata || 'mute_until' in metadata,
	};
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
