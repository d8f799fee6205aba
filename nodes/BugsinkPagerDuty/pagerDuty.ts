import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Alert } from '../shared/alert/alert';
import { isObject, text } from '../shared/alert/fields';
import { secretAddress } from '../shared/delivery/address';
import { classify, type Verdict } from '../shared/delivery/classify';
import { DeliveryFailure, InvalidSetting } from '../shared/delivery/failure';
import type { Pace } from '../shared/delivery/gate';
import {
	jsonOf,
	shownAnswer,
	jsonRequest,
	type HttpRequest,
	type HttpResponse,
} from '../shared/delivery/http';
import { secretsInUrl } from '../shared/delivery/redact';
import type { Destination, Job, Outcome, Prepared } from '../shared/destination';
import type { Parameters } from '../shared/node/parameters';
import { oneLine } from '../shared/text/clean';
import { cut } from '../shared/text/cut';
import { webLink } from '../shared/text/links';
import {
	changeEvent,
	dedupKeyOf,
	followUpEvent,
	triggerEvent,
	type EventFields,
	type FollowUpEvent,
} from './event';
import { readSeverityTable, SEVERITIES } from './severity';

/** https://support.pagerduty.com/main/docs/service-regions */
const EVENTS_URL = {
	us: 'https://events.pagerduty.com',
	eu: 'https://events.eu.pagerduty.com',
} as const;
const KNOWN_HOSTS: string[] = Object.values(EVENTS_URL).map((url) => new URL(url).host);
/** About as much as PagerDuty takes of one key (https://developer.pagerduty.com/docs/events-api-v2-overview#rate-limiting). */
const RATE = { count: 120, perMilliseconds: 60_000 };
/** PagerDuty's advice for a throttled event without a time: try three times, 30 seconds apart (same page). */
const THROTTLED_WAIT = 30_000;
/** As the field of Bugsink's original backend (bugsink/bugsink#311). */
const MAX_SERVICE_NAME = 100;

const ACCEPTED_EITHER_WAY =
	'PagerDuty accepts this also when no incident of this issue is open under this integration key; then nothing changed.';

export interface PagerDutySettings extends EventFields {
	routingKey: string;
	/** Address of the Events API, without `/v2/enqueue`. */
	eventsUrl: URL;
	unmutedAs: 'incident' | 'changeEvent';
}

/** What the credential holds, checked. @throws {InvalidSetting} */
export function checkPagerDutyCredential(
	credential: ICredentialDataDecryptedObject,
): Pick<PagerDutySettings, 'routingKey' | 'eventsUrl'> {
	const routingKey = text(credential.routingKey).trim();
	if (!/^[A-Za-z0-9]{32}$/.test(routingKey)) {
		throw new InvalidSetting(
			"'Integration Key' must be 32 letters and digits",
			'Copy the Integration Key of an "Events API V2" integration from the Integrations tab of your service in PagerDuty. A REST API key does not work here.',
		);
	}
	const region = text(credential.region).trim() || 'us';
	if (region === 'us' || region === 'eu') {
		return { routingKey, eventsUrl: new URL(EVENTS_URL[region]) };
	}
	if (region !== 'custom') {
		throw new InvalidSetting(
			`'Region' cannot be '${region.slice(0, 60)}'`,
			'Choose one of us, eu, custom.',
		);
	}
	const example = 'https://pagerduty-proxy.example.com';
	const eventsUrl = secretAddress('Events URL', baseOf(text(credential.eventsUrl)), example);
	return { routingKey, eventsUrl };
}

/** The address without the endpoint, which users paste along. */
function baseOf(eventsUrl: string): string {
	return eventsUrl.trim().replace(/\/+(v2\/(change\/)?enqueue\/?)?(?=$|\?)/, '');
}

