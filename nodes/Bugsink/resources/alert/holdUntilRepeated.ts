import { readAlert } from '../../../shared/alert/readAlert';
import { DeliveryFailure, InvalidSetting } from '../../../shared/delivery/failure';
import { checkedId, periodFields, periodOf } from '../fields';
import type { Call, Operation } from '../operation';
import { alertField, alertOutput } from './field';

export const holdUntilRepeated: Operation = {
	option: {
		name: 'Hold Until Repeated',
		value: 'holdUntilRepeated',
		description:
			'Mute a new issue until it happens often enough. Its alert is held; when Bugsink unmutes the issue, that alert passes.',
		action: 'Hold alert until repeated',
	},
	fields: [
		alertField,
		{
			displayName: 'Number of Events',
			name: 'events',
			type: 'number',
			typeOptions: { minValue: 2 },
			default: 10,
			description: 'How many events within the time below raise an alert; the first one counts too',
		},
		...periodFields('How many hours, days or other periods'),
	],
	options: [
		{
			displayName: 'Hold Again',
			name: 'holdAgain',
			type: 'boolean',
			default: false,
			description:
				'Whether to mute the issue again, on the same condition, when an alert says that Bugsink unmuted it. The next alert then needs as many events again.',
		},
	],
	run: async (call) => {
		const { parameters } = call;
		const input = parameters.alert();
		const alert = readAlert(input);
		const condition = {
			...periodOf(parameters),
			gte_threshold: parameters.wholeNumber('events', 'Number of Events', 10, 2, 1_000_000_000),
		};
		const isHeld = alert.reason === 'NEW';
		const isHeldAgain =
			alert.reason === 'UNMUTED' && parameters.boolean('options.holdAgain', false);
		if (!alert.isTest && (isHeld || isHeldAgain)) {
			await muteUntil(call, alert.issueId ?? alert.friendlyId ?? '', condition);
		}
		return isHeld && !alert.isTest ? [] : [alertOutput(input, alert)];
	},
};

/** An issue that is muted or resolved already needs nothing: somebody, or this alert, did it before. */
async function muteUntil(
	{ client }: Call,
	issue: string,
	condition: Record<string, string | number>,
): Promise<void> {
	if (issue === '') {
		throw new InvalidSetting(
			'The alert does not say which issue it is about',
			"Bugsink's Discord alerts have no link if its address has no dot. Use the alert service Custom or Slack.",
		);
	}
	try {
		await client.post(
			`issues/${checkedId('Alert', issue, 'CHECKOUT-API-17')}/mute-until/`,
			condition,
		);
	} catch (error) {
		const isSettled =
			error instanceof DeliveryFailure && /already (?:muted|resolved)/.test(error.message);
		if (!isSettled) await Promise.reject(error);
	}
}
