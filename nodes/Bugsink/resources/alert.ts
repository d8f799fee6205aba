import { addEventDetails } from './alert/addEventDetails';
import { commentTicketLink } from './alert/commentTicketLink';
import { followTicket } from './alert/followTicket';
import { holdUntilRepeated } from './alert/holdUntilRepeated';
import type { Resource } from './operation';

export const alert: Resource = {
	option: { name: 'Alert', value: 'alert', description: 'What the Bugsink Trigger received' },
	operations: [addEventDetails, commentTicketLink, followTicket, holdUntilRepeated],
	byDefault: 'addEventDetails',
};
