import type { IDataObject, WorkflowExecuteMode } from 'n8n-workflow';

import { Arrivals } from '../../../../nodes/shared/bugsink/arrivals';
import { executeContext } from '../../../support/executeContext';
import { alertOf, alerts, destination, raw, run } from '../node/destination';

const noted = (shared: IDataObject): string[] =>
	(shared.bugsinkArrivals as IDataObject[]).map(
		({ issueId, reason }) => `${String(reason)} ${String(issueId)}`,
	);

describe('who delivers an alert notes that it came', () => {
	const sharedAfter = async (mode: WorkflowExecuteMode, sharedData: IDataObject) => {
		const list = [alertOf(1), alertOf(2), { ...alertOf(3), alert_reason: 'TEST' }];
		await run(executeContext({ ...alerts(...list), mode, sharedData }));
		return sharedData;
	};

	test('by the webhook, in a workflow that wants to know', async () => {
		const shared = await sharedAfter('webhook', { bugsinkArrivals: [] });
		expect(noted(shared)).toEqual([`NEW ${alertOf(1).id}`, `NEW ${alertOf(2).id}`]);
		// Several destinations, one alert.
		await sharedAfter('webhook', shared);
		expect(noted(shared)).toHaveLength(2);
	});

	test.each<WorkflowExecuteMode>(['trigger', 'manual', 'retry'])(
		'not in an execution of the mode %s, at whose end n8n would write old data back',
		async (mode) => {
			expect(await sharedAfter(mode, { bugsinkArrivals: [] })).toEqual({ bugsinkArrivals: [] });
		},
	);

	test('not where nobody wants to know', async () => {
		expect(await sharedAfter('webhook', {})).toEqual({});
	});

	test('also if the destination fails', async () => {
		const sharedData: IDataObject = { bugsinkArrivals: [] };
		const operations = { sendAlert: async () => await Promise.reject(new Error('down')) };
		const context = executeContext({ ...alerts(raw), mode: 'webhook', sharedData });
		await expect(run(context, destination({ operations }).subject)).rejects.toThrow('down');
		expect(noted(sharedData)).toContain(`NEW ${String(raw.id)}`);
	});
});

test('a process knows what another one stored meanwhile', () => {
	const [main, worker] = [new Arrivals(), new Arrivals()];
	const arrival = (issueId: string) => ({ issueId, reason: 'NEW', at: '', noted: 1 });
	const database: IDataObject = { bugsinkArrivals: [] };
	main.note('w', database, arrival('a'));
	const stored = JSON.parse(JSON.stringify(database)) as IDataObject;
	worker.note('w', stored, arrival('b'));
	const later = JSON.parse(JSON.stringify(stored)) as IDataObject;
	expect(
		main
			.of('w', later)
			.map(({ issueId }) => issueId)
			.sort(),
	).toEqual(['a', 'b']);
	// Another workflow has its own.
	expect(main.of('other', { bugsinkArrivals: [] })).toEqual([]);
});
