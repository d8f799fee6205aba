import { createHash } from 'crypto';

/**
 * The key for duplicates in every destination: `bugsink-<issue id>`. Without an id (Bugsink's Discord
 * backend leaves the link out for hosts without a dot), `bugsink-` and 32 hex digits of a hash over
 * installation, project and title. Safe as a Jira label, a dedup key and in a query: letters,
 * digits and hyphens only, at most 72 characters.
 */
export function fingerprintOf(alert: {
	issueId: string | null;
	bugsinkUrl: string | null;
	project: { id: number | null; name: string | null };
	title: string;
}): string {
	if (alert.issueId !== null && /^[A-Za-z0-9-]{1,64}$/.test(alert.issueId)) {
		return `bugsink-${alert.issueId.toLowerCase()}`;
	}
	const identity =
		alert.issueId === null
			? [alert.bugsinkUrl, alert.project.name ?? alert.project.id, alert.title]
			: [alert.bugsinkUrl, alert.issueId];
	return `bugsink-${createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32)}`;
}
