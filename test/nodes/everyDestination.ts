/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import type { DiscordStandIn } from '../sixthDestination/standIn';
import type { AllStandIns } from '../standins';

/** Planted, and never to be seen again. */
export const PLANTED = {
	jira: 'jira-T0ken-ABCDEFGH12345678',
	github: 'github_T0ken_ABCDEFGH12345678',
	teams: 'S1gnature-ABCDEFGH12345678',
	pagerDuty: 'A0UT1NGKEY1234567890ABCDEFGHIJKL',
	webhook: 'h00k-path-ABCDEFGH12345678',
	header: 'header-S3cret-ABCDEFGH',
	discord: 'discord-T0ken-ABCDEFGH12345678',
};

/** What Jira gets of it. */
export const basicLogin = Buffer.from(`ada@example.com:${PLANTED.jira}`).toString('base64');

export type Services = AllStandIns & { discord: DiscordStandIn };

export const ROOT = join(__dirname, '..', '..');

export interface Case {
	node: string;
	destination: string;
	parameters: IDataObject;
	credentials: (services: Services) => ICredentialDataDecryptedObject;
	secrets: string[];
	/** Where its folder is. */
	root?: string;
}

export const CASES: Case[] = [
	{
		node: 'bugsinkJiraCloud',
		destination: 'jiraCloud',
		secrets: [PLANTED.jira, basicLogin],
		parameters: {
			projectKey: { __rl: true, mode: 'key', value: 'OPS' },
			issueType: { __rl: true, mode: 'name', value: 'Bug' },
		},
		credentials: ({ jira }) => ({
			jiraUrl: jira.url,
			userEmail: jira.email,
			apiToken: PLANTED.jira,
		}),
	},
	{
		node: 'bugsinkGithubIssues',
		destination: 'githubIssues',
		secrets: [PLANTED.github],
		parameters: { repository: { __rl: true, mode: 'name', value: 'acme/shop' } },
		credentials: ({ github }) => ({ apiUrl: github.url, accessToken: PLANTED.github }),
	},
	{
		node: 'bugsinkMicrosoftTeams',
		destination: 'microsoftTeams',
		secrets: [PLANTED.teams],
		parameters: {},
		credentials: ({ microsoftTeams }) => ({ webhookUrl: microsoftTeams.workflowUrl }),
	},
	{
		node: 'bugsinkPagerDuty',
		destination: 'pagerDuty',
		secrets: [PLANTED.pagerDuty],
		parameters: {},
		credentials: ({ pagerDuty }) => ({
			region: 'custom',
			eventsUrl: pagerDuty.url,
			routingKey: PLANTED.pagerDuty,
		}),
	},
	{
		node: 'bugsinkWebhook',
		destination: 'webhook',
		secrets: [PLANTED.webhook, PLANTED.header],
		parameters: {},
		credentials: ({ webhook }) => ({
			webhookUrl: `${webhook.url}/${PLANTED.webhook}?key=${PLANTED.webhook}`,
			secretHeader: 'X-Secret',
			secretValue: PLANTED.header,
		}),
	},
	{
		node: 'bugsinkDiscord',
		destination: 'discord',
		secrets: [PLANTED.discord],
		parameters: {},
		credentials: ({ discord }) => ({ webhookUrl: discord.webhookUrl }),
		root: join(ROOT, 'test', 'sixthDestination'),
	},
];
