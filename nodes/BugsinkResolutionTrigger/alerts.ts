import type { IDataObject } from 'n8n-workflow';

import { count, line, type JsonObject } from '../shared/alert/fields';
import { issueFields } from '../shared/alert/readers/custom';
import { toAlert } from '../shared/alert/toAlert';
import { UNMUTED_BY_HAND } from '../shared/alert/byHand';
import { issuePage } from '../shared/bugsink/address';
import { isRefusal, type BugsinkClient } from '../shared/bugsink/client';
import type { Finding } from './findings';
import { lastSeen } from './states';

/** What is to be known of a project; empty if the token must not read it. */
export type Project = JsonObject;

const FLAGS: Record<string, string> = {
	NEW: 'alert_on_new_issue',
	REGRESSED: 'alert_on_regression',
	UNMUTED: 'alert_on_unmute',
};

/**
 * Findings as alerts, oldest first. What the project's settings in Bugsink keep quiet is left out, as
 * the webhook would have.
 *
 * @param isCatchUp marks alerts that Bugsink's webhook may have brought too.
 */
export async function alertsOf(
	client: BugsinkClient,
	findings: Finding[],
	isCatchUp: boolean,
): Promise<IDataObject[]> {
	const projects = new Map<string, Project>();
	for (const { issue } of findings) {
		const id = String(issue.project);
		if (!projects.has(id)) projects.set(id, await projectOf(client, id));
	}
	return [...findings]
		.sort((a, b) => timeOf(a) - timeOf(b) || idOf(a) - idOf(b))
		.map((finding) => ({ finding, project: projects.get(String(finding.issue.project)) ?? {} }))
		.filter(({ finding, project }) => !isQuiet(finding, project))
		.map(({ finding, project }) => alertOf(client, finding, project, isCatchUp));
}

/** Findings without a history entry come after the alert of the same event. */
function idOf({ turn }: Finding): number {
	return turn?.id ?? Number.MAX_SAFE_INTEGER;
}

function timeOf({ turn, issue }: Finding): number {
	return Date.parse(turn?.at ?? '') || lastSeen(issue);
}

function isQuiet({ isAlert, reason }: Finding, project: Project): boolean {
	return isAlert && project[FLAGS[reason]] === false;
}

/** @throws {DeliveryFailure} if Bugsink fails; a token without the right to read it gets no name. */
export async function projectOf(client: BugsinkClient, id: string): Promise<Project> {
	try {
		return (await client.getIfAllowed(`projects/${id}/`)) ?? {};
	} catch (error) {
		if (isRefusal(error)) return {};
		return await Promise.reject(error);
	}
}

/** One finding as the alert that Bugsink's webhook would have brought, and what changed. */
export function alertOf(
	client: BugsinkClient,
	{ issue, reason, isAlert, turn, at, details }: Finding,
	project: Project,
	isCatchUp: boolean,
): IDataObject {
	const fields = issueFields({
		...issue,
		url: issuePage(client.address.base, String(issue.id)),
		project: { id: count(issue.project), name: line(project.name) },
	});
	const byHand = reason === 'UNMUTED' && !isAlert ? UNMUTED_BY_HAND : null;
	const alert = toAlert('canonicalIssue', {
		...fields,
		// The time of the event that raised the alert, by which the Bugsink node finds that event.
		...(isAlert && turn?.at != null ? { lastSeen: turn.at } : {}),
		reason,
		unmuteReason: byHand ?? turn?.unmuteReason ?? null,
	});
	return {
		...alert,
		...(isAlert && isCatchUp ? { catchUp: true } : {}),
		change: { at: turn?.at ?? at ?? null, by: turn?.by ?? null, ...details },
	} as unknown as IDataObject;
}
