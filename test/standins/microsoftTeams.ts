import { isObject, type JsonObject } from './json';
import { SlidingWindow } from './laggingIndex';
import { cardProblems, readMessage } from './microsoftTeams/card';
import { startServer, type Answer, type RecordedRequest, type StandIn } from './server';

export { cardProblems } from './microsoftTeams/card';

/** "max allowed size is 28672 bytes", MicrosoftDocs/msteams-docs#11274. */
export const MAX_MESSAGE_BYTES = 28_672;

/** In the same thread 24,453 bytes sent were counted as 28,897. */
export const EXPANSION = 28_897 / 24_453;

export interface MicrosoftTeamsOptions {
	now?: () => number;
	/** The secret of the Workflows address. */
	sig?: string;
	/** More than four messages a second are refused. */
	throttle?: boolean;
	/** How much larger a message is counted than it was sent. */
	expansion?: number;
	/** The ids that a mention may name; any unless told. */
	knownUsers?: string[];
}

export interface TeamsMessage {
	via: 'workflows' | 'connector';
	/** An Adaptive Card, or a MessageCard (connector only). */
	card: JsonObject;
	at: number;
	/** Bytes as they were sent. */
	bytes: number;
}

/** A message that was accepted, or not, and that nobody sees. */
export interface LostMessage {
	via: 'workflows' | 'connector';
	/** `MessageSizeExceeded`, or what is wrong with the message. */
	reason: string;
	body: string;
	at: number;
}

export interface MicrosoftTeamsStandIn extends StandIn {
	/** The Workflows address, with its secret. */
	readonly workflowUrl: string;
	/** The same with the `cu/<n>` part that some environments have (changedetection.io#3411). */
	readonly workflowUrlWithUnit: string;
	/** A Workflows address whose flow wants a sign-in: without `sig` (apprise#1316). */
	readonly unsignedUrl: string;
	/** The retired Office connector. */
	readonly connectorUrl: string;
	readonly messages: TeamsMessage[];
	readonly lost: LostMessage[];
	/** Whether the flow is switched on. */
	flowEnabled: boolean;
	/** Text that the connector answers inside a 200 instead of `1`, as long as it is set. */
	connectorError: string | undefined;
}

const WORKFLOW = 'b840a60a611b4d3287be6d76fe1930e2';
const WORKFLOWS_PATH =
	/^(?:\/powerautomate\/automations\/direct)?(?:\/cu\/\d+)?\/workflows\/([0-9a-f]+)\/triggers\/manual\/paths\/invoke$/;
const CONNECTOR_PATH = /^\/webhookb2\/.+\/IncomingWebhook\/.+/;

function powerAutomateError(status: number, code: string, message: string): Answer {
	return { status, body: { error: { code, message } } };
}

/** The connector's way to say that Teams failed: inside a 200 (msteams-docs#400, #4145). */
export function connectorFailure(status: number): string {
	return `Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error ${status} with ContextId tcid=0,server=AM4PEPF00007A1C,cv=stand-in..`;
}

