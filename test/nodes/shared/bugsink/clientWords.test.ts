/** What a failure says: Bugsink's own words, and what to do next. */
import { failureOf } from '../delivery/support';
import { scripted } from './scripted';

const failureAt = async (status: number, body: unknown = {}) =>
	await failureOf(scripted({ status, body }).client.get('issues/7/'));

test.each([
	['a detail', { detail: 'No such thing' }, 'No such thing'],
	['messages of fields', { name: ['Too long.', 'Odd.'], age: 7 }, 'name: Too long. Odd.; age: 7'],
	['one list of messages', ['Too long.', 'Odd.'], 'Too long. Odd.'],
	['a detail that is not text', { detail: ['Odd.'] }, 'detail: Odd.'],
])('of %s is Bugsink’s', async (_, body, words) => {
	expect((await failureAt(400, body)).message).toBe(`Bugsink answered 400: ${words}`);
});

test.each([{ detail: 'x'.repeat(400) }, ['x'.repeat(400)], { '': ['x'.repeat(400)] }])(
	'is at most 300 characters long',
	async (body) => {
		const [, words] = (await failureAt(400, body)).message.split('400: ');
		expect(words).toHaveLength(300);
	},
);

test.each(['Plain words', '<h1>Not found</h1>'])(
	'of something else than JSON (%s) says the status alone',
	async (body) => {
		expect((await failureAt(400, body)).message).toBe('Bugsink answered 400');
	},
);

test.each([{}, []])('of an empty answer (%j) says the status alone', async (body) => {
	expect((await failureAt(400, body)).message).toBe('Bugsink answered 400');
});

const TOKENS = 'In the menu Tokens in Bugsink, create a token with this capability.';

test.each([
	[401, {}, 'Create a new token in the menu Tokens in Bugsink and put it into the credential.'],
	[403, { detail: 'It does not have the required capability: issues:read.' }, TOKENS],
	[
		403,
		{ detail: 'No.' },
		'The token belongs to another project or to a user without access to this one.',
	],
	[404, {}, 'Bugsink does not know this ID: it may be deleted, or belong to another Bugsink.'],
	[
		404,
		'<h1>Not found</h1>',
		"Check 'Bugsink URL' in the credential, also the sub-path. If reading works, your Bugsink may be too old for this operation.",
	],
	[
		400,
		{ project: ['This field is required.'] },
		"Bugsink before 2.6 lists one project at a time: choose it in 'Project'.",
	],
	[
		400,
		['Invalid issue identifier: x'],
		'An issue has a UUID, or a short ID such as CHECKOUT-API-17.',
	],
	[
		400,
		{ detail: 'Project has no releases.' },
		'Send events with a release first, or resolve the issue in the next release.',
	],
	[
		400,
		{ detail: 'Issue is already resolved.' },
		'A resolved issue cannot be muted or unmuted. Reopen it first.',
	],
	[400, { detail: 'Odd' }, 'Compare the fields of this node with what the service expects.'],
])('at %i with %j the hint says what to do', async (status, body, hint) => {
	expect((await failureAt(status, body)).hint).toBe(hint);
});

test.each([
	'The Invalid issue identifier',
	'The Project has no releases',
	'The Issue is already resolved',
	'project: This field is required. Really.',
])('words that only contain another failure’s (%s) have the hint of the status', async (detail) => {
	expect((await failureAt(400, { detail })).hint).toBe(
		'Compare the fields of this node with what the service expects.',
	);
});
