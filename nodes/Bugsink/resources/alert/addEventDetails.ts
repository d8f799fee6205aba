import type { IDataObject } from 'n8n-workflow';

import type { Alert, AlertEvent } from '../../../shared/alert/alert';
import { isObject, line, type JsonObject } from '../../../shared/alert/fields';
import { readAlert } from '../../../shared/alert/readAlert';
import type { BugsinkClient } from '../../../shared/bugsink/client';
import { DeliveryFailure, InvalidSetting } from '../../../shared/delivery/failure';
import {
	EVENT_PARTS,
	eventDetails,
	type DetailSettings,
	type EventPart,
} from '../../event/details';
import { readOwnerRules, type OwnerRule } from '../../event/ownerRules';
import { ownersOf } from '../../event/owners';
import { sourceTemplate, type SourceSettings } from '../../event/sourceLinks';
import type { Call, Operation } from '../operation';
import { alertField, alertOutput } from './field';

/** Parts without what may hold secrets that nobody can recognise. */
export const DEFAULT_PARTS: EventPart[] = ['breadcrumbs', 'request', 'stacktrace', 'tags', 'user'];

/** How the attempt went, for an alert that goes on without its event. */
interface Enrichment {
	status: 'done' | 'failed';
	reason: string | null;
	hint: string | null;
}

export const addEventDetails: Operation = {
	option: {
		name: 'Add Event Details',
		value: 'addEventDetails',
		description:
			'Add environment, release, tags, stack trace and more to an alert, with secrets masked',
		action: 'Add event details to alert',
	},
	fields: [
		alertField,
		{
			displayName: 'Details',
			name: 'details',
			type: 'multiOptions',
			options: [
				{
					name: 'Breadcrumbs',
					value: 'breadcrumbs',
					description: 'The last things that happened before the error',
				},
				{
					name: 'Local Variables',
					value: 'localVariables',
					description:
						'Values of variables in the stack frames. Known names of secrets are masked, but any variable may hold personal data.',
				},
				{
					name: 'Request',
					value: 'request',
					description:
						'Method, address and headers of the HTTP request. Cookies are never included.',
				},
				{
					name: 'Request Body',
					value: 'requestBody',
					description:
						"Goes with 'Request'. Known names of secrets are masked, but a body may hold personal data.",
				},
				{
					name: 'Stack Trace',
					value: 'stacktrace',
					description: 'Exceptions with their frames and the source line of each',
				},
				{ name: 'Tags', value: 'tags', description: 'Tags of the event' },
				{ name: 'User', value: 'user', description: 'Who ran into the error' },
			],
			default: ['breadcrumbs', 'request', 'stacktrace', 'tags', 'user'],
			description:
				'What to add beside level, environment, release, server, transaction and logger, which are always added. Passwords, tokens and the like are masked.',
		},
		{
			displayName: 'When Bugsink Cannot Be Reached',
			name: 'onFailure',
			type: 'options',
			options: [
				{ name: 'Fail', value: 'fail', description: 'The item ends in the error output' },
				{
					name: 'Pass the Alert On',
					value: 'passOn',
					description: "Without details; 'enrichment' in the output says why",
				},
			],
			default: 'passOn',
			description: 'What to do with an alert whose details cannot be read, for whatever reason',
		},
	],
	options: [
		{
			displayName: 'Breadcrumbs',
			name: 'breadcrumbs',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 100 },
			default: 10,
			description: 'How many of the last breadcrumbs to add',
		},
		{
			displayName: 'Owners',
			name: 'owners',
			type: 'string',
			typeOptions: { rows: 6 },
			default: '',
			placeholder: 'e.g. /src/payments/ @alice @bob',
			description:
				"Rules that say who owns an alert, given as 'owners' in the output. One rule per line: a path as in CODEOWNERS, project:name, tag:key=value or URL:pattern, then the owners. The last rule that matches counts.",
		},
		{
			displayName: 'Source Ref',
			name: 'sourceRef',
			type: 'string',
			default: '',
			placeholder: 'e.g. git_sha',
			description:
				"Name of the tag whose value stands for {ref} in 'Source URL', for example a commit. Empty or 'release' takes the event's release. An event without it gets no links.",
		},
		{
			displayName: 'Source URL',
			name: 'sourceUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://github.com/acme/shop/blob/{ref}/{path}#L{line}',
			description:
				'Address of a line of code in your repository. Stack frames of your application then carry a link.',
		},
		{
			displayName: 'Strip Prefix',
			name: 'stripPrefix',
			type: 'string',
			default: '',
			placeholder: 'e.g. /app/',
			description:
				"What stands before the path in your repository where the code runs. Used by 'Source URL' and 'Owners'.",
		},
	],
	run: withEvent,
};

