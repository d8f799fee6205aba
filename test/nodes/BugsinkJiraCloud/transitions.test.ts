import {
	chooseTransition,
	move,
	type Transition,
	type Wish,
} from '../../../nodes/BugsinkJiraCloud/transitions';
import { DeliveryFailure } from '../../../nodes/shared/delivery/failure';
import { Refused } from '../../../nodes/shared/tracker/tracker';
import { scripted, type Scripted } from './scripted';

const CATEGORIES: Record<string, string> = { '(new)': 'new', '(doing)': 'indeterminate' };

/** `Ship → Live`: its id is its place in the list; a category other than done stands behind the status. */
function transitions(...texts: string[]): Transition[] {
	return texts.map((text, index) => {
		const [way, screen] = text.split(' | ');
		const [name, to] = way.split('→').map((part) => part.trim());
		const open = /\((new|doing|none)\)$/.exec(to)?.[0] ?? '';
		return {
			id: String(index + 1),
			name,
			status: to.replace(open, '').trim(),
			category: open === '(none)' ? '' : (CATEGORIES[open] ?? 'done'),
			resolutions: screen === undefined ? [] : screen.replace('!', '').split(', '),
			needsResolution: screen?.startsWith('!') === true,
		};
	});
}

const wish = (to: Wish['to'], asked = '', ...wontDoNames: string[]): Wish => ({
	to,
	asked,
	wontDoNames,
});

describe('to resolve', () => {
	it.each([
		['the one that there is', ['Close → Closed'], '1'],
		['one that means done, after one that discards', ['Discard → Discarded', 'Deploy → Live'], '2'],
		['by the status alone', ['Reject → Rejected', 'Next → Resolved'], '2'],
		['by the name alone', ['Cancel → End', 'Fix → End'], '2'],
		['one that says nothing rather than one that cancels', ['Cancel → Cancelled', 'A → B'], '2'],
		['one that means done rather than one that says nothing', ['A → B', 'Ship it → Shipped'], '2'],
		['by the status alone, after one that says nothing', ['A → B', 'Next → Resolved'], '2'],
		['by the name alone, after one that says nothing', ['A → B', 'Fix → End'], '2'],
		["none whose status says won't do", ['Done → Won’t Do', 'Finish → Finished'], '2'],
		['none whose name says so, whatever the status', ['Won’t fix → Done', 'Verify → Done'], '2'],
		['none for duplicates', ['Duplicate → Closed', 'Merge → Duplicate', 'Ok → Closed'], '3'],
		['in another language', ['Ablehnen → Fertig', 'Erledigen → Fertig'], '2'],
		['none to an open status', ['Done → Open (new)', 'Go → Doing (doing)', 'End → Over'], '3'],
		['none without a category', ['Done → Done (none)', 'End → Over'], '2'],
		['by the category if it has no name', [' → Review (doing)', ' → Closed'], '2'],
	])('takes %s', (_, offered, id) => {
		const { chosen, warning } = chooseTransition(transitions(...offered), wish('done'));
		expect(chosen?.id).toBe(id);
		expect(warning).toBeUndefined();
	});

	it.each([
		['nothing', []],
		['open statuses', ['Start → Doing (doing)', 'Back → To Do (new)']],
		['refusals', ['Start → Doing (doing)', "Stop → Won't Do", 'Kill → Cancelled']],
		['duplicates', ['Duplicate → Closed']],
		["what the user calls won't do", ['Park → Parked', 'parked → Somewhere']],
	])('takes none if there is only %s', (_, offered) => {
		expect(chooseTransition(transitions(...offered), wish('done', '', 'PARKED', 'park'))).toEqual({
			warning: undefined,
		});
	});

	it('sets the first resolution that means done', () => {
		const offered = transitions('Close → Closed | Duplicate, Not a Bug, Parked, Fixed, Done');
		expect(chooseTransition(offered, wish('done')).resolution).toBe('Fixed');
	});

	it("sets none that the user calls won't do", () => {
		const offered = transitions('Close → Closed | Fixed by chance, Done');
		expect(chooseTransition(offered, wish('done', '', 'fixed by chance')).resolution).toBe('Done');
	});

	it.each([
		['is not required: it sets none', 'Close → Closed | Duplicate, Won’t Do', '1', undefined],
		['is required: it is unsuitable', 'Close → Closed | !Duplicate, Won’t Do', '2', undefined],
		['is required and means done', 'Close → Closed | !Won’t Do, Completed', '1', 'Completed'],
		['is required, but none is offered', 'Close → Closed | !', '2', undefined],
	])('a screen whose resolution %s', (_, first, id, resolution) => {
		const choice = chooseTransition(transitions(first, 'End → Over'), wish('done'));
		expect(choice.chosen?.id).toBe(id);
		expect(choice.resolution).toBe(resolution);
	});
});

