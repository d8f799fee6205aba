import type * as AdaptiveCards from 'adaptivecards';

import type { Alert } from '../../../nodes/shared/alert/alert';
import { microsoftTeams } from '../../../nodes/BugsinkMicrosoftTeams/microsoftTeams';
import type { TeamsSettings } from '../../../nodes/BugsinkMicrosoftTeams/settings';
import { sampleAlert as alertOf } from '../../support/alerts';

// The package's entry is an ES module with a missing peer; its bundle has no types of its own.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const bundle = require('adaptivecards/dist/adaptivecards') as typeof AdaptiveCards;
const { AdaptiveCard, SerializationContext, Versions } = bundle;

export const WORKFLOWS_URL =
	'https://default7f2a.16.environment.api.powerplatform.com/powerautomate/automations/direct/workflows/b840a60a611b4d3287be6d76fe1930e2/triggers/manual/paths/invoke?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=Qm9yaW5nLXNpZ25hdHVyZS1mb3ItdGVzdHM';

/** An element of a card, as loosely as JSON is. */
export interface Node {
	type: string;
	[property: string]: unknown;
}

export interface Card extends Node {
	body: Node[];
	actions?: Node[];
	fallbackText: string;
	msteams: { width: string; entities?: Node[] };
}

export const settings = (more: Partial<TeamsSettings> = {}): TeamsSettings => ({
	url: WORKFLOWS_URL,
	family: 'workflows',
	pace: { key: 'teams', limits: [] },
	format: 'adaptiveCard',
	channelName: '',
	mentions: [],
	themeColor: '#d63333',
	colorByReason: true,
	warnings: [],
	...more,
});

export { alertOf };

/** Alerts of every kind, as Bugsink sends them. */
export const SAMPLES = [
	'custom-new',
	'custom-new-log-message',
	'custom-new-long',
	'custom-new-markup',
	'custom-regressed',
	'custom-unmuted',
	'custom-unmuted-after-deadline',
	'custom-test',
	'slack-new',
	'discord-new',
	'msteams-new',
	'google-chat-regressed',
	'mattermost-unmuted',
];

/** The alert as Bugsink's own node completes it. */
export const enriched = (more: Partial<Alert> = {}): Alert => {
	const frame = (line: number, inApp = true) => ({
		file: inApp ? '/srv/shop/orders.py' : '/usr/lib/python3/http/client.py',
		line,
		function: inApp ? 'place_order' : '_send_request',
		inApp,
		code: '    return charge(order["id"], customer, error)',
	});
	return alertOf('custom-new', {
		event: {
			id: 'f18be67ee24b402fb677a79ba2e7aa14',
			url: 'https://bugsink.example.com/issues/issue/b4a29ea6-95cd-46d0-beac-6d75b61ee308/event/f18be67e-e24b-402f-b677-a79ba2e7aa14/',
			timestamp: '2026-11-24T06:58:36.802200Z',
			level: 'error',
			platform: 'python',
			environment: 'production',
			release: 'checkout@4.2.0',
			serverName: 'web-3.internal',
			transaction: null,
			logger: null,
			tags: {},
			user: null,
			request: null,
			breadcrumbs: [],
			stacktrace: [
				{ type: 'KeyError', message: "'id'", frames: [frame(3, false), frame(6)] },
				{
					type: 'ValueError',
					message: "invalid literal for int() with base 10: 'abc'",
					frames: [frame(12, false), frame(42), frame(17)],
				},
			],
		},
		...more,
	});
};

export function prepared(alert: Alert, more: Partial<TeamsSettings> = {}) {
	const result = microsoftTeams.prepare(alert, settings(more), new Date(0));
	const body = result.request.body ?? '';
	const message = JSON.parse(body) as { attachments: Array<{ content: Card }> };
	return { ...result, body, bytes: Buffer.byteLength(body), message };
}

export const cardOf = (alert: Alert, more: Partial<TeamsSettings> = {}): Card =>
	prepared(alert, more).message.attachments[0].content;

/** What Microsoft's own parser has against a card. */
export function parserEvents(card: unknown): string[] {
	const context = new SerializationContext(Versions.v1_2);
	const parsed = new AdaptiveCard();
	parsed.parse(card, context);
	const events = Array.from(
		{ length: context.eventCount },
		(_, at) => context.getEventAt(at).message,
	);
	return [...events, ...parsed.validateProperties().validationEvents.map(({ message }) => message)];
}

/** Every object in a card, outermost first. */
export function nodesOf(value: unknown): Node[] {
	if (Array.isArray(value)) return value.flatMap(nodesOf);
	if (typeof value !== 'object' || value === null) return [];
	return [value as Node, ...Object.values(value).flatMap(nodesOf)];
}

export const textsOf = (card: Card): string[] =>
	nodesOf(card.body).flatMap(({ text, value }) =>
		[text, value].filter((entry): entry is string => typeof entry === 'string'),
	);
