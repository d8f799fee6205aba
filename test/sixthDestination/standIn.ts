import { asArray, asObject, isObject, type JsonObject } from '../standins/json';
import { SlidingWindow } from '../standins/laggingIndex';
import { startServer, type Answer, type RecordedRequest, type StandIn } from '../standins/server';

export interface DiscordOptions {
	now?: () => number;
	/** The secret part of the webhook's address. */
	token?: string;
	/** More than five messages in two seconds, or thirty in a minute, are refused. */
	throttle?: boolean;
	/** Threads of the channel. */
	threads?: string[];
}

export interface DiscordMessage {
	id: string;
	threadId: string | undefined;
	username: string;
	embeds: JsonObject[];
	/** Kinds of mention that would reach somebody. */
	mayMention: unknown[];
	at: number;
}

export interface DiscordStandIn extends StandIn {
	readonly webhookUrl: string;
	readonly messages: DiscordMessage[];
	/** Whether the webhook still exists. */
	exists: boolean;
}

const ID = '1098765432109876543';
const PATH = /^\/api(?:\/v\d+)?\/webhooks\/(\d+)\/([\w-]+)\/?$/;

/** https://discord.com/developers/docs/resources/message#embed-object-embed-limits */
const LIMITS: Record<string, number> = { title: 256, description: 4096, url: 2048 };
const MAX_FIELDS = 25;
const MAX_TOTAL = 6000;

function refusal(status: number, code: number, message: string, errors?: JsonObject): Answer {
	return { status, body: { message, code, ...(errors === undefined ? {} : { errors }) } };
}

const because = (code: string, message: string) => ({ _errors: [{ code, message }] });
const tooLong = (most: number) =>
	because('BASE_TYPE_MAX_LENGTH', `Must be ${most} or fewer in length.`);
const NOT_A_URL = because('URL_TYPE_INVALID_URL', 'Not a well formed URL.');
const NOT_A_COLOR = because('NUMBER_TYPE_MAX', 'int value should be less than 16777216.');
const NOT_A_TIME = because('DATE_TIME_TYPE_PARSE', 'Could not parse the time.');
const NOT_A_NAME = because('USERNAME_INVALID_CONTAINS', 'Username cannot contain "discord"');
const TOO_MUCH = because(
	'MAX_EMBED_SIZE_EXCEEDED',
	`Embed size exceeds maximum size of ${MAX_TOTAL}`,
);
const required = because('BASE_TYPE_REQUIRED', 'This field is required');

/** Discord trims what it measures. */
const measured = (value: unknown) => (typeof value === 'string' ? value.trim() : '');

/** What is wrong with one text: missing, or longer than `most`. */
function textProblem(value: unknown, most: number, isRequired = true): JsonObject | undefined {
	if (isRequired && measured(value) === '') return required;
	return measured(value).length > most ? tooLong(most) : undefined;
}

type Problem = [path: string, problem: JsonObject | undefined];

/** What is wrong with an embed, each with its path; empty where it is right. */
export function embedProblems(embed: JsonObject): Problem[] {
	const { url, color, timestamp, author } = embed;
	const isTime = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-][\d:]+)$/.test(String(timestamp));
	// A host needs a dot in its name (bugsink/bugsink#280).
	const isUrl = /^https?:\/\/(\[[0-9a-f:]+\]|[^/:]*\.[^/:]+)/i.test(String(url));
	const isColor = Number.isInteger(color) && Number(color) >= 0 && Number(color) <= 0xffffff;
	const fields = asArray(embed.fields).map(asObject);
	const problems: Problem[] = [
		...Object.entries(LIMITS).map(([key, most]): Problem => [
			key,
			embed[key] === undefined ? undefined : textProblem(embed[key], most),
		]),
		['url', url === undefined || isUrl ? undefined : NOT_A_URL],
		['color', color === undefined || isColor ? undefined : NOT_A_COLOR],
		['timestamp', timestamp === undefined || isTime ? undefined : NOT_A_TIME],
		['author.name', author === undefined ? undefined : textProblem(asObject(author).name, 256)],
		['fields', fields.length > MAX_FIELDS ? tooLong(MAX_FIELDS) : undefined],
		...fields.flatMap(({ name, value }, index): Problem[] => [
			[`fields.${index}.name`, textProblem(name, 256)],
			[`fields.${index}.value`, textProblem(value, 1024)],
		]),
	];
	return problems.filter(([, problem]) => problem !== undefined);
}

