import { text } from '../shared/alert/fields';
import type { Alert } from '../shared/alert/alert';
import { isUnmutedByHand } from '../shared/alert/byHand';
import { shownTitle } from '../shared/alert/describe';
import { DeliveryFailure } from '../shared/delivery/failure';
import { serializedRequest, shownAnswer, type HttpRequest } from '../shared/delivery/http';
import { secretsInUrl } from '../shared/delivery/redact';
import type { Destination, Job, Outcome, Prepared } from '../shared/destination';
import { digestSummary, type Summary } from '../shared/limit/summary';
import { service } from './answer';
import { burstKey, digestEvent, digestKey, highestSeverity } from './digestEvent';
import { changeEvent, dedupKeyOf, followUpEvent, triggerEvent, type FollowUpEvent } from './event';
import { baseOf, readSettings, type PagerDutySettings } from './settings';
import { severityOf } from './severity';

const ACCEPTED_EITHER_WAY =
	'PagerDuty accepts this also when no incident of this issue is open under this integration key; then nothing changed.';

/** Reasons for which nobody is paged, and why. */
const NO_TROUBLE: Record<string, string> = {
	MUTED: 'The issue is muted in Bugsink: nobody is paged, and an open incident stays open',
	REOPENED: 'Somebody reopened the issue in Bugsink: nobody is paged',
	OPEN: 'The issue was read from Bugsink and raised no alert: nobody is paged',
	QUIET: 'The issue has gone quiet: nobody is paged. The operation Resolve ends its incident',
	TICKET_CLOSED: 'A ticket was closed: nobody is paged',
	TICKET_WONT_DO: "A ticket was closed as won't do: nobody is paged",
	TICKET_REOPENED: 'Somebody reopened a ticket: nobody is paged',
};

/** Why nobody is paged for it; undefined if it is a problem. */
function noTrouble(alert: Alert): string | undefined {
	if (isUnmutedByHand(alert)) return 'Somebody unmuted the issue in Bugsink: nobody is paged';
	return Object.hasOwn(NO_TROUBLE, alert.reason) ? NO_TROUBLE[alert.reason] : undefined;
}

/** What Send Alert makes of an alert. Only a problem opens an incident. */
type Plan = 'trigger' | 'triggerAndResolve' | 'changeEvent' | 'resolve' | 'skip';

function planFor(alert: Alert, settings: PagerDutySettings): Plan {
	if (alert.isTest) return 'triggerAndResolve';
	if (alert.reason === 'RESOLVED') return 'resolve';
	if (alert.reason === 'UNMUTED' && settings.unmutedAs === 'changeEvent') return 'changeEvent';
	if (noTrouble(alert) !== undefined) return 'skip';
	return 'trigger';
}

function prepare(alert: Alert, settings: PagerDutySettings): Prepared {
	const plan = planFor(alert, settings);
	if (plan === 'resolve') {
		return {
			summary: `Resolve the incident: ${shownTitle(alert)}`,
			request: followUpRequest('resolve', alert, settings),
			truncated: [],
			warnings: [ACCEPTED_EITHER_WAY],
		};
	}
	const { json, truncated } =
		plan === 'changeEvent'
			? changeEvent(alert, settings, settings.routingKey)
			: triggerEvent(alert, settings, settings.routingKey);
	const path = plan === 'changeEvent' ? '/v2/change/enqueue' : '/v2/enqueue';
	const warnings = {
		triggerAndResolve: ['A second event resolves the test at once, so that nobody stays paged.'],
		skip: [`Send Alert skips this alert. ${noTrouble(alert)}.`],
		trigger: [],
		changeEvent: [],
	}[plan];
	const summary = {
		triggerAndResolve: 'Trigger an incident and resolve it at once',
		skip: 'Page nobody',
		trigger: 'Trigger an incident',
		changeEvent: 'Send a change event, which pages nobody',
	}[plan];
	return {
		summary: `${summary}: ${shownTitle(alert)}`,
		request: eventRequest(settings, path, json),
		truncated,
		warnings: [...settings.warnings, ...warnings],
	};
}

function followUpRequest(
	action: FollowUpEvent['event_action'],
	alert: Alert,
	settings: PagerDutySettings,
): HttpRequest {
	const event = followUpEvent(action, alert, settings.routingKey);
	return eventRequest(settings, '/v2/enqueue', JSON.stringify(event));
}

function eventRequest(settings: PagerDutySettings, path: string, json: string): HttpRequest {
	const url = new URL(settings.eventsUrl);
	url.pathname = url.pathname.replace(/\/+$/, '') + path;
	return serializedRequest('POST', url.href, json, { 'user-agent': 'n8n-nodes-bugsink' });
}

