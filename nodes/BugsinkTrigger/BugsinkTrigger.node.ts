import {
	NodeConnectionTypes,
	NodeOperationError,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { checkCredential } from '../shared/node/credentialTest';
import { checkTriggerCredential } from './authentication';
import { invalidPattern } from './filters';
import { triggerProperties } from './properties';
import { receiveAlert } from './receive';

/** Nothing to call: Bugsink is the one that calls. */
const READY =
	'Only the format was checked. Put the same into the address in Bugsink, and press Test there.';

export class BugsinkTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bugsink Trigger',
		name: 'bugsinkTrigger',
		icon: { light: 'file:bugsinkTrigger.svg', dark: 'file:bugsinkTrigger.dark.svg' },
		group: ['trigger'],
		// n8n evaluates an expression for every call of a webhook of version 1, and of no other. Without
		// it, and with N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true, alerts are answered five times as fast.
		version: [1, 1.1],
		defaultVersion: 1.1,
		subtitle:
			'={{ $parameter["reasons"].map((reason) => reason.charAt(0) + reason.slice(1).toLowerCase()).join(", ") || "All alerts" }}',
		description: 'Starts the workflow when Bugsink raises an alert',
		eventTriggerDescription: 'Waiting for Bugsink: press Test in its Alerting Settings',
		activationMessage: 'Bugsink alerts now start this workflow.',
		defaults: { name: 'Bugsink Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'bugsinkTriggerApi',
				required: true,
				testedBy: 'triggerCredential',
				displayOptions: { show: { authentication: ['bugsinkTriggerApi'] } },
			},
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				// Without it n8n answers the name of its own default instead of what `webhook` returns.
				responseData: '',
				path: 'bugsink',
			},
		],
		triggerPanel: {
			header: '',
			executionsHelp: {
				inactive:
					'<b>To try it</b>, click the button, copy the test URL into a Custom alert in Bugsink and press its Test button.<br><br><b>When it works</b>, publish the workflow (Activate in n8n 1.x) and put the production URL into Bugsink.',
				active:
					'<b>To try changes</b>, click the button and let Bugsink send to the test URL.<br><br><b>The production URL</b> works all the time while the workflow is published (active in n8n 1.x); its runs are in the executions list.',
			},
			activationHint:
				'Once the workflow is published (Activate in n8n 1.x), Bugsink’s alerts to the production URL start it.',
		},
		builderHint: {
			searchHint: 'Starts the workflow when Bugsink sends an alert to a webhook',
			relatedNodes: [
				{ nodeType: 'n8n-nodes-bugsink.bugsink', relationHint: 'Adds event details to the alert' },
				{ nodeType: 'n8n-nodes-bugsink.bugsinkJiraCloud', relationHint: 'Opens a Jira ticket' },
				{ nodeType: 'n8n-nodes-bugsink.bugsinkGithubIssues', relationHint: 'Opens a GitHub issue' },
				{ nodeType: 'n8n-nodes-bugsink.bugsinkMicrosoftTeams', relationHint: 'Posts a card' },
				{ nodeType: 'n8n-nodes-bugsink.bugsinkPagerDuty', relationHint: 'Opens an incident' },
				{
					nodeType: 'n8n-nodes-bugsink.bugsinkWebhook',
					relationHint: 'Sends JSON to any endpoint',
				},
			],
		},
		properties: triggerProperties,
	};

	methods = {
		credentialTest: { triggerCredential: checkCredential(checkTriggerCredential, READY) },
	};

	webhookMethods = {
		default: {
			// Bugsink has no API to register an address: a person pastes it there.
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			/** Activation is the last moment at which a person sees that a filter cannot work. */
			async create(this: IHookFunctions): Promise<boolean> {
				for (const field of ['errorTypes', 'projects'] as const) {
					const value = String(this.getNodeParameter(`options.${field}`, '') ?? '');
					const because = invalidPattern(field, value);
					if (because === undefined) continue;
					throw new NodeOperationError(this.getNode(), because.message, {
						description: because.hint,
					});
				}
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveAlert(this);
	}
}
