import { secretAddress } from '../shared/delivery/address';
import { InvalidSetting } from '../shared/delivery/failure';
import type { Pace } from '../shared/delivery/gate';
import { serviceAt } from '../shared/delivery/otherServices';

/**
 * - `workflows`: Power Automate's addresses since 2025;
 * - `oldWorkflows`: those on logic.azure.com, switched off on 30 November 2025;
 * - `connector`: the Office connectors, switched off in May 2026;
 * - `unknown`: other clouds, proxies, whatever comes next.
 */
export type UrlFamily = 'workflows' | 'oldWorkflows' | 'connector' | 'unknown';

export interface WebhookAddress {
	/** With its secret. */
	url: string;
	host: string;
	family: UrlFamily;
	/** What the user should know about this kind of address. */
	warnings: string[];
}

const EXAMPLE =
	'https://default….environment.api.powerplatform.com/powerautomate/automations/direct/workflows/…/triggers/manual/paths/invoke?api-version=1&…&sig=…';

/** By the end of the host name; the government clouds have their own. */
const FAMILIES: Array<[Exclude<UrlFamily, 'unknown'>, RegExp]> = [
	[
		'workflows',
		/\.(api\.powerplatform\.com|api\.(gov|high)\.powerplatform\.microsoft\.us|api\.appsplatform\.us|api\.powerplatform\.partner\.microsoftonline\.cn)$/,
	],
	['oldWorkflows', /\.logic\.azure\.(com|us|cn)$/],
	['connector', /(\.webhook\.office\.com|^outlook\.office(365)?\.com)$/],
];

const WARNINGS: Record<UrlFamily, string[]> = {
	workflows: [],
	oldWorkflows: [
		'Workflows addresses on logic.azure.com were switched off on 30 November 2025. Copy the new URL from the trigger of the flow.',
	],
	connector: [
		'Microsoft switched the Office connectors off in May 2026. Create the flow "Send webhook alerts to a channel" in Workflows and use its URL.',
	],
	unknown: ['This is not a known Microsoft Teams host. Sending anyway.'],
};

/** Pages of Microsoft that people copy instead of the webhook's address. */
const PAGES =
	/^(teams\.(microsoft|live)\.com|teams\.cloud\.microsoft|(.+\.)?powerautomate\.(com|us|cn)|(.+\.)?flow\.microsoft\.com)$/;

/** How a flow is made to accept messages without a sign-in (caronc/apprise#1316). */
export const OPEN_THE_FLOW =
	"In Power Automate, open the flow's trigger \"When a Teams webhook request is received\", set 'Who can trigger the flow?' to 'Anyone', save, and copy the HTTP URL again. It then ends with &sig=….";

/** As the browser's address bar has it: copied from HTML, `&` is still an entity (caronc/apprise#1316). */
export function withoutEntities(value: string): string {
	return value.trim().replace(/&(?:amp;|#0*38;|#x0*26;)+/gi, '&');
}

/**
 * The webhook's address, told apart by its host. An unknown host passes with a warning: Microsoft has
 * moved twice, and every fixed list broke.
 *
 * @throws {InvalidSetting} for what is not an address, for a page of Teams or Power Automate, for another
 * service's address, and for a Workflows address without its signature, whose flow wants a sign-in
 * instead.
 */
export function readWebhookUrl(value: string): WebhookAddress {
	const url = secretAddress('Webhook URL', withoutEntities(value), EXAMPLE);
	const host = url.hostname.toLowerCase().replace(/\.$/, '');
	const service = serviceAt(url);
	if (service !== undefined && service.name !== 'Microsoft Teams') {
		throw new InvalidSetting(
			`'Webhook URL' is an address of ${service.name} (${host}), not of Microsoft Teams`,
			`To post to ${service.name}, use ${service.node}. For Teams, open the Workflows of the channel, choose "Send webhook alerts to a channel", and copy the URL that it shows at the end.`,
		);
	}
	if (PAGES.test(host)) {
		throw new InvalidSetting(
			`'Webhook URL' is a page on ${host}, not the address of a webhook`,
			'In Teams, open the Workflows of the channel, choose "Send webhook alerts to a channel", and copy the URL that it shows at the end.',
		);
	}
	const family = FAMILIES.find(([, hosts]) => hosts.test(host))?.[0] ?? 'unknown';
	const isFlow = family === 'workflows' || family === 'oldWorkflows';
	if (isFlow && !url.searchParams.get('sig')) {
		throw new InvalidSetting(
			"'Webhook URL' has no signature (sig), so the flow would ask for a sign-in",
			OPEN_THE_FLOW,
		);
	}
	return { url: url.href, host: url.host, family, warnings: WARNINGS[family] };
}

/**
 * Microsoft's rates for messages into one channel: 4 a second, 60 in 30 seconds
 * (https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using#rate-limiting-for-connectors).
 * Other hosts set their own pace by answering 429.
 */
export function paceOf({ url, family }: WebhookAddress): Pace {
	const limits = [
		{ count: 4, perMilliseconds: 1_000 },
		{ count: 60, perMilliseconds: 30_000 },
	];
	return { key: url, limits: family === 'unknown' ? [] : limits };
}
