import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Alert } from '../../../shared/alert/alert';
import { isObject } from '../../../shared/alert/fields';
import { ITEM_ITSELF } from '../../../shared/parameters';

export const alertField: INodeProperties = {
	displayName: 'Alert',
	name: 'alert',
	type: 'json',
	default: ITEM_ITSELF,
	required: true,
	description:
		'Where the Bugsink alert is: by default the incoming item, as the Bugsink Trigger or a Webhook node gives it',
};

/** The alert as it goes on. What else a normalized alert carried, such as the trigger's `raw`, stays. */
export function alertOutput(input: unknown, alert: Alert, more: object = {}): IDataObject {
	const rest = isObject(input) && input.fingerprint === alert.fingerprint ? input : {};
	return { ...rest, ...alert, ...more } as unknown as IDataObject;
}
