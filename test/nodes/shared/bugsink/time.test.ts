import { timeInField } from '../../../../nodes/shared/bugsink/time';

it.each([
	['2026-08-03T09:00:00Z', 'Europe/Berlin', '2026-08-03T09:00:00Z'],
	['2026-08-03T09:00:00.123456Z', 'Europe/Berlin', '2026-08-03T09:00:00.123456Z'],
	['2026-08-03T11:00:00+02:00', 'America/New_York', '2026-08-03T09:00:00.000Z'],
	['2026-08-03T11:00:00+0200', 'America/New_York', '2026-08-03T09:00:00.000Z'],
	['2026-08-03T04:00:00-05:00', 'Europe/Berlin', '2026-08-03T09:00:00.000Z'],
	['2026-08-03T11:00:00', 'Europe/Berlin', '2026-08-03T09:00:00.000Z'],
	['2026-08-03T00:00:00', 'UTC', '2026-08-03T00:00:00.000Z'],
	['2026-08-03T11:00:12.345', 'Europe/Berlin', '2026-08-03T09:00:12.345Z'],
	['2026-12-03T10:00:00', 'Europe/Berlin', '2026-12-03T09:00:00.000Z'],
	['2026-08-03 05:00:00', 'America/New_York', '2026-08-03T09:00:00.000Z'],
	['2026-08-03T14:45', 'Asia/Kathmandu', '2026-08-03T09:00:00.000Z'],
	['2026-08-03T09:00:00', 'UTC', '2026-08-03T09:00:00.000Z'],
	// The clocks change at 2 o'clock.
	['2026-03-29T01:30:00', 'Europe/Berlin', '2026-03-29T00:30:00.000Z'],
	['2026-03-29T03:30:00', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
	['2026-10-25T03:30:00', 'Europe/Berlin', '2026-10-25T02:30:00.000Z'],
])('%s in %s is %s', (value, timeZone, time) => {
	expect(timeInField('When', value, timeZone)).toBe(time);
});

it('reads a time of Luxon, as expressions give it', () => {
	const luxon = { toISO: () => '2026-08-03T11:00:00.000+02:00' };
	expect(timeInField('When', luxon, 'UTC')).toBe('2026-08-03T09:00:00.000Z');
});

it.each([undefined, null, ''])('takes %p for none', (value) => {
	expect(timeInField('When', value, 'UTC')).toBeNull();
});

it.each(['yesterday', '2026-13-01T00:00:00Z', '03.08.2026', 5, {}, true])('refuses %p', (value) => {
	let refused: unknown;
	try {
		timeInField('When', value, 'UTC');
	} catch (error) {
		refused = error;
	}
	expect(refused).toMatchObject({
		message: "'When' is not a time",
		hint: 'Choose it from the calendar, or enter one such as 2026-08-03T09:00:00Z.',
	});
});
