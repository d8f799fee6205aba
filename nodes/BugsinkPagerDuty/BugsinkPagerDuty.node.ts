import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { checkCredential } from '../shared/node/credentialTest';
import { destinationNode, destinationProperties, subtitle } from '../shared/node/properties';
import { runDestination } from '../shared/node/run';
import { pagerDuty } from './pagerDuty';
import { pagerDutyOperations, pagerDutyOptions, pagerDutyProperties } from './properties';
import { checkPagerDutyCredential } from './settings';

export class BugsinkPagerDuty implements INodeType {
	description: INodeTypeDescription = {
		...destinationNode('Bugsink to PagerDuty'),
		name: 'bugsinkPagerDuty',
		icon: { light: 'file:bugsinkPagerDuty.svg', dark: 'file:bugsinkPagerDuty.dark.svg' },
		subtitle,
		description: 'Open, acknowledge and resolve PagerDuty incidents for Bugsink alerts',
		usableAsTool: true,
		credentials: [{ name: 'bugsinkPagerDutyApi', required: true, testedBy: 'pagerDutyCredential' }],
		builderHint: {
			searchHint: 'Opens, acknowledges and resolves PagerDuty incidents for Bugsink alerts',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-bugsink.bugsinkTrigger',
					relationHint: 'Starts the workflow with a Bugsink alert, which is what this node reads',
				},
				{
					nodeType: 'n8n-nodes-bugsink.bugsink',
					relationHint:
						'Put it in front to add environment, release, tags and stack trace to the alert',
				},
				{
					nodeType: 'n8n-nodes-bugsink.bugsinkResolutionTrigger',
					relationHint: 'Starts a workflow in which the operation Resolve closes what was opened',
				},
			],
		},
		properties: destinationProperties(pagerDutyProperties, pagerDutyOptions, pagerDutyOperations),
	};

	methods = { credentialTest: { pagerDutyCredential: checkCredential(checkPagerDutyCredential) } };

	async execute(this: IExecuteFunctions) {
		return [await runDestination(this, pagerDuty)];
	}
}
