import type { JiraSettings } from '../../../nodes/BugsinkJiraCloud/settings';
import { toTicket } from '../../../nodes/BugsinkJiraCloud/tickets';
import { JiraTracker } from '../../../nodes/BugsinkJiraCloud/tracker';
import { NO_WORDS } from '../../../nodes/shared/alert/words';
import { alertOf } from '../../support/alerts';
import { scripted, SITE, type Scripted, type Seen } from './scripted';

export const alert = alertOf();
export const { fingerprint } = alert;
/** As a workflow that sets nothing but project, issue type and a label. */
export const SETTINGS: JiraSettings = {
	site: SITE,
	account: 'account',
	projectKey: 'OPS',
	issueType: { name: 'Bug' },
	labels: ['checkout'],
	priority: null,
	assignee: '',
	components: [],
	parentKey: '',
	customFields: {},
	screenFields: {},
	reopenTransition: '',
	resolveTransition: '',
	wontDoNames: [],
	words: NO_WORDS,
	timeZone: 'UTC',
	onlyNewIssues: true,
	onExisting: 'comment',
	onRegression: 'reopenAndComment',
	reopenWindowDays: 30,
};

export const issue = (number: number, more: object = {}, project = 'OPS') => ({
	id: String(10_000 + number),
	key: `${project}-${number}`,
	fields: { labels: [fingerprint], creator: { accountId: 'bot' } },
	...more,
});
export const ticket = (number: number, more: object = {}) =>
	toTicket(issue(number, more), SETTINGS);
export const issues = (...list: unknown[]) => ({ body: { issues: list, isLast: true } });
export const refused = (said: string, status = 403) => ({
	status,
	body: { errorMessages: [said] },
});

/** The tracker of one alert, with what it asked of Jira. */
export function setting(answer: (request: Seen) => Scripted, more: Partial<JiraSettings> = {}) {
	const all = scripted(answer);
	const { delivery, memory, requests, shared } = all;
	const settings = { ...SETTINGS, ...more };
	const tracker = new JiraTracker({ alert, settings, delivery, memory, shared });
	const seen = () => requests.map(({ method, path }) => `${method} ${path}`);
	/** What was written, without the searches. */
	const written = () =>
		requests
			.filter(({ method, path }) => method !== 'GET' && !/search|bulkfetch/.test(path))
			.map(({ method, path, json }) => [method, path, json]);
	return { ...all, seen, tracker, written };
}

/** A Jira in which all goes well; what a test gives for the end of a path goes first. */
export function well(first: Record<string, Scripted> = {}): (seen: Seen) => Scripted {
	return ({ method, path }) => {
		const given = Object.keys(first).find((end) => `${method} ${path}`.includes(end));
		if (given !== undefined) return first[given];
		if (method === 'GET' && path.includes('/transitions')) return TRANSITIONS;
		if (method === 'GET') return { body: { values: [], comments: [], total: 0 } };
		if (path === '/issue') return { status: 201, body: { id: '10040', key: 'OPS-40' } };
		return path.endsWith('/transitions') ? { status: 204, body: '' } : issues();
	};
}

const to = (name: string, key: string) => ({ name, statusCategory: { key } });
const resolution = { allowedValues: [{ name: 'Duplicate' }, { name: 'Fixed' }] };
const TRANSITIONS = {
	body: {
		transitions: [
			{ id: '11', name: 'Back', to: to('To Do', 'new') },
			{ id: '21', name: 'Go on', to: to('Doing', 'indeterminate') },
			{ id: '31', name: 'Close', to: to('Closed', 'done'), fields: { resolution } },
		],
	},
};
/** Of a workflow that leads nowhere. */
export const ONE_WAY = { body: { transitions: [{ id: '41', name: 'Stay', to: to('Here', '') }] } };

/** An entry of the change log. */
export const moved = (accountId: string, more: object = {}, before = 'Done') => ({
	id: '1',
	author: { accountId, accountType: accountId.startsWith('app') ? 'app' : 'atlassian' },
	items: [{ field: 'status', fromString: before }],
	...more,
});
export const log = (...values: object[]) => ({
	changelog: { body: { values, total: values.length } },
});
