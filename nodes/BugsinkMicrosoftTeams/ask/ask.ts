import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Alert } from '../../shared/alert/alert';
import { toAlert } from '../../shared/alert/toAlert';
import { isPrivateHost } from '../../shared/delivery/address';
import { systemClock, type Clock } from '../../shared/delivery/clock';
import { InvalidSetting } from '../../shared/delivery/failure';
import type { Destination } from '../../shared/destination';
import { runDestination } from '../../shared/node/run';
import { Parameters } from '../../shared/parameters';
import { microsoftTeams } from '../microsoftTeams';
import type { TeamsSettings } from '../settings';
import { buttonUrl, subjectOf } from './address';
import { APPROVAL_CHOICES, readChoices, readLimit, type Choice } from './choices';
import { answered, NO_ANSWER, type Question } from './question';

interface AskSettings extends TeamsSettings {
	choices: Choice[];
	/** When n8n waits no longer. */
	until: Date;
}

/** n8n makes such a twin of this node by itself, which an AI agent's tools wait for. */
const APPROVAL_NODE = /HitlTool$/;

/**
 * Sends the alert as a card with a button for each choice, and has n8n wait for the answer.
 *
 * @throws {NodeApiError | NodeOperationError} if the card was not sent, unless the node continues on fail.
 */
export async function sendAndWait(
	context: IExecuteFunctions,
	clock: Clock = systemClock,
): Promise<INodeExecutionData[]> {
	const isApproval = APPROVAL_NODE.test(context.getNode().type);
	let asked: { question: Question; until: Date } | undefined;
	const destination: Destination<AskSettings> = {
		...microsoftTeams,
		readSettings(parameters, credential) {
			checkThatItCanWait(context);
			return {
				...microsoftTeams.readSettings(parameters.without('options.format'), credential),
				// A MessageCard's buttons would do as well, but no flow posts one.
				format: 'adaptiveCard',
				...(isApproval ? { heading: 'An AI agent asks for approval' } : {}),
				choices: isApproval ? APPROVAL_CHOICES : readChoices(parameters),
				until: readLimit(parameters, clock.now()),
			};
		},
		operations: {
			async sendAlert(job) {
				const { alert, settings } = job;
				const buttons = settings.choices.map(({ label, style, value }) => ({
					label,
					style,
					url: buttonUrl(context, value, subjectOf(alert)),
				}));
				const outcome = await microsoftTeams.operations.sendAlert({
					...job,
					settings: { ...settings, buttons },
				});
				hintAtPrivateHost(context, buttons[0].url);
				const question = { alert, choices: settings.choices, isApproval };
				asked = { question, until: settings.until };
				return outcome;
			},
		},
	};
	const results = await runDestination(
		isApproval ? withAlert(context, approvalAlert(context)) : context,
		destination,
		clock,
	);
	// Without a question nothing was sent, and the node continues on fail.
	return asked === undefined ? results : await waitFor(context, asked.question, asked.until);
}

async function waitFor(
	context: IExecuteFunctions,
	question: Question,
	until: Date,
): Promise<INodeExecutionData[]> {
	const json = answered(question, NO_ANSWER);
	// n8n keeps the input of the node, not its output: it is what goes on after the limit, and where the
	// webhook finds the question.
	const [item] = context.getInputData();
	item.json = json;
	await context.putExecutionToWait(until);
	return [{ json, pairedItem: { item: 0 } }];
}

/** @throws {InvalidSetting} */
function checkThatItCanWait(context: IExecuteFunctions): void {
	const { type } = context.getNode();
	if (type.endsWith('Tool') && !APPROVAL_NODE.test(type)) {
		throw new InvalidSetting(
			'An AI agent cannot wait for a choice in a tool',
			'Put Bugsink to Microsoft Teams between the agent and its tool instead, as human review.',
		);
	}
	const { length } = context.getInputData();
	if (length > 1) {
		throw new InvalidSetting(
			`${length} alerts came in, but one execution can wait for one choice only`,
			'Put Loop Over Items with a batch size of 1 in front, or start one execution for each alert.',
		);
	}
}

/** Nobody can press a button that leads to a host of n8n's own network. */
function hintAtPrivateHost(context: IExecuteFunctions, url: string): void {
	const { hostname, origin } = new URL(url);
	if (!isPrivateHost(hostname)) return;
	context.addExecutionHints({
		message: `The buttons on the card lead to ${origin}, which works only where that address can be reached. Set n8n's WEBHOOK_URL to its public address.`,
		location: 'outputPane',
		type: 'warning',
	});
}

/** What an AI agent wants to do, in place of an alert. */
function approvalAlert(context: IExecuteFunctions): Alert {
	const message = new Parameters(context, 0).text('message');
	const [title, ...rest] = message.split('\n');
	return toAlert('approval', {
		reason: 'APPROVAL',
		title: title || 'An AI agent wants to use a tool',
		errorMessage: rest.join('\n').trim(),
		// Tells one request from the next.
		lastSeen: new Date(systemClock.now()).toISOString(),
	});
}

/** A context whose field 'Alert' gives this one. */
function withAlert(context: IExecuteFunctions, alert: Alert): IExecuteFunctions {
	const node = context.getNode();
	const read = context.getNodeParameter.bind(context) as (...of: unknown[]) => unknown;
	const getNodeParameter = (name: string, ...rest: unknown[]): unknown =>
		name === 'alert' ? alert : read(name, ...rest);
	return Object.create(context, {
		getNode: { value: () => ({ ...node, parameters: { ...node.parameters, alert } }) },
		getNodeParameter: { value: getNodeParameter },
	}) as IExecuteFunctions;
}
