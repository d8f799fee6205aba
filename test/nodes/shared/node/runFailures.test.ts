/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { DeliveryFailure, InvalidSetting } from '../../../../nodes/shared/delivery/failure';
import type { Job } from '../../../../nodes/shared/destination';
import { alertOf, alerts, destination, errorOf, raw, run, type Settings } from './destination';
import { executeContext } from '../../../support/executeContext';

describe('where items fail', () => {
	/** Refuses the alerts with these ids. */
	const refusing = (...ids: number[]) => ({
		operations: {
			sendAlert: async ({ alert }: Job<Settings>) => {
				if (ids.some((id) => alert.issueId?.endsWith(`000${id}`))) {
					throw new DeliveryFailure('The service said no', {
						errorType: 'ClientError',
						hint: 'Ask it why.',
						statusCode: 422,
					});
				}
				return { action: 'sent' } as const;
			},
		},
	});

	test('and the node continues, each becomes the record of its failure', async () => {
		const context = executeContext({
			...alerts(alertOf(1), { foo: 1 }, alertOf(2), alertOf(3)),
			continueOnFail: true,
		});
		const items = await run(context, destination(refusing(2)).subject);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3].map((item) => ({ item })),
		);
		expect(items[0].json.action).toBe('sent');
		expect(items[1].json).toMatchObject({ details: { errorType: 'UnreadableAlert' } });
		expect(items[2].json).toEqual({
			error: 'The service said no',
			details: {
				timestamp: '2026-08-03T09:14:23.000Z',
				statusCode: 422,
				responseText: '',
				responseIsJson: false,
				errorType: 'ClientError',
				errorMessage: 'The service said no',
				hint: 'Ask it why.',
			},
		});
		expect(items[3].json.action).toBe('sent');
	});

	test('and it does not, the first is thrown with how many went through', async () => {
		const context = executeContext(alerts(alertOf(1), alertOf(2), alertOf(3), alertOf(4)));
		const { subject } = destination({ ...refusing(3), concurrency: 1 });
		const error = await errorOf(run(context, subject));
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error).toMatchObject({
			message: 'The service said no',
			httpCode: '422',
			context: { itemIndex: 2 },
		});
		expect(error.description).toBe(
			'Ask it why. 2 of 4 alerts were delivered; a retry of this execution sends only the others.',
		);
	});

	test('side by side, the first by its place is thrown', async () => {
		const sendAlert = async ({ alert }: Job<Settings>) => {
			// The second fails first, the first after it, the third last.
			const place = Number(alert.issueId?.slice(-1));
			for (let turns = [1, 0, 2][place - 1]; turns > 0; turns--) {
				await new Promise((done) => setImmediate(done));
			}
			throw new InvalidSetting(`alert ${place}`, '');
		};
		const { subject } = destination({ operations: { sendAlert }, concurrency: 3 });
		const context = executeContext(alerts(alertOf(1), alertOf(2), alertOf(3)));
		const error = await errorOf(run(context, subject));
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error).toMatchObject({ message: 'alert 1', context: { itemIndex: 0 } });
	});

	test('a single one says nothing about others', async () => {
		const error = await errorOf(
			run(executeContext(alerts(alertOf(1))), destination(refusing(1)).subject),
		);
		expect(error.description).toBe('Ask it why.');
	});

	test('a retry sends only the others', async () => {
		const nodeContext = {};
		const list = alerts(alertOf(1), alertOf(2));
		const subject = { ...destination(refusing(2)).subject, concurrency: 1 };
		await errorOf(run(executeContext({ ...list, nodeContext }), subject));
		expect(Object.keys(nodeContext)).toHaveLength(1);

		const retry = destination();
		const items = await run(executeContext({ ...list, nodeContext }), retry.subject);
		expect(retry.jobs.map(({ alert }) => alert.issueId?.slice(-1))).toEqual(['2']);
		expect(items.map(({ json }) => json.action)).toEqual(['sent', 'sent']);
		expect(nodeContext).toEqual({});
	});

	test('a retry that fails again counts what went out before', async () => {
		const nodeContext = {};
		const list = alerts(alertOf(1), alertOf(2), alertOf(3));
		const subject = { ...destination(refusing(2)).subject, concurrency: 1 };
		await errorOf(run(executeContext({ ...list, nodeContext }), subject));
		const again = await errorOf(run(executeContext({ ...list, nodeContext }), subject));
		expect(again.description).toContain('1 of 3 alerts were delivered');
	});

	test('nothing is kept of a run that continued past a failure and is not tried again', async () => {
		const nodeContext = {};
		const list = alerts(alertOf(1), alertOf(2));
		const context = executeContext({ ...list, nodeContext, continueOnFail: true });
		await run(context, destination(refusing(2)).subject);
		expect(nodeContext).toEqual({});
	});

	test('what a webhook brought and is not an alert is reported as such', async () => {
		const context = executeContext({
			...alerts({ foo: 1 }),
			mode: 'webhook',
			continueOnFail: true,
		});
		const [{ json }] = await run(context);
		expect(json).toMatchObject({ details: { errorType: 'UnreadableAlert' } });
	});

	test('an operation that cannot be read fails alone, as an alert', async () => {
		const context = executeContext({ ...alerts(raw), continueOnFail: true });
		context.context.getNodeParameter = () => {
			throw new Error('The expression is broken');
		};
		const [{ json }] = await run(context);
		expect(json.error).toBe('The expression is broken');
	});
});
