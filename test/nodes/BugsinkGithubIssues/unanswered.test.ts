import type { Alert } from '../../../nodes/shared/alert/alert';
import { testMessageAlert } from '../../../nodes/shared/alert/toAlert';
import { fingerprintMarker } from '../../../nodes/BugsinkGithubIssues/markdown';
import { notAnAnswer } from '../../standins/unkind';
import {
	alertOf,
	anotherProcess,
	DAY,
	ISSUE_ID,
	mapMemory,
	regressed,
	Rig,
	START,
} from './support';

const SEEDED = {
	labels: ['bugsink'],
	body: fingerprintMarker(`bugsink-${ISSUE_ID}`),
	createdAt: START - 40 * DAY,
	updatedAt: START - 40 * DAY,
};
const LIST = /\/issues$/;
const SEARCH = /\/search\/issues$/;
const ONE = /\/issues\/1$/;
const COMMENTS = /\/comments$/;
const SAID = 'GitHub answered 200 with something else than what was asked for';

/** Where a list is asked for, an empty one is an answer; where an object is, no list is. */
const { list, ...FOR_A_LIST } = notAnAnswer;
const FOR_AN_OBJECT = { ...FOR_A_LIST, list };
const strange = {
	others: { status: 200, body: [{ status: 'healthy' }] },
	numbers: { status: 200, body: [1, 2] },
	'items that are none': { status: 200, body: { items: [{ id: 'x' }] } },
	'items that are no list': { status: 200, body: { items: { number: 1 } } },
};

/** Every reason and operation. */
const WAYS: Array<[string, Alert, string]> = [
	['NEW', alertOf(), 'sendAlert'],
	['NEW without a time', alertOf({ firstSeen: null, lastSeen: null }), 'sendAlert'],
	['REGRESSED', regressed(), 'sendAlert'],
	['UNMUTED', regressed({ reason: 'UNMUTED' }), 'sendAlert'],
	['TEST', alertOf({ reason: 'TEST' }), 'sendAlert'],
	['a reason of the future', regressed({ reason: 'ESCALATED' }), 'sendAlert'],
	['Resolve', regressed(), 'resolve'],
	['Send Test Message', testMessageAlert(new Date(START)), 'sendTestMessage'],
];
const operationOf = (name: string) => (name === 'resolve' ? name : 'sendAlert');

let rig: Rig;
afterEach(async () => await rig.github.close());

async function failure(...send: Parameters<Rig['send']>): Promise<Error> {
	return await rig.send(...send).then(
		(outcome) => new Error(`It came out as ${JSON.stringify(outcome)}`),
		(error: Error) => error,
	);
}

const written = () => rig.github.requests.filter(({ method }) => method !== 'GET');

describe('a token that GitHub does not know any more', () => {
	it.each(WAYS)('is an error that names the credential: %s', async (_, alert, operation) => {
		rig = await Rig.start();
		rig.github.seed(SEEDED);
		const kind = { status: 401, body: { message: 'Bad credentials' } };
		rig.github.fail({ kind, times: Infinity });
		expect(await failure(alert, {}, operationOf(operation))).toMatchObject({
			message: 'GitHub answered 401: Bad credentials',
			hint: expect.stringContaining("'Access Token' in the credential") as string,
			failure: { errorType: 'AuthError' },
		});
		expect(rig.github.requests).toHaveLength(1);
	});

	it.each(WAYS)(
		'and an answer as to a visitor, 404, is one too: %s',
		async (_, alert, operation) => {
			rig = await Rig.start();
			rig.github.seed(SEEDED);
			rig.github.repository().visible = false;
			expect(await failure(alert, {}, operationOf(operation))).toMatchObject({
				message: 'GitHub answered 404: Not Found',
				hint: expect.stringContaining('the token does not see it') as string,
			});
			expect(written()).toEqual([]);
		},
	);

	it('does not make the node forget what it knows', async () => {
		rig = await Rig.start({ searchLagMs: 60 * DAY });
		await rig.send(alertOf());
		rig.clock.at += 2 * DAY;
		rig.github.issues[0].body = 'A person wrote this anew';
		rig.github.relabel(1, []);
		rig.github.repository().visible = false;
		await expect(rig.send(regressed())).rejects.toThrow('404');
		rig.github.repository().visible = true;
		expect(await rig.send(regressed())).toMatchObject({ action: 'commented', key: '1' });
		expect(rig.github.issues).toHaveLength(1);
	});
});

