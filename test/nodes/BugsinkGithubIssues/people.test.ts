import { readAlert } from '../../../nodes/shared/alert/readAlert';
import { BugsinkGithubIssuesApi } from '../../../credentials/BugsinkGithubIssuesApi.credentials';
import { fingerprintMarker } from '../../../nodes/BugsinkGithubIssues/markdown';
import type { GithubSeed } from '../../standins/github';
import {
	alertOf,
	anotherProcess,
	DAY,
	ISSUE_ID,
	mapMemory,
	MINUTE,
	numbered,
	regressed,
	Rig,
	START,
} from './support';

const SEEDED: GithubSeed = {
	labels: ['bugsink', 'bug'],
	body: `As it was.\n\n${fingerprintMarker(`bugsink-${ISSUE_ID}`)}`,
	createdAt: START - 40 * DAY,
	updatedAt: START - 40 * DAY,
};

let rig: Rig;
afterEach(async () => await rig.github.close());

const openNumbers = (name?: string) => rig.github.open(name).map(({ number }) => number);

/** A process that remembers nothing, with a workflow that remembers nothing. */
function forget() {
	rig.memory = mapMemory();
	return anotherProcess();
}

describe("a person's own issue with our text", () => {
	const both = async () => {
		rig = await Rig.start();
		await rig.send(alertOf());
		const { body, labels } = rig.github.issues[0];
		return rig.github.seed({ body, labels, user: 'ada' });
	};

	it('stays open when ours is resolved, whatever is remembered', async () => {
		const own = await both();
		expect(await rig.send(regressed(), {}, 'resolve', forget())).toMatchObject({
			action: 'resolved',
			key: '1',
		});
		expect(openNumbers()).toEqual([2]);
		expect(await rig.send(regressed(), {}, 'resolve', forget())).toMatchObject({
			skipCode: 'alreadyClosed',
			key: '1',
		});
		expect(own).toMatchObject({ state: 'open', comments: [] });
	});

	it('is not closed as a copy, and ours is the one that is commented', async () => {
		const own = await both();
		rig.clock.at += 20 * MINUTE;
		expect(await rig.send(regressed(), {}, 'sendAlert', forget())).toMatchObject({
			action: 'commented',
			key: '1',
			warnings: [],
		});
		expect(own).toMatchObject({ state: 'open', comments: [] });
	});

	it('is not reopened in place of ours', async () => {
		const own = await both();
		rig.github.closeIssue(1);
		rig.clock.at += MINUTE;
		rig.github.closeIssue(2);
		const outcome = await rig.send(regressed(), {}, 'sendAlert', forget());
		expect([outcome.action, own.comments.length]).toEqual(['reopened', 0]);
		expect(openNumbers()).toEqual([1]);
	});

	it('does not count as a copy of ours: those are all resolved', async () => {
		await both();
		rig.github.seed({ ...SEEDED, createdAt: START + 3_600_000, updatedAt: START });
		await rig.send(regressed(), {}, 'resolve');
		expect(openNumbers()).toEqual([2]);
	});
});

describe('a copy that we closed and a person opened again', () => {
	it('stays open, for the process that closed it and for others', async () => {
		rig = await Rig.start();
		rig.github.seed(SEEDED);
		rig.github.seed({ ...SEEDED, createdAt: START - 40 * DAY + MINUTE });
		const process = anotherProcess();
		expect(await rig.send(regressed(), {}, 'sendAlert', process)).toMatchObject({
			warnings: ['#2 was closed as a duplicate of #1'],
		});
		rig.github.reopenIssue(2, { by: 'ada' });
		expect(rig.github.issues[1].stateReason).toBe('reopened');
		for (const other of [process, anotherProcess(), forget()]) {
			const outcome = await rig.send(regressed({ eventCount: 43 }), {}, 'sendAlert', other);
			expect(outcome.key).toBe('1');
			expect(openNumbers()).toEqual([1, 2]);
		}
		const again = await rig.send(regressed(), {}, 'resolve', forget());
		expect(again.action).toBe('resolved');
		expect(openNumbers()).toEqual([]);
	});
});

describe('an issue that is gone', () => {
	it('because a person deleted it is forgotten: a new alert opens another', async () => {
		rig = await Rig.start();
		await rig.send(alertOf());
		rig.github.deleteIssue(1);
		expect(await rig.send(regressed())).toMatchObject({ action: 'skipped', key: null });
		expect(await rig.send(alertOf())).toMatchObject({ action: 'created', key: '2' });
		rig.calls();
		await rig.send(regressed());
		expect(rig.calls()).not.toContain('GET /repos/acme/shop/issues/1');
	});

	it('does not hide the one that was made after it', async () => {
		rig = await Rig.start({ searchLagMs: 60 * MINUTE });
		await rig.send(alertOf());
		rig.github.closeIssue(1);
		const more = { onRegression: 'create' as const, onlyNewIssues: false };
		expect(await rig.send(regressed(), more)).toMatchObject({ action: 'created', key: '2' });
		rig.github.deleteIssue(1);
		expect(await rig.send(regressed())).toMatchObject({ action: 'commented', key: '2' });
	});

	it('keeps no other alert of the execution from its issue', async () => {
		rig = await Rig.start();
		await rig.execute([alertOf(), numbered(1)]);
		rig.github.deleteIssue(1);
		expect(await rig.execute([regressed(), numbered(1, { reason: 'UNMUTED' })])).toMatchObject([
			{ action: 'skipped' },
			{ action: 'commented', key: '2' },
		]);
	});
});

