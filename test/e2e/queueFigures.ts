/** What the stand-ins have, counted. */
import type { AllStandIns } from '../standins';

/** How many of the bodies are about the alert with this mark. */
export function deliveredOf(bodies: string[], mark: string): number {
	return bodies.filter((body) => body.includes(mark)).length;
}

/** How many tickets about an issue of Bugsink are open. */
export function openTickets(
	{ jira, github }: AllStandIns,
	issueId: string,
): { jira: number; github: number } {
	const fingerprint = `bugsink-${issueId}`;
	return {
		jira: jira.open(fingerprint).length,
		github: github.open().filter(({ body }) => body?.includes(fingerprint)).length,
	};
}

/** How many tickets about these issues were created, and how many of them closed as duplicates. */
export function madeFor({ jira, github }: AllStandIns, issueIds: string[]) {
	const isAbout = (words: string) => issueIds.some((id) => words.includes(id));
	const tickets = jira.issues.filter(({ labels }) => isAbout(labels.join(' ')));
	const issues = github.issues.filter(({ body }) => isAbout(body ?? ''));
	return {
		jira: {
			created: tickets.length,
			duplicates: tickets.filter(({ resolution }) => resolution === 'Duplicate').length,
		},
		github: {
			created: issues.length,
			duplicates: issues.filter(({ stateReason }) => stateReason === 'duplicate').length,
		},
	};
}

/** `3 running, 1 crashed`. */
export function times(values: string[]): string {
	const counts = new Map<string, number>();
	for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
	return [...counts].map(([value, count]) => `${count} ${value}`).join(', ');
}
