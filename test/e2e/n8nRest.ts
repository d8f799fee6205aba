/** The REST interface that n8n's own editor uses, for one signed-in owner. */

export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

export const OWNER: Owner = {
	email: 'owner@example.com',
	password: 'Only-for-t3sts',
	firstName: 'Test',
	lastName: 'Owner',
};

export type ExecutionStatus =
	'success' | 'error' | 'running' | 'waiting' | 'canceled' | 'new' | 'crashed';

export interface Execution {
	id: string;
	workflowId: string;
	status: ExecutionStatus;
	mode: string;
	startedAt: string;
	stoppedAt: string | null;
}

export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
}

export interface NodeTypeEntry {
	name: string;
	displayName: string;
	group: string[];
	version: number | number[];
	iconUrl?: string | { light: string; dark: string };
	usableAsTool?: boolean;
	credentials?: Array<{ name: string; required?: boolean; testedBy?: unknown }>;
	properties: Array<{
		name: string;
		displayName: string;
		type: string;
		displayOptions?: unknown;
	}>;
}

/** What one node did in an execution: one entry for every time it ran. */
export interface NodeRun {
	executionStatus?: string;
	error?: { message?: string; description?: string };
	data?: { main?: Array<Array<{ json: Record<string, unknown> }> | null> };
}

/** How long n8n may take to answer, in ms. */
const PATIENCE = 60_000;
/** A retry is answered when it has ended, and GitHub's limits can make it wait for two minutes, in ms. */
const RETRY_PATIENCE = 240_000;

export class N8nRest {
	private cookie = '';
	private readonly browserId = 'e2e-browser';

	constructor(private readonly url: string) {}

	/** One request; throws with n8n's answer unless it succeeded. Returns the answer's `data`. */
	async request<T>(method: string, path: string, body?: unknown, patience = PATIENCE): Promise<T> {
		const response = await this.raw(method, path, body, patience);
		const text = await response.text();
		if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
		return (JSON.parse(text) as { data: T }).data;
	}

	/** @param patience how long the answer may take, in ms. */
	async raw(method: string, path: string, body?: unknown, patience = PATIENCE): Promise<Response> {
		const response = await fetch(new URL(path, this.url), {
			method,
			headers: {
				'Content-Type': 'application/json',
				'browser-id': this.browserId,
				...(this.cookie ? { Cookie: this.cookie } : {}),
			},
			body: body === undefined ? undefined : JSON.stringify(body),
			signal: AbortSignal.timeout(patience),
		});
		const cookies = response.headers.getSetCookie().map((one) => one.split(';')[0] ?? '');
		if (cookies.length > 0) this.cookie = cookies.join('; ');
		return response;
	}

	/** Sets up the owner of a fresh n8n, or signs in where that has been done. */
	async signIn(owner: Owner = OWNER): Promise<void> {
		const setup = await this.raw('POST', '/rest/owner/setup', owner);
		if (setup.ok) return;
		await this.request('POST', '/rest/login', {
			emailOrLdapLoginId: owner.email,
			password: owner.password,
		});
	}

	/** Tests a stored credential, as the editor does with the button "Retry". */
	async testCredential(credentials: {
		id: string;
		name: string;
		type: string;
		data: Record<string, unknown>;
	}): Promise<CredentialTestResult> {
		return await this.request('POST', '/rest/credentials/test', { credentials });
	}

	/** The newest executions first; `total` counts all that fit. */
	async executions(
		filter: { workflowId?: string; status?: ExecutionStatus[] } = {},
		limit = 100,
	): Promise<{ total: number; executions: Execution[] }> {
		const query = new URLSearchParams({ filter: JSON.stringify(filter), limit: String(limit) });
		const found = await this.request<{ count: number; results: Execution[] }>(
			'GET',
			`/rest/executions?${query}`,
		);
		return { total: found.count, executions: found.results };
	}

	/** As with "Stop" in the list of executions. */
	async stop(executionId: string): Promise<void> {
		await this.request('POST', `/rest/executions/${executionId}/stop`, {});
	}

	/** As with "Retry with original workflow" in the list of executions; waits for the retry to end. */
	async retry(executionId: string): Promise<void> {
		const path = `/rest/executions/${executionId}/retry`;
		await this.request('POST', path, { loadWorkflow: false }, RETRY_PATIENCE);
	}

	/** What every node of an execution did, by node name. */
	async nodeRuns(executionId: string): Promise<Record<string, NodeRun[]>> {
		const { data } = await this.request<{ data: string }>('GET', `/rest/executions/${executionId}`);
		const run = unflatten(data) as { resultData: { runData: Record<string, NodeRun[]> } };
		return run.resultData.runData;
	}

	/** Where and why an execution failed; without a node when n8n itself could not run it. */
	async failureOf(executionId: string): Promise<{ id: string; node?: string; why: string }> {
		const { data } = await this.request<{ data: string }>('GET', `/rest/executions/${executionId}`);
		const { resultData } = unflatten(data) as {
			resultData: {
				error?: { message?: string; description?: string | null };
				lastNodeExecuted?: string;
			};
		};
		const { error, lastNodeExecuted: node } = resultData;
		return { id: executionId, node, why: `${error?.message} ${error?.description ?? ''}` };
	}

	async nodeTypes(): Promise<NodeTypeEntry[]> {
		const response = await this.raw('GET', '/types/nodes.json');
		if (!response.ok) throw new Error(`/types/nodes.json: ${response.status}`);
		return (await response.json()) as NodeTypeEntry[];
	}

	async credentialTypes(): Promise<Array<Pick<NodeTypeEntry, 'name' | 'displayName' | 'iconUrl'>>> {
		const response = await this.raw('GET', '/types/credentials.json');
		if (!response.ok) throw new Error(`/types/credentials.json: ${response.status}`);
		return (await response.json()) as Awaited<ReturnType<N8nRest['credentialTypes']>>;
	}

	/** The HTTP status and content type of a file that the editor loads, e.g. an icon. */
	async file(path: string): Promise<{ status: number; type: string }> {
		const response = await this.raw('GET', path.startsWith('/') ? path : `/${path}`);
		await response.arrayBuffer();
		return { status: response.status, type: response.headers.get('content-type') ?? '' };
	}
}

/**
 * Reads n8n's stored run data: a JSON array whose first entry is the value, in which every string
 * that stands for an object, array or string is the index of another entry (the `flatted` format).
 */
export function unflatten(text: string): unknown {
	const entries = JSON.parse(text) as unknown[];
	const done = new Map<number, unknown>();
	const resolve = (value: unknown): unknown =>
		typeof value === 'string' ? entry(Number(value)) : value;
	const entry = (at: number): unknown => {
		if (done.has(at)) return done.get(at);
		const value = entries[at];
		if (Array.isArray(value)) {
			const list: unknown[] = [];
			done.set(at, list);
			for (const one of value as unknown[]) list.push(resolve(one));
			return list;
		}
		if (typeof value === 'object' && value !== null) {
			const object: Record<string, unknown> = {};
			done.set(at, object);
			for (const [key, one] of Object.entries(value)) object[key] = resolve(one);
			return object;
		}
		done.set(at, value);
		return value;
	};
	return entry(0);
}
