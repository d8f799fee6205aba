import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { isObject, line, text, type JsonObject } from '../../../shared/alert/fields';
import { hasComment, historyOf } from '../../../shared/bugsink/history';
import { hasReleases } from '../../../shared/bugsink/releases';
import { DeliveryFailure, InvalidSetting } from '../../../shared/delivery/failure';
import { parseJson } from '../../../shared/text/json';
import { webLink } from '../../../shared/text/links';
import { checkedId } from '../fields';
import { change, isIn } from '../issue/state';
import type { Call, Operation } from '../operation';
import { alertField } from './field';

const COMMENT = { name: 'Comment', value: 'comment', description: "Say it in the issue's history" };
const IGNORE = {
	name: 'Ignore',
	value: 'ignore',
	description: 'Do nothing and say so in the output',
};

function choiceField(
	displayName: string,
	name: string,
	byDefault: string,
	more: INodeProperties['options'],
	description: string,
): INodeProperties {
	const options = [COMMENT, IGNORE, ...(more ?? [])];
	return { displayName, name, type: 'options', options, default: byDefault, description };
}

/** What the ticket tells, and what the user wants done about it. */
interface Way {
	field: 'onClosed' | 'onWontDo' | 'onReopened';
	label: string;
	byDefault: string;
	choices: readonly string[];
	/** How the ticket's change reads in a comment. */
	words: string;
	/** Whether the issue is as the ticket says, or must be left alone; then why. */
	settled: (issue: JsonObject) => { code: string; reason: string } | null;
}

const MUTED = { code: 'muted', reason: 'The issue is muted, so it is left alone' };
const RESOLVED = { code: 'alreadyThere', reason: 'The issue is resolved already' };

const WAYS: Record<string, Way> = {
	TICKET_CLOSED: {
		field: 'onClosed',
		label: 'When the Ticket Is Closed',
		byDefault: 'resolve',
		choices: ['comment', 'ignore', 'resolve', 'resolveNow'],
		words: 'was closed',
		settled: (issue) => (isIn.resolved(issue) ? RESOLVED : isIn.muted(issue) ? MUTED : null),
	},
	TICKET_WONT_DO: {
		field: 'onWontDo',
		label: "When It Is Closed as Won't Do",
		byDefault: 'mute',
		choices: ['comment', 'ignore', 'mute'],
		words: "was closed as won't do",
		settled: (issue) =>
			isIn.resolved(issue)
				? RESOLVED
				: isIn.muted(issue)
					? { code: 'alreadyThere', reason: 'The issue is muted already' }
					: null,
	},
	TICKET_REOPENED: {
		field: 'onReopened',
		label: 'When the Ticket Is Reopened',
		byDefault: 'comment',
		choices: ['comment', 'ignore', 'reopen'],
		words: 'was reopened',
		settled: (issue) =>
			isIn.resolved(issue)
				? null
				: isIn.muted(issue)
					? MUTED
					: { code: 'alreadyThere', reason: 'The issue is open already' },
	},
};

/** Turns of an issue's history that change its state. */
const STATE_TURNS = ['muted', 'regressed', 'reopened', 'resolved', 'unmuted'];

export const followTicket: Operation = {
	option: {
		name: 'Follow Ticket',
		value: 'followTicket',
		description:
			'Resolve, mute, reopen or comment the issue as its ticket was closed or reopened; takes what the Bugsink Ticket Trigger gives',
		action: 'Follow ticket of alert',
	},
	fields: [
		{
			...alertField,
			displayName: 'Ticket Event',
			description:
				'What happened to the ticket: by default the incoming item, as the Bugsink Ticket Trigger gives it',
		},
		choiceField(
			WAYS.TICKET_CLOSED.label,
			'onClosed',
			'resolve',
			[
				{
					name: 'Resolve',
					value: 'resolve',
					description: 'In the next release if the project has releases, else now',
				},
				{
					name: 'Resolve Now',
					value: 'resolveNow',
					description:
						'Any further event counts as a regression, also from where the fix is not deployed yet',
				},
			],
			'What to do when the ticket was closed as done',
		),
		choiceField(
			WAYS.TICKET_WONT_DO.label,
			'onWontDo',
			'mute',
			[{ name: 'Mute', value: 'mute', description: 'Until somebody unmutes it' }],
			"What to do when the ticket was closed as won't do, not planned or the like",
		),
		choiceField(
			WAYS.TICKET_REOPENED.label,
			'onReopened',
			'comment',
			[{ name: 'Reopen', value: 'reopen', description: 'Mark the issue as not resolved' }],
			'What to do when the ticket was reopened',
		),
	],
	run: follow,
};

/** A ticket event as the Bugsink Ticket Trigger gives it. */
interface TicketEvent {
	way: Way;
	issueId: string;
	/** When it happened, in ms since 1970; null if the item does not say. */
	at: number | null;
	ticket: JsonObject;
	/** What every output has. */
	output: IDataObject;
}

/**
 * Does to the issue what was done to its ticket. Newer is what counts: an issue that changed after the
 * ticket did is left alone, and so is one that is muted or already as the ticket is. So nothing is done
 * twice, and nothing that came from Bugsink goes back to it.
 */
