import { SEND_AND_WAIT_OPERATION, type INodeProperties } from 'n8n-workflow';

import { limitProperty } from '../shared/limit/rules';
import { sendAsProperty } from '../shared/node/sendAs';
import { additionalTextProperty, factsProperty, titleProperty } from '../shared/words';

export const DEFAULT_COLOR = '#d63333';

export const teamsProperties: INodeProperties[] = [
	{
		displayName: 'Mention Users',
		name: 'mentionUsers',
		type: 'string',
		default: '',
		placeholder: 'e.g. jo@example.com, Ada <ada@example.com>',
		description:
			'Comma-separated sign-in names (user principal names) of those to mention, each with or without a display name in front. Test messages mention nobody.',
	},
	{
		displayName: 'Channel Name',
		name: 'channelName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Checkout alerts',
		description:
			'A label for your own reference, shown on the card and in the output. The webhook URL alone decides in which channel the card appears.',
	},
	{
		displayName: 'Theme Color',
		name: 'themeColor',
		type: 'color',
		default: DEFAULT_COLOR,
		// One of the two decides, so only one is to be seen.
		displayOptions: { show: { '/options.colorByReason': [false] } },
		description:
			'Accent of the card. Adaptive Cards know only red, yellow, green, blue and grey, so the nearest of these is used.',
	},
];

/** A question is asked about each alert, whatever else is sent. */
const notAsking = { displayOptions: { hide: { '/operation': [SEND_AND_WAIT_OPERATION] } } };

export const teamsOptions: INodeProperties[] = [
	{
		displayName: 'Color by Reason',
		name: 'colorByReason',
		type: 'boolean',
		default: true,
		description:
			"Whether the reason of the alert decides on the accent: red for new, yellow for regressed and unmuted, blue for a test. Switch it off to choose a color of your own in 'Theme Color', which then appears.",
	},
	{
		displayName: 'Format',
		name: 'format',
		type: 'options',
		...notAsking,
		options: [
			{
				name: 'Adaptive Card',
				value: 'adaptiveCard',
				description: 'For Workflows, and for connectors that still exist',
			},
			{
				name: 'Automatic',
				value: 'auto',
				description: 'An Adaptive Card, which every Teams webhook accepts',
			},
			{
				name: 'MessageCard (Legacy)',
				value: 'messageCard',
				description: 'For systems that still accept it; keeps the exact color, without mentions',
			},
		],
		default: 'auto',
		description: 'What kind of card to send',
	},
	titleProperty('title', 'card'),
	additionalTextProperty('card'),
	factsProperty(),
	{ ...notAsking, ...limitProperty('cards') },
	{ ...notAsking, ...sendAsProperty('card') },
];