async function sendAlert(job: Job<PagerDutySettings>): Promise<Outcome> {
	const { alert, settings, delivery } = job;
	const plan = planFor(alert, settings);
	if (plan === 'resolve') return await followUp('resolve', 'resolved', job);
	if (plan === 'skip') {
		return {
			action: 'skipped',
			key: dedupKeyOf(alert),
			skipCode: 'notAnAlert',
			skipReason: noTrouble(alert),
		};
	}
	const { request, truncated } = prepare(alert, settings);
	const response = await delivery.request(request, { pace: settings.pace });
	const { warnings } = settings;
	if (plan === 'changeEvent') {
		return { action: 'sent', truncated, warnings, response: shownAnswer(response) };
	}
	if (plan === 'triggerAndResolve') await endTest(job);
	return {
		action: 'sent',
		key: dedupKeyOf(alert),
		truncated,
		warnings: [
			...warnings,
			...(plan === 'trigger' ? [] : ['The test was resolved again at once.']),
		],
		response: shownAnswer(response),
	};
}

/** Resolves the test that was just triggered; if that fails, the user has to know that it is open. */
async function endTest({ alert, settings, delivery }: Job<PagerDutySettings>): Promise<void> {
	const request = followUpRequest('resolve', alert, settings);
	await delivery.request(request, { pace: settings.pace }).catch((error: unknown) => {
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
	const response = await delivery.request(request, { pace: settings.pace });
	return {
		action,
		key: dedupKeyOf(alert),
		warnings: [ACCEPTED_EITHER_WAY],
		response: shownAnswer(response),
	};
}

/** Alerts that go in one incident: the same service, described alike. Those that page nobody go alone. */
function incidentOf(alert: Alert, settings: PagerDutySettings): string | null {
	if (planFor(alert, settings) !== 'trigger') return null;
	const { component, eventsUrl, group, includeLink, routingKey, serviceName } = settings;
	const fields = [component, group, settings.class, includeLink, serviceName];
	const own = [settings.dataFields, settings.words?.additionalText];
	return JSON.stringify([routingKey, eventsUrl.href, ...fields, ...own]);
}

function prepareTogether(alerts: Alert[], settings: PagerDutySettings): Prepared {
	const summary = digestSummary(alerts);
	const severity = highestSeverity(alerts, settings);
	const { routingKey } = settings;
	const { json, truncated } = digestEvent(
		summary,
		digestKey(alerts),
		severity,
		settings,
		routingKey,
	);
	return {
		summary: `Trigger one incident: ${summary.heading}`,
		request: eventRequest(settings, '/v2/enqueue', json),
		truncated,
		warnings: settings.warnings,
	};
}

/** One incident about alerts that do not get one of their own. */
async function tell(
	summary: Summary,
	{ alert, delivery, settings }: Job<PagerDutySettings>,
): Promise<Outcome> {
	const key = burstKey(summary);
	const severity = severityOf(alert, settings.severity);
	const { json, truncated } = digestEvent(summary, key, severity, settings, settings.routingKey);
	const request = eventRequest(settings, '/v2/enqueue', json);
	const response = await delivery.request(request, { pace: settings.pace });
	const { warnings } = settings;
	return { action: 'sent', key, truncated, warnings, response: shownAnswer(response) };
}

export const pagerDuty: Destination<PagerDutySettings> = {
	id: 'pagerDuty',
	credentialType: 'bugsinkPagerDutyApi',
	isAuthenticatedByN8n: false,
	service,
	concurrency: 50,
	secrets: (credential) => [
		text(credential.routingKey).trim(),
		...secretsInUrl(baseOf(text(credential.eventsUrl))),
	],
	readSettings,
	prepare,
	together: {
		groupOf: incidentOf,
		prepare: prepareTogether,
		async sendTogether(jobs) {
			const [{ delivery, settings }] = jobs;
			const alerts = jobs.map(({ alert }) => alert);
			const { request, truncated, warnings } = prepareTogether(alerts, settings);
			const response = await delivery.request(request, { pace: settings.pace });
			const key = digestKey(alerts);
			const outcome: Outcome = { action: 'sent', key, truncated, warnings };
			return jobs.map(() => ({ ...outcome, response: shownAnswer(response) }));
		},
	},
	limit: {
		counts: (alert, settings) => planFor(alert, settings) === 'trigger',
		tell: async (summary, job) => ({ outcome: await tell(summary, job) }),
	},
	operations: {
		sendAlert,
		acknowledge: (job) => followUp('acknowledge', 'acknowledged', job),
		resolve: (job) => followUp('resolve', 'resolved', job),
	},
};
