import { executeContext, node } from '../../../support/executeContext';
import { alertOf, destination, run } from './destination';

/** The settings with which three alerts went out, whose credentials have these secrets. */
async function settingsOf(...secrets: string[]) {
	const { subject, jobs } = destination({
		readSettings: (_, { secret }) => ({ color: String(secret) }),
	});
	const harness = executeContext({
		items: 3,
		parameters: [1, 2, 3].map((id) => ({ alert: alertOf(id) })),
		credentials: (_, index) => ({ secret: secrets[index] }),
	});
	// No expression but that of 'Alert', so the fields are the same for all.
	const parameters = { ...node.parameters, operation: 'sendAlert' };
	Object.assign(harness.context, { getNode: () => ({ ...node, parameters }) });
	await run(harness, subject);
	return jobs.map(({ settings }) => settings);
}

test('each alert goes out with its own credential', async () => {
	const colors = (await settingsOf('first', 'second', 'first')).map(({ color }) => color);
	expect(colors).toEqual(['first', 'second', 'first']);
});

test('alerts with the same credential share their settings', async () => {
	const [first, ...others] = await settingsOf('same', 'same', 'same');
	for (const other of others) expect(other).toBe(first);
});
