import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { checkCredential } from '../shared/node/credentialTest';
import {
	alertProperty,
	operationProperty,
	operationSubtitle,
	optionsProperty,
} from '../shared/node/properties';
import { runDestination } from '../shared/node/run';
import { checkPagerDutyCredential, pagerDuty } from './pagerDuty';
import { pagerDutyOperations, pagerDutyOptions, pagerDutyProperties } from './properties';

export class BugsinkPagerDuty implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bugsink to PagerDuty',
		name: 'bugsinkPagerDuty',
		icon: { light: 'file:bugsinkPagerDuty.svg', dark: 'file:bugsinkPagerDuty.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: operationSubtitle,
		description: 'Open, acknowledge and resolve PagerDuty incidents for Bugsink alerts',
		defaults: { name: 'Bugsink to PagerDuty' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'bugsinkPagerDutyApi', required: true, testedBy: 'pagerDutyCredential' }],
		properties: [
			operationProperty(pagerDutyOperations),
			alertProperty,
			...pagerDutyProperties,
			optionsProperty(pagerDutyOptions, ['acknowledge', 'resolve']),
		],
	};

	methods = { credentialTest: { pagerDutyCredential: checkCredential(checkPagerDutyCredential) } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runDestination(this, pagerDuty)];
	}
}