function readSettings(
	parameters: Parameters,
	credential: ICredentialDataDecryptedObject,
): PagerDutySettings {
	const { routingKey, eventsUrl } = checkPagerDutyCredential(credential);
	const unmutedAs = parameters.choice(
		'options.unmutedAs',
		'Unmuted As',
		['incident', 'changeEvent'],
		'incident',
	);
	if (unmutedAs === 'changeEvent' && routingKey.startsWith('R')) {
		throw new InvalidSetting(
			"'Unmuted As' cannot be a change event with this integration key",
			"A key that begins with R belongs to an event orchestration, which takes no change events. Use the key of a service, or set 'Unmuted As' to Incident.",
		);
	}
	const serviceName = oneLine(parameters.text('serviceName', 'Bugsink')) || 'Bugsink';
	if (serviceName.length > MAX_SERVICE_NAME) {
		throw new InvalidSetting(
			`'Service Name' has more than ${MAX_SERVICE_NAME} characters`,
			'Enter a shorter name.',
		);
	}
	return {
		routingKey,
		eventsUrl,
		unmutedAs,
		serviceName,
		includeLink: parameters.boolean('includeLink', true),
		severity: {
			byReason: readSeverityTable(parameters.raw('options.severityByReason', {})),
			fromLevel: parameters.boolean('options.severityFromLevel', false),
			fallback: parameters.choice('defaultSeverity', 'Default Severity', SEVERITIES, 'error'),
		},
		component: oneLine(parameters.text('options.component')),
		group: oneLine(parameters.text('options.group')),
		class: oneLine(parameters.text('options.class')),
		imageUrl: imageUrlOf(parameters.text('options.imageUrl')),
	};
}

/** PagerDuty shows images from https addresses only. @throws {InvalidSetting} */
function imageUrlOf(value: string): string {
	if (value === '') return '';
	const url = webLink(value);
	if (url?.startsWith('https://')) return url;
	throw new InvalidSetting(
		"'Image URL' is not an https address",
		'Enter the whole address of a picture, for example https://charts.example.com/checkout.png.',
	);
}

/** What Send Alert makes of an alert. Nobody is paged by mistake: an issue that is resolved or muted opens nothing. */
type Plan = 'trigger' | 'triggerAndResolve' | 'changeEvent' | 'resolve' | 'skip';

function planFor(alert: Alert, settings: PagerDutySettings): Plan {
	if (alert.isTest) return 'triggerAndResolve';
	if (alert.reason === 'RESOLVED') return 'resolve';
	if (alert.reason === 'MUTED') return 'skip';
	if (alert.reason === 'UNMUTED' && settings.unmutedAs === 'changeEvent') return 'changeEvent';
	return 'trigger';
}

function prepare(alert: Alert, settings: PagerDutySettings): Prepared {
	const plan = planFor(alert, settings);
	if (plan === 'resolve') {
		return {
			request: followUpRequest('resolve', alert, settings),
			truncated: [],
			warnings: [ACCEPTED_EITHER_WAY],
		};
	}
	const { event, truncated } =
		plan === 'changeEvent'
			? changeEvent(alert, settings, settings.routingKey)
			: triggerEvent(alert, settings, settings.routingKey);
	const path = plan === 'changeEvent' ? '/v2/change/enqueue' : '/v2/enqueue';
	const warnings = {
		triggerAndResolve: ['A second event resolves the test at once, so that nobody stays paged.'],
		skip: ['Send Alert skips this alert: the issue is muted.'],
		trigger: [],
		changeEvent: [],
	}[plan];
	return { request: eventRequest(settings, path, event), truncated, warnings };
}

function followUpRequest(
	action: FollowUpEvent['event_action'],
	alert: Alert,
	settings: PagerDutySettings,
): HttpRequest {
	return eventRequest(settings, '/v2/enqueue', followUpEvent(action, alert, settings.routingKey));
}

function eventRequest(settings: PagerDutySettings, path: string, event: object): HttpRequest {
	const url = new URL(settings.eventsUrl);
	url.pathname = url.pathname.replace(/\/+$/, '') + path;
	return jsonRequest('POST', url.href, event, { 'user-agent': 'n8n-nodes-bugsink' });
}

