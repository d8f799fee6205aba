import type { IDataObject } from 'n8n-workflow';

import { microsoftTeams } from '../../nodes/BugsinkMicrosoftTeams/microsoftTeams';
import { startMicrosoftTeams, type MicrosoftTeamsStandIn } from '../standins/microsoftTeams';
import { issueIdOf } from '../support/alerts';
import { loadSources, runNode } from '../support/engine';
import { sample } from '../support/samples';

let teams: MicrosoftTeamsStandIn;
beforeEach(async () => {
	teams = await startMicrosoftTeams();
});
afterEach(async () => {
	jest.restoreAllMocks();
	await teams.close();
});

const items = [1, 2, 3].map((number) => ({
	...(sample('captured/custom-new') as IDataObject),
	id: issueIdOf(number),
	channel: `Channel ${number}`,
}));

async function channelsOf(
	parameters: IDataObject,
): Promise<{ reads: number; channels: unknown[] }> {
	const readSettings = jest.spyOn(microsoftTeams, 'readSettings');
	const { items: output = [] } = await runNode({
		registry: loadSources(),
		node: 'bugsinkMicrosoftTeams',
		credentials: { webhookUrl: teams.workflowUrl },
		items,
		parameters,
	});
	const channels = output.map(({ json }) => (json.response as IDataObject).channelName);
	return { reads: readSettings.mock.calls.length, channels };
}

test('fields without an expression are read once for all alerts', async () => {
	expect(await channelsOf({ channelName: 'Alerts', options: { timeout: 20 } })).toEqual({
		reads: 1,
		channels: ['Alerts', 'Alerts', 'Alerts'],
	});
});

test.each<[string, IDataObject]>([
	['a field', { channelName: '={{ $json.channel }}' }],
	[
		'an option beside it',
		{ channelName: '={{ $json.channel }}', options: { timeout: '={{ 20 }}' } },
	],
])('with an expression in %s each alert has its own', async (_, parameters) => {
	expect(await channelsOf(parameters)).toEqual({
		reads: 3,
		channels: ['Channel 1', 'Channel 2', 'Channel 3'],
	});
});

test('an expression deep in an option counts too', async () => {
	const facts = { options: { additionalText: '={{ $json.channel }}' } };
	expect((await channelsOf({ channelName: 'Alerts', ...facts })).reads).toBe(3);
	const said = teams.messages.map(({ card }) => JSON.stringify(card));
	for (const number of [1, 2, 3])
		expect(said.filter((card) => card.includes(`Channel ${number}`))).toHaveLength(1);
});
