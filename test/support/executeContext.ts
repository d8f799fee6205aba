import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INode,
	WorkflowExecuteMode,
} from 'n8n-workflow';

export const node: INode = {
	id: '1',
	name: 'Bugsink',
	type: 'test.bugsink',
	typeVersion: 1,
	position: [0, 0],
	// Not the default, which is taken from the item without asking n8n.
	parameters: { alert: '={{ $json.alert }}' },
};

/** One execution of a node, as much of n8n's context as the shared code asks for. What the engine does with it is tested in `test/nodes/shared/run.test.ts`. */
export function executeContext(
	options: {
		/** The node's fields, by item; the last one for all that follow. */
		parameters?: IDataObject[];
		items?: number;
		continueOnFail?: boolean;
		retryOnFail?: boolean;
		credentials?: (type: string, index: number) => ICredentialDataDecryptedObject;
		/** What outlives this run of the node within its execution. */
		nodeContext?: IDataObject;
		staticData?: IDataObject;
		/** How the execution was started. */
		mode?: WorkflowExecuteMode;
		/** The static data that all nodes of the workflow share. */
		sharedData?: IDataObject;
		runIndex?: number;
		signal?: AbortSignal;
		answer?: (request: IHttpRequestOptions) => { statusCode: number; body: string };
	} = {},
) {
	const parameters = options.parameters ?? [{}];
	const nodeContext = options.nodeContext ?? {};
	const staticData = options.staticData ?? {};
	const requests: IHttpRequestOptions[] = [];
	/** Credential types that n8n was asked to inject. */
	const injected: string[] = [];
	const send = async (request: IHttpRequestOptions) => {
		requests.push(request);
		const { statusCode, body } = options.answer?.(request) ?? { statusCode: 200, body: '{}' };
		return { statusCode, body, headers: {} };
	};
	const context = {
		getMode: () => options.mode ?? 'trigger',
		getWorkflow: () => ({ id: 'workflow' }),
		getNode: () => ({ ...node, retryOnFail: options.retryOnFail }),
		getInputData: () => Array.from({ length: options.items ?? 1 }, () => ({ json: {} })),
		continueOnFail: () => options.continueOnFail ?? false,
		getNodeParameter(name: string, index: number, fallback: unknown) {
			const own = parameters[Math.min(index, parameters.length - 1)];
			return Object.hasOwn(own, name) ? own[name] : fallback;
		},
		getCredentials: async (type: string, index: number) => options.credentials?.(type, index) ?? {},
		getContext: (scope: string) => (scope === 'node' ? nodeContext : {}),
		getWorkflowStaticData: (scope: string) =>
			scope === 'node' ? staticData : (options.sharedData ?? {}),
		getWorkflowDataProxy: () => ({ $runIndex: options.runIndex ?? 0 }),
		getExecutionCancelSignal: () => options.signal,
		helpers: {
			httpRequest: send,
			httpRequestWithAuthentication: async (type: string, request: IHttpRequestOptions) => {
				injected.push(type);
				return await send(request);
			},
		},
	} as unknown as IExecuteFunctions;
	return { context, requests, injected, nodeContext, staticData };
}
