import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
} from 'n8n-workflow';

import { githubIssues } from '../../../nodes/BugsinkGithubIssues/githubIssues';
import { jiraCloud } from '../../../nodes/BugsinkJiraCloud/jiraCloud';
import { microsoftTeams } from '../../../nodes/BugsinkMicrosoftTeams/microsoftTeams';
import { pagerDuty } from '../../../nodes/BugsinkPagerDuty/pagerDuty';
import { webhook } from '../../../nodes/BugsinkWebhook/webhook';
import type { Alert } from '../../../nodes/shared/alert/alert';
import type { Clock } from '../../../nodes/shared/delivery/clock';
import type { HttpRequest } from '../../../nodes/shared/delivery/http';
import { runDestination } from '../../../nodes/shared/node/run';
import { startAll, type AllStandIns, type StandIn } from '../../standins';
import { adfProblems, adfText } from '../../standins/jira';
import { numbered } from '../../support/alerts';
import { executeContext, node } from '../../support/executeContext';
import { transportInMemory } from '../../support/transportInMemory';
import { VirtualClock } from '../../support/virtualClock';

export const MINUTE = 60_000;

/** One message as people see it: a card, an incident, or a ticket with its description. */
export interface Seen {
	title: string;
	/** All that it says, links included. */
	text: string;
}

let nodes = 0;

/** One node of a workflow before the stand-ins, on one virtual clock. */
export class Rig {
	private readonly node = { ...node, id: `node ${nodes++}` };
	private readonly staticData: IDataObject = {};
	/** What was sent, in order. */
	readonly bodies: string[] = [];
	/** Of the same requests, names in lower case. */
	readonly headers: Array<Record<string, string>> = [];
	/** Whether the service answers with 400, whatever it gets. */
	refuses = false;
	/** Fields of the credential besides those that it needs. */
	credential: ICredentialDataDecryptedObject = {};

	private constructor(
		private readonly name: ServiceName,
		readonly services: AllStandIns,
		readonly clock: VirtualClock,
	) {}

	static async start(name: ServiceName): Promise<Rig> {
		const clock = new VirtualClock();
		return new Rig(name, await startAll({ now: clock.now }), clock);
	}

	async close(): Promise<void> {
		await this.services.close();
	}

	/** An execution with these alerts; fields as the node reads them, such as `options.limit`, for all or by item. */
	async send(alerts: Alert[], fields: IDataObject | IDataObject[] = {}): Promise<IDataObject[]> {
		const { clock, services } = this;
		const service = SERVICES[this.name];
		const { context } = executeContext({
			items: alerts.length,
			parameters: alerts.map((alert, index) => ({
				alert: alert as unknown as IDataObject,
				...service.fields,
				...(Array.isArray(fields) ? fields[index] : fields),
			})),
			credentials: () => ({ ...service.credentials(services), ...this.credential }),
			staticData: this.staticData,
			continueOnFail: true,
		});
		context.getNode = () => this.node;
		context.getTimezone = () => 'UTC';
		const ask = transportInMemory(service.standIn(services), service.headers(services));
		const request = async (options: IHttpRequestOptions) => {
			const body = options.body === undefined ? undefined : String(options.body);
			const headers = options.headers as Record<string, string>;
			this.bodies.push(body ?? '');
			this.headers.push(headers);
			if (this.refuses) return { statusCode: 400, headers: {}, body: '' };
			const method = options.method as HttpRequest['method'];
			return await ask({ method, url: options.url, headers, body });
		};
		context.helpers.httpRequest = request;
		context.helpers.httpRequestWithAuthentication = async (_, options) => await request(options);
		const outputs = await service.run(context, clock);
		return outputs.map(({ json }) => json);
	}

	/** What n8n keeps for the workflow. */
	get kept(): IDataObject {
		return this.staticData;
	}

	/** In the order in which they were opened. */
	get seen(): Seen[] {
		return SERVICES[this.name].seen(this.services);
	}
}

