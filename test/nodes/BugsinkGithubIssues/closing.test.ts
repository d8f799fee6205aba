/** How an issue on GitHub was closed, and by whom, decides what becomes of an alert about it. */
import { fingerprintMarker } from '../../../nodes/BugsinkGithubIssues/markdown';
import { testMessageAlert } from '../../../nodes/shared/alert/toAlert';
import type { GithubSeed } from '../../standins/github';
import { alertOf, DAY, ISSUE_ID, MINUTE, regressed, Rig, START } from './support';

const SEEDED: GithubSeed = {
	labels: ['bugsink', 'bug'],
	body: `As it was.\n\n${fingerprintMarker(`bugsink-${ISSUE_ID}`)}`,
	createdAt: START - 40 * DAY,
	updatedAt: START - 40 * DAY,
};

let rig: Rig;
afterEach(async () => await rig.github.close());

describe('an issue that was closed', () => {
	const closedBy = async (by: string, reason: 'completed' | 'not_planned' | 'duplicate') => {
		rig = await Rig.start();
		const issue = rig.github.seed(SEEDED);
		rig.github.closeIssue(1, { by, reason });
		return issue;
	};

	it.each(['stale-helper[bot]', 'github-actions[bot]', 'probot-stale[bot]'])(
		'as not planned by %s is reopened and commented',
		async (bot) => {
			const issue = await closedBy(bot, 'not_planned');
			expect(await rig.send(regressed())).toMatchObject({ action: 'reopened', warnings: [] });
			expect(issue).toMatchObject({ state: 'open', stateReason: 'reopened' });
			expect(issue.comments).toHaveLength(1);
		},
	);

	it.each(['ada', 'robot', 'stalebot', 'alert-bot'])(
		'as not planned by the person %s is left alone, and no other is opened',
		async (person) => {
			const issue = await closedBy(person, 'not_planned');
			expect(await rig.send(regressed(), { onlyNewIssues: false })).toMatchObject({
				action: 'skipped',
				skipCode: 'closedAsWontDo',
				skipReason: '#1 was closed as not planned, so it is left alone',
				key: '1',
			});
			expect(issue).toMatchObject({ state: 'closed', comments: [] });
			expect(rig.github.issues).toHaveLength(1);
		},
	);

	it('as not planned by a person, after a bot had closed it, is left alone', async () => {
		await closedBy('stale-helper[bot]', 'not_planned');
		rig.github.reopenIssue(1, { by: 'ada' });
		rig.github.closeIssue(1, { by: 'ada', reason: 'not_planned' });
		expect(await rig.send(regressed())).toMatchObject({ skipCode: 'closedAsWontDo' });
	});

	it('as not planned by a bot, and known, costs no further look', async () => {
		rig = await Rig.start();
		await rig.send(alertOf());
		rig.github.closeIssue(1, { by: 'stale-helper[bot]', reason: 'not_planned' });
		rig.calls();
		expect(await rig.send(regressed())).toMatchObject({ action: 'reopened' });
		expect(rig.github.calls('GET', /\/issues\/1$/)).toBe(1);
	});

	it.each(['ada', 'stale-helper[bot]'])('as completed by %s is reopened', async (by) => {
		await closedBy(by, 'completed');
		expect(await rig.send(regressed())).toMatchObject({ action: 'reopened', key: '1' });
	});

	it.each(['ada', 'stale-helper[bot]'])(
		'as a duplicate by %s is commented, not reopened, with a warning',
		async (by) => {
			const issue = await closedBy(by, 'duplicate');
			expect(await rig.send(regressed(), { onlyNewIssues: false })).toMatchObject({
				action: 'commented',
				key: '1',
				warnings: ['#1 was closed as a duplicate and was not reopened'],
			});
			expect(issue.state).toBe('closed');
		},
	);

	it('is not resolved again: the skip has its number and page', async () => {
		await closedBy('ada', 'not_planned');
		expect(await rig.send(regressed(), {}, 'resolve')).toMatchObject({
			action: 'skipped',
			skipCode: 'alreadyClosed',
			key: '1',
			url: 'https://github.com/acme/shop/issues/1',
		});
	});
});

describe('a TEST alert', () => {
	beforeEach(async () => (rig = await Rig.start()));

	it.each(['ignore', 'update', 'createAnother', 'comment'] as const)(
		'whose earlier issue is open is a comment, with When an Issue Exists set to %s',
		async (onExisting) => {
			await rig.send(testMessageAlert(new Date(START)));
			const outcome = await rig.send(testMessageAlert(new Date(START + MINUTE)), { onExisting });
			expect(outcome).toMatchObject({ action: 'commented', key: '1' });
			expect(rig.github.issues).toHaveLength(1);
		},
	);

	it('whose earlier issue is closed opens a new one', async () => {
		await rig.send(testMessageAlert(new Date(START)));
		rig.github.closeIssue(1, { reason: 'completed' });
		expect(await rig.send(testMessageAlert(new Date(START + MINUTE)))).toMatchObject({
			action: 'created',
			key: '2',
		});
	});
});
