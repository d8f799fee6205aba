import type { ICredentialDataDecryptedObject, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { githubIssues } from '../../nodes/BugsinkGithubIssues/githubIssues';
import { jiraCloud } from '../../nodes/BugsinkJiraCloud/jiraCloud';
import { microsoftTeams } from '../../nodes/BugsinkMicrosoftTeams/microsoftTeams';
import { pagerDuty } from '../../nodes/BugsinkPagerDuty/pagerDuty';
import { webhook } from '../../nodes/BugsinkWebhook/webhook';
import type { FailureDetails } from '../../nodes/shared/delivery/failure';
import type { Destination } from '../../nodes/shared/destination';
import { runDestination } from '../../nodes/shared/node/run';
import { discord } from '../sixthDestination/nodes/BugsinkDiscord/discord';
import { VirtualClock } from '../support/virtualClock';

export interface FakeAnswer {
	status: number;
	headers?: Record<string, string>;
	body?: unknown;
}

/** One thing that a node does, with the answers of a service that is well. */
export interface Operation {
	/** `Service: step`; the tables of `expected.ts` go by its beginning. */
	name: string;
	/** As messages name the service. */
	service: string;
	run: (context: IExecuteFunctions, clock: VirtualClock) => Promise<Item[]>;
	parameters: IDataObject;
	credential: ICredentialDataDecryptedObject;
	secrets: string[];
	alert: IDataObject;
	/** The request that goes wrong, as `POST /path`, PagerDuty's with its action; all others go well. */
	step: RegExp;
	/** What a service that is well answers to a request such as `POST /path`. */
	well: (request: string) => FakeAnswer;
}

interface Item {
	json: IDataObject & { details?: FailureDetails };
}

/** Never to be seen again. */
const PLANTED = {
	tracker: 'planted-T0ken-ABCDEFGH12345678',
	pagerDuty: 'A0UT1NGKEY1234567890ABCDEFGHIJKL',
	path: 'h00k-path-ABCDEFGH12345678',
	header: 'header-S3cret-ABCDEFGH',
	teams: 'S1gnature-ABCDEFGH12345678',
};

let lastIssue = 0;

/** An alert of an issue of its own, since Jira's node remembers issues within the process. */
export function alert(reason: string): IDataObject {
	const id = `0b1c4a52-6c0e-4d5f-9a51-${String(++lastIssue).padStart(12, '0')}`;
	return {
		reason,
		issueId: id,
		fingerprint: `bugsink-${id}`,
		title: 'ValueError: bad',
		errorType: 'ValueError',
		errorMessage: 'bad',
		project: { id: 1, name: 'Shop' },
		firstSeen: '2026-08-03T09:14:22Z',
		lastSeen: '2026-08-03T09:14:22Z',
		issueUrl: `https://bugsink.example.com/issues/issue/${id}/event/last/`,
	};
}

function runOf<Settings>(destination: Destination<Settings>): Operation['run'] {
	return async (context, clock) =>
		(await runDestination(context, destination, clock)) as unknown as Item[];
}

function jira(name: string, more: Partial<Operation> & Pick<Operation, 'step'>): Operation {
	const { reason = 'NEW', category } = {
		reopen: { reason: 'REGRESSED', category: 'done' },
		comment: { reason: 'REGRESSED', category: 'new' },
		resolve: { reason: 'RESOLVED', category: 'new' },
	}[name] ?? { reason: 'NEW' };
	const operation: Operation = {
		name: `Jira: ${name}`,
		service: 'Jira',
		run: runOf(jiraCloud),
		credential: {
			jiraUrl: 'https://acme.atlassian.net',
			userEmail: 'ada@example.com',
			apiToken: PLANTED.tracker,
		},
		secrets: [
			PLANTED.tracker,
			Buffer.from(`ada@example.com:${PLANTED.tracker}`).toString('base64'),
		],
		parameters: { projectKey: 'OPS', issueType: 'Bug' },
		alert: alert(reason),
		well(request) {
			const ticket = {
				id: '10001',
				key: 'OPS-1',
				fields: {
					labels: [operation.alert.fingerprint],
					status: { statusCategory: { key: category } },
					created: '2026-08-03T09:14:22.481+0000',
					resolutiondate: category === 'done' ? '2026-08-03T09:14:22.481+0000' : null,
				},
			};
			const target = category === 'done' ? 'new' : 'done';
			const move = { id: '31', name: 'Move', to: { statusCategory: { key: target } } };
			if (request.startsWith('POST /rest/api/3/search/jql')) {
				return { status: 200, body: { issues: category === undefined ? [] : [ticket] } };
			}
			if (request.includes('tenant_info')) return { status: 404 };
			if (/^GET .*\/transitions/.test(request))
				return { status: 200, body: { transitions: [move] } };
			if (/^POST .*\/transitions/.test(request)) return { status: 204 };
			if (/^GET .*\/issue\/10001\?/.test(request)) return { status: 200, body: ticket };
			if (/^GET .*\/comment/.test(request)) return { status: 200, body: { comments: [] } };
			if (request.endsWith('/bulkfetch')) return { status: 200, body: { issues: [] } };
			return { status: 201, body: { id: '10002', key: 'OPS-2' } };
		},
		...more,
	};
	return operation;
}

function github(name: string, more: Partial<Operation> & Pick<Operation, 'step'>): Operation {
	const { reason = 'NEW', state } = {
		reopen: { reason: 'REGRESSED', state: 'closed' },
		comment: { reason: 'REGRESSED', state: 'open' },
		resolve: { reason: 'RESOLVED', state: 'open' },
	}[name] ?? { reason: 'NEW' };
	const operation: Operation = {
		name: `GitHub: ${name}`,
		service: 'GitHub',
		run: runOf(githubIssues),
		credential: { apiUrl: 'https://api.github.com', accessToken: PLANTED.tracker },
		secrets: [PLANTED.tracker],
		parameters: { repository: 'acme/shop' },
		alert: alert(reason),
		well(request) {
			const issue = (number: number) => ({
				id: 1000 + number,
				number,
				state,
				labels: [{ name: 'bugsink' }],
				comments: 0,
				html_url: `https://github.com/acme/shop/issues/${number}`,
				body: `<!-- bugsink-fingerprint: ${String(operation.alert.fingerprint)} -->`,
				updated_at: '2026-08-03T09:14:22Z',
				...(state === 'closed' ? { closed_at: '2026-08-03T09:14:22Z' } : {}),
			});
			const known = state === undefined ? [] : [issue(1)];
			if (request.startsWith('GET /search/issues')) return { status: 200, body: { items: known } };
			if (/^GET .*\/comments/.test(request)) return { status: 200, body: [] };
			if (/^GET .*\/issues\?/.test(request)) return { status: 200, body: known };
			return { status: request.startsWith('PATCH') ? 200 : 201, body: issue(2) };
		},
		...more,
	};
	return operation;
}

const teams = (name: string, more: Partial<Operation> = {}): Operation => ({
	name: `Teams: ${name}`,
	service: 'Microsoft Teams',
	run: runOf(microsoftTeams),
	credential: {
		webhookUrl: `https://default1.16.environment.api.powerplatform.com/powerautomate/automations/direct/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke?api-version=1&sig=${PLANTED.teams}`,
	},
	secrets: [PLANTED.teams],
	parameters: {},
	alert: alert('NEW'),
	step: /^POST /,
	well: () => ({ status: 202 }),
	...more,
});

const pager = (name: string, more: Partial<Operation> = {}): Operation => ({
	name: `PagerDuty: ${name}`,
	service: 'PagerDuty',
	run: runOf(pagerDuty),
	credential: { routingKey: PLANTED.pagerDuty, region: 'us' },
	secrets: [PLANTED.pagerDuty],
	parameters: {},
	alert: alert('NEW'),
	step: /^POST /,
	well: () => ({ status: 202, body: { status: 'success' } }),
	...more,
});

const hook = (name: string, more: Partial<Operation> = {}): Operation => ({
	name: `Webhook: ${name}`,
	service: 'The webhook',
	run: runOf(webhook),
	credential: {
		webhookUrl: `https://hooks.example.com/${PLANTED.path}?key=${PLANTED.path}`,
		secretHeader: 'X-Secret',
		secretValue: PLANTED.header,
	},
	secrets: [PLANTED.path, PLANTED.header],
	parameters: {},
	alert: alert('NEW'),
	step: /^(POST|PUT|PATCH) /,
	well: () => ({ status: 200, body: { ok: true } }),
	...more,
});

const chat = (name: string, more: Partial<Operation> = {}): Operation => ({
	name: `Discord: ${name}`,
	service: 'Discord',
	run: runOf(discord),
	credential: { webhookUrl: `https://discord.com/api/webhooks/1/${PLANTED.path}` },
	secrets: [PLANTED.path],
	parameters: {},
	alert: alert('NEW'),
	step: /^POST /,
	well: () => ({ status: 200, body: { id: '2', channel_id: '3' } }),
	...more,
});

const test = { parameters: { operation: 'sendTestMessage' } };

/** Every node and operation, and of those with several requests every kind of request. */
export const OPERATIONS: Operation[] = [
	jira('look-up', { step: /^POST .*\/search\/jql/ }),
	jira('create', { step: /^POST .*\/issue$/ }),
	jira('comment', { step: /^POST .*\/comment/ }),
	jira('reopen', { step: /^POST .*\/transitions/ }),
	jira('resolve', {
		step: /^POST .*\/transitions/,
		parameters: { operation: 'resolve' },
	}),
	jira('test message', {
		step: /^POST .*\/issue$/,
		parameters: { projectKey: 'OPS', issueType: 'Bug', operation: 'sendTestMessage' },
	}),
	github('look-up', { step: /^GET .*\/issues\?.*sort=updated/ }),
	github('create', { step: /^POST .*\/issues$/ }),
	github('comment', { step: /^POST .*\/comments/ }),
	github('reopen', { step: /^PATCH / }),
	github('resolve', {
		step: /^PATCH /,
		parameters: { repository: 'acme/shop', operation: 'resolve' },
	}),
	github('test message', {
		step: /^POST .*\/issues$/,
		parameters: { repository: 'acme/shop', operation: 'sendTestMessage' },
	}),
	teams('send'),
	teams('send a MessageCard', {
		credential: {
			webhookUrl: `https://acme.webhook.office.com/webhookb2/a@b/IncomingWebhook/c/${PLANTED.teams}`,
		},
		parameters: { 'options.format': 'messageCard' },
		well: () => ({ status: 200, body: '1' }),
	}),
	teams('test message', test),
	pager('trigger'),
	pager('acknowledge', { parameters: { operation: 'acknowledge' } }),
	pager('resolve', { parameters: { operation: 'resolve' } }),
	pager('change event', {
		alert: alert('UNMUTED'),
		parameters: { 'options.unmutedAs': 'changeEvent' },
	}),
	pager('test message', { ...test, step: /trigger$/ }),
	pager('end of the test', { ...test, step: /resolve$/ }),
	hook('send'),
	hook('send by PUT', { parameters: { httpMethod: 'PUT' } }),
	hook('test message', test),
	chat('send'),
	chat('test message', test),
];
