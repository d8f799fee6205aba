import { asArray, asObject, asString, isObject, type JsonObject } from '../json';

export const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';

/** Teams shows cards up to this version on webhooks. */
const MAX_VERSION = 1.5;

/** Every object in the card, outermost first, with where it is. */
function* walk(value: unknown, path: string): Generator<{ node: JsonObject; path: string }> {
	if (Array.isArray(value)) {
		for (const [index, entry] of value.entries()) yield* walk(entry, `${path}[${index}]`);
	} else if (isObject(value)) {
		yield { node: value, path };
		for (const [key, entry] of Object.entries(value)) yield* walk(entry, `${path}.${key}`);
	}
}

function tags(text: string): string[] {
	return text.match(/<at>.*?<\/at>/gs) ?? [];
}

function checkNode(node: JsonObject, path: string): string[] {
	const problems: string[] = [];
	// TwiN/gatus#847: an explicit null where a list belongs is refused.
	for (const name of ['actions', 'body', 'items', 'facts', 'columns']) {
		if (node[name] === null) problems.push(`${path}.${name} is null`);
	}
	const type = asString(node.type) ?? '';
	const needsUrl = type === 'Action.OpenUrl' || type === 'Image';
	if (needsUrl && !asString(node.url)) problems.push(`${path}: ${type} without a url`);
	if (node.iconUrl === '') problems.push(`${path}: empty iconUrl`);
	// What runs a bot's code does nothing on a webhook, and Teams refuses Media.
	if (['Action.Submit', 'Action.Execute', 'Media'].includes(type)) {
		problems.push(`${path}: ${type} does not work on a webhook`);
	}
	if (type === 'TextBlock' && typeof node.text !== 'string') {
		problems.push(`${path}: TextBlock without text`);
	}
	return problems;
}

/** Mentions by their entities, and texts that hold a tag without one. */
function checkMentions(card: JsonObject, knownUsers: string[] | undefined): string[] {
	const problems: string[] = [];
	const entities = asArray(asObject(card.msteams).entities).map(asObject);
	const named = new Set<string>();
	for (const entity of entities) {
		const text = asString(entity.text) ?? '';
		const { id, name } = asObject(entity.mentioned);
		if (entity.type !== 'mention' || tags(text)[0] !== text) problems.push(`mention: ${text}`);
		if (typeof id !== 'string' || id === '') problems.push(`mention ${text} without an id`);
		else if (knownUsers !== undefined && !knownUsers.includes(id)) {
			// A mail alias that is not the user principal name is nobody.
			problems.push(`mention ${text}: no user ${id}`);
		}
		if (typeof name !== 'string' || name === '') problems.push(`mention ${text} without a name`);
		named.add(text);
	}
	const used = new Set<string>();
	for (const { node } of walk(card.body, 'body')) {
		for (const key of ['text', 'value']) {
			for (const tag of tags(asString(node[key]) ?? '')) used.add(tag);
		}
	}
	for (const tag of used) if (!named.has(tag)) problems.push(`${tag} has no entity`);
	for (const text of named) if (!used.has(text)) problems.push(`mention ${text} is in no text`);
	return problems;
}

/** Why Teams would not show this Adaptive Card; empty where it would. */
export function cardProblems(card: unknown, knownUsers?: string[]): string[] {
	if (!isObject(card)) return ['the card is no object'];
	const problems: string[] = [];
	if (card.type !== 'AdaptiveCard') problems.push('type is not AdaptiveCard');
	const version = Number(card.version);
	if (typeof card.version !== 'string' || Number.isNaN(version) || version > MAX_VERSION) {
		problems.push(`version ${String(card.version)} is not shown`);
	}
	for (const { node, path } of walk(card, 'card')) problems.push(...checkNode(node, path));
	return [...problems, ...checkMentions(card, knownUsers)];
}

/** The Adaptive Cards of a message, or why it is no message that a flow can post. */
export function readMessage(message: unknown): { cards: JsonObject[] } | { reason: string } {
	if (!isObject(message) || message.type !== 'message') return { reason: 'type is not message' };
	// socfortress/CoPilot#1032: a wrong shape is accepted and never seen again.
	if (!Array.isArray(message.attachments) || message.attachments.length === 0) {
		return { reason: 'no attachments' };
	}
	const attachments = message.attachments.map(asObject);
	if (attachments.some((one) => one.contentType !== CARD_TYPE || !isObject(one.content))) {
		return { reason: `an attachment is no ${CARD_TYPE}` };
	}
	return { cards: attachments.map((one) => asObject(one.content)) };
}
