import { ExecutionLifecycleHooks, PackageDirectoryLoader, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	NodeConnectionTypes,
	NodeHelpers,
	Workflow,
	type IConnections,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IRunExecutionData,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { CredentialsInMemory } from './credentials';
import './patience';

/** What a workflow may use: node types by full name, credential types by name. */
export interface Registry {
	nodes: Record<string, INodeType>;
	credentialTypes: Record<string, ICredentialType>;
}

export const PACKAGE = 'n8n-nodes-bugsink';
const START = 'test.start';

/** Passes its input on; stands where a trigger would. */
const startNode: INodeType = {
	description: {
		displayName: 'Start',
		name: 'start',
		group: ['transform'],
		version: 1,
		description: 'Passes its input on',
		defaults: {},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	},
	async execute() {
		return [this.getInputData()];
	},
};

/** The package as n8n loads it: from `package.json` and the built files. */
export async function loadBuiltPackage(folder: string): Promise<Registry> {
	const loader = new PackageDirectoryLoader(folder);
	await loader.loadAll();
	const nodes = Object.entries(loader.nodeTypes).map(([name, { type }]) => [
		`${PACKAGE}.${name}`,
		NodeHelpers.getVersionedNodeType(type),
	]);
	const credentialTypes = Object.entries(loader.credentialTypes).map(([name, { type }]) => [
		name,
		type,
	]);
	return {
		nodes: Object.fromEntries(nodes) as Registry['nodes'],
		credentialTypes: Object.fromEntries(credentialTypes) as Registry['credentialTypes'],
	};
}

const NODE_FOLDERS = [
	'Bugsink',
	'BugsinkResolutionTrigger',
	'BugsinkTicketTrigger',
	'BugsinkTrigger',
	'BugsinkGithubIssues',
	'BugsinkJiraCloud',
	'BugsinkMicrosoftTeams',
	'BugsinkPagerDuty',
	'BugsinkWebhook',
];

let sources: Registry | undefined;

/** The same from the sources, so that a test sees what is being edited. */
export function loadSources(): Registry {
	sources ??= loadFrom('../..', NODE_FOLDERS);
	return sources;
}

/** Nodes and their credential types below a folder that is laid out as the package is. */
export function loadFrom(root: string, folders: string[]): Registry {
	const registry: Registry = { nodes: {}, credentialTypes: {} };
	for (const folder of folders) {
		const node = instance<INodeType>(`${root}/nodes/${folder}/${folder}.node.ts`, folder);
		if (node) registry.nodes[`${PACKAGE}.${node.description.name}`] = node;
		const credential = instance<ICredentialType>(
			`${root}/credentials/${folder}Api.credentials.ts`,
			`${folder}Api`,
		);
		if (credential) registry.credentialTypes[credential.name] = credential;
	}
	return registry;
}

function instance<T>(file: string, className: string): T | undefined {
	try {
		require.resolve(file);
	} catch {
		return undefined;
	}
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- the class is chosen at run time
	const classes = require(file) as Record<string, new () => T>;
	return new classes[className]();
}

/** A workflow and what it runs with. */
export interface WorkflowSetting {
	registry: Registry;
	nodes: INode[];
	connections: IConnections;
	/** By credential name as the nodes refer to it. */
	credentials?: Record<string, ICredentialDataDecryptedObject>;
	staticData?: IDataObject;
	/** Where n8n says that it can be reached. */
	baseUrl?: string;
}

/** The workflow as n8n-core's engine and contexts want it. */
export function prepareWorkflow(options: WorkflowSetting): {
	workflow: Workflow;
	additionalData: IWorkflowExecuteAdditionalData;
} {
	const types: Record<string, INodeType> = { ...options.registry.nodes, [START]: startNode };
	const nodeTypes: INodeTypes = {
		getByName: (name) => types[name],
		getByNameAndVersion: (name) => types[name],
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({
		id: 'workflow',
		name: 'workflow',
		nodes: options.nodes,
		connections: options.connections,
		active: false,
		nodeTypes,
		staticData: options.staticData,
		settings: { executionOrder: 'v1' },
	});
	// The engine refuses to evaluate any expression unless these are URLs.
	const url = options.baseUrl ?? 'http://127.0.0.1';
	const additionalData = {
		executionId: 'execution',
		credentialsHelper: new CredentialsInMemory(
			options.registry.credentialTypes,
			options.credentials ?? {},
		),
		currentNodeExecutionIndex: 0,
		variables: {},
		restApiUrl: `${url}/rest`,
		instanceBaseUrl: url,
		webhookBaseUrl: `${url}/webhook`,
		webhookWaitingBaseUrl: `${url}/webhook-waiting`,
		webhookTestBaseUrl: `${url}/webhook-test`,
		formBaseUrl: `${url}/form`,
		formWaitingBaseUrl: `${url}/form-waiting`,
		formTestBaseUrl: `${url}/form-test`,
		setExecutionStatus: () => undefined,
	} as unknown as IWorkflowExecuteAdditionalData;
	return { workflow, additionalData };
}

/** Executes a workflow in n8n-core's engine, beginning at the node `startAt` with these items. */
export async function executeWorkflow(
	options: WorkflowSetting & {
		startAt: string;
		items: INodeExecutionData[];
		/** Goes on with what n8n kept of an execution, instead of beginning one. */
		goOn?: IRunExecutionData;
		/** Called with a function that stops the execution, as the editor's stop button does. */
		onStart?: (cancel: () => void) => void;
	},
): Promise<IRun> {
	const { workflow, additionalData } = prepareWorkflow(options);
	const start = workflow.getNode(options.startAt);
	if (start === null) throw new Error(`No node ${options.startAt}`);
	const data: IWorkflowBase = {
		id: 'workflow',
		name: 'workflow',
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: new Date(0),
		updatedAt: new Date(0),
		nodes: options.nodes,
		connections: options.connections,
	};
	(additionalData as { hooks?: ExecutionLifecycleHooks }).hooks = new ExecutionLifecycleHooks(
		'webhook',
		'execution',
		data,
	);
	const runExecutionData =
		options.goOn ??
		createRunExecutionData({
			executionData: {
				nodeExecutionStack: [{ node: start, data: { main: [options.items] }, source: null }],
			},
		});
	const execution = new WorkflowExecute(
		additionalData,
		'webhook',
		runExecutionData,
	).processRunExecutionData(workflow);
	options.onStart?.(() => execution.cancel());
	return await execution;
}

export interface NodeRun {
	/** What came out of the node's output; undefined where it failed. */
	items: INodeExecutionData[] | undefined;
	/** What came out of the error output, with `onError: 'continueErrorOutput'`. */
	errorItems: INodeExecutionData[] | undefined;
	error: (Error & { description?: string | null; httpCode?: string | null }) | undefined;
	/** The whole run as n8n would save it. */
	run: IRun;
}

/** Runs one node of this package on items; every item may be plain JSON. */
export async function runNode(options: {
	/** The node's name without the package, such as `bugsinkWebhook`. */
	node: string;
	parameters?: IDataObject;
	/** Fields of the node's credential. */
	credentials?: ICredentialDataDecryptedObject;
	items?: IDataObject[];
	onError?: INode['onError'];
	continueOnFail?: boolean;
	retryOnFail?: boolean;
	registry?: Registry;
	/** Kept over runs to play several executions of one workflow. */
	staticData?: IDataObject;
	onStart?: (cancel: () => void) => void;
}): Promise<NodeRun> {
	const registry = options.registry ?? loadSources();
	const type = `${PACKAGE}.${options.node}`;
	const credentialType = registry.nodes[type].description.credentials?.[0]?.name;
	const nodes: INode[] = [
		{ id: '1', name: 'Start', type: START, typeVersion: 1, position: [0, 0], parameters: {} },
		{
			id: '2',
			name: 'Node',
			type,
			typeVersion: 1,
			position: [200, 0],
			parameters: (options.parameters ?? {}) as INode['parameters'],
			...(credentialType && options.credentials
				? { credentials: { [credentialType]: { id: 'one', name: 'one' } } }
				: {}),
			...(options.retryOnFail ? { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 } : {}),
			...(options.continueOnFail ? { onError: 'continueRegularOutput' } : {}),
			...(options.onError ? { onError: options.onError } : {}),
		},
	];
	const run = await executeWorkflow({
		registry,
		nodes,
		connections: {
			Start: { main: [[{ node: 'Node', type: NodeConnectionTypes.Main, index: 0 }]] },
		},
		startAt: 'Start',
		items: (options.items ?? [{}]).map((json, item) => ({ json, pairedItem: { item } })),
		credentials: { one: options.credentials ?? {} },
		staticData: options.staticData,
		onStart: options.onStart,
	});
	const task = run.data.resultData.runData.Node?.[0];
	return {
		items: task?.data?.main[0] ?? undefined,
		errorItems: task?.data?.main[1] ?? undefined,
		error: task?.error ?? run.data.resultData.error,
		run,
	};
}
