import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Alert } from '../shared/alert/alert';
import { factsOf, markedTitle, stackTraceText } from '../shared/alert/describe';
import { text } from '../shared/alert/fields';
import { InvalidSetting } from '../shared/delivery/failure';
import type { Pace } from '../shared/delivery/gate';
import { jsonRequest, type HttpResponse } from '../shared/delivery/http';
import { secretsInUrl } from '../shared/delivery/redact';
import type { Destination, Job, Outcome, Prepared } from '../shared/destination';
import type { Parameters } from '../shared/node/parameters';
import { cleanText, oneLine } from '../shared/text/clean';
import { cut } from '../shared/text/cut';
import { adaptiveCardMessage } from './adaptiveCard';
import { explain, judge } from './answer';
import { accentOfReason, nearestAccent, readColor } from './colors';
import { isLinkTooLong, MAX_FACT, MAX_TITLE } from './content';
import { fitMessage, type Lengths } from './fitting';
import { readMentions, type Mention } from './mentions';
import { messageCard } from './messageCard';
import { DEFAULT_COLOR } from './properties';
import { paceOf, readWebhookUrl, type UrlFamily, type WebhookAddress } from './webhookUrl';

const MAX_CHANNEL_NAME = 100;

export interface TeamsSettings {
	url: string;
	family: UrlFamily;
	pace: Pace;
	format: 'adaptiveCard' | 'messageCard';
	/** A name for people; the webhook itself decides on the channel. */
	channelName: string;
	mentions: Mention[];
	/** `#rrggbb` */
	themeColor: string;
	colorByReason: boolean;
	/** What the settings themselves give reason to say. */
	warnings: string[];
}

/** What the credential holds, checked. @throws {InvalidSetting} */
export function checkTeamsCredential(credential: ICredentialDataDecryptedObject): WebhookAddress {
	return readWebhookUrl(text(credential.webhookUrl));
}

/**
 * For the person who enters the credential: what Microsoft switched off is refused, though the node
 * itself still tries it and only warns.
 */
export function checkTeamsCredentialInForm(credential: ICredentialDataDecryptedObject): void {
	const { family, warnings } = checkTeamsCredential(credential);
	if (family === 'connector' || family === 'oldWorkflows') {
		throw new InvalidSetting("This 'Webhook URL' no longer works", warnings.join(' '));
	}
}

function readSettings(
	parameters: Parameters,
	credential: ICredentialDataDecryptedObject,
): TeamsSettings {
	const address = checkTeamsCredential(credential);
	const format = parameters.choice(
		'options.format',
		'Format',
		['auto', 'adaptiveCard', 'messageCard'],
		'auto',
	);
	const mentions = readMentions(parameters.list('mentionUsers'));
	const isMessageCard = format === 'messageCard';
	return {
		url: address.url,
		family: address.family,
		pace: paceOf(address),
		// Connectors take Adaptive Cards too, so nothing has to be guessed.
		format: isMessageCard ? 'messageCard' : 'adaptiveCard',
		channelName: cut(oneLine(cleanText(parameters.text('channelName'))), MAX_CHANNEL_NAME).text,
		mentions,
		themeColor: readColor('Theme Color', parameters.text('themeColor'), DEFAULT_COLOR),
		colorByReason: parameters.boolean('options.colorByReason', true),
		warnings: [
			...address.warnings,
			...(isMessageCard && mentions.length > 0
				? ["A MessageCard cannot mention anybody; 'Mention Users' was left out."]
				: []),
			// TwiN/gatus#847: the flow fails on "attachments is of type Null".
			...(isMessageCard && address.family === 'workflows'
				? ['Most flows take Adaptive Cards only, and fail after they accepted a MessageCard.']
				: []),
		],
	};
}

function prepare(alert: Alert, settings: TeamsSettings): Prepared {
	const isMessageCard = settings.format === 'messageCard';
	const longestFact = Math.max(0, ...factsOf(alert).map(({ value }) => value.length));
	const known: Lengths = {
		stacktrace: isMessageCard ? 0 : stackTraceText(alert.event).length,
		errorMessage: alert.errorMessage.length,
		facts: longestFact,
	};
	const { message, lengths } = fitMessage((limits) => build(alert, settings, limits), {
		...known,
		facts: Math.min(longestFact, MAX_FACT),
	});
	const parts = Object.keys(known) as Array<keyof Lengths>;
	const isTooLong = isLinkTooLong(alert);
	return {
		request: jsonRequest('POST', settings.url, message, { 'user-agent': 'n8n-nodes-bugsink' }),
		truncated: [
			...(markedTitle(alert).length > MAX_TITLE ? ['title'] : []),
			...parts.filter((part) => lengths[part] < known[part]),
			...(isTooLong ? ['issueUrl'] : []),
		],
		warnings: [
			...settings.warnings,
			...(isTooLong
				? ['The link to Bugsink was left out: it has more than 1,000 characters.']
				: []),
		],
	};
}

function build(alert: Alert, settings: TeamsSettings, lengths: Lengths): object {
	if (settings.format === 'messageCard') return messageCard(alert, settings, lengths);
	const accent =
		(settings.colorByReason ? accentOfReason(alert) : null) ?? nearestAccent(settings.themeColor);
	return adaptiveCardMessage(alert, { ...settings, accent }, lengths);
}

async function sendAlert({ alert, settings, delivery }: Job<TeamsSettings>): Promise<Outcome> {
	const { request, truncated, warnings } = prepare(alert, settings);
	const response = await delivery.request(request, { pace: settings.pace });
	return { action: 'sent', truncated, warnings, response: answer(response, settings.channelName) };
}

/** Where the message went, and where in Power Automate's run history its fate can be read. */
function answer(response: HttpResponse, channelName: string): unknown {
	const run = response.headers['x-ms-workflow-run-id'];
	return {
		...(channelName === '' ? {} : { channelName }),
		...(run === undefined ? {} : { workflowRunId: run }),
		body: cut(response.body, 1_000).text,
	};
}

export const microsoftTeams: Destination<TeamsSettings> = {
	id: 'microsoftTeams',
	credentialType: 'bugsinkMicrosoftTeamsApi',
	isAuthenticatedByN8n: false,
	service: { name: 'Microsoft Teams', judge, explain },
	concurrency: 50,
	secrets: (credential) => secretsInUrl(text(credential.webhookUrl).trim()),
	readSettings,
	prepare,
	operations: { sendAlert },
};
