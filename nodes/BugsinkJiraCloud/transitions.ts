import { isObject, text, type JsonObject } from '../shared/alert/fields';
import { cut } from '../shared/text/cut';
import type { JiraApi } from './api';
import type { Ticket } from './tickets';

interface Transition {
	id: string;
	name: string;
	/** Category of the status it leads to. */
	category: string;
	/** Resolutions that its screen offers; undefined without that field. */
	resolutions?: string[];
	needsResolution: boolean;
}

export interface Wanted {
	to: 'open' | 'done';
	/** A transition's name or id that the user asked for; empty for none. */
	asked: string;
	/** The resolution to set where the screen has the field: the first that this fits. */
	resolution?: RegExp;
}

/**
 * Takes a ticket to an open or a done status: by the transition that was asked for by name or id,
 * else by the category of the status it leads to, because names are localised. Gives what the user
 * should know, and whether the ticket is there now.
 */
export async function transition(
	api: JiraApi,
	ticket: Ticket,
	{ to, asked, resolution }: Wanted,
): Promise<{ moved: boolean; warnings: string[] }> {
	const warnings: string[] = [];
	const path = `/issue/${ticket.id}/transitions`;
	const answer = await api.json('GET', `${path}?expand=transitions.fields`);
	const available = (Array.isArray(answer.transitions) ? answer.transitions : [])
		.filter(isObject)
		.map(toTransition);

	const same = (value: string) => value.toLowerCase() === asked.toLowerCase();
	let chosen = available.find(({ id, name }) => id === asked || same(name));
	if (asked !== '' && chosen === undefined) {
		warnings.push(`${ticket.key} has no transition '${asked}' now. ${choices(available)}`);
	}
	const categories = to === 'done' ? ['done'] : ['new', 'indeterminate'];
	for (const category of categories) {
		chosen ??= available.find((one) => one.category === category);
	}
	if (chosen === undefined) {
		const wish = to === 'done' ? 'resolved' : 'reopened';
		warnings.push(
			`${ticket.key} could not be ${wish}: its workflow offers no transition to ${to === 'done' ? 'a done' : 'an open'} status now. ${choices(available)}`,
		);
		return { moved: false, warnings };
	}

	const { id, category, resolutions } = chosen;
	const name =
		resolutions?.find((one) => resolution?.test(one)) ??
		(chosen.needsResolution ? resolutions?.[0] : undefined);
	const body = {
		transition: { id },
		...(to === 'done' && name !== undefined ? { fields: { resolution: { name } } } : {}),
	};
	const sent = await api.send<boolean>('POST', path, body, {
		accept: [400, 409],
		lookAgain: async () => ((await categoryOf(api, ticket)) === category ? true : undefined),
	});
	if (sent.response !== undefined && sent.response.statusCode >= 400) {
		warnings.push(
			`${ticket.key} could not be moved by '${chosen.name}': ${cut(text(sent.response.body), 300).text}`,
		);
		return { moved: false, warnings };
	}
	return { moved: true, warnings };
}

async function categoryOf(api: JiraApi, ticket: Ticket): Promise<string> {
	const { fields } = await api.json('GET', `/issue/${ticket.id}?fields=status`);
	const status = isObject(fields) && isObject(fields.status) ? fields.status : {};
	return isObject(status.statusCategory) ? text(status.statusCategory.key) : '';
}

function toTransition(transition: JsonObject): Transition {
	const status = isObject(transition.to) ? transition.to : {};
	const fields = isObject(transition.fields) ? transition.fields : {};
	const field = isObject(fields.resolution) ? fields.resolution : undefined;
	const allowed = Array.isArray(field?.allowedValues) ? field.allowedValues.filter(isObject) : [];
	return {
		id: text(transition.id),
		name: text(transition.name),
		category: isObject(status.statusCategory) ? text(status.statusCategory.key) : '',
		...(field === undefined ? {} : { resolutions: allowed.map(({ name }) => text(name)) }),
		needsResolution: field?.required === true,
	};
}

function choices(available: Transition[]): string {
	if (available.length === 0) return 'It offers none at all.';
	return `It offers ${available.map(({ name, id }) => `'${name}' (${id})`).join(', ')}.`;
}
