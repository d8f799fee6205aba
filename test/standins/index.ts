import { startGithub, type GithubOptions, type GithubStandIn } from './github';
import { startJira, type JiraOptions, type JiraStandIn } from './jira';
import {
	startMicrosoftTeams,
	type MicrosoftTeamsOptions,
	type MicrosoftTeamsStandIn,
} from './microsoftTeams';
import { startPagerDuty, type PagerDutyOptions, type PagerDutyStandIn } from './pagerDuty';
import { startWebhook, type WebhookOptions, type WebhookStandIn } from './webhook';

export type { ActiveFault, Fault, FaultKind } from './faults';
export * from './github';
export * from './jira';
export * from './microsoftTeams';
export * from './pagerDuty';
export {
	startServer,
	type Answer,
	type Handler,
	type RecordedRequest,
	type SocketCount,
	type StandIn,
} from './server';
export { notAnAnswer } from './unkind';
export * from './webhook';

export interface AllOptions {
	/** One clock for all; each may have its own. */
	now?: () => number;
	jira?: JiraOptions;
	github?: GithubOptions;
	microsoftTeams?: MicrosoftTeamsOptions;
	pagerDuty?: PagerDutyOptions;
	webhook?: WebhookOptions;
}

export interface AllStandIns {
	jira: JiraStandIn;
	github: GithubStandIn;
	microsoftTeams: MicrosoftTeamsStandIn;
	pagerDuty: PagerDutyStandIn;
	webhook: WebhookStandIn;
	/** Sets the delay of all. */
	delay(ms: number): void;
	close(): Promise<void>;
}

/** Starts all five services. */
export async function startAll(options: AllOptions = {}): Promise<AllStandIns> {
	const { now } = options;
	const clock = now === undefined ? {} : { now };
	const [jira, github, microsoftTeams, pagerDuty, webhook] = await Promise.all([
		startJira({ ...clock, ...options.jira }),
		startGithub({ ...clock, ...options.github }),
		startMicrosoftTeams({ ...clock, ...options.microsoftTeams }),
		startPagerDuty({ ...clock, ...options.pagerDuty }),
		startWebhook({ ...clock, ...options.webhook }),
	]);
	const all: StandInList = [jira, github, microsoftTeams, pagerDuty, webhook];
	return {
		jira,
		github,
		microsoftTeams,
		pagerDuty,
		webhook,
		delay: (ms) => all.forEach((standIn) => (standIn.delayMs = ms)),
		close: async () => {
			await Promise.all(all.map((standIn) => standIn.close()));
		},
	};
}

type StandInList = Array<{ delayMs: number; close(): Promise<void> }>;
