import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { bugsinkCredential } from '../shared/bugsink/credentialTest';
import { searchProjects } from '../shared/bugsink/pickers';
import { pollChanges } from './poll';
import { resolutionTriggerProperties } from './properties';

export class BugsinkResolutionTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bugsink Issue Trigger',
		name: 'bugsinkResolutionTrigger',
		icon: {
			light: 'file:bugsinkResolutionTrigger.svg',
			dark: 'file:bugsinkResolutionTrigger.dark.svg',
		},
		group: ['trigger'],
		// Version 1 knew only what people do; see `reasonsOf`.
		version: [1, 1.1],
		defaultVersion: 1.1,
		subtitle:
			'={{ $parameter["reasons"].map((reason) => reason.charAt(0) + reason.slice(1).toLowerCase()).join(", ") || "All changes" }}',
		description:
			'Starts the workflow when issues are new, come back, get frequent, or are resolved, reopened or muted in Bugsink; asks Bugsink, so it needs no public address',
		eventTriggerDescription: '',
		activationMessage: 'What happens to issues in Bugsink from now on starts this workflow.',
		defaults: { name: 'Bugsink Issue Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'bugsinkApi', required: true, testedBy: 'bugsinkCredential' }],
		builderHint: {
			searchHint:
				'Polls Bugsink for new, regressed, resolved and muted issues, without a public address',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-bugsink.bugsinkTrigger',
					relationHint: 'The same by webhook, at once',
				},
				{
					nodeType: 'n8n-nodes-bugsink.bugsinkJiraCloud',
					relationHint: 'With the operation Resolve, closes the ticket of a resolved issue',
				},
			],
		},
		properties: resolutionTriggerProperties,
	};

	methods = { credentialTest: { bugsinkCredential }, listSearch: { searchProjects } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollChanges(this);
	}
}
