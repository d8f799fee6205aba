import { utcTime } from '../alert/fields';
import { InvalidSetting } from '../delivery/failure';

/**
 * The time in a field, as ISO 8601 in UTC; null if the field is empty. The editor gives times
 * without an offset: they are meant in the workflow's time zone.
 *
 * @param value text, or a Luxon time from an expression.
 * @throws {InvalidSetting} for anything else.
 */
export function timeInField(label: string, value: unknown, timeZone: string): string | null {
	if (value === undefined || value === null || value === '') return null;
	const written = isLuxon(value) ? value.toISO() : value;
	const hasOffset = typeof written === 'string' && /(?:Z|[+-]\d\d:?\d\d)$/.test(written);
	const time = utcTime(written);
	if (time === null) {
		throw new InvalidSetting(
			`'${label}' is not a time`,
			'Choose it from the calendar, or enter one such as 2026-08-03T09:00:00Z.',
		);
	}
	return hasOffset ? time : new Date(fromZone(Date.parse(time), timeZone)).toISOString();
}

function isLuxon(value: unknown): value is { toISO(): string } {
	return typeof value === 'object' && typeof (value as { toISO?: unknown }).toISO === 'function';
}

/** Milliseconds since 1970 of a wall clock in a time zone, given as if it were one in UTC. */
function fromZone(wallClock: number, timeZone: string): number {
	const guess = wallClock - offsetOf(wallClock, timeZone);
	// Around a change of the clocks the offset at the guess is the right one.
	return wallClock - offsetOf(guess, timeZone);
}

function offsetOf(time: number, timeZone: string): number {
	const format = new Intl.DateTimeFormat('en-US', {
		timeZone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric',
	});
	const part = Object.fromEntries(
		format.formatToParts(time).map(({ type, value }) => [type, Number(value)]),
	);
	const { year, month, day, hour, minute, second } = part;
	const wallClock = Date.UTC(year, month - 1, day, hour, minute, second);
	return wallClock - Math.floor(time / 1000) * 1000;
}