async function follow(call: Call): Promise<IDataObject[]> {
	const { client, parameters } = call;
	const event = readEvent(parameters.alert());
	const { issueId, output, way } = event;
	const choice = parameters.choice(way.field, way.label, way.choices, way.byDefault);
	const skipped = (skipCode: string, skipReason: string): IDataObject[] => [
		{ ...output, action: 'skipped', skipCode, skipReason },
	];
	if (choice === 'ignore') return skipped('ignored', `'${way.label}' is set to Ignore`);
	if (issueId === '') return skipped('noIssue', 'The ticket does not say which issue it is about');
	const issue = await issueIfThere(call, issueId);
	if (issue === null) {
		return skipped('noIssue', 'This Bugsink has no such issue: it may be deleted');
	}
	const settled = way.settled(issue);
	if (settled !== null) return skipped(settled.code, settled.reason);
	if (await isOvertaken(call, event)) {
		return skipped('overtaken', 'The issue changed in Bugsink after the ticket did');
	}
	if (choice === 'comment') return await commentOnce(call, event, skipped);
	const [action, path, isDone] =
		choice === 'mute'
			? (['muted', 'mute', isIn.muted] as const)
			: choice === 'reopen'
				? (['reopened', 'reopen', isIn.unresolved] as const)
				: (['resolved', await resolving(call, issue, choice), isIn.resolved] as const);
	const [{ changed }] = await change(client, issueId, path, isDone);
	if (changed !== true) return skipped('alreadyThere', 'Somebody else did it at the same moment');
	const resolvedIn = path === 'resolve-next' ? 'nextRelease' : 'now';
	return [{ ...output, action, ...(action === 'resolved' ? { resolvedIn } : {}) }];
}

/** @throws {InvalidSetting} for anything else than a ticket event. */
function readEvent(value: unknown): TicketEvent {
	const given = typeof value === 'string' ? parseJson(value) : value;
	const input = isObject(given) ? given : {};
	const reason = text(input.reason).trim().toUpperCase();
	const ticket = isObject(input.ticket) ? input.ticket : {};
	const way = Object.hasOwn(WAYS, reason) ? WAYS[reason] : undefined;
	if (way === undefined) {
		throw new InvalidSetting(
			'The item is not an event of a ticket',
			`It needs 'reason' (${Object.keys(WAYS).join(', ')}), 'issueId' and 'ticket', as the Bugsink Ticket Trigger gives them.`,
		);
	}
	const id = text(input.issueId).trim();
	const happened = isObject(input.change) ? input.change.at : undefined;
	const at = Date.parse(text(happened) || text(ticket.closedAt));
	return {
		way,
		issueId: id === '' ? '' : checkedId('issueId', id, 'CHECKOUT-API-17'),
		at: Number.isNaN(at) ? null : at,
		ticket,
		output: {
			action: null,
			reason,
			issueId: id || null,
			fingerprint: line(input.fingerprint),
			key: line(ticket.key),
			url: webLink(ticket.url),
			resolvedIn: null,
			comment: null,
			skipCode: null,
			skipReason: null,
		},
	};
}

async function issueIfThere({ client }: Call, id: string): Promise<JsonObject | null> {
	try {
		return await client.get(`issues/${id}/`);
	} catch (error) {
		const failure = error instanceof DeliveryFailure ? error.failure : undefined;
		// A proxy answers 404 as well, but not in JSON.
		const isGone = failure?.statusCode === 404 && isObject(parseJson(failure.responseText ?? ''));
		return isGone ? null : await Promise.reject(error);
	}
}

/**
 * Whether the issue's state changed after the ticket's: by a regression, or by a person. Before Bugsink
 * 2.6, and with a token that must not read the history, nobody can tell.
 */
async function isOvertaken({ client }: Call, { at, issueId }: TicketEvent): Promise<boolean> {
	if (at === null) return false;
	const turns = (await historyOf(client, issueId)) ?? [];
	const newest = turns.find(({ kind }) => STATE_TURNS.includes(kind));
	const changedAt = Date.parse(newest?.at ?? '');
	// GitHub's times have no fractions: what happened in the same second counts as earlier.
	return changedAt > (at % 1000 === 0 ? at + 999 : at);
}

/** The next release, which only comes where there was one before. */
async function resolving(call: Call, issue: JsonObject, choice: string): Promise<string> {
	if (choice === 'resolveNow') return 'resolve';
	const known = await hasReleases(call.client, issue);
	if (known === null) {
		call.hint(
			'Resolved now instead of in the next release, since this token cannot read the releases (capability releases:read)',
		);
	}
	return known === true ? 'resolve-next' : 'resolve';
}

async function commentOnce(
	{ client }: Call,
	{ at, issueId: issue, output, ticket, way }: TicketEvent,
	skipped: (code: string, reason: string) => IDataObject[],
): Promise<IDataObject[]> {
	const comment = commentOf(ticket, way, at);
	const isThere = async () => await hasComment(client, issue, comment);
	if (await isThere()) return skipped('alreadyThere', 'The comment is there already');
	await client.post(
		'issue-comments/',
		{ issue, comment },
		{ lookAgain: async () => ((await isThere()) ? {} : undefined) },
	);
	return [{ ...output, action: 'commented', comment }];
}

/** With the time, so that closing the ticket again is said again. */
function commentOf(ticket: JsonObject, { words }: Way, at: number | null): string {
	const kind = ticket.tracker === 'githubIssues' ? 'GitHub issue #' : 'Jira ticket ';
	const by = line(ticket.by);
	const url = webLink(ticket.url);
	const when = at === null ? '' : new Date(at).toISOString().slice(0, 16).replace('T', ' ');
	return [
		`${kind}${line(ticket.key) ?? ''} ${words}`,
		by === null ? '' : ` by ${by}`,
		when === '' ? '' : ` (${when} UTC)`,
		url === null ? '' : `: ${url}`,
	].join('');
}
