import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { checkCredential } from '../shared/node/credentialTest';
import { destinationNode, destinationProperties, subtitle } from '../shared/node/properties';
import { runDestination } from '../shared/node/run';
import { checkPagerDutyCredential, pagerDuty } from './pagerDuty';
import { pagerDutyOperations, pagerDutyOptions, pagerDutyProperties } from './properties';

export class BugsinkPagerDuty implements INodeType {
	description: INodeTypeDescription = {
		...destinationNode('Bugsink to PagerDuty'),
		name: 'bugsinkPagerDuty',
		icon: { light: 'file:bugsinkPagerDuty.svg', dark: 'file:bugsinkPagerDuty.dark.svg' },
		subtitle,
		description: 'Open, acknowledge and resolve PagerDuty incidents for Bugsink alerts',
		usableAsTool: true,
		credentials: [{ name: 'bugsinkPagerDutyApi', required: true, testedBy: 'pagerDutyCredential' }],
		properties: destinationProperties(pagerDutyProperties, pagerDutyOptions, pagerDutyOperations),
	};

	methods = { credentialTest: { pagerDutyCredential: checkCredential(checkPagerDutyCredential) } };

	async execute(this: IExecuteFunctions) {
		return [await runDestination(this, pagerDuty)];
	}
}