/** A stateful stand-in of Teams behind a Power Automate flow and behind the retired connectors. */
export async function startMicrosoftTeams(
	options: MicrosoftTeamsOptions = {},
): Promise<MicrosoftTeamsStandIn> {
	const now = options.now ?? Date.now;
	const sig = options.sig ?? 'teamsSignatureSecret-0123456789abcdefghijk';
	const expansion = options.expansion ?? EXPANSION;
	const messages: TeamsMessage[] = [];
	const lost: LostMessage[] = [];
	// learn.microsoft.com, "Rate limiting for connectors": four requests a second.
	const lately = new SlidingWindow(1000, now);

	function throttled(): boolean {
		if (options.throttle !== true) return false;
		if (lately.count >= 4) return true;
		lately.add();
		return false;
	}

	function lose(via: LostMessage['via'], request: RecordedRequest, reason: string): void {
		lost.push({ via, reason, body: request.body, at: request.at });
	}

	function tooLarge(request: RecordedRequest): boolean {
		return request.bytes.length * expansion > MAX_MESSAGE_BYTES;
	}

	/** Posts what is a message, and tells what is wrong with one that is not. */
	function post(via: TeamsMessage['via'], request: RecordedRequest): string | undefined {
		const message = readMessage(request.json);
		if ('reason' in message) return message.reason;
		const problems = message.cards.flatMap((card) => cardProblems(card, options.knownUsers));
		if (problems.length > 0) return problems.join('; ');
		for (const card of message.cards) {
			messages.push({ via, card, at: request.at, bytes: request.bytes.length });
		}
		return undefined;
	}

	function workflows(request: RecordedRequest, id: string): Answer {
		if (request.query['api-version'] === undefined) {
			return powerAutomateError(
				400,
				'MissingApiVersionParameter',
				'The api-version query parameter (?api-version=) is required for all requests.',
			);
		}
		if (request.query.sig === undefined) {
			// ericferon/glpi-webhook#51
			return powerAutomateError(
				401,
				'DirectApiAuthorizationRequired',
				'The request must be authenticated only by Shared Access scheme.',
			);
		}
		if (request.query.sig !== sig) {
			return powerAutomateError(
				401,
				'AuthorizationFailed',
				'The authentication credentials are not valid.',
			);
		}
		if (id !== WORKFLOW) {
			return powerAutomateError(
				404,
				'WorkflowNotFound',
				`The workflow '${id}' could not be found.`,
			);
		}
		if (!standIn.flowEnabled) {
			return powerAutomateError(
				400,
				'WorkflowTriggerIsNotEnabled',
				`Could not execute workflow '${id}' trigger 'manual' with state 'Disabled': trigger is not enabled.`,
			);
		}
		if (throttled()) {
			return {
				...powerAutomateError(429, 'WorkflowTriggerRequestsThrottled', 'Rate limit is exceeded.'),
				headers: { 'retry-after': String(Math.ceil(lately.untilFreeMs / 1000)) },
			};
		}
		// Accepted is not posted: the flow fails later (Skitionek/notify-microsoft-teams#98).
		const reason = tooLarge(request) ? 'MessageSizeExceeded' : post('workflows', request);
		if (reason !== undefined) lose('workflows', request, reason);
		return { status: 202, headers: { 'x-ms-workflow-run-id': `run-${request.at}` } };
	}

	function connector(request: RecordedRequest): Answer {
		const failed = (answer: Answer, reason: string) => {
			lose('connector', request, reason);
			return answer;
		};
		// Older paths answer 413: grafana/grafana#68171, EvotecIT/PSTeams#53.
		if (tooLarge(request)) {
			return failed({ status: 413, body: 'Request Entity Too Large' }, 'MessageSizeExceeded');
		}
		if (throttled()) return failed({ status: 200, body: connectorFailure(429) }, 'throttled');
		if (standIn.connectorError !== undefined) {
			return failed({ status: 200, body: standIn.connectorError }, standIn.connectorError);
		}
		const { json } = request;
		if (isObject(json) && (json['@type'] === 'MessageCard' || typeof json.text === 'string')) {
			if (!json.text && !json.summary && !json.title) {
				return failed({ status: 400, body: 'Summary or Text is required.' }, 'no summary or text');
			}
			messages.push({ via: 'connector', card: json, at: request.at, bytes: request.bytes.length });
			return { status: 200, body: '1' };
		}
		if (!isObject(json)) {
			const text = 'Bad payload received by generic incoming webhook.';
			return failed({ status: 400, body: text }, text);
		}
		const reason = post('connector', request);
		if (reason === undefined) return { status: 200, body: '1' };
		return failed({ status: 200, body: connectorFailure(400) }, reason);
	}

	const server = await startServer(
		(request) => {
			const flow = WORKFLOWS_PATH.exec(request.path);
			const isConnector = CONNECTOR_PATH.test(request.path);
			if (flow === null && !isConnector) return { status: 404, body: 'Not Found' };
			if (request.method !== 'POST') return { status: 405, body: 'Method Not Allowed' };
			return flow === null ? connector(request) : workflows(request, flow[1]);
		},
		{ now },
	);
	const direct = `${server.url}/powerautomate/automations/direct`;
	const invoke = `workflows/${WORKFLOW}/triggers/manual/paths/invoke?api-version=1`;
	const secret = `&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=${encodeURIComponent(sig)}`;
	const ids = '7f2a1c3e-0000-4a5b-8c9d-111122223333';
	const standIn: MicrosoftTeamsStandIn = Object.assign(server, {
		workflowUrl: `${direct}/${invoke}${secret}`,
		workflowUrlWithUnit: `${direct}/cu/16/${invoke}${secret}`,
		unsignedUrl: `${direct}/${invoke}`,
		connectorUrl: `${server.url}/webhookb2/${ids}@${ids}/IncomingWebhook/${WORKFLOW}/${ids}`,
		messages,
		lost,
		flowEnabled: true,
		connectorError: undefined,
	});
	return standIn;
}
