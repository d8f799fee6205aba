import { eventDetails, EVENT_PARTS } from '../../nodes/Bugsink/event/details';
import type { JsonObject } from '../../nodes/shared/alert/fields';
import type { Alert } from '../../nodes/shared/alert/alert';
import { sampleAlert } from '../support/alerts';
import { sample } from '../support/samples';

/** A captured alert, with what Add Event Details makes of the captured event at its standard settings. */
export function detailedAlert(): Alert {
	const event = eventDetails(
		sample('captured/api-event') as JsonObject,
		'https://bugsink.example.com',
		{
			parts: new Set(EVENT_PARTS.filter((part) => !/Variables|Body/.test(part))),
			breadcrumbs: 10,
		},
	);
	return sampleAlert('custom-new', { event });
}