describe('to reopen', () => {
	it.each([
		['a status of the category new first', ['Go → Doing (doing)', 'Back → To Do (new)'], '2'],
		['else one in progress', ['Close → Closed', 'Go → Doing (doing)'], '2'],
	])('takes %s', (_, offered, id) => {
		expect(chooseTransition(transitions(...offered), wish('open')).chosen?.id).toBe(id);
	});

	it('takes none to a done status, and sets no resolution', () => {
		expect(chooseTransition(transitions('Reopen → Done'), wish('open')).chosen).toBeUndefined();
		const offered = transitions('Reopen → To Do (new) | !Done, Duplicate');
		expect(chooseTransition(offered, wish('open'))).toMatchObject({
			chosen: { id: '1' },
			resolution: undefined,
		});
	});
});

describe('to close as a duplicate', () => {
	it.each([
		['a transition that means it', ['Done → Done', 'Duplicate → Closed'], '2', undefined],
		['a status that means it', ['Done → Done', 'Close → Duplicate'], '2', undefined],
		['a screen that offers it', ['Done → Done', 'Close → Closed | Done, Dupe'], '2', 'Dupe'],
		['one that says nothing of a refusal', ['Cancel → Cancelled', 'A → B'], '2', undefined],
		['any, if need be', ['Start → Doing (doing)', 'Cancel → Cancelled'], '2', undefined],
		['a required resolution that means done', ['Close → Closed | !Declined, Done'], '1', 'Done'],
		[
			'any required resolution, if need be',
			['Close → Closed | !Declined, Parked'],
			'1',
			'Declined',
		],
		['no resolution if none is required', ['Close → Closed | Declined, Done'], '1', undefined],
	])('takes %s', (_, offered, id, resolution) => {
		const choice = chooseTransition(transitions(...offered), wish('duplicate'));
		expect(choice.chosen?.id).toBe(id);
		expect(choice.resolution).toBe(resolution);
	});
});

describe('what is asked for', () => {
	const offered = transitions(
		'Restart → Selected (new)',
		'Waiting → Doing (doing)',
		'Finish → Waiting (doing)',
		'4 → Over',
		'3 → Selected (new)',
	);

	it.each([
		['an id before a name that reads the same', '3', '3'],
		['a name', 'Finish', '3'],
		['a name in another case', 'fINISH', '3'],
		['a name before a status', 'waiting', '2'],
		['the name of the status it leads to', 'Selected', '1'],
		['a status in another case', 'SELECTED', '1'],
		['a status, with other dashes and apostrophes', 'se-lected', undefined],
	])('counts as %s', (_, asked, id) => {
		const { chosen, warning } = chooseTransition(offered, wish('done', asked));
		expect(chosen?.id).toBe(id ?? '4');
		if (id !== undefined) expect(warning).toBeUndefined();
	});

	it('goes before what a name means', () => {
		const [discard] = transitions('Discard → Discarded', 'Done → Done');
		expect(chooseTransition([discard], wish('done', 'discard')).chosen).toBe(discard);
	});

	it('is named with all that there is if it is not there, and another one is taken', () => {
		const choice = chooseTransition(
			[...transitions('Done → Done', ' → Over'), { ...offered[0], id: '9', status: '' }],
			wish('done', 'Ship'),
		);
		expect(choice.chosen?.id).toBe('1');
		expect(choice.warning).toBe(
			"it has no transition 'Ship' now. Its workflow offers 'Done' (1, to Done), 'Over' (2, to Over), 'Restart' (9).",
		);
	});

	it('is not there where the workflow offers nothing', () => {
		expect(chooseTransition([], wish('done', 'Ship'))).toEqual({
			warning: "it has no transition 'Ship' now. Its workflow offers no transition.",
		});
	});

	it.each([['open'], ['done']] as const)('that is empty never counts as no name: %s', (to) => {
		const nameless = transitions(' → Review (none)', ' → To Do (new)', ' → Done');
		expect(chooseTransition(nameless, wish(to)).chosen?.id).toBe(to === 'open' ? '2' : '3');
	});
});

