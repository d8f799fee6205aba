/* eslint-disable @typescript-eslint/no-require-imports -- a copy of the modules for each process */
import * as workflow from 'n8n-workflow';
import type { IDataObject, WorkflowExecuteMode } from 'n8n-workflow';

import type { Alert } from '../../../../nodes/shared/alert/alert';
import type { Destination } from '../../../../nodes/shared/destination';
import type { Summary } from '../../../../nodes/shared/limit/summary';
import { executeContext } from '../../../support/executeContext';
import { numbered } from '../../../support/alerts';
import { VirtualClock } from '../../../support/virtualClock';

type Run = typeof import('../../../../nodes/shared/node/run');
type Failing = typeof import('../../../../nodes/shared/delivery/failure');

export const NOON = Date.UTC(2026, 7, 3, 12);
export const MINUTE = 60_000;

/** What the service got, in order: the title of an alert, or a summary. */
export type Message = { title: string } | { summary: Summary };

export interface Settings {
	/** Where alerts of one execution go together. */
	channel: string;
}

/**
 * One n8n with its database: each execution reads the workflow's static data when it begins and writes
 * all of it back when it ends, so the last one wins.
 */
export class Site {
	readonly clock = new VirtualClock(NOON);
	readonly messages: Message[] = [];
	/** Of the workflow's nodes, by the node's name, as the database has it. */
	stored: Record<string, string> = {};
	/** Says whether the service refuses a message. */
	refuses: (message: Message) => boolean = () => false;
	/** Of reads and writes of the static data. */
	staticReads = 0;
	/** Whether a polling trigger is in the workflow. */
	isPolled = false;

	titles(): string[] {
		return this.messages.flatMap((one) => ('title' in one ? [one.title] : []));
	}

	summaries(): Summary[] {
		return this.messages.flatMap((one) => ('summary' in one ? [one.summary] : []));
	}

	/** Every title that a message named, of its own or in a list. */
	named(): string[] {
		const listed = this.summaries().flatMap(({ digest }) =>
			digest.projects.flatMap(({ issues }) => issues.map(({ title }) => title)),
		);
		return [...this.titles(), ...listed];
	}
}

/** One process of n8n: modules of its own, so that nothing in memory is shared with another. */
export class Process {
	private readonly modules: Run & Failing;

	constructor(private readonly site: Site) {
		let modules: (Run & Failing) | undefined;
		jest.isolateModules(() => {
			// It keeps nothing of ours, and takes a second to load.
			jest.doMock('n8n-workflow', () => workflow);
			modules = {
				...(require('../../../../nodes/shared/node/run') as Run),
				...(require('../../../../nodes/shared/delivery/failure') as Failing),
			};
		});
		this.modules = modules as Run & Failing;
	}

	/** An execution with these alerts that ends at once. */
	async send(alerts: Alert[], options: Options = {}): Promise<IDataObject[]> {
		const { outputs, end } = await this.begin(alerts, options);
		end();
		return outputs;
	}

	/** The same of which the end, when n8n saves its static data, comes later. */
	async begin(
		alerts: Alert[],
		{
			limit = { max: 3, minutes: 5 },
			continueOnFail = false,
			nodeId = '1',
			mode = 'webhook',
			more = {},
		}: Options = {},
	): Promise<{ outputs: IDataObject[]; end: () => void }> {
		const { site } = this;
		const staticData = JSON.parse(site.stored[nodeId] ?? '{}') as IDataObject;
		const { context } = executeContext({
			items: alerts.length,
			parameters: alerts.map((alert) => ({
				alert: alert as unknown as IDataObject,
				...(limit === null ? {} : { 'options.limit': { values: limit } }),
				...more,
			})),
			staticData,
			sharedData: site.isPolled ? { bugsinkPolls: true } : {},
			mode,
			continueOnFail,
		});
		const own = context.getNode();
		context.getNode = () => ({ ...own, id: nodeId });
		const getStaticData = context.getWorkflowStaticData.bind(context);
		context.getWorkflowStaticData = (scope) => {
			site.staticReads++;
			return getStaticData(scope);
		};
		const outputs = await this.modules.runDestination(context, this.destination(), site.clock);
		return {
			outputs: outputs.map(({ json }) => json),
			end: () => {
				if (limit !== null) site.stored[nodeId] = JSON.stringify(staticData);
			},
		};
	}

	private destination(): Destination<Settings> {
		const { site, modules } = this;
		const deliver = async (message: Message) => {
			await site.clock.sleep(10);
			if (site.refuses(message)) {
				const failure = { errorType: 'ClientError', hint: '', statusCode: 400 } as const;
				throw new modules.DeliveryFailure('The service refused it', failure);
			}
			site.messages.push(message);
		};
		return {
			id: 'service',
			credentialType: 'serviceApi',
			isAuthenticatedByN8n: false,
			service: { name: 'The service', explain: () => ({}) },
			concurrency: 50,
			secrets: () => [],
			readSettings: (parameters) => ({ channel: parameters.text('channel', 'one') }),
			prepare: () => {
				throw new Error('Nothing is previewed');
			},
			operations: {
				sendAlert: async ({ alert }) => {
					await deliver({ title: alert.title });
					return { action: 'sent' };
				},
			},
			limit: {
				counts: ({ reason }) => reason !== 'RESOLVED',
				tell: async (summary) => {
					await deliver({ summary });
					return { outcome: { action: 'sent', key: 'summary' } };
				},
			},
		};
	}
}

interface Options {
	limit?: IDataObject | null;
	continueOnFail?: boolean;
	nodeId?: string;
	mode?: WorkflowExecuteMode;
	more?: IDataObject;
}

/** So many alerts of different issues, numbered from `first`. */
export function burst(count: number, first = 1): Alert[] {
	return Array.from({ length: count }, (_, index) => numbered(first + index));
}

export function actionsOf(outputs: IDataObject[]): string[] {
	return outputs.map(({ action, skipCode, error }) => String(skipCode ?? action ?? error));
}

/** How often each value is there. */
export function countsOf(values: string[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
	return counts;
}

/** The titles of a burst. */
export const titles = (count: number, first = 1): string[] =>
	burst(count, first).map(({ title }) => title);
