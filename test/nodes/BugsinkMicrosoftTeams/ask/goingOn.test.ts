import { NodeHelpers, type INodeParameters, type INodeType } from 'n8n-workflow';

import { startMicrosoftTeams, type MicrosoftTeamsStandIn } from '../../../standins';
import { buttonsOf } from '../../../support/cardButtons';
import { loadSources } from '../../../support/engine';
import { nodesOf } from '../support';
import { alert, Asked, SIG, uniqueIssue, reviewTwin, type AskOptions } from './asked';

let service: MicrosoftTeamsStandIn;
beforeEach(async () => {
	service = await startMicrosoftTeams({ sig: SIG });
});
afterEach(async () => await service.close());

const ask = async (options: Partial<AskOptions> = {}) =>
	await Asked.start(service, { items: [alert(uniqueIssue())], ...options });
const buttons = (at = 0) => buttonsOf(service.messages[at].card);

describe('the limit', () => {
	test.each([
		[{ resumeAmount: 30, resumeUnit: 'minutes' }, 1_800_000],
		[{ limitType: 'afterTimeInterval', resumeAmount: 2, resumeUnit: 'hours' }, 7_200_000],
		[{ resumeAmount: 1, resumeUnit: 'days' }, 86_400_000],
		[{ resumeAmount: '0.5', resumeUnit: 'days' }, 43_200_000],
		[{}, 28_800_000],
		[{ resumeAmount: ' ', resumeUnit: '' }, 28_800_000],
		[{ resumeAmount: null, resumeUnit: 'minutes' }, 480_000],
	])('%j is %d milliseconds from now', async (values, milliseconds) => {
		const before = Date.now();
		const { run } = await ask({ parameters: { limitWaitTime: { values } } });
		const waits = new Date(run.waitTill ?? 0).getTime() - milliseconds;
		expect(waits).toBeGreaterThanOrEqual(before);
		expect(waits).toBeLessThanOrEqual(Date.now());
	});

	test('is a date, or none at all', async () => {
		const maxDateAndTime = '2999-05-06T07:08:09.000Z';
		const values = { limitType: 'atSpecifiedTime', maxDateAndTime };
		const limited = await ask({ parameters: { limitWaitTime: { values } } });
		expect(new Date(limited.run.waitTill ?? 0).toISOString()).toBe(maxDateAndTime);
		const unlimited = await ask();
		expect(new Date(unlimited.run.waitTill ?? 0).getFullYear()).toBe(3000);
	});

	test('passed, the execution goes on with the alert and no choice', async () => {
		const asked = await ask({ items: [{ body: alert(uniqueIssue()), headers: { 'x-y': 'z' } }] });
		const [{ json }, ...others] = await asked.goOnAfterLimit();
		expect(others).toEqual([]);
		expect(json).toEqual(asked.output);
		expect(json).toMatchObject({ reason: 'NEW', choice: null, choiceAt: null, choiceBy: null });
		expect(json).not.toHaveProperty('headers');
		// What came in is still what came in.
		expect(asked.run.data.resultData.runData.Start[0].data?.main[0]?.[0].json).toHaveProperty(
			'body',
		);
	});
});

describe('as human review of an AI agent’s tool', () => {
	const review = async () =>
		await ask({
			type: 'bugsinkMicrosoftTeamsHitlTool',
			parameters: {
				message: 'The agent wants to run this tool: Resolve Issue\n\nInput:\n{"id": 7}',
			},
			items: [{ toolCallId: 'call_1', id: 7 }],
		});

	test('the card says what the agent wants, and offers to approve or decline', async () => {
		await review();
		const [{ card }] = service.messages;
		expect(Object.keys(buttons())).toEqual(['Approve', 'Decline']);
		const texts = nodesOf(card).flatMap(({ text }) => (typeof text === 'string' ? [text] : []));
		expect(texts.slice(0, 2)).toEqual([
			'An AI agent asks for approval',
			'The agent wants to run this tool: Resolve Issue',
		]);
		expect(texts[2]).toBe('Input:\n{"id": 7}');
	});

	test.each([
		['approve', true],
		['decline', false],
	])('%s gives the agent approved: %s', async (choice, approved) => {
		const asked = await review();
		const { items, html } = await asked.choose(buttons().Approve, choice);
		expect(html).toContain('An AI agent asks for approval');
		const [{ json }] = await asked.goOnWith(items);
		expect(json).toMatchObject({ approved, choice });
	});

	test('asks for no alert and no choices, which the node itself does', () => {
		const node = loadSources().nodes['n8n-nodes-bugsink.bugsinkMicrosoftTeams'];
		const shown = (type: INodeType, parameters: INodeParameters) =>
			type.description.properties
				.filter((property) => property.type !== 'hidden')
				.filter((property) =>
					NodeHelpers.displayParameter(parameters, property, { typeVersion: 1 }, type.description),
				)
				.map(({ name }) => name);
		expect(shown(node, { operation: 'sendAndWait' })).toEqual([
			'operation',
			'alert',
			'mentionUsers',
			'channelName',
			'choices',
			'limitWaitTime',
			'options',
		]);
		expect(shown(reviewTwin(node), { operation: 'sendAndWait', message: 'x' })).toEqual([
			'message',
			'operation',
			'mentionUsers',
			'channelName',
			'limitWaitTime',
			'options',
		]);
		expect(shown(node, { operation: 'sendAlert' })).not.toContain('choices');
	});

	test('no answer is no approval', async () => {
		const asked = await review();
		const [{ json }] = await asked.goOnAfterLimit();
		expect(json).toMatchObject({ approved: false, choice: null });
	});
});
