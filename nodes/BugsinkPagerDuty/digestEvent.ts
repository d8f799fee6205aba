import { createHash } from 'crypto';

import type { Alert } from '../shared/alert/alert';
import {
	alertsOf,
	detailOf,
	fitDigest,
	type DigestIssue,
	type ShownProject,
} from '../shared/digest';
import { NO_WORDS, plainText } from '../shared/alert/words';
import type { Summary } from '../shared/limit/summary';
import { oneLine } from '../shared/text/clean';
import { cut } from '../shared/text/cut';
import { shrinkDetails } from './details';
import {
	allLinks,
	MAX_EVENT_BYTES,
	MAX_SHORT_TEXT,
	MAX_SUMMARY,
	type EventFields,
	type Fitted,
	type TriggerEvent,
} from './event';
import { SEVERITIES, severityOf, type Severity } from './severity';

/** Pages of projects under the incident; the issues have theirs in the details. */
const MAX_LINKS = 10;
/** Of the user's own fields, so that the issues have room. */
const MAX_DATA_BYTES = 128 * 1024;

/** The key of one event for several alerts: the same alerts again join the open incident. */
export function digestKey(alerts: Alert[]): string {
	const fingerprints = [...new Set(alerts.map(({ fingerprint }) => fingerprint))].sort();
	const hash = createHash('sha256').update(JSON.stringify(fingerprints)).digest('hex');
	return `bugsink-${hash.slice(0, 32)}`;
}

/** The key of a burst: what was held back in it joins the incident that said so. */
export function burstKey({ burst }: Summary): string {
	return cut(`bugsink-burst-${burst ?? ''}`, MAX_SHORT_TEXT).text;
}

/** The most severe that one of the alerts has. */
export function highestSeverity(alerts: Alert[], { severity }: EventFields): Severity {
	const present = alerts.map((alert) => severityOf(alert, severity));
	return SEVERITIES.find((one) => present.includes(one)) ?? severity.fallback;
}

/** One event about many alerts, at most 512 KB. Pure. */
export function digestEvent(
	summary: Summary,
	dedupKey: string,
	severity: Severity,
	fields: EventFields,
	routingKey: string,
): Fitted<TriggerEvent> {
	const { digest, heading } = summary;
	const project = digest.projects.length === 1 ? digest.projects[0].name : '';
	const group = cut(fields.group || oneLine(project), MAX_SHORT_TEXT).text;
	const links = fields.includeLink ? linksOf(summary) : [];
	const { additionalText } = fields.words ?? NO_WORDS;
	const ownText = plainText(additionalText);
	const dataFields = structuredClone(fields.dataFields ?? {});
	const cutFields = shrinkDetails(dataFields, sizeOf(dataFields) - MAX_DATA_BYTES);
	const { built, isWhole } = fitDigest(
		digest,
		(projects): TriggerEvent => ({
			routing_key: routingKey,
			event_action: 'trigger',
			dedup_key: dedupKey,
			client: 'Bugsink',
			...(links.length === 0 ? {} : { client_url: links[0].href }),
			...allLinks(links, fields),
			payload: {
				summary: cut(oneLine(heading), MAX_SUMMARY).text,
				source: fields.serviceName,
				severity,
				...(group === '' ? {} : { group }),
				...(fields.class === '' ? {} : { class: cut(fields.class, MAX_SHORT_TEXT).text }),
				...(fields.component === ''
					? {}
					: { component: cut(fields.component, MAX_SHORT_TEXT).text }),
				custom_details: {
					...(ownText === '' ? {} : { additional_text: ownText }),
					what_happened: heading,
					...(summary.note === '' ? {} : { note: summary.note }),
					projects: projects.map((one) => projectDetails(one, fields.includeLink)),
					...dataFields,
				},
			},
		}),
		(event) => sizeOf(event) <= MAX_EVENT_BYTES,
	);
	return {
		event: built,
		json: JSON.stringify(built),
		truncated: [
			...(additionalText.wasCut ? ['additionalText'] : []),
			...cutFields,
			...(isWhole ? [] : ['payload.custom_details.projects']),
		],
	};
}

function sizeOf(value: object): number {
	return Buffer.byteLength(JSON.stringify(value), 'utf8');
}

function linksOf({ digest }: Summary): Array<{ href: string; text: string }> {
	return digest.projects
		.flatMap(({ name, url }) => (url === null ? [] : [{ href: url, text: `${name} in Bugsink` }]))
		.slice(0, MAX_LINKS);
}

/** Lines of text: PagerDuty shows them as they are, on phones and in e-mails too. */
function projectDetails(project: ShownProject, includeLink: boolean): object {
	const { alerts, more, name, shown, url } = project;
	return {
		project: name,
		alerts,
		...(includeLink && url !== null ? { url } : {}),
		issues: [
			...shown.map((issue) => issueLine(issue, includeLink)),
			...(more === 0 ? [] : [`… and ${alertsOf(more)} more`]),
		],
	};
}

function issueLine(issue: DigestIssue, includeLink: boolean): string {
	const detail = detailOf(issue);
	const text = oneLine(issue.title) + (detail === '' ? '' : ` (${detail})`);
	return includeLink && issue.url !== null ? `${text}: ${issue.url}` : text;
}