describe('a move', () => {
	const DONE = { name: 'Done', statusCategory: { key: 'done' } };
	const list = (...entries: unknown[]) => ({ body: { transitions: entries } });
	const done = { id: '31', name: 'Done', to: DONE };
	/** Answers the list, then each post, then each look at the status. */
	const jira = (offered: Scripted, posts: Scripted[] = [], looks: Scripted[] = []) =>
		scripted(({ method, path }) => {
			if (method === 'POST') return posts.shift() ?? { status: 204, body: '' };
			return path.includes('/transitions') ? offered : (looks.shift() ?? { status: 500 });
		});
	const status = (key: string) => ({ body: { fields: { status: { statusCategory: { key } } } } });

	it('asks for the transitions with their screens, and takes one', async () => {
		const { api, requests } = jira(list(done));
		expect(await move(api, '10012', wish('done'))).toBeUndefined();
		expect(requests).toMatchObject([
			{ method: 'GET', path: '/issue/10012/transitions?expand=transitions.fields' },
			{ method: 'POST', path: '/issue/10012/transitions', json: { transition: { id: '31' } } },
		]);
		expect(requests[1].json).toEqual({ transition: { id: '31' } });
	});

	it('sets the resolution of its screen', async () => {
		const allowedValues = [null, { name: 'Not a Bug' }, { name: 'Fixed' }];
		const fields = { resolution: { required: true, allowedValues } };
		const { api, requests } = jira(list({ ...done, fields }));
		await move(api, '1', wish('done'));
		expect(requests[1].json).toEqual({
			transition: { id: '31' },
			fields: { resolution: { name: 'Fixed' } },
		});
	});

	it.each([
		['a screen without resolutions', { resolution: { required: true } }],
		['resolutions that are none', { resolution: { required: true, allowedValues: 'Fixed' } }],
		['required refusals', { resolution: { required: true, allowedValues: [{ name: 'Invalid' }] } }],
	])('is refused by %s', async (_, fields) => {
		const { api, requests } = jira(list({ ...done, fields }));
		await expect(move(api, '1', wish('done'))).rejects.toThrow(Refused);
		expect(requests).toHaveLength(1);
	});

	it('sets no resolution that the screen does not offer', async () => {
		const { api, requests } = jira(list({ ...done, fields: { resolution: { required: true } } }));
		await move(api, '1', wish('duplicate'));
		expect(requests[1].json).toEqual({ transition: { id: '31' } });
	});

	it('gives what the user should know', async () => {
		const { api } = jira(list(done));
		expect(await move(api, '1', wish('done', 'Ship'))).toBe(
			"it has no transition 'Ship' now. Its workflow offers 'Done' (31, to Done).",
		);
	});

	it.each([
		['open', 'no transition leads to an open status now'],
		['done', 'no transition leads to a status that means done now'],
		['duplicate', 'no transition leads to a done status now'],
	] as const)('without a way is refused, with all that there is: %s', async (to, reason) => {
		const { api, requests } = jira(list({ id: '3', name: 'Stop' }));
		const moved = move(api, '1', wish(to));
		await expect(moved).rejects.toThrow(`${reason}. Its workflow offers 'Stop' (3).`);
		await expect(moved).rejects.toBeInstanceOf(Refused);
		expect(requests).toHaveLength(1);
	});

	it('without a way says that what was asked for is not there', async () => {
		const { api } = jira(list());
		await expect(move(api, '1', wish('open', 'Revive'))).rejects.toThrow(
			"it has no transition 'Revive' now. Its workflow offers no transition.",
		);
	});

	it.each([
		['no list', { body: {} }],
		['a list in place of an object', { body: [done] }],
		['entries that are none', list('Done')],
		['a page', { body: '<html>Please log in</html>' }],
	])('stops at a 200 that is not an answer: %s', async (_, offered) => {
		const { api, requests } = jira(offered);
		await expect(move(api, '1', wish('done'))).rejects.toThrow(DeliveryFailure);
		expect(requests).toHaveLength(1);
	});

	it.each([
		['went through: it is not repeated', 'done', 1],
		['did not go through: it is repeated', 'new', 2],
	])('whose answer is lost and which %s', async (_, key, times) => {
		const { api, requests } = jira(list(done), ['lost'], [status(key)]);
		await move(api, '1', wish('done'));
		expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(times);
		expect(requests[2]).toMatchObject({ method: 'GET', path: '/issue/1?fields=status' });
	});

	it.each([
		['no status', { fields: {} }],
		['fields that are none', { fields: null }],
		['no fields', {}],
		['a page', '<html>Please log in</html>'],
	])('whose answer is lost stops at a look that has %s', async (_, body) => {
		const { api, requests } = jira(list(done), ['lost'], [{ body }]);
		await expect(move(api, '1', wish('done'))).rejects.toThrow('Jira answered 200 with something');
		expect(requests).toHaveLength(3);
	});

	it.each([400, 403, 404, 409, 413, 422])('that is refused with %d is an error', async (code) => {
		const refused = { status: code, body: { errorMessages: ['No.'] } };
		const { api } = jira(list(done), [refused]);
		await expect(move(api, '1', wish('done'))).rejects.toThrow(`Jira answered ${code}: No.`);
	});
});
