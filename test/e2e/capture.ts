/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- runs in Node itself, never inside n8n */
/**
 * Captures what a real Bugsink sends, as the sample alerts of the tests:
 * `test/alerts/captured/<kind>-<reason>.json` holds one body each, unchanged but for its layout.
 * Run it again for a newer Bugsink with `npm run capture:alerts`.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'prettier';
import { startBugsink, type Bugsink, type SdkEvent } from './bugsink';
import { ALERT_SERVICE_KINDS, type AlertServiceKind } from './bugsinkSite';
import { BUGSINK_VERSION } from '../support/cache';
import { REPOSITORY } from './install';
import { waitFor } from './processes';
import { startReceiver, type Received, type Receiver } from './receiver';

const FOLDER = join(REPOSITORY, 'test', 'alerts', 'captured');

const EXCEPTION: SdkEvent = {
	type: 'ValueError',
	message: "invalid literal for int() with base 10: 'abc'",
	transaction: '/api/orders/{id}',
	environment: 'production',
	release: 'checkout@4.2.0',
	server_name: 'web-1',
	tags: { region: 'eu-west-1' },
	user: { id: '42', email: 'jane@example.com' },
	request: { method: 'POST', url: 'https://shop.example.com/api/orders/17' },
};
const LOG_MESSAGE: SdkEvent = { message: 'payment gateway slow', level: 'warning' };
/** Everything that a chat format escapes or a ticket would take for markup, on several lines. */
const MARKUP: SdkEvent = {
	type: 'TemplateError',
	message:
		'<b>bold</b> & *stars* _under_ `code` [link](https://evil.example) | @jane #17 \\ “Grüße” 🚀\nsecond line',
	transaction: 'render <main>',
};
const LONG: SdkEvent = { type: 'OverflowError', message: `start ${'0123456789 '.repeat(150)}end` };

/** Sends events and writes what each kind of alert service then received, as `<kind>-<name>.json`. */
class Capture {
	readonly written: string[] = [];
	readonly samples = new Map<AlertServiceKind, Received>();

	constructor(private readonly receiver: Receiver) {}

	async take(name: string, raise: () => Promise<unknown>): Promise<void> {
		await raise();
		for (const kind of ALERT_SERVICE_KINDS) {
			const request = await this.receiver.next(`/${kind}`);
			const file = `${kind.replace('_', '-')}-${name}.json`;
			const body: unknown = JSON.parse(request.body);
			const text = JSON.stringify(body, null, '\t');
			await writeFile(join(FOLDER, file), await format(text, { parser: 'json', useTabs: true }));
			this.written.push(file);
			if (!this.samples.has(kind)) this.samples.set(kind, request);
		}
		console.log(`  captured ${name}`);
	}
}

async function issueId(bugsink: Bugsink, message: string): Promise<string> {
	const [firstLine = ''] = message.split('\n');
	const issues = await bugsink.api.issues(bugsink.project.id);
	const found = issues.find((issue) => issue.calculated_value.startsWith(firstLine.slice(0, 40)));
	if (!found) throw new Error(`Bugsink has no issue for ${message}`);
	return found.id;
}

