import { count, isObject, issueAddress, line, text, utcTime, type JsonObject } from '../fields';
import type { Alert, AlertOwner } from '../alert';
import { toAlert } from '../toAlert';
import { readEvent } from './event';

/** An alert that this package read before: the trigger's output, or an item that went through other nodes. */
export function readNormalizedAlert(payload: JsonObject): Alert | null {
	const reason = line(payload.reason);
	const title = line(payload.title);
	const fingerprint = line(payload.fingerprint);
	if (reason === null || title === null || fingerprint === null) return null;
	if (!/^bugsink-[A-Za-z0-9-]{1,64}$/.test(fingerprint)) return null;
	const project = isObject(payload.project) ? payload.project : {};
	const address = issueAddress(payload.issueUrl);
	const alert = toAlert(line(payload.source) ?? 'alert', {
		reason,
		title,
		issueId: line(payload.issueId),
		friendlyId: line(payload.friendlyId),
		errorType: line(payload.errorType) ?? '',
		errorMessage: text(payload.errorMessage),
		transaction: line(payload.transaction),
		project: { id: count(project.id), name: line(project.name) },
		firstSeen: utcTime(payload.firstSeen),
		lastSeen: utcTime(payload.lastSeen),
		eventCount: count(payload.eventCount),
		storedEventCount: count(payload.storedEventCount),
		issueUrl: address.issueUrl,
		bugsinkUrl: line(payload.bugsinkUrl) ?? address.bugsinkUrl,
		unmuteReason: line(payload.unmuteReason),
		event: isObject(payload.event) ? readEvent(payload.event) : null,
	});
	// The fingerprint is the key of tickets that may exist already: what was handed on stays.
	const catchUp = payload.catchUp === true ? { catchUp: true } : {};
	const known = isObject(payload.change) ? payload.change : {};
	const at = utcTime(known.at);
	const change = at === null ? {} : { change: { ...known, at } };
	const owners = Array.isArray(payload.owners) ? { owners: readOwners(payload.owners) } : {};
	return {
		...alert,
		...catchUp,
		...change,
		...owners,
		fingerprint,
		isTest: alert.isTest || payload.isTest === true,
	};
}

function readOwners(owners: unknown[]): AlertOwner[] {
	return owners
		.filter(isObject)
		.map(({ rule, owner }) => ({ rule: line(rule) ?? '', owner: line(owner) ?? '' }))
		.filter(({ owner }) => owner !== '');
}
