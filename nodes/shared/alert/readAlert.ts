import { UserError } from 'n8n-workflow';

import type { Alert } from './alert';
import { isObject, type JsonObject } from './fields';
import { canonicalIssue } from './readers/canonicalIssue';
import { cloudEvents } from './readers/cloudEvents';
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
	cloudEvents,
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
		message: string,
		readonly hint: string,
	) {
		super(message);
	}
}

const HINT =
	"Set the field 'Alert' to where the alert is, for example {{ $json }} after the Bugsink Trigger or {{ $json.body }} after a Webhook node.";
const HINT_AFTER_DESTINATION =
	"This is what another Bugsink node returned. Set the field 'Alert' to the alert itself, for example {{ $('Bugsink Trigger').item.json }}.";

function notAnAlert(found: string, hint = HINT): UnreadableAlert {
	const labels = [...READERS.map((reader) => reader.label), 'the output of the Bugsink Trigger'];
	return new UnreadableAlert(
		`This item is not a Bugsink alert. Found: ${found}. Understood: ${labels.join(', ')}.`,
		hint,
	);
}

/**
 * Reads an alert from any shape that Bugsink or this package produces, also when it is wrapped in
 * `body` or is JSON in a string. Unknown keys and unknown reasons pass.
 *
 * @throws {UnreadableAlert} naming the keys found and the shapes understood.
 */
export function readAlert(input: unknown): Alert {
	if (input === null || input === undefined || (typeof input === 'string' && !input.trim())) {
		throw new UnreadableAlert("'Alert' is empty", HINT);
	}
	let payload: unknown = input;
	for (let depth = 0; depth < MAX_LAYERS; depth++) {
		if (typeof payload === 'string') {
			const value = parseJson(payload);
			if (value === undefined) throw notJson(payload);
			payload = value;
			continue;
		}
		if (!isObject(payload)) break;
		const alert = readShape(payload);
		if (alert !== null) return alert;
		if (payload.body === undefined) break;
		payload = payload.body;
	}
	if (isObject(payload) && 'destination' in payload && 'action' in payload) {
		throw new UnreadableAlert(
			'This item is the result of another Bugsink node, and no alert is paired with it',
			HINT_AFTER_DESTINATION,
		);
	}
	throw notAnAlert(describe(payload));
}

/** Whether `readAlert` understands it. */
export function isAlert(input: unknown): boolean {
	try {
		readAlert(input);
		return true;
	} catch {
		return false;
	}
}

const HINT_SEVERAL =
	'Send each alert in a request of its own, or split the text before this node so that each item is one alert.';

function notJson(value: string): UnreadableAlert {
	const lines = value.split('\n', 3).filter((row) => row.trim() !== '');
	const areDocuments =
		lines.length > 1 && lines.slice(0, 2).every((row) => isObject(parseJson(row)));
	return areDocuments
		? notAnAlert('several JSON documents, one per line (NDJSON)', HINT_SEVERAL)
		: notAnAlert('text that is not JSON');
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
	if (payload === null) return 'nothing';
	if (Array.isArray(payload)) return `a list of ${payload.length} entries instead of one alert`;
	if (!isObject(payload)) return `a ${typeof payload}`;
	const keys = Object.keys(payload);
	if (keys.length === 0) return 'an empty object';
	const shown = keys.slice(0, 20).map((key) => key.slice(0, 40));
	return `the keys ${shown.join(', ')}${keys.length > shown.length ? ', …' : ''}`;
}
