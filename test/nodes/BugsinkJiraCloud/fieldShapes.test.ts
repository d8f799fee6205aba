/** Whatever a field is given, it is sent in a form that Jira takes, or refused with its name. */

import { screenField } from '../../../nodes/BugsinkJiraCloud/createScreen';
import { isEmpty } from '../../../nodes/BugsinkJiraCloud/empty';
import { shapeOf } from '../../../nodes/BugsinkJiraCloud/fieldShapes';
import { InvalidSetting } from '../../../nodes/shared/delivery/failure';
import { fullScreen, jiraProject, standardUsers, type JiraField } from '../../standins/jira';
import { checkField } from '../../standins/jira/fields';
import { JiraStore } from '../../standins/jira/store';
import fc, { tries } from '../../support/fastCheck';

const MIA = standardUsers[0];
const project = jiraProject('10000', 'OPS', 'Operations', fullScreen);
const store = new JiraStore({
	now: () => 0,
	searchLagMs: () => 0,
	projects: [project],
	users: standardUsers,
	me: { accountId: 'me', displayName: 'Me' },
	groups: ['on-call'],
} as never);
const where = { store, project, issueType: project.issueTypes[3] };
const context = {
	timeZone: 'America/New_York',
	accountId: async (email: string) =>
		await Promise.resolve(email === MIA.emailAddress ? MIA.accountId : undefined),
};

const known = fullScreen().flatMap((field) => {
	const shown = screenField(field as never);
	return shown === undefined ? [] : [{ field, shown }];
});

/** Text as alerts have it, and what looks like a value of some kind. */
const text = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 400 }),
	fc.string(),
	fc.constantFrom(
		'EU, US',
		'High',
		'10101',
		'Code > DNS',
		'code>regression',
		'10500/10511',
		'2026-08-03',
		'2026-08-03T09:14:22Z',
		'2026-02-31T10:00',
		'2026-99-99T99:99:99',
		'0000-00-00',
		'+275760-09-13T00:00:00Z',
		'-1',
		'1e400',
		'mia@example.com',
		'https://shop.example.com/a?b=c',
		'javascript:alert(1)',
		'{"type":"doc","version":1,"content":[]}',
		'[["EU"]]',
		'<@mention>',
		'constructor',
		'__proto__',
	),
	fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
	fc.emailAddress(),
	fc.webUrl(),
);
const value = fc.oneof(
	text,
	fc.array(text, { maxLength: 5 }),
	fc.double(),
	fc.integer(),
	fc.boolean(),
	fc.jsonValue({ maxDepth: 4 }),
	fc.record({ id: text }),
	fc.record({ type: fc.constant('doc'), version: fc.constant(1), content: fc.constant([]) }),
	fc.record({ id: fc.constant('10500'), child: fc.record({ id: text }) }),
);

/** Jira's words that are not about the form: whom and what the site has. */
const NOT_OF_FORM = /^(User '.*' cannot be assigned issues\.|Group '.*' does not exist\.)$/su;

async function check(field: JiraField, shown: (typeof known)[0]['shown'], given: unknown) {
	// Only what was filled in, and went through JSON, comes this far.
	const json: unknown = JSON.parse(JSON.stringify(given) ?? 'null');
	if (isEmpty(json)) return;
	try {
		const { value: shaped } = await shapeOf(shown, json, context);
		if (shaped === undefined) return;
		const wrong = checkField(field, shaped, where);
		if (wrong !== undefined) expect(wrong).toMatch(NOT_OF_FORM);
		// No document but ours, and in it nothing but plain text.
		if (shown.kind === 'text') {
			expect(JSON.stringify(shaped)).not.toMatch(/"type":"(?!doc|paragraph|text|hardBreak)/);
		}
	} catch (error) {
		expect(error).toBeInstanceOf(InvalidSetting);
		const { message, hint } = error as InvalidSetting;
		expect(message.startsWith(`'${shown.name}' cannot be '`)).toBe(true);
		expect(message).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
		expect(message.length).toBeLessThanOrEqual(140);
		expect(hint).toMatch(/^[A-Z].*\.$/su);
	}
}

test('every kind of field is tried', () => {
	expect([...new Set(known.map(({ shown }) => shown.kind))].sort()).toEqual([
		'cascade',
		'choice',
		'choices',
		'date',
		'datetime',
		'group',
		'groups',
		'line',
		'number',
		'sprint',
		'strings',
		'team',
		'text',
		'url',
		'user',
		'users',
	]);
});

test.each(known.map(({ field, shown }) => [shown.name, field, shown] as const))(
	'%s',
	async (_, field, shown) => {
		await fc.assert(
			fc.asyncProperty(value, async (given) => await check(field, shown, given)),
			tries(300),
		);
	},
);

test('texts of any length are within the limit', async () => {
	const shown = known.find(({ shown: { name } }) => name === 'Steps')?.shown;
	if (shown === undefined) throw new Error('No field for rich text');
	for (const unit of ['a', '\n', '\n\n', '"', '\u0001', '😀', '\\n', '=', 'x\n']) {
		const { value: shaped } = await shapeOf(shown, `a${unit.repeat(50_000)}`, context);
		expect(JSON.stringify(shaped).length).toBeLessThanOrEqual(32_767);
	}
});

test.each([
	['number', { type: 'number' }, 'number'],
	['a list of numbers', { type: 'array', items: 'number' }, undefined],
	['a type of JavaScript', { type: 'constructor' }, undefined],
	['a list of one', { type: 'array', items: 'constructor' }, undefined],
	['a custom type of one', { type: 'x', custom: 'a:constructor' }, undefined],
	['an app', { type: 'object', custom: 'ari:cloud:ecosystem::extension/x' }, undefined],
	['text of an app', { type: 'string', custom: 'ari:cloud:ecosystem::extension/x' }, 'line'],
	['an old team', { type: 'team', custom: 'com.atlassian.teams:rm-teams' }, 'team'],
	['no schema', undefined, undefined],
])('the kind of %s', (_, schema, kind) => {
	expect(screenField({ fieldId: 'customfield_1', name: 'X', schema })?.kind).toBe(kind);
});

test.each(['summary', 'description', 'project', 'issuetype', 'labels', 'parent'])(
	'%s is the node’s own',
	(fieldId) => {
		expect(screenField({ fieldId, name: 'X', schema: { type: 'string' } })).toBeUndefined();
	},
);