async function sendAlert(job: Job<PagerDutySettings>): Promise<Outcome> {
	const { alert, settings, delivery } = job;
	const plan = planFor(alert, settings);
	if (plan === 'resolve') return await followUp('resolve', 'resolved', job);
	if (plan === 'skip') {
		return {
			action: 'skipped',
			key: dedupKeyOf(alert),
			skipReason: 'The issue is muted in Bugsink: nobody is paged, and an open incident stays open',
		};
	}
	const { request, truncated } = prepare(alert, settings);
	const response = await delivery.request(request, { pace: paceOf(settings) });
	if (plan === 'changeEvent') return { action: 'sent', truncated, response: shownAnswer(response) };
	if (plan === 'triggerAndResolve') await endTest(job);
	return {
		action: 'sent',
		key: dedupKeyOf(alert),
		truncated,
		warnings: plan === 'trigger' ? [] : ['The test was resolved again at once.'],
		response: shownAnswer(response),
	};
}

/** Resolves the test that was just triggered; if that fails, the user has to know that it is open. */
async function endTest({ alert, settings, delivery }: Job<PagerDutySettings>): Promise<void> {
	const request = followUpRequest('resolve', alert, settings);
	await delivery.request(request, { pace: paceOf(settings) }).catch((error: unknown) => {
		if (!(error instanceof DeliveryFailure)) throw error;
		const hint = `The test arrived but could not be resolved: resolve it in PagerDuty. ${error.hint}`;
		throw new DeliveryFailure(error.message, { ...error.failure, hint });
	});
}

async function followUp(
	eventAction: FollowUpEvent['event_action'],
	action: Outcome['action'],
	{ alert, settings, delivery }: Job<PagerDutySettings>,
): Promise<Outcome> {
	const request = followUpRequest(eventAction, alert, settings);
	const response = await delivery.request(request, { pace: paceOf(settings) });
	return {
		action,
		key: dedupKeyOf(alert),
		warnings: [ACCEPTED_EITHER_WAY],
		response: shownAnswer(response),
	};
}

/** Of a host that is not PagerDuty's own only its answers tell how fast it may go. */
function paceOf({ eventsUrl: { host }, routingKey }: PagerDutySettings): Pace {
	return { key: `${host} ${routingKey}`, limits: KNOWN_HOSTS.includes(host) ? [RATE] : [] };
}

function judge(response: HttpResponse, now: number): Verdict {
	const verdict = classify(response, now);
	if (verdict.kind !== 'again' || !verdict.throttled) return verdict;
	return { ...verdict, notBefore: verdict.notBefore ?? now + THROTTLED_WAIT };
}

/** PagerDuty's `{ status, message, errors: [] }`. */
function explain(response: HttpResponse): { message?: string; hint?: string } {
	const json = jsonOf(response);
	const body = isObject(json) ? json : {};
	const errors = Array.isArray(body.errors) ? body.errors.map(text) : [];
	const said = [text(body.message), errors.join('; ')].filter((part) => part !== '').join(': ');
	const hint = hintFor(response.statusCode, said);
	return {
		...(said === '' ? {} : { message: cut(oneLine(said), 500).text }),
		...(hint === undefined ? {} : { hint }),
	};
}

function hintFor(statusCode: number, said: string): string | undefined {
	if (statusCode === 429) {
		return 'PagerDuty takes about 120 events a minute for one integration key: try again later, or send fewer alerts.';
	}
	if (statusCode < 400 || statusCode >= 500) return undefined;
	if (/routing.?key/i.test(said)) {
		return "Check the 'Integration Key' and the 'Region' in the credential: it must be the key of an \"Events API V2\" integration, and a key works in its own region only.";
	}
	return undefined;
}

export const pagerDuty: Destination<PagerDutySettings> = {
	id: 'pagerDuty',
	credentialType: 'bugsinkPagerDutyApi',
	isAuthenticatedByN8n: false,
	service: { name: 'PagerDuty', judge, explain },
	concurrency: 50,
	secrets: (credential) => [
		text(credential.routingKey).trim(),
		...secretsInUrl(baseOf(text(credential.eventsUrl))),
	],
	readSettings,
	prepare,
	operations: {
		sendAlert,
		acknowledge: (job) => followUp('acknowledge', 'acknowledged', job),
		resolve: (job) => followUp('resolve', 'resolved', job),
	},
};
