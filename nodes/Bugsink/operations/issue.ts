import type { IDataObject } from 'n8n-workflow';

import type { JsonObject } from '../../shared/alert/fields';
import { DeliveryFailure, InvalidSetting } from '../../shared/delivery/failure';
import type { BugsinkClient } from '../api';
import { hasComment } from '../history';
import { issueId, issueOutput, limitOf, projectId, type Call, type Operation } from './operation';

const STATES = ['all', 'muted', 'open', 'resolved', 'unresolved'] as const;
const SORTS = ['digested_event_count', 'digest_order', 'last_seen'] as const;
const PERIODS = ['day', 'hour', 'minute', 'month', 'week', 'year'] as const;

const isIn: Record<(typeof STATES)[number], (issue: JsonObject) => boolean> = {
	all: () => true,
	muted: (issue) => issue.is_muted === true && issue.is_resolved !== true,
	open: (issue) => issue.is_muted !== true && issue.is_resolved !== true,
	resolved: (issue) => issue.is_resolved === true,
	unresolved: (issue) => issue.is_resolved !== true,
};

/**
 * Changes an issue's state. Bugsink answers 400 where there is nothing to change ("Issue is already
 * resolved."): if the issue then is as it was to be, that is done as well.
 */
async function change(
	client: BugsinkClient,
	id: string,
	action: string,
	isDone: (issue: JsonObject) => boolean,
	body?: JsonObject,
): Promise<IDataObject[]> {
	const path = `issues/${id}/`;
	let refusal: unknown;
	try {
		const issue = await client.post(`${path}${action}/`, body);
		return [{ ...issueOutput(client, issue), changed: true }];
	} catch (error) {
		refusal = error;
	}
	if (refusal instanceof DeliveryFailure && refusal.failure.statusCode === 400) {
		const issue = await client.get(path);
		if (isDone(issue)) return [{ ...issueOutput(client, issue), changed: false }];
	}
	throw refusal;
}

async function resolve({ client, parameters }: Call): Promise<IDataObject[]> {
	const inRelease = parameters.choice(
		'resolveIn',
		'Resolve In',
		['latestRelease', 'nextRelease', 'now'],
		'now',
	);
	const actions = { latestRelease: 'resolve-latest', nextRelease: 'resolve-next', now: 'resolve' };
	return await change(client, issueId(parameters), actions[inRelease], isIn.resolved);
}

async function mute({ client, parameters }: Call): Promise<IDataObject[]> {
	const until = parameters.choice(
		'muteUntil',
		'Mute Until',
		['eventsArrive', 'timePassed', 'unmuted'],
		'unmuted',
	);
	const id = issueId(parameters);
	if (until === 'unmuted') return await change(client, id, 'mute', isIn.muted);
	const period = {
		period_name: parameters.choice('period', 'Period', PERIODS, 'day'),
		nr_of_periods: parameters.wholeNumber('periods', 'Number of Periods', 1, 1, 10_000),
	};
	if (until === 'timePassed') return await change(client, id, 'mute-for', isIn.muted, period);
	const threshold = parameters.wholeNumber('events', 'Number of Events', 10, 1, 1_000_000_000);
	return await change(client, id, 'mute-until', isIn.muted, {
		...period,
		gte_threshold: threshold,
	});
}

async function comment({ client, parameters }: Call): Promise<IDataObject[]> {
	const issue = issueId(parameters);
	const text = parameters.text('comment');
	if (text === '') throw new InvalidSetting("'Comment' is empty", 'Enter what it shall say.');
	const created = await client.post('issue-comments/', { issue, comment: text }, commentOnce());
	return [created as IDataObject];

	/** After a lost answer: a comment with this very text is the one. */
	function commentOnce() {
		return {
			lookAgain: async () =>
				(await hasComment(client, issue, text)) ? { issue, comment: text } : undefined,
		};
	}
}

async function getMany({ client, parameters }: Call): Promise<IDataObject[]> {
	const state = parameters.choice('filters.state', 'State', STATES, 'all');
	const issues = await client.list(
		'issues/',
		{
			project: projectId(parameters),
			sort: parameters.choice('filters.sort', 'Sort By', SORTS, 'last_seen'),
			order: parameters.choice('filters.order', 'Order', ['asc', 'desc'], 'desc'),
			// Known since 2.6; earlier releases ignore it, so the answer is filtered too.
			...(state === 'all' ? {} : { state }),
		},
		limitOf(parameters),
		isIn[state],
	);
	return issues.map((issue) => issueOutput(client, issue));
}

export const issueOperations: Record<string, Operation> = {
	comment,
	delete: async ({ client, parameters }) => {
		await client.delete(`issues/${issueId(parameters)}/`);
		return [{ deleted: true }];
	},
	get: async ({ client, parameters }) => [
		issueOutput(client, await client.get(`issues/${issueId(parameters)}/`)),
	],
	getMany,
	mute,
	reopen: async ({ client, parameters }) =>
		await change(client, issueId(parameters), 'reopen', isIn.unresolved),
	resolve,
	unmute: async ({ client, parameters }) =>
		await change(client, issueId(parameters), 'unmute', (issue) => issue.is_muted !== true),
};
