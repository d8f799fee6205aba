import type { Alert } from '../shared/alert/alert';
import { whatHappened } from '../shared/alert/describe';
import type { JsonObject } from '../shared/alert/fields';
import { sourceOf } from '../shared/alert/source';
import { linksIn, NO_WORDS, shownTitleOf } from '../shared/alert/words';
import { oneLine } from '../shared/text/clean';
import { cut } from '../shared/text/cut';
import { webLink } from '../shared/text/links';
import { customDetails, shrinkDetails, type OwnDetails } from './details';
import { severityOf, type Severity, type SeverityRules } from './severity';

/** https://developer.pagerduty.com/docs/send-alert-event */
export const MAX_SUMMARY = 1024;
/** That of `dedup_key`; kept for the short texts beside the payload too, which have no documented limit. */
export const MAX_SHORT_TEXT = 255;
/** Of the summary, so that a long project name leaves room for the title. */
const MAX_PROJECT = 100;
/** No browser opens a longer address, and it would use up the event's size. */
const MAX_LINK = 2_000;
/** https://developer.pagerduty.com/docs/events-api-v2-overview#size-limits */
export const MAX_EVENT_BYTES = 512 * 1024;

/** What the node's fields say about an event. */
export interface EventFields extends OwnDetails {
	severity: SeverityRules;
	serviceName: string;
	includeLink: boolean;
	/** Empty: the alert's transaction. */
	component: string;
	/** Empty: the project's name. */
	group: string;
	/** Empty: the error type. */
	class: string;
	/** An https address; empty for none. */
	imageUrl: string;
}

interface Link {
	href: string;
	text: string;
}

export interface TriggerEvent {
	routing_key: string;
	event_action: 'trigger';
	dedup_key: string;
	client: string;
	client_url?: string;
	links?: Link[];
	images?: Array<{ src: string; alt: string; href?: string }>;
	payload: {
		summary: string;
		source: string;
		severity: Severity;
		timestamp?: string;
		component?: string;
		group?: string;
		class?: string;
		custom_details: JsonObject;
	};
}

export interface ChangeEvent {
	routing_key: string;
	links?: Link[];
	payload: { summary: string; source: string; timestamp?: string; custom_details: JsonObject };
}

/** All that these two may carry; PagerDuty ignores the rest. */
export interface FollowUpEvent {
	routing_key: string;
	event_action: 'acknowledge' | 'resolve';
	dedup_key: string;
}

/** An event, its JSON, and the names of its fields that were cut. */
export interface Fitted<Event> {
	event: Event;
	json: string;
	truncated: string[];
}

/** The key that PagerDuty folds by. A test has one of its own, so that it never touches a real incident. */
export function dedupKeyOf(alert: Alert): string {
	return alert.isTest ? `${alert.fingerprint}-test` : alert.fingerprint;
}

/** The event that opens an incident, or joins the open one with the same key. */
export function triggerEvent(
	alert: Alert,
	fields: EventFields,
	routingKey: string,
): Fitted<TriggerEvent> {
	const truncated: string[] = [];
	// PagerDuty groups by these three (https://support.pagerduty.com/main/docs/event-management).
	const known = {
		group: alert.project.name,
		class: alert.errorType,
		component: alert.transaction ?? alert.event?.transaction,
	};
	const short = (name: 'component' | 'group' | 'class') => {
		const value = fields[name] === '' ? oneLine(known[name] ?? '') : fields[name];
		return optional(name, limited(value, MAX_SHORT_TEXT, `payload.${name}`, truncated));
	};
	const links = linksOf(alert, fields, truncated);
	return fitted(
		{
			routing_key: routingKey,
			event_action: 'trigger',
			dedup_key: dedupKeyOf(alert),
			client: 'Bugsink',
			...optional('client_url', links[0]?.href),
			...allLinks(links, fields),
			...imagesOf(alert, fields, links[0]?.href),
			payload: {
				// A repeated trigger overwrites the incident's summary (PagerDuty/pdpyras#45): nothing
				// in it may change from alert to alert.
				summary: summaryOf(shownTitleOf(alert, fields.words ?? NO_WORDS), alert, fields, truncated),
				source: fields.serviceName,
				severity: severityOf(alert, fields.severity),
				...optional('timestamp', alert.lastSeen),
				...short('component'),
				...short('group'),
				...short('class'),
				custom_details: customDetails(alert, fields),
			},
		},
		truncated,
	);
}

