import { isObject, line } from '../fields';
import { originalWebhook } from './originalWebhook';
import type { AlertReader } from './reader';

const TYPE = /^com\.bugsink\.alert\.([a-z0-9_]+)$/;

/** The structured CloudEvents that this package's own Webhook node sends. */
export const cloudEvents: AlertReader = {
	source: 'cloudEvents',
	label: 'the CloudEvents of the Webhook node',
	read(payload) {
		const reason = TYPE.exec(line(payload.type) ?? '')?.[1];
		if (line(payload.specversion) === null || reason === undefined) return null;
		if (!isObject(payload.data)) return null;
		const isTest = reason === 'test';
		return originalWebhook.read({
			source: 'bugsink',
			event_type: isTest ? 'test' : 'alert',
			timestamp: payload.time,
			data: { alert_reason: reason, ...payload.data },
		});
	},
};
