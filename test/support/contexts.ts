import { LoadOptionsContext, PollContext } from 'n8n-core';
import {
	Workflow,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type ILoadOptionsFunctions,
	type INode,
	type INodeListSearchResult,
	type INodeType,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { BugsinkApi } from '../../credentials/BugsinkApi.credentials';
import { Bugsink } from '../../nodes/Bugsink/Bugsink.node';
import { BugsinkResolutionTrigger } from '../../nodes/BugsinkResolutionTrigger/BugsinkResolutionTrigger.node';
import { CredentialsInMemory } from './credentials';

/** The contexts that n8n gives to pickers and polls, for the nodes that use the credential `bugsinkApi`. */
interface Setting {
	parameters?: INode['parameters'];
	credentials: ICredentialDataDecryptedObject;
}

function prepare(
	type: INodeType,
	{ parameters = {}, credentials }: Setting,
	staticData?: IDataObject,
) {
	const node: INode = {
		id: '1',
		name: 'Node',
		type: type.description.name,
		typeVersion: 1,
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

/** Polls the Resolutions Trigger once; `staticData` outlives the poll as n8n's database does. */
export async function pollNode(
	options: Setting & { staticData?: IDataObject; mode?: WorkflowExecuteMode },
): Promise<IDataObject[] | null> {
	const type = new BugsinkResolutionTrigger();
	const { workflow, node, additionalData } = prepare(type, options, options.staticData ?? {});
	const context = new PollContext(
		workflow,
		node,
		additionalData,
		options.mode ?? 'trigger',
		'init',
	);
	const result = await workflow.expression.withIsolate(async () => await type.poll.call(context));
	if (options.staticData) {
		// Through JSON, as through the database.
		Object.assign(
			options.staticData,
			JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject,
		);
	}
	return result === null ? null : result[0].map(({ json }) => json);
}

/** What a picker of the Bugsink node lists. */
export async function loadList(
	options: Setting & { method: 'searchProjects' | 'searchIssues'; filter?: string; token?: string },
): Promise<INodeListSearchResult> {
	const type = new Bugsink();
	const { workflow, node, additionalData } = prepare(type, options);
	const context = new LoadOptionsContext(
		workflow,
		node,
		additionalData,
		'',
	) as ILoadOptionsFunctions;
	return await type.methods.listSearch[options.method].call(context, options.filter, options.token);
}