/**
 * The alert with `event` filled, by two requests: the issue's events, and the one that raised the
 * alert. A test alert belongs to no issue and passes as it is.
 */
async function withEvent(call: Call): Promise<IDataObject[]> {
	const { parameters } = call;
	const input = parameters.alert();
	const alert = readAlert(input);
	const settings = settingsOf(parameters);
	if (alert.isTest) {
		return [alertOutput(input, alert, settings.rules === null ? {} : { owners: [] })];
	}
	const mayPassOn =
		parameters.choice(
			'onFailure',
			'When Bugsink Cannot Be Reached',
			['fail', 'passOn'],
			'passOn',
		) === 'passOn';

	let failure: unknown;
	try {
		const stored = await eventOf(call.client, alert);
		const event: AlertEvent = eventDetails(stored, call.client.address.base, settings);
		const enrichment: Enrichment = { status: 'done', reason: null, hint: null };
		const data = isObject(stored.data) ? stored.data : {};
		const owners = ownersWith(settings, alert, data);
		return [alertOutput(input, alert, { event, enrichment, ...owners })];
	} catch (error) {
		failure = error;
	}
	if (!mayPassOn || isCancelled(failure)) throw failure;
	const owners = ownersWith(settings, alert, null);
	return [{ ...passedOn(input, alert, failure), ...owners }];
}

/** The alert as it came, and why it has no event. An alert is never lost for want of decoration. */
function passedOn(input: unknown, alert: Alert, failure: unknown): IDataObject {
	const hint =
		failure instanceof DeliveryFailure || failure instanceof InvalidSetting ? failure.hint : null;
	const enrichment: Enrichment = {
		status: 'failed',
		reason: failure instanceof Error ? failure.message : String(failure),
		hint,
	};
	return alertOutput(input, alert, { enrichment });
}

interface Settings extends DetailSettings {
	source: SourceSettings | null;
	/** null: the user has no rules. */
	rules: OwnerRule[] | null;
	stripPrefix: string;
}

/** @throws {InvalidSetting} before anything is asked, whatever to do when Bugsink cannot be reached. */
function settingsOf(parameters: Call['parameters']): Settings {
	const chosen = parameters.raw('details', DEFAULT_PARTS);
	const names = Array.isArray(chosen) ? chosen.map(String) : parameters.list('details');
	const template = parameters.text('options.sourceUrl');
	const ref = parameters.text('options.sourceRef') || 'release';
	const stripPrefix = parameters.text('options.stripPrefix');
	const rules = textOf(parameters.raw('options.owners', ''));
	return {
		parts: new Set(EVENT_PARTS.filter((part) => names.includes(part))),
		breadcrumbs: parameters.wholeNumber('options.breadcrumbs', 'Breadcrumbs', 10, 0, 100),
		source: template === '' ? null : { template: sourceTemplate(template), ref, stripPrefix },
		rules: rules.trim() === '' ? null : readOwnerRules(rules),
		stripPrefix,
	};
}

/** Not trimmed, so that the numbers of lines stay; a list from an expression has one rule an entry. */
function textOf(value: unknown): string {
	if (Array.isArray(value)) return value.map(String).join('\n');
	return typeof value === 'string' ? value : '';
}

function ownersWith(
	{ rules, stripPrefix }: Settings,
	alert: Alert,
	data: JsonObject | null,
): Partial<Pick<Alert, 'owners'>> {
	return rules === null ? {} : { owners: ownersOf(rules, alert, data, stripPrefix) };
}

/** The event as Bugsink stores it. */
async function eventOf(client: BugsinkClient, alert: Alert): Promise<JsonObject> {
	const issue = alert.issueId ?? alert.friendlyId;
	if (issue === null) throw unknown('The alert does not say which issue it is about');
	const { results } = await client.page('events/', { issue, order: 'desc' });
	if (results.length === 0) throw unknown('Bugsink stores no event of this issue any more');
	return await client.get(`events/${String(causeOf(results, alert).id)}/`);
}

/** Between the alert and this request more events may have come; Bugsink's `last_seen` is the time of its event. */
function causeOf(events: JsonObject[], { lastSeen }: Alert): JsonObject {
	return (
		events.find((event) => lastSeen !== null && line(event.ingested_at) === lastSeen) ?? events[0]
	);
}

function unknown(message: string): DeliveryFailure {
	return new DeliveryFailure(message, {
		errorType: 'ClientError',
		hint: "Check that 'Alert' is the alert as the Bugsink Trigger gave it.",
	});
}

function isCancelled(failure: unknown): boolean {
	return failure instanceof DeliveryFailure && failure.failure.errorType === 'Cancelled';
}
