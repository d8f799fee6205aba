/** The options by which a user says more, in all five destinations. */
import type { IDataObject } from 'n8n-workflow';

import { githubIssues } from '../../nodes/BugsinkGithubIssues/githubIssues';
import { jiraCloud } from '../../nodes/BugsinkJiraCloud/jiraCloud';
import { microsoftTeams } from '../../nodes/BugsinkMicrosoftTeams/microsoftTeams';
import { pagerDuty } from '../../nodes/BugsinkPagerDuty/pagerDuty';
import { webhook } from '../../nodes/BugsinkWebhook/webhook';
import type { Alert } from '../../nodes/shared/alert/alert';
import type { Destination } from '../../nodes/shared/destination';
import { alertOf, numbered } from '../support/alerts';
import { at, NOW, prepared } from './prepared';

const TITLE_OF: Record<string, (options: IDataObject, alert: Alert) => unknown> = {
	jiraCloud: (options, alert) =>
		at(prepared(jiraCloud, options, [alert]).json, 'fields', 'summary'),
	githubIssues: (options, alert) => prepared(githubIssues, options, [alert]).json.title,
	microsoftTeams: (options, alert) =>
		at(
			prepared(microsoftTeams, options, [alert]).json,
			...['attachments', 0, 'content', 'body', 0, 'items', 1, 'inlines', 0, 'text'],
		),
	pagerDuty: (options, alert) =>
		at(prepared(pagerDuty, options, [alert]).json, 'payload', 'summary'),
};
describe.each([
	['jiraCloud', 'summary', 255],
	['githubIssues', 'title', 256],
	['microsoftTeams', 'title', 300],
	['pagerDuty', 'summary', 1_024],
])('the title of %s', (id, option, limit) => {
	const titleOf = (value: string, more: Partial<Alert> = {}) =>
		TITLE_OF[id]({ [option]: value }, alertOf(more));

	test('is the user’s, on one line and within the limit; a test says so in front', () => {
		expect(titleOf(' Checkout\n is\tdown ')).toBe('Checkout is down');
		expect(titleOf('Down', { reason: 'TEST' })).toBe('[Test] Down');
		expect(titleOf('x'.repeat(2_000))).toBe(`${'x'.repeat(limit - 1)}…`);
	});

	test('is the alert’s where the field is empty', () => {
		expect(titleOf('')).toMatch(/^ValueError: Invalid input/);
		expect(titleOf(' \n')).toBe(titleOf(''));
	});
});

test('a title changes no key by which an alert is known', () => {
	const keys = (more: IDataObject) => [
		at(prepared(jiraCloud, more).json, 'fields', 'labels'),
		at(prepared(jiraCloud, more).json, 'properties'),
		/<!-- bugsink-fingerprint: \S+ -->/.exec(prepared(githubIssues, more).body)?.[0],
		prepared(pagerDuty, more).json.dedup_key,
	];
	expect(keys({ title: 'Down', summary: 'Down' })).toEqual(keys({}));
});

const TEXT = 'On duty: Ann\nRunbook: https://wiki.example.com/pay';

