import type { IDataObject } from 'n8n-workflow';

import type { BugsinkClient } from '../../../shared/bugsink/client';
import { hasReleases } from '../../../shared/bugsink/releases';
import { DeliveryFailure, InvalidSetting } from '../../../shared/delivery/failure';
import { issueChoice, issueId } from '../fields';
import type { Call, Operation } from '../operation';
import { change, isIn } from './state';

const ACTIONS = { latestRelease: 'resolve-latest', nextRelease: 'resolve-next', now: 'resolve' };
type ResolveIn = keyof typeof ACTIONS;

export const resolve: Operation = {
	option: {
		name: 'Resolve',
		value: 'resolve',
		description: 'Mark an issue as resolved, now or by a release',
		action: 'Resolve issue',
	},
	fields: [
		...issueChoice,
		{
			displayName: 'Resolve In',
			name: 'resolveIn',
			type: 'options',
			options: [
				{
					name: 'Latest Release',
					value: 'latestRelease',
					description: 'Events of older releases do not count as a regression',
				},
				{
					name: 'Next Release',
					value: 'nextRelease',
					description: 'Events until the next release do not count as a regression',
				},
				{ name: 'Now', value: 'now', description: 'Any further event counts as a regression' },
			],
			default: 'now',
			description: 'Which further events count as a regression',
		},
		{
			displayName: 'Without Releases',
			name: 'withoutReleases',
			type: 'options',
			displayOptions: { show: { resolveIn: ['nextRelease'] } },
			options: [
				{
					name: 'Fail',
					value: 'fail',
					description: 'The item ends in the error output, and the issue stays open',
				},
				{
					name: 'Resolve Now',
					value: 'resolveNow',
					description: 'Any further event counts as a regression',
				},
			],
			default: 'resolveNow',
			description:
				'What to do in a project that has no releases. Bugsink would wait for the next release permanently and never report the issue again.',
		},
	],
	run: async (call) => {
		const { client, parameters } = call;
		const wanted = parameters.choice(
			'resolveIn',
			'Resolve In',
			['latestRelease', 'nextRelease', 'now'],
			'now',
		);
		const withoutReleases = parameters.choice(
			'withoutReleases',
			'Without Releases',
			['fail', 'resolveNow'],
			'resolveNow',
		);
		const id = issueId(parameters);
		if (wanted !== 'nextRelease') return await resolveIn(client, id, wanted);
		const obstacle = await whyNotInNextRelease(client, id);
		if (obstacle === null) return await resolveIn(client, id, 'nextRelease');
		if (withoutReleases === 'fail') throw new InvalidSetting(obstacle.problem, obstacle.hint);
		return await resolveNow(call, id, obstacle);
	},
};

interface Obstacle {
	problem: string;
	hint: string;
}

const NO_RELEASES: Obstacle = {
	problem: 'The project has no releases, so the issue cannot be resolved in the next one',
	hint: "Set 'Without Releases' to Resolve Now, or create a release first: with the operation Create of the resource Release, or by the SDK's option 'release'.",
};
const UNKNOWN: Obstacle = {
	problem: 'This token cannot tell whether the project has releases',
	hint: "In the menu Tokens in Bugsink, create a token with the capabilities issues:read and releases:read, or set 'Resolve In' to Now.",
};

/** Null if there will be a next release, as far as anybody can know: there were some before. */
async function whyNotInNextRelease(client: BugsinkClient, id: string): Promise<Obstacle | null> {
	try {
		const issue = await client.get(`issues/${id}/`);
		const known = await hasReleases(client, issue);
		if (known === true) return null;
		return known === null ? UNKNOWN : NO_RELEASES;
	} catch (error) {
		if (error instanceof DeliveryFailure && error.failure.statusCode === 403) return UNKNOWN;
		return await Promise.reject(error);
	}
}

async function resolveNow(call: Call, id: string, why: Obstacle): Promise<IDataObject[]> {
	const issues = await resolveIn(call.client, id, 'now');
	if (issues.some(({ changed }) => changed === true)) {
		call.hint(
			why === NO_RELEASES
				? 'Resolved now instead of in the next release, since the project has no releases'
				: 'Resolved now instead of in the next release, since this token cannot read the releases (capability releases:read)',
		);
	}
	return issues;
}

async function resolveIn(
	client: BugsinkClient,
	id: string,
	release: ResolveIn,
): Promise<IDataObject[]> {
	const issues = await change(client, id, ACTIONS[release], isIn.resolved);
	return issues.map((issue) => ({ ...issue, resolvedIn: issue.changed === true ? release : null }));
}