async function captureAll(bugsink: Bugsink, capture: Capture, services: number[]): Promise<void> {
	const { api } = bugsink;
	await capture.take('test', async () => {
		for (const service of services) await bugsink.site.pressTest(service);
	});
	await capture.take('new', async () => await bugsink.sendEvents(EXCEPTION));
	await capture.take('new-log-message', async () => await bugsink.sendEvents(LOG_MESSAGE));
	await capture.take('new-markup', async () => await bugsink.sendEvents(MARKUP));
	await capture.take('new-long', async () => await bugsink.sendEvents(LONG));

	// Starts the one wait of this run: the shortest time that an issue can be muted for is a minute.
	const muted = await issueId(bugsink, MARKUP.message);
	await api.muteFor(muted, 1, 'minute');
	const deadline = Date.now() + 61_000;

	const exception = await issueId(bugsink, EXCEPTION.message);
	await api.resolve(exception);
	await capture.take('regressed', async () => {
		await bugsink.sendEvents({ ...EXCEPTION, release: 'checkout@4.3.0' });
	});
	const log = await issueId(bugsink, LOG_MESSAGE.message);
	await api.muteUntil(log, 3, 1, 'hour');
	await capture.take('unmuted', async () => {
		await bugsink.sendEvents(LOG_MESSAGE, LOG_MESSAGE, LOG_MESSAGE);
	});
	console.log('  waiting for a mute of one minute to end');
	await waitFor('the end of the mute', async () => Date.now() > deadline, 90, 1000);
	await capture.take('unmuted-after-deadline', async () => await bugsink.sendEvents(MARKUP));

	const issue: unknown = await api.issue(exception);
	const events = await api.request<{ results: Array<{ id: string }> }>(
		'GET',
		`events/?issue=${exception}&order=desc`,
	);
	const event: unknown = await api.request('GET', `events/${events.results[0]?.id}/`);
	for (const [file, body] of [
		['api-issue.json', issue],
		['api-event-list.json', events],
		['api-event.json', event],
	] as const) {
		const text = JSON.stringify(body, null, '\t');
		await writeFile(join(FOLDER, file), await format(text, { parser: 'json', useTabs: true }));
		capture.written.push(file);
	}
}

function readme(capture: Capture): string {
	const headers = [...(capture.samples.get('custom')?.rawHeaders ?? [])];
	return `# Captured alerts

What Bugsink ${BUGSINK_VERSION} sent, captured with \`npm run capture:alerts\` (\`test/e2e/capture.ts\`): a real
Bugsink from PyPI on SQLite with its web server and its background worker, an alert service of every kind
added through its form, events sent through the Sentry SDK for Python, issues resolved and muted through its
REST API, the Test button pressed on its page. Only the layout of the JSON was changed.

\`BASE_URL\` was \`https://bugsink.example.com\`, the project \`Checkout API\`.

| name | what happened |
| --- | --- |
| \`<kind>-test.json\` | the Test button |
| \`<kind>-new.json\` | an exception seen for the first time |
| \`<kind>-new-log-message.json\` | a log message: no exception, no transaction |
| \`<kind>-new-markup.json\` | a message of two lines full of markup, quotes and an emoji |
| \`<kind>-new-long.json\` | a message of 1,600 characters |
| \`<kind>-regressed.json\` | resolved through the API, then seen again in a newer release |
| \`<kind>-unmuted.json\` | muted until 3 events an hour, then 3 events |
| \`<kind>-unmuted-after-deadline.json\` | muted for a minute, then seen again after it |
| \`api-issue.json\`, \`api-event-list.json\`, \`api-event.json\` | the REST API's answers about the issue of \`<kind>-new.json\` after its regression |

Every alert is a POST with these headers:

\`\`\`
${headers.join('\n')}
\`\`\`
`;
}

async function main(): Promise<void> {
	const started = Date.now();
	const receiver = await startReceiver();
	const capture = new Capture(receiver);
	try {
		const bugsink = await startBugsink({ baseUrl: 'https://bugsink.example.com' });
		try {
			console.log(`Bugsink ${bugsink.version} runs at ${bugsink.url}`);
			await rm(FOLDER, { recursive: true, force: true });
			await mkdir(FOLDER, { recursive: true });
			const services: number[] = [];
			for (const kind of ALERT_SERVICE_KINDS) {
				const target = `${receiver.url}/${kind}`;
				services.push(await bugsink.site.addAlertService(kind, `n8n (${kind})`, target));
			}
			await captureAll(bugsink, capture, services);
			const failed = (await bugsink.alertFailures()).filter((one) => one.timestamp !== null);
			if (failed.length > 0) throw new Error(`Not delivered: ${JSON.stringify(failed)}`);
			const text = readme(capture);
			await writeFile(join(FOLDER, 'README.md'), await format(text, { parser: 'markdown' }));
		} finally {
			await bugsink.stop();
		}
	} finally {
		await receiver.stop();
	}
	const seconds = Math.round((Date.now() - started) / 1000);
	console.log(`Wrote ${capture.written.length} files to ${FOLDER} in ${seconds} s`);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.stack : error);
	process.exitCode = 1;
});
