import { WebhookContext } from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	IRun,
	IRunExecutionData,
	IWebhookData,
	IWebhookResponseData,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import type { MicrosoftTeamsStandIn } from '../../../standins';
import { tokenIn } from '../../../support/cardButtons';
import { sample } from '../../../support/samples';
import { executeWorkflow, loadSources, PACKAGE, prepareWorkflow } from '../../../support/engine';

/** The signature in the webhook's address, which is a secret. */
export const SIG = 'teamsSignatureSecret-0123456789abcdefghijk';

export const alert = (more: object = {}): IDataObject => ({
	...(sample('captured/custom-new') as IDataObject),
	...more,
});

let issues = 0;
/** Answers are remembered for a while, so each test asks about an issue of its own. */
export const uniqueIssue = (): { id: string } => ({
	id: `0b1c4a52-6c0e-4d5f-9a51-${String(++issues).padStart(12, '0')}`,
});

const NODE = 'Ask';
const PUBLIC = 'https://n8n.example.com';
const BROWSER = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1';

/** What a browser got. */
export interface Page {
	status: number;
	html: string;
	headers: Record<string, string>;
	/** What the execution goes on with. */
	items: INodeExecutionData[] | undefined;
}

export interface AskOptions {
	parameters?: IDataObject;
	items: IDataObject[];
	type?: string;
	baseUrl?: string;
	continueOnFail?: boolean;
}

/** One execution that asks, as n8n's engine runs it and keeps it while it waits. */
export class Asked {
	private constructor(
		readonly run: IRun,
		private readonly setting: Parameters<typeof executeWorkflow>[0],
	) {}

	static async start(service: MicrosoftTeamsStandIn, options: AskOptions): Promise<Asked> {
		const sources = loadSources();
		const type = `${PACKAGE}.bugsinkMicrosoftTeams`;
		const name = `${PACKAGE}.${options.type ?? 'bugsinkMicrosoftTeams'}`;
		const place = { typeVersion: 1, position: [0, 0] as [number, number] };
		const nodes: INode[] = [
			{ id: '1', name: 'Start', type: 'test.start', parameters: {}, ...place },
			{
				id: 'ask-node',
				name: NODE,
				type: name,
				...place,
				parameters: { operation: 'sendAndWait', ...options.parameters } as INode['parameters'],
				credentials: { bugsinkMicrosoftTeamsApi: { id: 'one', name: 'one' } },
				...(options.continueOnFail ? { onError: 'continueRegularOutput' } : {}),
			},
		];
		const setting = {
			registry: {
				...sources,
				nodes: {
					...sources.nodes,
					[name]: name.endsWith('HitlTool') ? reviewTwin(sources.nodes[type]) : sources.nodes[type],
				},
			},
			nodes,
			connections: { Start: { main: [[{ node: NODE, type: 'main' as const, index: 0 }]] } },
			startAt: 'Start',
			items: options.items.map((json, item) => ({ json, pairedItem: { item } })),
			credentials: { one: { webhookUrl: service.workflowUrl } },
			baseUrl: options.baseUrl ?? PUBLIC,
		};
		return new Asked(await executeWorkflow(setting), setting);
	}

	get error(): (Error & { description?: string | null }) | undefined {
		return this.run.data.resultData.error;
	}

	/** What the editor shows as the node's output. */
	get output(): IDataObject | undefined {
		return itemsOf(this.run)?.[0].json;
	}

	get hints(): string[] {
		const [task] = this.run.data.resultData.runData[NODE];
		return (task.hints ?? []).map(({ message }) => message);
	}

	/** Opens an address as n8n hands it to the node; the waiting execution is read anew each time. */
	async open(
		url: string,
		options: { method?: string; body?: object; userAgent?: string } = {},
	): Promise<Page> {
		const { workflow, additionalData } = prepareWorkflow(this.setting);
		const answer = new Answer();
		const type = workflow.nodeTypes.getByNameAndVersion(this.nodeType);
		const context = new WebhookContext(
			workflow,
			workflow.getNode(NODE) as INode,
			{
				...additionalData,
				httpRequest: {
					method: options.method ?? 'GET',
					query: Object.fromEntries(new URL(url).searchParams),
					headers: { 'user-agent': options.userAgent ?? BROWSER },
					body: options.body ?? {},
				},
				httpResponse: answer,
			} as unknown as IWorkflowExecuteAdditionalData,
			'webhook',
			{ webhookDescription: { name: 'default' } } as IWebhookData,
			[],
			this.kept(),
		);
		const result = await workflow.expression.withIsolate(
			async () => (await type.webhook?.call(context)) as IWebhookResponseData,
		);
		return {
			...answer.sent,
			...(result.webhookResponse === undefined ? {} : { html: String(result.webhookResponse) }),
			items: result.workflowData?.[0],
		};
	}

	/** Opens the page behind an address and sends its form. */
	async choose(url: string, choice: string, more: object = {}): Promise<Page> {
		const token = tokenIn((await this.open(url)).html);
		return await this.open(url, { method: 'POST', body: { choice, token, ...more } });
	}

	/** What the node gives when the execution goes on with what the webhook returned. */
	async goOnWith(items: INodeExecutionData[] | undefined): Promise<INodeExecutionData[]> {
		const kept = this.kept();
		const [entry] = kept.executionData?.nodeExecutionStack ?? [];
		entry.node.disabled = true;
		entry.data.main = [items ?? []];
		kept.waitTill = undefined;
		kept.resultData.runData[NODE].pop();
		return itemsOf(await executeWorkflow({ ...this.setting, goOn: kept })) ?? [];
	}

	/** What it gives when the limit has passed. */
	async goOnAfterLimit(): Promise<INodeExecutionData[]> {
		return itemsOf(await executeWorkflow({ ...this.setting, goOn: this.kept() })) ?? [];
	}

	/** Through JSON, as through the database. */
	private kept(): IRunExecutionData {
		return JSON.parse(JSON.stringify(this.run.data)) as IRunExecutionData;
	}

	private get nodeType(): string {
		return this.setting.nodes[1].type;
	}
}

/** As n8n makes it (packages/cli/src/tool-generation/hitl-tools.ts): with a message of the agent's. */
export function reviewTwin(type: INodeType): INodeType {
	const message: INodeProperties = {
		displayName: 'Message',
		name: 'message',
		type: 'string',
		default: '',
	};
	const { description } = type;
	return Object.assign(Object.create(Object.getPrototypeOf(type) as object) as INodeType, type, {
		description: { ...description, properties: [message, ...description.properties] },
	});
}

function itemsOf(run: IRun): INodeExecutionData[] | undefined {
	return run.data.resultData.runData[NODE]?.[0].data?.main[0] ?? undefined;
}

/** As much of Express' response as is used. */
class Answer {
	readonly sent = { status: 200, html: '', headers: {} as Record<string, string> };

	setHeader(name: string, value: string): this {
		this.sent.headers[name.toLowerCase()] = value;
		return this;
	}

	status(status: number): this {
		this.sent.status = status;
		return this;
	}

	type(): this {
		return this;
	}

	send(html: string): this {
		this.sent.html = html;
		return this;
	}
}
