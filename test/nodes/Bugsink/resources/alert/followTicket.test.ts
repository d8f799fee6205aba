import type { INode } from 'n8n-workflow';

import type { Capability, StoredIssue } from '../../../../standins/bugsink';
import { clock } from '../../../../standins/harness';
import { jsonOf, run } from '../../support';
import { event, kinds, MINUTE, SECOND, world, type Reason } from './ticketWorld';

describe('closed', () => {
	test('resolves now in a project without releases', async () => {
		const { issue, follow } = await world();
		expect(await follow(event('TICKET_CLOSED', issue.id))).toEqual([
			{
				action: 'resolved',
				reason: 'TICKET_CLOSED',
				issueId: issue.id,
				fingerprint: `bugsink-${issue.id}`,
				key: 'OPS-12',
				url: 'https://acme.atlassian.net/browse/OPS-12',
				resolvedIn: 'now',
				comment: null,
				skipCode: null,
				skipReason: null,
			},
		]);
		expect(issue).toMatchObject({ isResolved: true, isResolvedByNext: false });
	});

	test('the fix is not deployed yet: resolved in the next release, so that no old event is a regression (sentry#66363, #61352)', async () => {
		const { standIn, project, issue, follow } = await world();
		standIn.addEvent(issue, { release: '1.0.0' });
		clock.at += MINUTE;
		expect(await follow(event('TICKET_CLOSED', issue.id))).toMatchObject([
			{ action: 'resolved', resolvedIn: 'nextRelease' },
		]);
		standIn.addEvent(issue, { release: '1.0.0' });
		expect(issue.isResolved).toBe(true);
		expect(standIn.alerts.map(({ reason }) => reason)).not.toContain('REGRESSED');
		standIn.addRelease(project, '1.1.0');
		standIn.addEvent(issue, { release: '1.1.0' });
		expect(issue.isResolved).toBe(false);
	});

	test.each<[INode['parameters'], Partial<StoredIssue>, string[]]>([
		[{ onClosed: 'resolveNow' }, { isResolved: true, isResolvedByNext: false }, []],
		[
			{ onClosed: 'comment' },
			{ isResolved: false },
			[
				'Jira ticket OPS-12 was closed by Mia Krystof (2026-08-03 09:02 UTC): https://acme.atlassian.net/browse/OPS-12',
			],
		],
		[{ onClosed: 'ignore' }, { isResolved: false }, []],
	])('%j', async (parameters, state, comments) => {
		const { standIn, issue, follow } = await world();
		standIn.addEvent(issue, { release: '1.0.0' });
		clock.at += MINUTE;
		await follow(event('TICKET_CLOSED', issue.id), parameters);
		expect(issue).toMatchObject(state);
		expect(standIn.comments(issue)).toEqual(comments);
	});

	test('a token that must not read the releases resolves now, and says so', async () => {
		const { standIn, issue } = await world();
		const needed: Capability[] = ['issues:read', 'issues:triage'];
		const result = await run(
			standIn,
			{ resource: 'alert', operation: 'followTicket' },
			{ items: [event('TICKET_CLOSED', issue.id)], token: standIn.addToken(needed) },
		);
		expect(jsonOf(result)).toMatchObject([{ action: 'resolved', resolvedIn: 'now' }]);
		const { hints } = result.run.data.resultData.runData.Node[0];
		expect(JSON.stringify(hints)).toContain('releases:read');
	});
});

