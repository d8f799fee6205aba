import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { bugsinkCredential } from '../Bugsink/credentialTest';
import { searchProjects } from '../Bugsink/pickers';
import { pollChanges } from './poll';
import { resolutionTriggerProperties } from './properties';

export class BugsinkResolutionTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bugsink Resolutions Trigger',
		name: 'bugsinkResolutionTrigger',
		icon: {
			light: 'file:bugsinkResolutionTrigger.svg',
			dark: 'file:bugsinkResolutionTrigger.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ $parameter["reasons"].map((reason) => reason.charAt(0) + reason.slice(1).toLowerCase()).join(", ") || "All changes" }}',
		description: 'Starts the workflow when issues are resolved, reopened or muted in Bugsink',
		eventTriggerDescription: '',
		activationMessage: 'Issues that are resolved in Bugsink from now on start this workflow.',
		defaults: { name: 'Bugsink Resolutions Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'bugsinkApi', required: true, testedBy: 'bugsinkCredential' }],
		properties: resolutionTriggerProperties,
	};

	methods = { credentialTest: { bugsinkCredential }, listSearch: { searchProjects } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollChanges(this);
	}
}