describe('additional text', () => {
	const LINK = { type: 'link', attrs: { href: 'https://wiki.example.com/pay' } };

	test('comes first in a Jira ticket, with breaks and links', () => {
		const { json } = prepared(jiraCloud, { additionalText: `${TEXT}\n\nThanks` });
		const [first, second, third] = at(json, 'fields', 'description', 'content') as IDataObject[];
		expect(first).toEqual({
			type: 'paragraph',
			content: [
				{ type: 'text', text: 'On duty: Ann' },
				{ type: 'hardBreak' },
				{ type: 'text', text: 'Runbook: ' },
				{ type: 'text', text: 'https://wiki.example.com/pay', marks: [LINK] },
			],
		});
		expect(second).toEqual({ type: 'paragraph', content: [{ type: 'text', text: 'Thanks' }] });
		expect(third.type).toBe('panel');
	});

	test('comes first in a GitHub issue', () => {
		const { body } = prepared(githubIssues, { additionalText: `${TEXT}\n\n1. Thanks` }).json;
		const label = 'https:\u2060//wiki.example.com/pay';
		expect(String(body).split('\n\n').slice(0, 3)).toEqual([
			`On duty: Ann\\\nRunbook: [${label}](https://wiki.example.com/pay)`,
			'1\\. Thanks',
			'### New issue in Bugsink',
		]);
	});

	test('comes below the header of a card, a block for each line', () => {
		const { json } = prepared(microsoftTeams, { additionalText: `${TEXT}\n\nThanks` });
		const body = at(json, 'attachments', 0, 'content', 'body') as IDataObject[];
		const link = '[https:\u2060//wiki.example.com/pay](https://wiki.example.com/pay)';
		expect(body.slice(1, 4)).toEqual([
			{ type: 'TextBlock', text: 'On duty: Ann', wrap: true },
			{ type: 'TextBlock', text: `Runbook: ${link}`, wrap: true, spacing: 'None' },
			{ type: 'TextBlock', text: 'Thanks', wrap: true },
		]);
	});

	test('comes first in a MessageCard', () => {
		const { json } = prepared(microsoftTeams, { additionalText: TEXT, format: 'messageCard' });
		expect(at(json, 'sections', 0)).toEqual({
			text: 'On duty: Ann\n\nRunbook: [https:\u2060//wiki.example.com/pay](https://wiki.example.com/pay)',
			markdown: true,
		});
	});

	test.each(['incident', 'changeEvent'])('comes first in the details of an %s', (unmutedAs) => {
		const unmuted = [alertOf({ reason: 'UNMUTED' })];
		const { json } = prepared(pagerDuty, { additionalText: TEXT, unmutedAs }, unmuted);
		expect(Object.entries(at(json, 'payload', 'custom_details') as object)[0]).toEqual([
			'additional_text',
			TEXT,
		]);
		expect(at(json, 'links', 1)).toEqual({
			href: 'https://wiki.example.com/pay',
			text: 'https://wiki.example.com/pay',
		});
		// That of the issue stays the first.
		expect(at(json, 'links', 0, 'text')).toBe('View in Bugsink');
	});

	test('is shown in one message for all alerts; a title of one is not', () => {
		const many = [numbered(1), numbered(2)];
		const own = { additionalText: TEXT, title: 'Down', summary: 'Down' };
		for (const destination of [microsoftTeams, pagerDuty]) {
			const { body } = prepared(destination as Destination<unknown>, own, many);
			expect(body).toContain('On duty: Ann');
			expect(body).toContain('2 issues from Checkout API');
			expect(body).not.toContain('"Down"');
		}
	});

	test('parts alerts with another text', () => {
		for (const destination of [microsoftTeams, pagerDuty] as Array<Destination<unknown>>) {
			const groupOf = (additionalText: string) =>
				destination.together?.groupOf(
					alertOf(),
					prepared(destination, { additionalText }).settings,
				);
			expect(groupOf('a')).toBe(groupOf('a'));
			expect(groupOf('a')).not.toBe(groupOf('b'));
		}
	});

	test.each([jiraCloud, githubIssues, microsoftTeams, pagerDuty] as Array<Destination<unknown>>)(
		'of more than 2,000 characters is cut, and $id says so',
		(destination) => {
			const { truncated } = prepared(destination, { additionalText: 'x'.repeat(2_001) });
			expect(truncated).toEqual(['additionalText']);
		},
	);
});

describe('facts', () => {
	const facts = ['reason', 'release', 'project'];

	test('are those of the choice, in its order', () => {
		expect(prepared(githubIssues, { facts }).json.body).toContain(
			'| --- | --- |\n| **Reason** | NEW |\n| **Project** | Checkout API |\n\n',
		);
		const content = JSON.stringify(prepared(jiraCloud, { facts }).json);
		expect(content.match(/"text":"(Reason|Project|Issue|Events)"/g)).toEqual([
			'"text":"Reason"',
			'"text":"Project"',
		]);
		const card = at(prepared(microsoftTeams, { facts }).json, 'attachments', 0, 'content', 'body');
		expect((card as IDataObject[]).find(({ type }) => type === 'FactSet')?.facts).toEqual([
			{ title: 'Reason', value: 'NEW' },
			{ title: 'Project', value: 'Checkout API' },
		]);
	});

	test('are refused if they do not exist', () => {
		for (const destination of [jiraCloud, githubIssues, microsoftTeams]) {
			const send = () =>
				prepared(destination as Destination<unknown>, { facts: ['project', 'weather'] });
			expect(send).toThrow("'Facts' cannot contain 'weather'");
		}
	});
});

