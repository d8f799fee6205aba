import { timeInField } from '../shared/bugsink/time';

const DAY = /^\d{4}-\d\d-\d\d/;
const WALL_CLOCK = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/;
const HAS_OFFSET = /:\d\d.*(?:Z|[+-]\d\d:?\d\d|GMT|UTC)$/i;

/**
 * A value for Jira's date fields: of a moment, the day that it is where the workflow's people are, else
 * the day that is written. An invalid date is sent unchanged: Jira's answer says what is wrong.
 */
export function dayOf(written: string, timeZone: string): string {
	const time = new Date(written);
	if (Number.isNaN(time.getTime())) return written;
	const hasOffset = HAS_OFFSET.test(written);
	if (!hasOffset && DAY.test(written)) return written.slice(0, 10);
	// Swedish writes a date as ISO 8601 does. JavaScript took one without an offset for a local one.
	return new Intl.DateTimeFormat('sv-SE', hasOffset ? { timeZone } : {}).format(time);
}

/** A value for Jira's fields for a moment. Without an offset it is meant in the workflow's time zone. */
export function momentOf(written: string, timeZone: string): string {
	const wallClock = DAY.test(written) && written.length === 10 ? `${written}T00:00` : written;
	const time = new Date(written);
	if (Number.isNaN(time.getTime())) return written;
	const moment = WALL_CLOCK.test(wallClock) ? timeInField('', wallClock, timeZone) : null;
	return (moment ?? time.toISOString()).replace('Z', '+0000');
}
