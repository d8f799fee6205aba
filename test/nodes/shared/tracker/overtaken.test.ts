/** A resolution in Bugsink that is older than the ticket's reopening is not followed. */
import { githubIssues } from '../../../../nodes/BugsinkGithubIssues/githubIssues';
import { jiraCloud } from '../../../../nodes/BugsinkJiraCloud/jiraCloud';
import type { Alert } from '../../../../nodes/shared/alert/alert';
import type { Outcome } from '../../../../nodes/shared/destination';
import { startGithub } from '../../../standins/github';
import { clock, keep, now } from '../../../standins/harness';
import { startJira } from '../../../standins/jira';
import { alertOf } from '../../../support/alerts';
import { executeOne, settingsOf, transportTo } from '../../../support/execution';
import { VirtualClock } from '../../../support/virtualClock';

const MINUTE = 60_000;

interface Desk {
	close(): void;
	reopen(): void;
	isOpen(): boolean;
	resolve(alert: Alert): Promise<Outcome>;
}

async function jiraDesk(fingerprint: string): Promise<Desk> {
	const jira = keep(await startJira({ now }));
	const ticket = jira.seed({ projectKey: 'OPS', labels: ['bugsink', fingerprint] });
	const login = Buffer.from(`${jira.email}:${jira.apiToken}`).toString('base64');
	const credential = { jiraUrl: jira.url, userEmail: jira.email, apiToken: jira.apiToken };
	const settings = settingsOf(jiraCloud, credential, { operation: 'resolve' });
	return {
		close: () => jira.closeAs(ticket.key, 'Done', 'Done'),
		reopen: () => jira.reopen(ticket.key),
		isOpen: () => ticket.status.category !== 'done',
		async resolve(alert) {
			const time = new VirtualClock(clock.at);
			const transport = transportTo(time, { headers: { authorization: `Basic ${login}` } });
			return await executeOne(jiraCloud, settings, alert, {
				clock: time,
				transport,
				operation: 'resolve',
			});
		},
	};
}

async function githubDesk(fingerprint: string): Promise<Desk> {
	const github = keep(await startGithub({ now }));
	const body = `<!-- bugsink-fingerprint: ${fingerprint} -->`;
	const issue = github.seed({ body, labels: ['bugsink'] });
	const credential = { apiUrl: github.url, accessToken: github.token };
	const settings = settingsOf(githubIssues, credential, { repository: 'acme/shop' });
	return {
		close: () => github.closeIssue(issue.number),
		reopen: () => github.reopenIssue(issue.number),
		isOpen: () => issue.state === 'open',
		async resolve(alert) {
			const time = new VirtualClock(clock.at);
			const headers = { authorization: `Bearer ${github.token}` };
			const transport = transportTo(time, { headers });
			return await executeOne(githubIssues, settings, alert, {
				clock: time,
				transport,
				operation: 'resolve',
			});
		},
	};
}

describe.each([
	['Jira', jiraDesk],
	['GitHub', githubDesk],
])('%s', (_, start) => {
	const resolved = (at: number): Alert => ({
		...alertOf({ reason: 'RESOLVED' }),
		change: { at: new Date(at).toISOString() },
	});

	async function desk(): Promise<Desk> {
		const made = await start(alertOf().fingerprint);
		clock.at += MINUTE;
		return made;
	}

	test('a ticket that was reopened later stays open', async () => {
		const tickets = await desk();
		tickets.close();
		const alert = resolved((clock.at += MINUTE));
		clock.at += MINUTE;
		tickets.reopen();
		clock.at += MINUTE;
		expect(await tickets.resolve(alert)).toMatchObject({
			action: 'skipped',
			skipCode: 'overtaken',
			skipReason: expect.stringContaining('was reopened after the issue was resolved') as string,
		});
		expect(tickets.isOpen()).toBe(true);
	});

	test('one that was reopened before is closed', async () => {
		const tickets = await desk();
		tickets.close();
		clock.at += MINUTE;
		tickets.reopen();
		const alert = resolved((clock.at += MINUTE));
		clock.at += MINUTE;
		expect(await tickets.resolve(alert)).toMatchObject({ action: 'resolved' });
		expect(tickets.isOpen()).toBe(false);
	});

	test('without a time, as alerts of other releases have none, it is closed', async () => {
		const tickets = await desk();
		tickets.close();
		clock.at += MINUTE;
		tickets.reopen();
		expect(await tickets.resolve(alertOf({ reason: 'RESOLVED' }))).toMatchObject({
			action: 'resolved',
		});
	});
});