describe('data fields', () => {
	test('join the alert’s own, which they cannot replace', () => {
		const dataFields =
			'{ "team": { "name": "checkout" }, "issue_id": "x", "event": 1, "error": 2 }';
		const sent = prepared(webhook, { dataFields });
		expect(sent.json.data).toMatchObject({
			issue_id: alertOf().issueId,
			team: { name: 'checkout' },
			error: 2,
		});
		expect(sent.json.data).not.toHaveProperty('event');
		expect(sent.warnings).toEqual([
			"'Data Fields' cannot replace the alert's own; left out: issue_id, event",
		]);
		const details = prepared(pagerDuty, { dataFields });
		expect(at(details.json, 'payload', 'custom_details')).toMatchObject({
			error: { type: 'ValueError' },
			issue_id: 'x',
			team: { name: 'checkout' },
		});
		expect(details.warnings).toEqual([
			"'Data Fields' cannot replace the alert's own; left out: event, error",
		]);
	});

	test('are an object of an expression too, times as text', () => {
		const dataFields = { at: NOW, none: null, list: [1, 'a\u0000b'] } as unknown as IDataObject;
		expect(prepared(webhook, { dataFields }).json.data).toMatchObject({
			at: '2026-08-03T09:14:23.000Z',
			none: null,
			list: [1, 'ab'],
		});
	});

	test.each([
		[{ payloadFormat: 'cloudEvents' }, ['data', 'team']],
		[{ payloadFormat: 'cloudEvents', cloudEventsMode: 'binary' }, ['team']],
		[{}, ['data', 'team']],
	])('stand where the data is: %j', (options, path) => {
		expect(at(prepared(webhook, { ...options, dataFields: { team: 'a' } }).json, ...path)).toBe(
			'a',
		);
	});

	test('stand in each alert of one message, and in the details of one incident', () => {
		const many = [numbered(1), numbered(2)];
		const { json } = prepared(webhook, { dataFields: { team: 'a' } }, many);
		expect(at(json, 'data', 'alerts')).toMatchObject([{ team: 'a' }, { team: 'a' }]);
		const incident = prepared(pagerDuty, { dataFields: { team: 'a' } }, many).json;
		expect(at(incident, 'payload', 'custom_details', 'team')).toBe('a');
	});

	test.each(['{ "team": }', '[1]', 'team', '7'])('are refused if they are %j', (dataFields) => {
		for (const destination of [webhook, pagerDuty] as Array<Destination<unknown>>) {
			expect(() => prepared(destination, { dataFields })).toThrow(
				"'Data Fields' is not a JSON object",
			);
		}
	});

	test('are refused if JSON cannot carry them', () => {
		const circle: IDataObject = {};
		circle.self = circle;
		expect(() => prepared(webhook, { dataFields: circle })).toThrow(
			"'Data Fields' contains what JSON cannot carry",
		);
	});

	test.each(['constructor', '__proto__', 'toString', 'long'])(
		'named %s are cut like any other',
		(name) => {
			const dataFields = `{ "${name}": ${JSON.stringify(Array(200_000).fill(1))}, "team": "a" }`;
			for (const alerts of [[alertOf()], [numbered(1), numbered(2)]]) {
				const { body, truncated } = prepared(pagerDuty, { dataFields }, alerts);
				expect(Buffer.byteLength(body)).toBeLessThanOrEqual(512 * 1024);
				expect(body).toContain('"team":"a"');
				expect(truncated).toEqual(body.length > 300_000 ? [] : [`custom_details.${name}`]);
			}
		},
	);

	test.each([1, 2])('of 600 KB leave an incident of %d alerts within its limit', (count) => {
		const alerts = [numbered(1), numbered(2)].slice(0, count);
		const dataFields = { long: 'é'.repeat(300_000), team: 'a' };
		const { body, json, truncated } = prepared(pagerDuty, { dataFields }, alerts);
		expect(Buffer.byteLength(body)).toBeLessThanOrEqual(512 * 1024);
		expect(at(json, 'payload', 'custom_details', 'team')).toBe('a');
		expect(truncated).toEqual(['custom_details.long']);
	});
});