describe("won't do must neither resolve nor wake what is to be ignored (sentry#63615, #48851, #19673)", () => {
	test('mutes', async () => {
		const { issue, follow } = await world();
		expect(await follow(event('TICKET_WONT_DO', issue.id))).toMatchObject([{ action: 'muted' }]);
		expect(issue).toMatchObject({ isMuted: true, isResolved: false });
	});

	test.each(['resolve', 'mute'])('an issue after "%s" is left alone', async (action) => {
		const { standIn, issue, follow } = await world();
		standIn.act(issue, action);
		const before = kinds(issue);
		for (const reason of ['TICKET_WONT_DO', 'TICKET_CLOSED'] as const) {
			clock.at += MINUTE;
			expect(await follow(event(reason, issue.id))).toMatchObject([{ action: 'skipped' }]);
		}
		expect(kinds(issue)).toEqual(before);
	});

	test('a reopened ticket does not wake a muted issue', async () => {
		const { standIn, issue, follow } = await world();
		standIn.act(issue, 'mute');
		clock.at += MINUTE;
		for (const onReopened of ['reopen', 'comment']) {
			expect(await follow(event('TICKET_REOPENED', issue.id), { onReopened })).toMatchObject([
				{ action: 'skipped', skipCode: 'muted' },
			]);
		}
		expect(kinds(issue)).toEqual(['first_seen', 'muted']);
	});

	test.each<[INode['parameters'], boolean, number]>([
		[{ onWontDo: 'comment' }, false, 1],
		[{ onWontDo: 'ignore' }, false, 0],
	])('%j', async (parameters, isMuted, comments) => {
		const { standIn, issue, follow } = await world();
		await follow(event('TICKET_WONT_DO', issue.id), parameters);
		expect([issue.isMuted, standIn.comments(issue).length]).toEqual([isMuted, comments]);
	});
});

describe('reopened', () => {
	test.each<[INode['parameters'], boolean, number]>([
		[{}, true, 1],
		[{ onReopened: 'reopen' }, false, 0],
		[{ onReopened: 'ignore' }, true, 0],
	])('%j', async (parameters, isResolved, comments) => {
		const { standIn, issue, follow } = await world();
		standIn.act(issue, 'resolve');
		clock.at += MINUTE;
		await follow(event('TICKET_REOPENED', issue.id), parameters);
		expect([issue.isResolved, standIn.comments(issue).length]).toEqual([isResolved, comments]);
	});
});

describe('what is newer counts', () => {
	test('a closing that is older than the newest regression is not followed', async () => {
		const { standIn, issue, follow } = await world();
		standIn.act(issue, 'resolve');
		const closing = event('TICKET_CLOSED', issue.id, (clock.at += MINUTE));
		clock.at += MINUTE;
		standIn.addEvent(issue);
		clock.at += MINUTE;
		expect(await follow(closing)).toMatchObject([{ action: 'skipped', skipCode: 'overtaken' }]);
		expect(issue.isResolved).toBe(false);
		// One that is newer is.
		expect(await follow(event('TICKET_CLOSED', issue.id))).toMatchObject([{ action: 'resolved' }]);
	});

	test.each<[string, string, Reason]>([
		['resolve', 'reopen', 'TICKET_CLOSED'],
		['mute', 'unmute', 'TICKET_WONT_DO'],
		['mute', 'unmute', 'TICKET_CLOSED'],
	])(
		'who did "%s" and "%s" after the ticket changed wants it so',
		async (first, second, reason) => {
			const { standIn, issue, follow } = await world();
			standIn.act(issue, first);
			const old = event(reason, issue.id, (clock.at += MINUTE));
			clock.at += MINUTE;
			standIn.act(issue, second);
			expect(await follow(old)).toMatchObject([{ skipCode: 'overtaken' }]);
			expect(issue).toMatchObject({ isResolved: false, isMuted: false });
		},
	);

	test('who resolved the issue after the ticket was reopened wants it so', async () => {
		const { standIn, issue, follow } = await world();
		const old = event('TICKET_REOPENED', issue.id);
		clock.at += MINUTE;
		standIn.act(issue, 'resolve');
		expect(await follow(old, { onReopened: 'reopen' })).toMatchObject([{ skipCode: 'overtaken' }]);
		expect(issue.isResolved).toBe(true);
	});

	test('GitHub gives whole seconds: what happened in the same second counts as earlier', async () => {
		const { standIn, issue, follow } = await world();
		standIn.act(issue, 'resolve');
		clock.at = Math.ceil(clock.at / SECOND) * SECOND;
		const closing = event('TICKET_CLOSED', issue.id);
		clock.at += 400;
		standIn.addEvent(issue);
		expect(await follow(closing)).toMatchObject([{ action: 'resolved' }]);
	});

	test('a comment in the history is no change of the state', async () => {
		const { standIn, issue, follow } = await world();
		const closing = event('TICKET_CLOSED', issue.id);
		clock.at += MINUTE;
		await run(standIn, {
			resource: 'issue',
			operation: 'comment',
			issue: { __rl: true, mode: 'id', value: issue.id },
			comment: 'On it',
		});
		expect(await follow(closing)).toMatchObject([{ action: 'resolved' }]);
	});
});
