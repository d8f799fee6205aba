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

test('sixty alerts with fields of their own, odd ones and a throttled one among them, arrive in order and once', async () => {
	const many = Array.from({ length: 60 }, (_, number) => ({
		...items[0],
		id: issueIdOf(number),
		channel: number === 9 ? '' : `Channel ${number}`,
		...(number === 7 ? { title: 'ValueError: '.padEnd(100_000, '😀') } : {}),
	}));
	teams.fail({ kind: { status: 429, headers: { 'retry-after': '1' } } });
	const { items: output = [] } = await runNode({
		registry: loadSources(),
		node: 'bugsinkMicrosoftTeams',
		credentials: { webhookUrl: teams.workflowUrl },
		items: many,
		parameters: { channelName: '={{ $json.channel }}' },
	});
	expect(output.map(({ json }) => json.issueId)).toEqual(many.map(({ id }) => id));
	expect(output.map(({ json }) => (json.response as IDataObject).channelName ?? '')).toEqual(
		many.map(({ channel }) => channel),
	);
	const said = teams.messages.map(({ card }) => JSON.stringify(card));
	expect(said).toHaveLength(60);
	for (const { channel } of many.filter((one) => one.channel !== '')) {
		expect(said.filter((card) => card.includes(`"${channel}"`))).toHaveLength(1);
	}
	expect(said.join('')).not.toMatch(/\\ud[89a-f]/);
	expect(output.filter(({ json }) => (json.attempts as number) > 1)).not.toEqual([]);
});
