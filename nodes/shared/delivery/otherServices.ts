/** A service that is known by its host, and the node that posts to it. */
export interface KnownService {
	name: string;
	node: string;
	/** Whether it refuses every message that is not in its own format. */
	wantsItsOwnFormat: boolean;
}

const chat = (name: string): KnownService => ({
	name,
	node: `n8n's ${name} node`,
	wantsItsOwnFormat: true,
});

/** By the end of the host name; their addresses look alike and end up in the wrong credential. */
const SERVICES: Array<[KnownService, RegExp]> = [
	[chat('Slack'), /(^|\.)slack(-gov)?\.com$/],
	[chat('Discord'), /(^|\.)discord(app)?\.com$/],
	[chat('Google Chat'), /^chat\.google(apis)?\.com$/],
	[chat('Telegram'), /^api\.telegram\.org$/],
	[{ ...chat('Webex'), node: "n8n's Webex by Cisco node" }, /(^|\.)(webexapis|ciscospark)\.com$/],
	[
		{ name: 'PagerDuty', node: 'Bugsink to PagerDuty', wantsItsOwnFormat: true },
		/(^|\.)pagerduty\.com$/,
	],
	[
		{ name: 'Microsoft Teams', node: 'Bugsink to Microsoft Teams', wantsItsOwnFormat: false },
		/(\.api\.powerplatform\.com|\.api\.(gov|high)\.powerplatform\.microsoft\.us|\.api\.appsplatform\.us|\.api\.powerplatform\.partner\.microsoftonline\.cn|\.logic\.azure\.(com|us|cn)|\.webhook\.office\.com|^outlook\.office(365)?\.com)$/,
	],
];

export function serviceAt({ hostname }: URL): KnownService | undefined {
	const host = hostname.toLowerCase().replace(/\.$/, '');
	return SERVICES.find(([, hosts]) => hosts.test(host))?.[0];
}