/** A picture beside the incident (https://developer.pagerduty.com/docs/send-alert-event#the-images-property); none in a test. */
function imagesOf(
	alert: Alert,
	{ imageUrl }: EventFields,
	href: string | undefined,
): Pick<TriggerEvent, 'images'> {
	if (imageUrl === '' || alert.isTest) return {};
	return { images: [{ src: imageUrl, alt: 'Picture for this alert', ...optional('href', href) }] };
}

/** The event that only informs, among the service's recent changes; it has no severity and no key. */
export function changeEvent(
	alert: Alert,
	fields: EventFields,
	routingKey: string,
): Fitted<ChangeEvent> {
	const truncated: string[] = [];
	const links = linksOf(alert, fields, truncated);
	const title = fields.words?.title || `${whatHappened(alert)}: ${alert.title}`;
	return fitted(
		{
			routing_key: routingKey,
			...allLinks(links, fields),
			payload: {
				summary: summaryOf(title, alert, fields, truncated),
				source: fields.serviceName,
				...optional('timestamp', alert.lastSeen),
				custom_details: customDetails(alert, fields),
			},
		},
		truncated,
	);
}

export function followUpEvent(
	action: FollowUpEvent['event_action'],
	alert: Alert,
	routingKey: string,
): FollowUpEvent {
	return { routing_key: routingKey, event_action: action, dedup_key: dedupKeyOf(alert) };
}

/** `<title> (<project>)`; the project survives the cut. The user's own title stands alone. */
function summaryOf(
	title: string,
	alert: Alert,
	{ words = NO_WORDS }: EventFields,
	truncated: string[],
): string {
	if (words.additionalText.wasCut) truncated.push('additionalText');
	const project = words.title === '' ? oneLine(alert.project.name ?? '') : '';
	const suffix = project === '' ? '' : ` (${cut(project, MAX_PROJECT).text})`;
	return (
		limited(oneLine(title), MAX_SUMMARY - suffix.length, 'payload.summary', truncated) + suffix
	);
}

function linksOf(alert: Alert, fields: EventFields, truncated: string[]): Link[] {
	if (!fields.includeLink) return [];
	const links: Link[] = [];
	const add = (url: string | null | undefined, text: string) => {
		const href = webLink(url);
		if (href === null || links.some((link) => link.href === href)) return;
		if (href.length > MAX_LINK) truncated.push('links');
		else links.push({ href, text });
	};
	add(alert.issueUrl, 'View in Bugsink');
	add(alert.event?.url, 'View this event in Bugsink');
	const source = sourceOf(alert.event);
	if (source !== null) add(source.url, `Source: ${source.text}`);
	return links;
}

/** Those of the alert, then those of the user's own text. */
export function allLinks(links: Link[], { words = NO_WORDS }: OwnDetails): { links?: Link[] } {
	const known = links.map(({ href }) => href);
	const own = linksIn(words.additionalText)
		.filter((href) => !known.includes(href))
		.map((href) => ({ href, text: cut(href, MAX_SHORT_TEXT).text }));
	const all = [...links, ...own];
	return all.length === 0 ? {} : { links: all };
}

function limited(value: string, limit: number, name: string, truncated: string[]): string {
	const { text, wasCut } = cut(value, limit);
	if (wasCut) truncated.push(name);
	return text;
}

function optional<Key extends string>(
	key: Key,
	value: string | null | undefined,
): Partial<Record<Key, string>> {
	return value ? ({ [key]: value } as Record<Key, string>) : {};
}

/** Keeps the event within PagerDuty's size: the largest parts of the details go first. */
function fitted<Event extends { payload: { custom_details: JsonObject } }>(
	event: Event,
	truncated: string[],
): Fitted<Event> {
	const json = JSON.stringify(event);
	const dropped = shrinkDetails(
		event.payload.custom_details,
		Buffer.byteLength(json) - MAX_EVENT_BYTES,
	);
	return {
		event,
		json: dropped.length === 0 ? json : JSON.stringify(event),
		truncated: [...truncated, ...dropped],
	};
}
