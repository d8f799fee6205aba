/* eslint-disable @n8n/community-nodes/no-credential-reuse, @n8n/community-nodes/valid-credential-references -- not listed in package.json, since it is no part of the package */
import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { checkCredential } from '../../../../nodes/shared/node/credentialTest';
import {
	destinationNode,
	destinationProperties,
	subtitle,
} from '../../../../nodes/shared/node/properties';
import { runDestination } from '../../../../nodes/shared/node/run';
import { checkDiscordCredential, discord } from './discord';
import { discordOptions, discordProperties } from './properties';

export class BugsinkDiscord implements INodeType {
	description: INodeTypeDescription = {
		...destinationNode('Bugsink to Discord'),
		name: 'bugsinkDiscord',
		icon: { light: 'file:bugsinkDiscord.svg', dark: 'file:bugsinkDiscord.dark.svg' },
		subtitle,
		description: 'Post Bugsink alerts into a Discord channel',
		usableAsTool: true,
		credentials: [{ name: 'bugsinkDiscordApi', required: true, testedBy: 'discordCredential' }],
		properties: destinationProperties(discordProperties, discordOptions),
	};

	methods = { credentialTest: { discordCredential: checkCredential(checkDiscordCredential) } };

	async execute(this: IExecuteFunctions) {
		return [await runDestination(this, discord)];
	}
}
