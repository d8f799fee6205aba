import { judge } from '../../../nodes/BugsinkMicrosoftTeams/answer';
import { microsoftTeams } from '../../../nodes/BugsinkMicrosoftTeams/microsoftTeams';
import { paceOf, readWebhookUrl } from '../../../nodes/BugsinkMicrosoftTeams/webhookUrl';
import { Delivery } from '../../../nodes/shared/delivery/delivery';
import { Gate } from '../../../nodes/shared/delivery/gate';
import type { HttpRequest } from '../../../nodes/shared/delivery/http';
import { connectorFailure } from '../../standins/microsoftTeams';
import { VirtualClock } from '../../support/virtualClock';
import { alertOf, settings, WORKFLOWS_URL } from './support';

const alert = alertOf('custom-new');

/** What a card does not need. */
const unused = { memory: new Map<string, string>(), shared: new Map<string, unknown>() };

test('a burst of 150 alerts keeps to 4 a second and 60 in 30 seconds', async () => {
	const clock = new VirtualClock();
	const gate = new Gate(clock);
	const times: number[] = [];
	const transport = async () => {
		times.push(clock.now());
		return await Promise.resolve({ statusCode: 202, headers: {}, body: '' });
	};
	const pace = paceOf(readWebhookUrl(WORKFLOWS_URL));
	await Promise.all(
		Array.from({ length: 150 }, async () => {
			const delivery = new Delivery(microsoftTeams.service, transport, gate, clock, {
				maxAttempts: 3,
			});
			await microsoftTeams.operations.sendAlert({
				alert,
				settings: settings({ pace }),
				delivery,
				...unused,
			});
		}),
	);
	expect(times).toHaveLength(150);
	const most = (milliseconds: number) =>
		Math.max(
			...times.map(
				(start) => times.filter((time) => time >= start && time < start + milliseconds).length,
			),
		);
	expect(most(1_000)).toBe(4);
	expect(most(30_000)).toBe(60);
});

test('a throttle text inside a 200 closes the lane for all, and nothing is lost', async () => {
	const clock = new VirtualClock();
	const gate = new Gate(clock);
	const start = clock.at;
	const received: HttpRequest[] = [];
	const transport = async (request: HttpRequest) => {
		const isBusy = clock.now() < start + 1_500;
		if (!isBusy) received.push(request);
		return await Promise.resolve({
			statusCode: 200,
			headers: {},
			body: isBusy ? connectorFailure(429) : '1',
		});
	};
	const outcomes = await Promise.all(
		Array.from({ length: 20 }, async () => {
			const delivery = new Delivery({ ...microsoftTeams.service, judge }, transport, gate, clock, {
				maxAttempts: 3,
			});
			const outcome = await microsoftTeams.operations.sendAlert({
				alert,
				settings: settings({ pace: { key: 'relay', limits: [] } }),
				delivery,
				...unused,
			});
			return [outcome.action, delivery.attempts];
		}),
	);
	expect(received).toHaveLength(20);
	expect(outcomes.every(([action, attempts]) => action === 'sent' && Number(attempts) <= 2)).toBe(
		true,
	);
});