/** Characters of all that counts together. */
export function embedLength(embed: JsonObject): number {
	const fields = asArray(embed.fields).map(asObject);
	return [
		embed.title,
		embed.description,
		asObject(embed.footer).text,
		asObject(embed.author).name,
		...fields.flatMap(({ name, value }) => [name, value]),
	].reduce((sum: number, value) => sum + measured(value).length, 0);
}

function messageProblems(message: JsonObject): Problem[] {
	const embeds = asArray(message.embeds).map(asObject);
	const total = embeds.reduce((sum, embed) => sum + embedLength(embed), 0);
	const username = measured(message.username);
	const problems: Problem[] = [
		...embeds.flatMap((embed, index) =>
			embedProblems(embed).map(([path, problem]): Problem => [`embeds.${index}.${path}`, problem]),
		),
		['embeds', embeds.length > 10 ? tooLong(10) : undefined],
		['embeds', total > MAX_TOTAL ? TOO_MUCH : undefined],
		['username', username.length > 80 ? tooLong(80) : undefined],
		['username', /clyde|discord/i.test(username) ? NOT_A_NAME : undefined],
	];
	return problems.filter(([, problem]) => problem !== undefined);
}

/** The problems as Discord nests them (https://discord.com/developers/docs/reference#error-messages). */
function tree(problems: Problem[]): JsonObject {
	const root: JsonObject = {};
	for (const [path, problem] of problems) {
		let place = root;
		for (const key of path.split('.')) place = asObject((place[key] ??= {}));
		Object.assign(place, problem);
	}
	return root;
}

/** A stateful stand-in of one Discord webhook. */
export async function startDiscord(options: DiscordOptions = {}): Promise<DiscordStandIn> {
	const now = options.now ?? Date.now;
	const token =
		options.token ?? 'discordWebhookToken-0123456789abcdefghijklmnopqrstuvwxyz_ABCDEFGHIJ';
	const messages: DiscordMessage[] = [];
	// discord/discord-api-docs#367
	const windows = [
		{ count: 5, window: new SlidingWindow(2_000, now) },
		{ count: 30, window: new SlidingWindow(60_000, now) },
	];

	/** The 429 names its time twice: whole seconds in the header, the exact ones in the body. */
	function throttled(): Answer | undefined {
		if (options.throttle !== true) return undefined;
		const full = windows.find(({ count, window }) => window.count >= count);
		if (full === undefined) {
			for (const { window } of windows) window.add();
			return undefined;
		}
		const seconds = full.window.untilFreeMs / 1000;
		return {
			status: 429,
			headers: { 'retry-after': String(Math.ceil(seconds)), 'x-ratelimit-scope': 'user' },
			body: { message: 'You are being rate limited.', retry_after: seconds, global: false },
		};
	}

	function execute(request: RecordedRequest): Answer {
		const { wait, thread_id: threadId } = request.query;
		const { json } = request;
		if (threadId !== undefined && options.threads?.includes(threadId) !== true) {
			return refusal(404, 10003, 'Unknown Channel');
		}
		if (!isObject(json)) {
			return refusal(400, 50109, 'The request body contains invalid JSON.');
		}
		if (asArray(json.embeds).length === 0 && measured(json.content) === '') {
			return refusal(400, 50006, 'Cannot send an empty message');
		}
		const problems = messageProblems(json);
		if (problems.length > 0) return refusal(400, 50035, 'Invalid Form Body', tree(problems));
		const allowed = asObject(json.allowed_mentions);
		const message: DiscordMessage = {
			id: String(1_200_000_000_000_000_000n + BigInt(messages.length)),
			threadId,
			username: measured(json.username) || 'Captain Hook',
			embeds: asArray(json.embeds).map(asObject),
			mayMention: json.allowed_mentions === undefined ? ['users'] : asArray(allowed.parse),
			at: request.at,
		};
		messages.push(message);
		if (wait !== 'true') return { status: 204 };
		return { status: 200, body: { id: message.id, channel_id: threadId ?? '900', type: 0 } };
	}

	const server = await startServer(
		(request) => {
			const [, id, given] = PATH.exec(request.path) ?? [];
			if (id === undefined) return refusal(404, 0, '404: Not Found');
			if (request.method !== 'POST') return refusal(405, 0, '405: Method Not Allowed');
			if (id !== ID || !standIn.exists) return refusal(404, 10015, 'Unknown Webhook');
			if (given !== token) return refusal(401, 50027, 'Invalid Webhook Token');
			return throttled() ?? execute(request);
		},
		{ now },
	);
	const standIn: DiscordStandIn = Object.assign(server, {
		webhookUrl: `${server.url}/api/webhooks/${ID}/${token}`,
		messages,
		exists: true,
	});
	return standIn;
}
