import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { startGithub, type GithubStandIn } from '../../standins/github';
import { standardUsers, startJira, type JiraStandIn, type JiraUser } from '../../standins/jira';
import type { StandIn } from '../../standins/server';

export type ClosedAs = 'done' | 'wontDo' | 'duplicate';
/** A person, the account of the credential, or a bot. */
export type Who = 'person' | 'us' | 'bot';

/** What people, bots and this package do in a tracker, in words that both trackers have. */
export interface Desk {
	readonly standIn: StandIn;
	readonly credentials: ICredentialDataDecryptedObject;
	/** A ticket of this fingerprint, made by the destination node; its key. */
	ticket(fingerprint: string, title?: string): string;
	close(key: string, as?: ClosedAs, by?: Who): void;
	reopen(key: string, by?: Who): void;
	comment(key: string): void;
	remove(key: string): void;
}

const JIRA_ACCOUNTS: Record<Who, string> = {
	person: standardUsers[0].accountId,
	us: '5d53f3cbc6b9320d9ea5bdc2',
	bot: '557058:automation',
};
const JIRA_ENDS: Record<ClosedAs, string> = {
	done: 'Done',
	wontDo: "Won't Do",
	duplicate: 'Duplicate',
};

export class JiraDesk implements Desk {
	private constructor(readonly standIn: JiraStandIn) {}

	static async start(now: () => number, lagMs: number): Promise<JiraDesk> {
		const bot: JiraUser = {
			accountId: JIRA_ACCOUNTS.bot,
			accountType: 'app',
			displayName: 'Automation',
		};
		const users = [...standardUsers, bot];
		return new JiraDesk(await startJira({ now, searchLagMs: lagMs, users }));
	}

	get credentials(): ICredentialDataDecryptedObject {
		const { apiToken, email: userEmail, url: jiraUrl } = this.standIn;
		return { jiraUrl, userEmail, apiToken };
	}

	ticket(fingerprint: string, summary = '[NEW] ValueError: Invalid input'): string {
		const issue = this.standIn.seed({
			projectKey: 'OPS',
			summary,
			labels: ['bugsink', fingerprint],
			properties: { bugsink: { home: 'OPS', fingerprint, version: 1 } },
			indexed: false,
		});
		return issue.key;
	}

	close(key: string, as: ClosedAs = 'done', by: Who = 'person'): void {
		const status = as === 'done' ? 'Done' : 'Closed';
		this.standIn.closeAs(key, status, JIRA_ENDS[as], JIRA_ACCOUNTS[by]);
	}

	reopen(key: string, by: Who = 'person'): void {
		this.standIn.reopen(key, JIRA_ACCOUNTS[by]);
	}

	comment(key: string): void {
		this.standIn.comment(key, 'Looking into it');
	}

	remove(key: string): void {
		this.standIn.remove(key);
	}
}

const LOGINS: Record<Who, string> = {
	person: 'octocat',
	us: 'bugsink-bridge',
	bot: 'stale-helper[bot]',
};
const REASONS = { done: 'completed', wontDo: 'not_planned', duplicate: 'duplicate' } as const;

export class GithubDesk implements Desk {
	private constructor(readonly standIn: GithubStandIn) {}

	static async start(now: () => number, lagMs: number): Promise<GithubDesk> {
		return new GithubDesk(await startGithub({ now, listLagMs: lagMs, login: LOGINS.us }));
	}

	get credentials(): ICredentialDataDecryptedObject {
		return { apiUrl: this.standIn.url, accessToken: this.standIn.token };
	}

	ticket(fingerprint: string, title = '[NEW] ValueError: Invalid input'): string {
		const issue = this.standIn.seed({
			title,
			body: `An error.\n\n<!-- bugsink-fingerprint: ${fingerprint} -->`,
			labels: ['bugsink'],
			indexed: false,
		});
		return String(issue.number);
	}

	close(key: string, as: ClosedAs = 'done', by: Who = 'person'): void {
		this.standIn.closeIssue(Number(key), { by: LOGINS[by], reason: REASONS[as] });
	}

	reopen(key: string, by: Who = 'person'): void {
		this.standIn.reopenIssue(Number(key), { by: LOGINS[by] });
	}

	comment(key: string): void {
		this.standIn.comment(Number(key), 'Looking into it');
	}

	remove(key: string): void {
		this.standIn.deleteIssue(Number(key));
	}
}
