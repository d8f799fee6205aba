import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { githubCredential } from '../BugsinkGithubIssues/credentialTest';
import { searchRepositories } from '../BugsinkGithubIssues/pickers';
import { jiraCredential } from '../BugsinkJiraCloud/credentialTest';
import { searchProjects } from '../BugsinkJiraCloud/pickers';
import { pollTickets } from './poll';
import { ticketTriggerProperties } from './properties';

export class BugsinkTicketTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bugsink Ticket Trigger',
		name: 'bugsinkTicketTrigger',
		icon: { light: 'file:bugsinkTicketTrigger.svg', dark: 'file:bugsinkTicketTrigger.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["tracker"] === "jiraCloud" ? "Jira Cloud" : "GitHub Issues" }}',
		description:
			'Starts the workflow when people close or reopen the tickets of Bugsink alerts in Jira or on GitHub; asks there, so it needs no webhook and no administrator',
		eventTriggerDescription: '',
		activationMessage: 'What people do to the tickets from now on starts this workflow.',
		defaults: { name: 'Bugsink Ticket Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'bugsinkJiraCloudApi',
				required: true,
				testedBy: 'jiraCredential',
				displayOptions: { show: { tracker: ['jiraCloud'] } },
			},
			{
				name: 'bugsinkGithubIssuesApi',
				required: true,
				testedBy: 'githubCredential',
				displayOptions: { show: { tracker: ['githubIssues'] } },
			},
		],
		builderHint: {
			searchHint: 'Polls Jira or GitHub for closed and reopened tickets of Bugsink alerts',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-bugsink.bugsink',
					relationHint:
						'With the operation Follow Ticket, resolves or mutes the issue of the ticket',
				},
			],
		},
		properties: ticketTriggerProperties,
	};

	methods = {
		credentialTest: { githubCredential, jiraCredential },
		listSearch: { searchProjects, searchRepositories },
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollTickets(this);
	}
}
