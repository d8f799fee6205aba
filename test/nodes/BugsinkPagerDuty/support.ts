import type { IDataObject } from 'n8n-workflow';

import { pagerDuty } from '../../../nodes/BugsinkPagerDuty/pagerDuty';
import type { Alert } from '../../../nodes/shared/alert/alert';
import type { Outcome } from '../../../nodes/shared/destination';
import { keep } from '../../standins/harness';
import { startPagerDuty, type PagerDutyOptions } from '../../standins/pagerDuty';
import { executeOne, settingsOf as readSettings, transportTo } from '../../support/execution';
import { VirtualClock } from '../../support/virtualClock';

export const KEY = '0123456789abcdef'.repeat(2);

export const standIn = async (options: PagerDutyOptions = {}) =>
	keep(await startPagerDuty(options));

export const settingsOf = (credential: Record<string, string>, parameters = {}, routingKey = KEY) =>
	readSettings(pagerDuty, { routingKey, region: 'us', ...credential }, parameters);

/** A PagerDuty on a virtual clock, reached under its real host names. */
export async function onVirtualTime(options: PagerDutyOptions = {}) {
	const time = new VirtualClock();
	const server = await standIn({ now: time.now, ...options });
	const surroundings = { clock: time, transport: transportTo(time, { url: server.url }) };
	const once = async (
		operation: string,
		alert: Alert,
		parameters: IDataObject = {},
		credential: Record<string, string> = {},
	): Promise<Outcome> => {
		const settings = settingsOf(credential, parameters, server.routingKey);
		return await executeOne(pagerDuty, settings, alert, { ...surroundings, operation });
	};
	return { time, server, surroundings, once };
}
