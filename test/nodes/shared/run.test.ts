import { startWebhook, type WebhookStandIn } from '../../standins';
import { runNode } from '../../support/engine';

const alert = (id: number, reason = 'NEW') => ({
	id: `0b1c4a52-6c0e-4d5f-9a51-${String(id).padStart(12, '0')}`,
	title: `ValueError: ${id}`,
	calculated_type: 'ValueError',
	calculated_value: String(id),
	alert_reason: reason,
	last_seen: '2026-08-03T09:14:22.481903Z',
});

let receiver: WebhookStandIn;
beforeEach(async () => {
	receiver = await startWebhook({});
});
afterEach(async () => await receiver.close());

const webhook = (more: Partial<Parameters<typeof runNode>[0]> = {}) =>
	runNode({ node: 'bugsinkWebhook', credentials: { webhookUrl: receiver.hookUrl }, ...more });

test('every item becomes one paired output item, in input order', async () => {
	const { items, error } = await webhook({ items: [alert(1), alert(2), alert(1)] });
	expect(error).toBeUndefined();
	expect(items?.map(({ json, pairedItem }) => [json.issueId, pairedItem])).toEqual([
		[alert(1).id, { item: 0 }],
		[alert(2).id, { item: 1 }],
		[alert(1).id, { item: 2 }],
	]);
	expect(receiver.deliveries).toHaveLength(3);
});

test('with Retry On Fail only what did not go through is sent again', async () => {
	receiver.fail({ kind: { status: 400, body: '{"message":"no"}' }, after: 1, times: 1 });
	const { items, error } = await webhook({
		items: [alert(1), alert(2), alert(3)],
		retryOnFail: true,
	});
	expect(error).toBeUndefined();
	expect(items).toHaveLength(3);
	const received = receiver.deliveries.map(
		({ request }) => (request.json as { data: { issue_id: string } }).data.issue_id,
	);
	expect(received.sort()).toEqual([alert(1).id, alert(2).id, alert(3).id]);
});

test('the same where the node continues on fail', async () => {
	receiver.fail({ kind: { status: 400, body: '{"message":"no"}' }, times: 1 });
	const { items } = await webhook({
		items: [alert(1), alert(2)],
		retryOnFail: true,
		continueOnFail: true,
	});
	expect(items?.map(({ json }) => json.action)).toEqual(['sent', 'sent']);
	expect(receiver.deliveries).toHaveLength(2);
});

test('an item that is no alert fails alone, and reaches the error branch with its input', async () => {
	const { items, errorItems } = await webhook({
		items: [alert(1), { foo: 1 }, alert(3)],
		onError: 'continueErrorOutput',
	});
	expect(items?.map(({ json }) => json.action)).toEqual(['sent', 'sent']);
	expect(errorItems).toHaveLength(1);
	expect(errorItems?.[0].json).toMatchObject({
		foo: 1,
		error: expect.stringContaining('keys foo'),
		details: { errorType: 'UnreadableAlert', statusCode: null },
	});
});

test.each([
	['by default the item itself', {}, alert(1)],
	['the item, as the editor saves it', { alert: '={{ $json }}' }, alert(1)],
	['what an expression picks', { alert: '={{ $json.body }}' }, { body: alert(1) }],
	['JSON that was typed in', { alert: JSON.stringify(alert(1)) }, { foo: 1 }],
	['what another node gave', { alert: "={{ $('Start').item.json }}" }, alert(1)],
])("'Alert' is %s", async (_, parameters, item) => {
	const { items, error } = await webhook({ items: [item], parameters });
	expect(error).toBeUndefined();
	expect(items?.[0].json).toMatchObject({ action: 'sent', issueId: alert(1).id });
});
