import type { INodeProperties } from 'n8n-workflow';

export const DEFAULT_COLOR = '#d63333';

export const teamsProperties: INodeProperties[] = [
	{
		displayName: 'Channel Name',
		name: 'channelName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Checkout alerts',
		description:
			'A name for your own orientation, shown on the card and in the output. The webhook URL alone decides in which channel the card appears.',
	},
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
		displayName: 'Theme Color',
		name: 'themeColor',
		type: 'color',
		default: DEFAULT_COLOR,
		description:
			"Accent of the card. Adaptive Cards know only red, yellow, green, blue and grey, so the nearest of these is taken. By default the reason of the alert decides instead: see 'Color by Reason' under Options.",
	},
];

export const teamsOptions: INodeProperties[] = [
	{
		displayName: 'Color by Reason',
		name: 'colorByReason',
		type: 'boolean',
		default: true,
		description:
			"Whether the reason of the alert decides on the accent: red for new, yellow for regressed and unmuted, blue for a test. 'Theme Color' then counts for other reasons only.",
	},
	{
		displayName: 'Format',
		name: 'format',
		type: 'options',
		options: [
			{
				name: 'Adaptive Card',
				value: 'adaptiveCard',
				description: 'For Workflows, and for connectors that still exist',
			},
			{
				name: 'Automatic',
				value: 'auto',
				description: 'An Adaptive Card, which every Teams webhook takes',
			},
			{
				name: 'MessageCard (Legacy)',
				value: 'messageCard',
				description: 'For systems that still take it; keeps the exact color, without mentions',
			},
		],
		default: 'auto',
		description: 'What kind of card to send',
	},
];
