import type { INodeProperties } from 'n8n-workflow';

import { githubProperties } from '../BugsinkGithubIssues/properties';
import { jiraOptions, jiraProperties } from '../BugsinkJiraCloud/properties';
import { keepHiddenValues } from '../shared/node/keptValues';

const onJira: INodeProperties['displayOptions'] = { show: { tracker: ['jiraCloud'] } };
const onGithub: INodeProperties['displayOptions'] = { show: { tracker: ['githubIssues'] } };

/** A field of a destination node, in words of this one. */
function like(fields: INodeProperties[], name: string, changes: Partial<INodeProperties>) {
	const field = fields.find((one) => one.name === name) as INodeProperties;
	return { ...field, ...changes };
}

export const ticketTriggerProperties = keepHiddenValues([
	{
		displayName: 'Tracker',
		name: 'tracker',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'GitHub Issues', value: 'githubIssues' },
			{ name: 'Jira Cloud', value: 'jiraCloud' },
		],
		default: 'jiraCloud',
		description: 'Where the tickets are',
	},
	like(jiraProperties, 'projectKey', {
		displayOptions: onJira,
		description: 'Whose tickets to watch. Those that were moved out of it are watched as well.',
	}),
	like(githubProperties, 'repository', {
		displayOptions: onGithub,
		description: 'Whose issues to watch',
	}),
	{
		// n8n lists the choices of a field of this label as actions in its node panel.
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		options: [
			{
				name: 'Closed',
				value: 'closed',
				description: 'Somebody closed the ticket as done',
				action: 'On closed ticket',
			},
			{
				name: 'Reopened',
				value: 'reopened',
				description: 'Somebody reopened the ticket',
				action: 'On reopened ticket',
			},
			{
				name: "Won't Do",
				value: 'wontDo',
				description: "Somebody closed the ticket as won't do, not planned, cancelled or the like",
				action: "On ticket closed as won't do",
			},
		],
		default: ['closed', 'wontDo', 'reopened'],
		description: 'What people do to a ticket that starts the workflow. Empty: every event.',
	},
	{
		displayName:
			"Duplicates, test tickets and what these nodes do themselves start nothing. Use an account of its own for the credential: what its owner does by hand counts as the nodes' work.",
		name: 'ownNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Count Bots',
				name: 'countBots',
				type: 'boolean',
				default: false,
				description:
					'Whether tickets that a bot or an automation closes or reopens start the workflow too. Off, a stale bot does nothing; on, an automation that closes tickets when a fix is merged counts.',
			},
			like(jiraOptions, 'wontDoNames', {
				displayOptions: { show: { '/tracker': ['jiraCloud'] } },
				description:
					"Further names of statuses and resolutions that mean that a person decided not to fix it, comma-separated. The usual names, such as Won't Do, Declined or By Design, are known.",
			}),
		],
	},
]);
