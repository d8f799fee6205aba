import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Alert } from '../shared/alert/alert';
import { stackTraceText, shownTitle, type Fact } from '../shared/alert/describe';
import { text } from '../shared/alert/fields';
import { NO_WORDS, shownMessage, shownTitleOf } from '../shared/alert/words';
import { InvalidSetting } from '../shared/delivery/failure';
import { serializedRequest, type HttpResponse } from '../shared/delivery/http';
import { secretsInUrl } from '../shared/delivery/redact';
import type { Destination, Job, Outcome, Prepared } from '../shared/destination';
import { digestSummary } from '../shared/limit/summary';
import type { Parameters } from '../shared/parameters';
import { cleanText, oneLine } from '../shared/text/clean';
import { cut } from '../shared/text/cut';
import { readWords } from '../shared/words';
import { adaptiveCardMessage } from './adaptiveCard';
import { explain, judge } from './answer';
import { accentOfReason, nearestAccent, readColor } from './colors';
import { cardFacts, isLinkTooLong, MAX_FACT, MAX_TITLE } from './content';
import { cardOf, prepareDigest } from './digest';
import { fitMessage, type Lengths } from './fitting';
import { readMentions } from './mentions';
import { messageCard } from './messageCard';
import { DEFAULT_COLOR } from './properties';
import type { TeamsSettings } from './settings';
import { paceOf, readWebhookUrl, withoutEntities, type WebhookAddress } from './webhookUrl';

const MAX_CHANNEL_NAME = 100;
/** Nothing can be looked up afterwards (hyperdxio/hyperdx#2534, grafana-cold-storage/oncall#5499). */
const UNCONFIRMED =
	'The message may still have been posted, possibly more than once. Check the channel before you send it again.';
const UNCONFIRMED_BEFORE =
	'Microsoft Teams did not confirm an earlier attempt, so the message may have been posted more than once.';

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
		// Connectors accept Adaptive Cards too, so nothing has to be guessed.
		format: isMessageCard ? 'messageCard' : 'adaptiveCard',
		channelName: cut(oneLine(cleanText(parameters.text('channelName'))), MAX_CHANNEL_NAME).text,
		mentions,
		themeColor: readColor('Theme Color', parameters.text('themeColor'), DEFAULT_COLOR),
		colorByReason: parameters.boolean('options.colorByReason', true),
		words: readWords(parameters, 'title'),
		warnings: [
			...address.warnings,
			...(isMessageCard && mentions.length > 0
				? ["A MessageCard cannot mention anybody; 'Mention Users' was left out."]
				: []),
			// TwiN/gatus#847: the flow fails on "attachments is of type Null".
			...(isMessageCard && address.family === 'workflows'
				? [
						'Most flows accept Adaptive Cards only: they answer a MessageCard with 202, and fail later.',
					]
				: []),
		],
	};
}

function prepare(alert: Alert, settings: TeamsSettings): Prepared {
	const isMessageCard = settings.format === 'messageCard';
	const { words = NO_WORDS } = settings;
	const { facts, hasMoreTags } = cardFacts(alert, settings);
	const said = shownMessage(alert, words);
	const longestFact = Math.max(0, ...facts.map(({ value }) => value.length));
	const known: Lengths = {
		stacktrace: isMessageCard ? 0 : stackTraceText(alert.event, said).length,
		errorMessage: said.length,
		facts: longestFact,
	};
	const { json, lengths } = fitMessage((limits) => build(alert, settings, limits, facts), {
		...known,
		facts: Math.min(longestFact, MAX_FACT),
	});
	const parts = Object.keys(known) as Array<keyof Lengths>;
	const isTooLong = isLinkTooLong(alert);
	const channel = settings.channelName || 'the channel of the webhook';
	return {
		summary: `Post a card to ${channel}: ${shownTitle(alert)}`,
		request: serializedRequest('POST', settings.url, json, { 'user-agent': 'n8n-nodes-bugsink' }),
		truncated: [
			...(shownTitleOf(alert, words).length > MAX_TITLE ? ['title'] : []),
			...parts.filter((part) => lengths[part] < known[part]),
			...(hasMoreTags ? ['tags'] : []),
			...(isTooLong ? ['issueUrl'] : []),
			...(words.additionalText.wasCut ? ['additionalText'] : []),
		],
		warnings: [
			...settings.warnings,
			...(isTooLong
				? ['The link to Bugsink was left out: it has more than 1,000 characters.']
				: []),
		],
	};
}

function build(alert: Alert, settings: TeamsSettings, lengths: Lengths, facts: Fact[]): object {
	if (settings.format === 'messageCard') return messageCard(alert, settings, lengths, facts);
	const accent =
		(settings.colorByReason ? accentOfReason(alert) : null) ?? nearestAccent(settings.themeColor);
	return adaptiveCardMessage(alert, { ...settings, accent }, lengths, facts);
}

async function send(
	{ request, truncated, warnings }: Prepared,
	{ settings, delivery }: Job<TeamsSettings>,
): Promise<Outcome> {
	const response = await delivery.request(request, { pace: settings.pace });
	return {
		action: 'sent',
		truncated,
		warnings: [...warnings, ...(delivery.unconfirmed > 0 ? [UNCONFIRMED_BEFORE] : [])],
		response: answer(response, settings.channelName),
	};
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
	service: { name: 'Microsoft Teams', judge, explain, unconfirmed: UNCONFIRMED },
	concurrency: 50,
	secrets: (credential) => secretsInUrl(withoutEntities(text(credential.webhookUrl))),
	readSettings,
	prepare,
	operations: { sendAlert: (job) => send(prepare(job.alert, job.settings), job) },
	together: {
		groupOf: cardOf,
		prepare: (alerts, settings) => prepareDigest(digestSummary(alerts), settings),
		async sendTogether(jobs) {
			const [job] = jobs;
			const summary = digestSummary(jobs.map(({ alert }) => alert));
			const outcome = await send(prepareDigest(summary, job.settings), job);
			return jobs.map(() => outcome);
		},
	},
	limit: {
		counts: () => true,
		tell: async (summary, job) => ({
			outcome: await send(prepareDigest(summary, job.settings), job),
		}),
	},
};
