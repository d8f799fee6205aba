import { DeliveryFailure } from '../delivery/failure';
import { text, type JsonObject } from '../alert/fields';
import type { BugsinkClient } from './client';

/**
 * Whether the project of this issue has releases; null if this token may not ask. Without any,
 * Bugsink takes no event for a regression of what is "resolved by the next release", permanently.
 *
 * @param issue from the API: `events_at` names the releases in which it was seen.
 */
export async function hasReleases(
	client: BugsinkClient,
	issue: JsonObject,
): Promise<boolean | null> {
	const seenIn = Array.isArray(issue.events_at) ? issue.events_at : [];
	if (seenIn.some((version) => text(version) !== '')) return true;
	try {
		const query = { project: text(issue.project) };
		return (await client.list('releases/', query, 1, isRelease)).length > 0;
	} catch (error) {
		if (error instanceof DeliveryFailure && error.failure.statusCode === 403) return null;
		return await Promise.reject(error);
	}
}

/** Bugsink also lists an entry without a version, for events without a release. */
export function isRelease(release: JsonObject): boolean {
	return text(release.version) !== '';
}

/** The release of a project with this version, or undefined. The newest are looked at first. */
export async function releaseOf(
	client: BugsinkClient,
	project: string,
	version: string,
): Promise<JsonObject | undefined> {
	const isThis = (release: JsonObject): boolean => release.version === version;
	const [release] = await client.list('releases/', { project }, 1, isThis);
	return release;
}
