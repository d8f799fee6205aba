import { isObject, text, type JsonObject } from '../shared/alert/fields';
import { jsonOf } from '../shared/delivery/http';
import { Refused } from '../shared/tracker/tracker';
import { notAnAnswer } from './answer';
import type { JiraApi } from './api';
import { isSameName, meansDone, meansDuplicate, meansWontDo } from './words';

export interface Transition {
	id: string;
	name: string;
	/** Name of the status it leads to, and that status's category. */
	status: string;
	category: string;
	/** Resolutions that its screen offers; empty without that field. */
	resolutions: string[];
	needsResolution: boolean;
}

export interface Wish {
	to: 'open' | 'done' | 'duplicate';
	/** A transition's name or id, or the name of the status it leads to; empty for none. */
	asked: string;
	/** Names that the user counts as won't do. */
	wontDoNames: string[];
}

/** What to choose, and what the user should know of it. */
export interface Choice {
	chosen?: Transition;
	/** To be set on its screen. */
	resolution?: string;
	/** Said if what was asked for is not there. */
	warning?: string;
}

/**
 * Chooses a transition: the one that was asked for, else by the category of the status it leads to,
 * because names are localised. Of several that lead to done, one that means the work was done goes
 * first, and one that means it will not be done never counts. Pure.
 */
export function chooseTransition(available: Transition[], wish: Wish): Choice {
	const { asked } = wish;
	const named = byName(available, asked);
	const warning =
		asked === '' || named !== undefined
			? undefined
			: `it has no transition '${asked}' now. ${offered(available)}`;
	const chosen = named ?? bestOf(available, wish);
	if (chosen === undefined) return { warning };
	return { chosen, resolution: resolutionFor(chosen, wish), warning };
}

/** Transitions by id and name first, then by the status they lead to. */
function byName(available: Transition[], asked: string): Transition | undefined {
	return (
		available.find(({ id }) => id === asked) ??
		available.find(({ name }) => isSameName(name, asked)) ??
		available.find(({ status }) => isSameName(status, asked))
	);
}

function bestOf(available: Transition[], wish: Wish): Transition | undefined {
	if (wish.to === 'open') {
		return (
			available.find(({ category }) => category === 'new') ??
			available.find(({ category }) => category === 'indeterminate')
		);
	}
	const toDone = available.filter(({ category }) => category === 'done');
	if (wish.to === 'duplicate') {
		return (
			toDone.find(({ name, status }) => [name, status].some(meansDuplicate)) ??
			toDone.find(({ resolutions }) => resolutions.some(meansDuplicate)) ??
			toDone.find((one) => !decides(one, wish)) ??
			toDone[0]
		);
	}
	const suitable = toDone.filter(
		(one) =>
			!decides(one, wish) && (!one.needsResolution || resolutionFor(one, wish) !== undefined),
	);
	const means = ({ name, status }: Transition) =>
		[name, status].some((word) => meansDone(word, wish.wontDoNames));
	return suitable.find(means) ?? suitable[0];
}

/** Whether name or status say that a person decided against the work. */
function decides({ name, status }: Transition, { wontDoNames }: Wish): boolean {
	return [name, status].some((word) => meansWontDo(word, wontDoNames) || meansDuplicate(word));
}

function resolutionFor(
	{ resolutions, needsResolution }: Transition,
	{ to, wontDoNames }: Wish,
): string | undefined {
	if (to === 'open') return undefined;
	const done = resolutions.find((name) => meansDone(name, wontDoNames));
	if (to === 'done') return done;
	const any = needsResolution ? (done ?? resolutions[0]) : undefined;
	return resolutions.find(meansDuplicate) ?? any;
}

/** What a user can choose from. */
function offered(available: Transition[]): string {
	if (available.length === 0) return 'Its workflow offers no transition.';
	const names = available.map(
		({ id, name, status }) => `'${name || status}' (${id}${status === '' ? '' : `, to ${status}`})`,
	);
	return `Its workflow offers ${names.join(', ')}.`;
}

const WISHES = {
	open: 'no transition leads to an open status now',
	done: 'no transition leads to a status that means done now',
	duplicate: 'no transition leads to a done status now',
};

/**
 * Moves a ticket.
 *
 * @param id of the ticket.
 * @returns what the user should know; undefined if there is nothing.
 * @throws {Refused} if its workflow offers no suitable transition.
 * @throws {DeliveryFailure} if Jira refuses the transition.
 */
export async function move(api: JiraApi, id: string, wish: Wish): Promise<string | undefined> {
	const path = `/issue/${id}/transitions`;
	const { entries } = await api.list('GET', `${path}?expand=transitions.fields`, 'transitions');
	const available = entries.map(toTransition);
	const { chosen, resolution, warning } = chooseTransition(available, wish);
	if (chosen === undefined) {
		throw new Refused(warning ?? `${WISHES[wish.to]}. ${offered(available)}`);
	}
	const body = {
		transition: { id: chosen.id },
		...(resolution === undefined ? {} : { fields: { resolution: { name: resolution } } }),
	};
	await api.send<boolean>('POST', path, body, {
		lookAgain: async () => ((await categoryOf(api, id)) === chosen.category ? true : undefined),
	});
	return warning;
}

async function categoryOf(api: JiraApi, id: string): Promise<string> {
	const response = await api.request('GET', `/issue/${id}?fields=status`);
	const answer = jsonOf(response);
	const fields = isObject(answer) && isObject(answer.fields) ? answer.fields : {};
	const category = categoryIn(fields.status);
	if (category === '') throw notAnAnswer(response);
	return category;
}

function categoryIn(status: unknown): string {
	return isObject(status) && isObject(status.statusCategory) ? text(status.statusCategory.key) : '';
}

function toTransition(transition: JsonObject): Transition {
	const status = isObject(transition.to) ? transition.to : {};
	const fields = isObject(transition.fields) ? transition.fields : {};
	const field = isObject(fields.resolution) ? fields.resolution : {};
	const allowed = Array.isArray(field.allowedValues) ? field.allowedValues.filter(isObject) : [];
	return {
		id: text(transition.id),
		name: text(transition.name),
		status: text(status.name),
		category: categoryIn(status),
		resolutions: allowed.map(({ name }) => text(name)),
		needsResolution: field.required === true,
	};
}
