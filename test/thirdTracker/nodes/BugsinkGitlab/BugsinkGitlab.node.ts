/* eslint-disable @n8n/community-nodes/no-credential-reuse, @n8n/community-nodes/valid-credential-references -- not listed in package.json, since it is no part of the package */
import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { checkCredential } from '../../../../nodes/shared/node/credentialTest';
import {
	destinationNode,
	destinationProperties,
	subtitle,
} from '../../../../nodes/shared/node/properties';
import { runDestination } from '../../../../nodes/shared/node/run';
import { checkGitlabCredential, gitlab } from './gitlab';
import { gitlabOperations, gitlabOptions, gitlabProperties } from './properties';

export class BugsinkGitlab implements INodeType {
	description: INodeTypeDescription = {
		...destinationNode('Bugsink to GitLab Issues'),
		name: 'bugsinkGitlab',
		icon: { light: 'file:bugsinkGitlab.svg', dark: 'file:bugsinkGitlab.dark.svg' },
		subtitle,
		description: 'Turn Bugsink alerts into GitLab issues, one for each issue',
		usableAsTool: true,
		credentials: [{ name: 'bugsinkGitlabApi', required: true, testedBy: 'gitlabCredential' }],
		properties: destinationProperties(gitlabProperties, gitlabOptions, gitlabOperations),
	};

	methods = { credentialTest: { gitlabCredential: checkCredential(checkGitlabCredential) } };

	async execute(this: IExecuteFunctions) {
		return [await runDestination(this, gitlab)];
	}
}
