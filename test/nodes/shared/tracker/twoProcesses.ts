import type { Alert } from '../../../../nodes/shared/alert/alert';
import { numbered as alertOf } from '../../../support/alerts';
import { mapMemory } from '../../../support/memory';
import { VirtualClock } from '../../../support/virtualClock';
import { Process } from './process';
import { RecordsInMemory } from './recordsInMemory';
import { NOON } from './support';
import { ServiceInMemory } from './trackerInMemory';

/** Two n8n processes with a tracker between them. */
export const [ONE, OTHER] = [new Process(), new Process()];
let issues = 0;

/** An alert about an issue of its own. */
export const anotherAlert = (parts: Partial<Alert> = {}): Alert => alertOf(++issues, parts);

/** Both processes anew, and an alert that was raised at noon. */
export function setting() {
	const clock = new VirtualClock(NOON);
	const service = new ServiceInMemory(clock);
	const alert = anotherAlert({ lastSeen: new Date(NOON).toISOString() });
	ONE.memory = mapMemory();
	OTHER.memory = mapMemory();
	return { clock, service, alert, records: new RecordsInMemory() };
}
