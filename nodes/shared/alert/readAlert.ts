import { UserError } from 'n8n-workflow';

import type { Alert } from './alert';
import { isObject, type JsonObject } from './fields';
import { canonicalIssue } from './readers/canonicalIssue';
import { custom } from './readers/custom';
import { discord } from './readers/discord';
import { googleChat } from './readers/googleChat';
import { mattermost } from './readers/mattermost';
import { microsoftTeams } from './readers/microsoftTeams';
import { readNormalizedAlert } from './readers/normalizedAlert';
import { originalWebhook } from './readers/originalWebhook';
import type { AlertReader } from './readers/reader';
import { slack } from './readers/slack';
import { parseJson } from '../text/json';
import { toAlert } from './toAlert';

const READERS: AlertReader[] = [
	custom,
	originalWebhook,
	slack,
	microsoftTeams,
	mattermost,
	discord,
	googleChat,
	canonicalIssue,
];

/** Layers that an alert is looked for in: the item, `body` of n8n's Webhook node, JSON in a string, both. */
const MAX_LAYERS = 4;

/** The item holds nothing that any reader understands. */
export class UnreadableAlert extends UserError {
	constructor(
		found: string,
		readonly hint = HINT,
	) {
		const labels = [...READERS.map((reader) => reader.label), 'the output of the Bugsink Trigger'];
		super(`This item is not a Bugsink alert. Understood: ${labels.join(', ')}. Found: ${found}.`);
	}
}

const HINT =
	"Set the field 'Alert' to where the alert is, for example {{ $json }} after the Bugsink Trigger or {{ $json.body }} after a Webhook node.";
const HINT_AFTER_DESTINATION =
	"This is what another Bugsink node returned. Set the field 'Alert' to the alert itself, for example {{ $('Bugsink Trigger').item.json }}.";

/**
 * Reads an alert from any shape that Bugsink or this package produces, also when it is wrapped in
 * `body` or is JSON in a string. Unknown keys and unknown reasons pass.
 *
 * @throws {UnreadableAlert} naming the shapes understood and the keys found.
 */
export function readAlert(input: unknown): Alert {
	let payload = input;
	for (let depth = 0; depth < MAX_LAYERS; depth++) {
		if (typeof payload === 'string') {
			const value = parseJson(payload);
			if (value === undefined) throw new UnreadableAlert('text that is not JSON');
			payload = value;
			continue;
		}
		if (!isObject(payload)) break;
		const alert = readShape(payload);
		if (alert !== null) return alert;
		if (payload.body === undefined) break;
		payload = payload.body;
	}
	const isOutcome = isObject(payload) && 'destination' in payload && 'action' in payload;
	throw new UnreadableAlert(describe(payload), isOutcome ? HINT_AFTER_DESTINATION : HINT);
}

function readShape(payload: JsonObject): Alert | null {
	const alert = readNormalizedAlert(payload);
	if (alert !== null) return alert;
	for (const reader of READERS) {
		const parts = reader.read(payload);
		if (parts !== null) return toAlert(reader.source, parts);
	}
	return null;
}

function describe(payload: unknown): string {
	if (payload === null || payload === undefined) return 'nothing';
	if (Array.isArray(payload)) return `a list of ${payload.length} entries instead of one alert`;
	if (!isObject(payload)) return `a ${typeof payload}`;
	const keys = Object.keys(payload);
	if (keys.length === 0) return 'an empty object';
	const shown = keys.slice(0, 20).map((key) => key.slice(0, 40));
	return `the keys ${shown.join(', ')}${keys.length > shown.length ? ', …' : ''}`;
}
