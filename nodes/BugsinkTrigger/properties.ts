import type { INodeProperties } from 'n8n-workflow';

import { reasonsProperty } from '../shared/node/properties';

export const triggerProperties: INodeProperties[] = [
	{
		displayName:
			"In Bugsink:<ul><li>Open the project and click the megaphone (Alerting Settings).</li><li>Click 'Add' and choose 'Custom', or 'Slack' where there is no 'Custom': it works the same, with fewer details.</li><li>Paste the 'Production URL' from above, save, and press 'Test'.</li></ul>The test is an alert too: destinations mark it as a test and send it. To stop it here, set 'Test Alerts' under Options.",
		name: 'setUpNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName:
			'n8n on a private or Docker address? Bugsink refuses those until it runs with ALERTS_WEBHOOK_DENY_NON_GLOBAL=false; its allow list does not lift that.',
		name: 'privateAddressNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		options: [
			{
				name: 'None',
				value: 'none',
				description: 'The address alone is the secret: it cannot be guessed',
			},
			{
				name: 'Token or Password',
				value: 'bugsinkTriggerApi',
				description:
					'Bugsink sends a token, or a user and a password, in the address. Other senders may put the token into the header X-Bugsink-Token.',
			},
		],
		default: 'none',
		description: 'How a sender proves that it may start the workflow',
	},
	reasonsProperty(
		[
			{
				name: 'New',
				value: 'NEW',
				description: 'An issue appeared for the first time',
				action: 'On new issue',
			},
			{
				name: 'Other',
				value: 'OTHER',
				description: 'Reasons that later Bugsink versions may add',
				action: 'On any other reason',
			},
			{
				name: 'Regressed',
				value: 'REGRESSED',
				description: 'A resolved issue came back',
				action: 'On regression',
			},
			{
				name: 'Unmuted',
				value: 'UNMUTED',
				description: 'A muted issue is active again',
				action: 'On unmuted issue',
			},
		],
		[],
	),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Error Types',
				name: 'errorTypes',
				type: 'string',
				default: '',
				placeholder: 'e.g. TimeoutError, /^Value/',
				description:
					'Start only for these error types: text that the type contains, or a pattern between slashes; comma-separated, or one per line',
			},
			{
				displayName: 'Projects',
				name: 'projects',
				type: 'string',
				default: '',
				placeholder: 'e.g. Checkout API, 7',
				description:
					'Start only for these Bugsink projects: names, IDs or patterns of names between slashes, comma-separated or one per line; a name with a comma in quotes',
			},
			{
				displayName: 'Test Alerts',
				name: 'testAlerts',
				type: 'options',
				options: [
					{ name: 'Drop', value: 'drop', description: 'Answer Bugsink, but start nothing' },
					{ name: 'Pass', value: 'pass', description: 'Start the workflow, marked as a test' },
				],
				default: 'pass',
				description: "What to do with the alert that Bugsink's Test button sends",
			},
		],
	},
];
