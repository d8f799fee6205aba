import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Alert } from '../../../../nodes/shared/alert/alert';
import { isObject, text } from '../../../../nodes/shared/alert/fields';
import { secretAddress } from '../../../../nodes/shared/delivery/address';
import { InvalidSetting } from '../../../../nodes/shared/delivery/failure';
import type { Pace } from '../../../../nodes/shared/delivery/gate';
import { jsonOf, jsonRequest } from '../../../../nodes/shared/delivery/http';
import { secretsInUrl } from '../../../../nodes/shared/delivery/redact';
import type { Destination, Job, Outcome, Prepared } from '../../../../nodes/shared/destination';
import type { Parameters } from '../../../../nodes/shared/parameters';
import { explain, judge } from './answer';
import { embedOf } from './embed';

const EXAMPLE = 'https://discord.com/api/webhooks/1234567890/abc…';
const WEBHOOK_PATH = /^\/api(?:\/v\d+)?\/webhooks\/(\d+)\/[\w-]+\/?$/;
/**
 * Five in two seconds for a webhook, thirty a minute for its channel (discord/discord-api-docs#367).
 * Discord may change them; what it answers goes before.
 */
export const LIMITS = [
	{ count: 5, perMilliseconds: 2_000 },
	{ count: 30, perMilliseconds: 60_000 },
];
/** https://discord.com/developers/docs/resources/webhook#create-webhook */
const MAX_USERNAME = 80;
const FORBIDDEN_IN_USERNAME = /clyde|discord/i;

export interface DiscordSettings {
	/** With its secret, and with what asks Discord to confirm the message. */
	url: string;
	pace: Pace;
	/** Empty for the webhook's own name. */
	username: string;
}

/** The webhook's address and id. @throws {InvalidSetting} */
export function checkDiscordCredential(credential: ICredentialDataDecryptedObject): {
	url: URL;
	id: string;
} {
	const url = secretAddress('Webhook URL', text(credential.webhookUrl), EXAMPLE);
	const id = WEBHOOK_PATH.exec(url.pathname)?.[1];
	if (id !== undefined) return { url, id };
	throw new InvalidSetting(
		"'Webhook URL' is not the address of a Discord webhook",
		'In Discord, open Edit Channel, Integrations, Webhooks, and press Copy Webhook URL.',
	);
}

function readSettings(
	parameters: Parameters,
	credential: ICredentialDataDecryptedObject,
): DiscordSettings {
	const { url, id } = checkDiscordCredential(credential);
	const threadId = parameters.text('options.threadId');
	if (!/^\d*$/.test(threadId)) {
		throw new InvalidSetting("'Thread ID' is not a number", 'Copy it with Copy Thread ID.');
	}
	// Without it, Discord answers 204 also for a message that it did not keep
	// (https://discord.com/developers/docs/resources/webhook#execute-webhook-query-string-params).
	url.searchParams.set('wait', 'true');
	if (threadId !== '') url.searchParams.set('thread_id', threadId);
	return {
		url: url.href,
		pace: { key: `Discord webhook ${id}`, limits: LIMITS },
		username: checkedUsername(parameters.text('username')),
	};
}

function checkedUsername(username: string): string {
	if (username.length <= MAX_USERNAME && !FORBIDDEN_IN_USERNAME.test(username)) return username;
	throw new InvalidSetting(
		"Discord refuses the 'Username'",
		`Enter at most ${MAX_USERNAME} characters, without "discord" and "clyde" in it.`,
	);
}

function prepare(alert: Alert, { url, username }: DiscordSettings): Prepared {
	const { embed, truncated } = embedOf(alert);
	const message = {
		...(username === '' ? {} : { username }),
		embeds: [embed],
		// A webhook's default is to let users be mentioned
		// (https://discord.com/developers/docs/resources/message#allowed-mentions-object).
		allowed_mentions: { parse: [] },
	};
	return {
		request: jsonRequest('POST', url, message, { 'user-agent': 'n8n-nodes-bugsink' }),
		truncated,
		warnings: truncated.includes('issueUrl')
			? ['The link to Bugsink was left out: it is longer than Discord takes.']
			: [],
	};
}

async function sendAlert({ alert, settings, delivery }: Job<DiscordSettings>): Promise<Outcome> {
	const { request, truncated, warnings } = prepare(alert, settings);
	const message = jsonOf(await delivery.request(request, { pace: settings.pace }));
	const { id, channel_id: channelId } = isObject(message) ? message : {};
	return {
		action: 'sent',
		key: text(id) || null,
		truncated,
		warnings,
		response: { messageId: id ?? null, channelId: channelId ?? null },
	};
}

export const discord: Destination<DiscordSettings> = {
	id: 'discord',
	credentialType: 'bugsinkDiscordApi',
	isAuthenticatedByN8n: false,
	service: { name: 'Discord', judge, explain },
	concurrency: 5,
	secrets: (credential) => secretsInUrl(text(credential.webhookUrl).trim()),
	readSettings,
	prepare,
	operations: { sendAlert },
};
