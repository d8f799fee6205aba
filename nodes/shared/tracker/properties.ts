import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Parameters } from '../parameters';

export function resolveOperation(description: string, action: string): INodePropertyOptions {
	return { name: 'Resolve', value: 'resolve', description, action };
}

/** Everything but the fields that only a new ticket has. */
export const notResolving: INodeProperties['displayOptions'] = { hide: { operation: ['resolve'] } };

export function onlyNewIssuesProperty(description: string): INodeProperties {
	return {
		displayName: 'Only New Issues',
		name: 'onlyNewIssues',
		type: 'boolean',
		default: true,
		displayOptions: notResolving,
		description,
	};
}

/**
 * Days after which a closed ticket stays closed. Long enough that a bug which comes back after the
 * next release reopens its ticket, short enough that last year's ticket stays closed. SigNoz takes 3
 * days; jiralert's 0 was found confusing (prometheus-community/jiralert#50).
 */
const DEFAULT_REOPEN_WINDOW_DAYS = 30;
const MAX_REOPEN_WINDOW_DAYS = 3650;

const ON_EXISTING = ['comment', 'createAnother', 'ignore', 'update'] as const;
const ON_REGRESSION = ['comment', 'create', 'ignore', 'reopenAndComment'] as const;
const WHEN_ONE_EXISTS = { Issue: 'When an Issue Exists', Ticket: 'When a Ticket Exists' };
const WHEN_IT_COMES_BACK = 'When the Error Comes Back';

/** What a tracker does with an alert for which there may be a ticket. */
export interface TicketRules {
	onlyNewIssues: boolean;
	onExisting: (typeof ON_EXISTING)[number];
	onRegression: (typeof ON_REGRESSION)[number];
	/** Days after closing in which a ticket is reopened. */
	reopenWindowDays: number;
}

type Noun = keyof typeof WHEN_ONE_EXISTS;

/** What a tracker calls a ticket, and its own words for each choice. */
interface TicketWords {
	noun: Noun;
	reopenWindow: string;
	onRegression: Record<'comment' | 'create' | 'reopenAndComment' | 'description', string>;
	onExisting: Record<'update' | 'description', string>;
}

const IGNORE = {
	name: 'Ignore',
	value: 'ignore',
	description: 'Do nothing and say so in the output',
};

/** The fields for tickets that exist. */
export function ticketOptions(words: TicketWords): INodeProperties[] {
	const { noun, onRegression, onExisting } = words;
	return [
		{
			displayName: 'Reopen Window (Days)',
			name: 'reopenWindowDays',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: MAX_REOPEN_WINDOW_DAYS },
			default: DEFAULT_REOPEN_WINDOW_DAYS,
			description: words.reopenWindow,
		},
		{
			displayName: WHEN_IT_COMES_BACK,
			name: 'onRegression',
			type: 'options',
			options: [
				{ name: 'Comment', value: 'comment', description: onRegression.comment },
				IGNORE,
				{ name: `Open a New ${noun}`, value: 'create', description: onRegression.create },
				{
					name: 'Reopen and Comment',
					value: 'reopenAndComment',
					description: onRegression.reopenAndComment,
				},
			],
			default: 'reopenAndComment',
			description: onRegression.description,
		},
		{
			displayName: WHEN_ONE_EXISTS[noun],
			name: 'onExisting',
			type: 'options',
			options: [
				{ name: 'Comment', value: 'comment', description: 'Say what changed' },
				IGNORE,
				{
					name: `Open Another ${noun}`,
					value: 'createAnother',
					description: 'One for each alert',
				},
				{ name: 'Update', value: 'update', description: onExisting.update },
			],
			default: 'comment',
			description: onExisting.description,
		},
	];
}

/** @throws {InvalidSetting} */
export function readTicketRules(parameters: Parameters, noun: Noun): TicketRules {
	return {
		onlyNewIssues: parameters.boolean('onlyNewIssues', true),
		onExisting: parameters.choice(
			'options.onExisting',
			WHEN_ONE_EXISTS[noun],
			ON_EXISTING,
			'comment',
		),
		onRegression: parameters.choice(
			'options.onRegression',
			WHEN_IT_COMES_BACK,
			ON_REGRESSION,
			'reopenAndComment',
		),
		reopenWindowDays: parameters.wholeNumber(
			'options.reopenWindowDays',
			'Reopen Window',
			DEFAULT_REOPEN_WINDOW_DAYS,
			0,
			MAX_REOPEN_WINDOW_DAYS,
		),
	};
}
