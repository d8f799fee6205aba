/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { DeliveryFailure, InvalidSetting } from '../../../nodes/shared/delivery/failure';
import type { Job } from '../../../nodes/shared/destination';
import { alertOf, alerts, destination, errorOf, raw, run, type Settings } from './destination';
import { executeContext } from './support';

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
		const { subject } = destination({ ...refusing(2, 3), concurrency: 1 });
		const error = await errorOf(run(context, subject));
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error).toMatchObject({
			message: 'The service said no',
			httpCode: '422',
			context: { itemIndex: 1 },
		});
		expect(error.description).toBe(
			'Ask it why. 1 of 4 alerts were delivered; a retry of this execution sends only the others.',
		);
	});

	test('side by side, the first by its place is thrown', async () => {
		const sendAlert = async ({ alert }: Job<Settings>) => {
			const isFirst = alert.issueId?.endsWith('0001') === true;
			for (let turns = isFirst ? 3 : 0; turns > 0; turns--) {
				await new Promise((done) => setImmediate(done));
			}
			throw new InvalidSetting(isFirst ? 'first' : 'second', '');
		};
		const { subject } = destination({ operations: { sendAlert } });
		const error = await errorOf(run(executeContext(alerts(alertOf(1), alertOf(2))), subject));
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error).toMatchObject({ message: 'first', context: { itemIndex: 0 } });
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

	test('an operation that cannot be read fails alone, as an alert', async () => {
		const context = executeContext({ ...alerts(raw), continueOnFail: true });
		context.context.getNodeParameter = () => {
			throw new Error('The expression is broken');
		};
		const [{ json }] = await run(context);
		expect(json.error).toBe('The expression is broken');
	});
});
