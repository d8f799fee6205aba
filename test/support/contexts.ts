import {
	CredentialTestContext,
	ExecuteContext,
	LoadOptionsContext,
	PollContext,
	RoutingNode,
} from 'n8n-core';
import {
	createRunExecutionData,
	cronNodeOptions,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type ICredentialTestRequest,
	type IDataObject,
	type ILoadOptionsFunctions,
	type INode,
	type INodeCredentialTestResult,
	type INodeExecutionData,
	type INodeListSearchResult,
	type INodeProperties,
	type INodeType,
	type INodeTypes,
	type IPollFunctions,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { BugsinkApi } from '../../credentials/BugsinkApi.credentials';
import type { Bugsink } from '../../nodes/Bugsink/Bugsink.node';
import type { BugsinkResolutionTrigger } from '../../nodes/BugsinkResolutionTrigger/BugsinkResolutionTrigger.node';
import { CredentialsInMemory } from './credentials';
import { loadFrom, type Registry } from './engine';

/** With its ending, since the codex file beside it has the same name without. */
function nodeOf<T>(name: string): T {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
	const classes = require(`../../nodes/${name}/${name}.node.ts`) as Record<string, new () => T>;
	return new classes[name]();
}

/** The Bugsink node and others that have a credential of their own name, for `runNode`. */
export function bugsinkRegistry(...others: string[]): Registry {
	return loadFrom('../..', ['Bugsink', ...others]);
}

/** The contexts that n8n gives to pickers and polls, for the nodes that use the credential `bugsinkApi`. */
interface Setting {
	parameters?: INode['parameters'];
	credentials: ICredentialDataDecryptedObject;
	typeVersion?: number;
}

function prepare(
	type: INodeType,
	{ parameters = {}, credentials, typeVersion = 1 }: Setting,
	staticData?: IDataObject,
) {
	const node: INode = {
		id: '1',
		name: 'Node',
		type: type.description.name,
		typeVersion,
		position: [0, 0],
		parameters,
		credentials: { bugsinkApi: { id: 'one', name: 'one' } },
	};
	const nodeTypes: INodeTypes = {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({
		id: 'workflow',
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes,
		staticData,
	});
	const url = 'http://127.0.0.1';
	const additionalData = {
		credentialsHelper: new CredentialsInMemory(
			{ bugsinkApi: new BugsinkApi() },
			{ one: credentials },
		),
		currentNodeParameters: parameters,
		variables: {},
		restApiUrl: url,
		instanceBaseUrl: url,
		webhookBaseUrl: url,
		webhookWaitingBaseUrl: url,
		webhookTestBaseUrl: url,
		formBaseUrl: url,
		formWaitingBaseUrl: url,
		formTestBaseUrl: url,
	} as unknown as IWorkflowExecuteAdditionalData;
	return { workflow, node, additionalData };
}

const POLL_TIMES: INodeProperties = {
	displayName: 'Poll Times',
	name: 'pollTimes',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: { item: [{ mode: 'everyMinute' }] },
	options: cronNodeOptions,
};

interface Polling extends Setting {
	staticData?: IDataObject;
	mode?: WorkflowExecuteMode;
}

/** The Issue Trigger in an active workflow, which keeps its static data from poll to poll. */
export function activate(options: Polling): {
	/** Polls once; `poll` in place of the node's own. */
	poll: (
		poll?: (context: IPollFunctions) => Promise<INodeExecutionData[][] | null>,
	) => Promise<IDataObject[] | null>;
	/** What n8n would write to its database: through JSON. */
	saved: () => IDataObject;
} {
	const type = nodeOf<BugsinkResolutionTrigger>('BugsinkResolutionTrigger');
	// n8n's loader gives this field to every polling node.
	type.description.properties = [POLL_TIMES, ...type.description.properties];
	const { workflow, node, additionalData } = prepare(type, options, options.staticData ?? {});
	const mode = options.mode ?? 'trigger';
	const context = new PollContext(workflow, node, additionalData, mode, 'init');
	return {
		async poll(poll = async (one) => await type.poll.call(one)) {
			const result = await workflow.expression.withIsolate(async () => await poll(context));
			return result === null ? null : result[0].map(({ json }) => json);
		},
		saved: () => JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject,
	};
}

/** Polls the Issue Trigger once, activated anew; `staticData` outlives the poll as n8n's database does. */
export async function pollNode(options: Polling): Promise<IDataObject[] | null> {
	const { poll, saved } = activate(options);
	const items = await poll();
	if (options.staticData) Object.assign(options.staticData, saved());
	return items;
}

/** What a picker of the Bugsink node lists. */
export async function loadList(
	options: Setting & { method: 'searchProjects' | 'searchIssues'; filter?: string; token?: string },
): Promise<INodeListSearchResult> {
	const type = nodeOf<Bugsink>('Bugsink');
	const { workflow, node, additionalData } = prepare(type, options);
	const context = new LoadOptionsContext(
		workflow,
		node,
		additionalData,
		'',
	) as ILoadOptionsFunctions;
	return await type.methods.listSearch[options.method].call(context, options.filter, options.token);
}

type CredentialTest = (
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
) => Promise<INodeCredentialTestResult>;

/** Runs a credential test of a node as n8n does. */
export async function testCredential(
	test: CredentialTest,
	data: ICredentialDataDecryptedObject,
): Promise<INodeCredentialTestResult> {
	const context = new CredentialTestContext({} as never) as unknown as ICredentialTestFunctions;
	return await test.call(context, { id: '', name: '', type: '', data });
}

/** One declarative request, for which n8n applies the credential's `authenticate`. */
export async function authenticatedRequest(
	request: ICredentialTestRequest['request'],
	credentials: ICredentialDataDecryptedObject,
): Promise<void> {
	const type: INodeType = {
		description: {
			...nodeOf<Bugsink>('Bugsink').description,
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					routing: { request },
					default: '',
				},
			],
		},
	};
	const { workflow, node, additionalData } = prepare(type, { credentials });
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		createRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	const decrypted = { id: 'one', name: 'one', type: 'bugsinkApi', data: credentials };
	await new RoutingNode(context, type, decrypted).runNode();
}