export type ServiceName = 'Jira' | 'GitHub' | 'Teams' | 'PagerDuty' | 'Webhook';

interface Service {
	run: (context: IExecuteFunctions, clock: Clock) => Promise<INodeExecutionData[]>;
	standIn: (services: AllStandIns) => StandIn;
	fields: IDataObject;
	credentials: (services: AllStandIns) => ICredentialDataDecryptedObject;
	/** Those that n8n adds of the credential. */
	headers: (services: AllStandIns) => Record<string, string>;
	seen: (services: AllStandIns) => Seen[];
}

const none = () => ({});

const SERVICES: Record<ServiceName, Service> = {
	Jira: {
		run: (context, clock) => runDestination(context, jiraCloud, clock),
		standIn: ({ jira }) => jira,
		headers: ({ jira }) => ({
			authorization: `Basic ${Buffer.from(`${jira.email}:${jira.apiToken}`).toString('base64')}`,
		}),
		fields: {
			projectKey: 'OPS',
			issueType: { __rl: true, mode: 'name', value: 'Bug' },
		},
		credentials: ({ jira }) => ({
			jiraUrl: jira.url,
			userEmail: jira.email,
			apiToken: jira.apiToken,
		}),
		seen: ({ jira }) =>
			jira.issues.map(({ description, summary }) => {
				expect(adfProblems(description)).toEqual([]);
				return { title: summary, text: `${adfText(description)} ${JSON.stringify(description)}` };
			}),
	},
	GitHub: {
		run: (context, clock) => runDestination(context, githubIssues, clock),
		standIn: ({ github }) => github,
		headers: ({ github }) => ({ authorization: `Bearer ${github.token}` }),
		fields: { repository: { __rl: true, mode: 'name', value: 'acme/shop' } },
		credentials: ({ github }) => ({ apiUrl: github.url, accessToken: github.token }),
		seen: ({ github }) => github.issues.map(({ body, title }) => ({ title, text: body ?? '' })),
	},
	Teams: {
		run: (context, clock) => runDestination(context, microsoftTeams, clock),
		standIn: ({ microsoftTeams }) => microsoftTeams,
		headers: none,
		fields: {},
		credentials: ({ microsoftTeams }) => ({ webhookUrl: microsoftTeams.workflowUrl }),
		seen: ({ microsoftTeams }) => {
			expect(microsoftTeams.lost).toEqual([]);
			return microsoftTeams.messages.map(({ card }) => ({
				title: String(card.fallbackText),
				text: JSON.stringify(card),
			}));
		},
	},
	PagerDuty: {
		run: (context, clock) => runDestination(context, pagerDuty, clock),
		standIn: ({ pagerDuty }) => pagerDuty,
		headers: none,
		fields: {},
		credentials: ({ pagerDuty }) => ({
			routingKey: pagerDuty.routingKey,
			region: 'custom',
			eventsUrl: pagerDuty.url,
		}),
		seen: ({ pagerDuty }) =>
			pagerDuty.incidents.map(({ summary, events }) => ({
				title: summary,
				text: JSON.stringify(events),
			})),
	},
	Webhook: {
		run: (context, clock) => runDestination(context, webhook, clock),
		standIn: ({ webhook }) => webhook,
		headers: none,
		fields: {},
		credentials: ({ webhook }) => ({ webhookUrl: webhook.hookUrl }),
		seen: ({ webhook }) =>
			webhook.deliveries.map(({ request: { body } }) => ({ title: '', text: body })),
	},
};

/** So many alerts of different issues of one project. */
export function burst(count: number, first = 1): Alert[] {
	return Array.from({ length: count }, (_, index) => numbered(first + index));
}

/** The issues whose link is in one of the texts. */
export function linkedIn(seen: Seen[], alerts: Alert[]): Alert[] {
	return alerts.filter(({ issueUrl }) => seen.some(({ text }) => text.includes(String(issueUrl))));
}