describe('an issue that was transferred', () => {
	it('is followed: commented, reopened and resolved where it is now', async () => {
		rig = await Rig.start();
		await rig.send(alertOf());
		const moved = rig.github.transferIssue(1, 'acme/tools');
		const url = 'https://github.com/acme/tools/issues/1';
		const warnings = ['The issue is now in acme/tools'];
		expect(await rig.send(regressed())).toMatchObject({ action: 'commented', url, warnings });
		rig.github.closeIssue(1, { repository: 'acme/tools' });
		rig.clock.at += DAY;
		const later = regressed({ lastSeen: new Date(rig.clock.at).toISOString() });
		expect(await rig.send(later)).toMatchObject({ action: 'reopened', url, warnings });
		expect(await rig.send(later, {}, 'resolve')).toMatchObject({ action: 'resolved', url });
		expect(moved.comments).toHaveLength(3);
		expect(rig.github.issues).toEqual([]);
	});

	it('to where the token cannot see is gone', async () => {
		rig = await Rig.start({
			repositories: [{ fullName: 'acme/shop' }, { fullName: 'acme/secret', visible: false }],
		});
		await rig.send(alertOf());
		rig.github.transferIssue(1, 'acme/secret');
		expect(await rig.send(alertOf())).toMatchObject({ action: 'created', key: '2' });
	});
});

it.each<[string, (number: number) => void]>([
	['the labels', () => undefined],
	['labels and text', (number) => (rig.github.repository().issues[number - 1].body = 'Mine now')],
])('an issue from which a person took %s away is known by its number', async (_, edit) => {
	rig = await Rig.start({ searchLagMs: 60 * DAY });
	await rig.send(alertOf());
	edit(1);
	rig.github.relabel(1, []);
	rig.clock.at += 2 * DAY;
	expect(await rig.send(regressed(), {}, 'sendAlert', anotherProcess())).toMatchObject({
		action: 'commented',
		key: '1',
	});
	expect(rig.github.issues).toHaveLength(1);
});

describe('alerts', () => {
	const timeless = regressed({ firstSeen: null, lastSeen: null });

	it('without times, a week later and closed in between: reopened and commented', async () => {
		rig = await Rig.start();
		const issue = rig.github.seed(SEEDED);
		await rig.send(timeless);
		rig.clock.at += 3 * DAY;
		rig.github.closeIssue(1);
		rig.clock.at += 4 * DAY;
		expect(await rig.send(timeless)).toMatchObject({ action: 'reopened', warnings: [] });
		expect(issue.comments).toHaveLength(2);
	});

	it('without times, again within minutes, still open: one comment', async () => {
		rig = await Rig.start();
		const issue = rig.github.seed(SEEDED);
		await rig.send(timeless);
		rig.clock.at += 7 * MINUTE;
		expect(await rig.send(timeless)).toMatchObject({ skipCode: 'alreadyThere', key: '1' });
		expect(issue.comments).toHaveLength(1);
	});

	it.each([11, 150, 230])('twice, with %d comments of people in between: once', async (count) => {
		rig = await Rig.start();
		const issue = rig.github.seed(SEEDED);
		await rig.send(regressed());
		for (let number = 0; number < count; number++) rig.github.comment(1, `Hm ${number}`);
		expect(await rig.send(regressed())).toMatchObject({ skipCode: 'alreadyThere' });
		expect(issue.comments).toHaveLength(count + 1);
	});

	it('with a column in their frames show it as file:line:column', async () => {
		rig = await Rig.start();
		const alert = alertOf();
		const frames = [
			{ file: 'src/cart.js', function: 'total', line: 12, column: 34, inApp: true },
			{ file: 'src/list.js', function: 'sum', line: 7, column: null, inApp: true },
			{ file: 'src/odd.js', function: 'odd', line: null, column: 5, inApp: true },
		];
		const stacktrace = [{ type: 'TypeError', message: 'no price', frames }];
		const { event } = readAlert({ ...alert, event: { stacktrace } });
		await rig.send({ ...alert, event });
		const { body } = rig.github.issues[0];
		expect(body).toContain('at total (src/cart.js:12:34)');
		expect(body).toContain('at sum (src/list.js:7)');
		expect(body).toContain('at odd (src/odd.js)');
	});
});

it('a pasted token is sent without spaces by the credential itself', () => {
	const { headers } = new BugsinkGithubIssuesApi().authenticate.properties;
	expect(headers).toEqual({ Authorization: '=Bearer {{$credentials.accessToken.trim()}}' });
});