describe('200 with something else than what was asked for', () => {
	it.each(Object.entries({ ...FOR_A_LIST, ...strange }))('to the list: %s', async (_, kind) => {
		for (const [, alert, operation] of WAYS) {
			rig = await Rig.start();
			rig.github.seed(SEEDED);
			rig.github.fail({ method: 'GET', path: LIST, kind });
			expect(await failure(alert, {}, operationOf(operation))).toMatchObject({
				message: SAID,
				hint: expect.stringContaining("'API URL' in the credential") as string,
				failure: { statusCode: 200, errorType: 'UnexpectedError' },
			});
			expect(written()).toEqual([]);
			await rig.github.close();
		}
	});

	it('gives the first of the answer', async () => {
		rig = await Rig.start();
		rig.github.fail({ kind: notAnAnswer.signInPage });
		expect(await failure(alertOf())).toMatchObject({
			failure: { responseText: expect.stringContaining('Company network') as string },
		});
	});

	it.each(Object.entries({ ...FOR_AN_OBJECT, ...strange }))(
		'to the search: %s',
		async (_, kind) => {
			rig = await Rig.start();
			rig.github.seed(SEEDED);
			rig.github.fail({ path: SEARCH, kind });
			const settings = { onlyNewIssues: false };
			expect(await failure(regressed(), settings)).toMatchObject({ message: SAID });
			expect(written()).toEqual([]);
		},
	);

	it.each(Object.entries({ ...FOR_AN_OBJECT, ...strange }))(
		'to the look at the known issue: %s',
		async (_, kind) => {
			rig = await Rig.start();
			await rig.send(alertOf());
			rig.calls();
			rig.github.fail({ path: ONE, kind });
			expect(await failure(regressed())).toMatchObject({ message: SAID });
			expect(written()).toEqual([]);
		},
	);

	it.each(Object.entries(FOR_AN_OBJECT))(
		'to the look who closed it as not planned: %s',
		async (_, kind) => {
			rig = await Rig.start();
			rig.github.seed({ ...SEEDED, state: 'closed', stateReason: 'not_planned' });
			rig.github.fail({ path: ONE, kind });
			expect(await failure(regressed())).toMatchObject({ message: SAID });
			expect(written()).toEqual([]);
		},
	);

	it.each(Object.entries({ ...FOR_A_LIST, ...strange }))(
		'to the look after a lost create: %s',
		async (_, kind) => {
			rig = await Rig.start();
			rig.github.fail({ method: 'POST', kind: 'reset' });
			rig.github.fail({ method: 'GET', path: LIST, after: 1, kind });
			expect(await failure(alertOf())).toMatchObject({ message: SAID });
			expect(rig.github.calls('POST', LIST)).toBe(1);
		},
	);

	it.each(Object.entries(FOR_AN_OBJECT))(
		'to the look at one number after the newest: %s',
		async (_, kind) => {
			rig = await Rig.start({ listLagMs: 8_000 });
			rig.github.seed({ indexed: true });
			rig.github.fail({ method: 'POST', kind: 'lostAnswer' });
			rig.github.fail({ path: /\/issues\/2$/, kind });
			expect(await failure(alertOf())).toMatchObject({ message: SAID });
			expect(rig.github.calls('POST', LIST)).toBe(1);
		},
	);

	it.each(Object.entries({ ...FOR_A_LIST, numbers: strange.numbers }))(
		'to the list of comments: %s',
		async (_, kind) => {
			rig = await Rig.start();
			rig.github.seed(SEEDED);
			rig.github.comment(1, 'hello');
			rig.github.fail({ method: 'GET', path: COMMENTS, kind });
			expect(await failure(regressed())).toMatchObject({ message: SAID });
			expect(written()).toEqual([]);
		},
	);

	it.each(Object.entries(FOR_AN_OBJECT))(
		'to the create, after which it is looked for: %s',
		async (_, kind) => {
			rig = await Rig.start();
			rig.github.fail({ method: 'POST', path: LIST, kind });
			expect(await failure(alertOf())).toMatchObject({ message: SAID });
			expect(rig.github.calls('POST', LIST)).toBe(1);
			expect(rig.github.issues).toEqual([]);
		},
	);

	it.each(Object.entries(FOR_AN_OBJECT))('to a comment: %s', async (_, kind) => {
		rig = await Rig.start();
		rig.github.seed(SEEDED);
		rig.github.fail({ method: 'POST', path: COMMENTS, kind });
		expect(await failure(regressed())).toMatchObject({ message: SAID });
	});

	it.each(Object.entries(FOR_AN_OBJECT))('to reopening and resolving: %s', async (_, kind) => {
		rig = await Rig.start();
		rig.github.seed({ ...SEEDED, state: 'closed', closedAt: START - DAY });
		rig.github.fail({ method: 'PATCH', kind });
		expect(await failure(regressed())).toMatchObject({ message: SAID });
		rig.github.reopenIssue(1);
		rig.github.fail({ method: 'PATCH', kind });
		expect(await failure(regressed(), {}, 'resolve')).toMatchObject({ message: SAID });
		expect(rig.github.issues[0].comments).toEqual([]);
	});
});

describe('what went through, though its answer says something else', () => {
	it('is found: an issue', async () => {
		rig = await Rig.start({ listLagMs: 8_000 });
		rig.github.fail({ method: 'POST', kind: 'lostAnswer', status: 200 });
		expect(await rig.send(alertOf())).toMatchObject({ action: 'created', key: '1' });
		expect(rig.github.issues).toHaveLength(1);
	});

	it('is found: a comment', async () => {
		rig = await Rig.start();
		const ticket = rig.github.seed(SEEDED);
		rig.github.fail({ method: 'POST', kind: 'lostAnswer', status: 200 });
		expect(await rig.send(regressed())).toMatchObject({ action: 'commented' });
		expect(ticket.comments).toHaveLength(1);
	});
});

it('lists that lag behind a create hide no comment that was made before', async () => {
	rig = await Rig.start({ listLagMs: 8_000, searchLagMs: 60_000 });
	const ticket = rig.github.seed(SEEDED);
	await rig.send(regressed());
	rig.memory = mapMemory();
	expect(await rig.send(regressed(), {}, 'sendAlert', anotherProcess())).toMatchObject({
		action: 'skipped',
		skipCode: 'alreadyThere',
		key: '1',
	});
	expect(ticket.comments).toHaveLength(1);
});
