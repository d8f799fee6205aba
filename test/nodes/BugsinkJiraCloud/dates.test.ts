import { dayOf, momentOf } from '../../../nodes/BugsinkJiraCloud/dates';

describe('a date field', () => {
	it.each([
		// The day that it is where the workflow's people are
		['2026-08-03T23:30:00Z', 'Europe/Berlin', '2026-08-04'],
		['2026-08-03T23:30:00.123Z', 'UTC', '2026-08-03'],
		['2026-08-03T02:00:00Z', 'America/New_York', '2026-08-02'],
		['2026-08-03T20:00:00-07:00', 'Asia/Kathmandu', '2026-08-04'],
		['2026-08-04T01:00:00+0200', 'UTC', '2026-08-03'],
		['Mon, 03 Aug 2026 23:30:00 GMT', 'Europe/Berlin', '2026-08-04'],
		// The day that is written
		['2026-08-03', 'America/New_York', '2026-08-03'],
		['2026-08-03', 'Pacific/Auckland', '2026-08-03'],
		['2026-08-03T23:30:00', 'Pacific/Auckland', '2026-08-03'],
		['2026-08-03 00:10', 'America/New_York', '2026-08-03'],
		['August 3, 2026', 'Pacific/Auckland', '2026-08-03'],
		['08-03-2026', 'Pacific/Auckland', '2026-08-03'],
		// No date
		['soon', 'UTC', 'soon'],
		['2026-99-99', 'UTC', '2026-99-99'],
		['', 'UTC', ''],
	])('"%s" in %s is %s', (written, timeZone, day) => {
		expect(dayOf(written, timeZone)).toBe(day);
	});
});

describe('a field for a moment', () => {
	it.each([
		['2026-08-03T09:14:22Z', 'Europe/Berlin', '2026-08-03T09:14:22.000+0000'],
		['2026-08-03T11:14:22+02:00', 'America/New_York', '2026-08-03T09:14:22.000+0000'],
		['2026-08-03T11:14:22', 'Europe/Berlin', '2026-08-03T09:14:22.000+0000'],
		['2026-08-03 11:14', 'Europe/Berlin', '2026-08-03T09:14:00.000+0000'],
		['2026-08-03T05:14:22.500', 'America/New_York', '2026-08-03T09:14:22.500+0000'],
		['2026-08-03', 'Europe/Berlin', '2026-08-02T22:00:00.000+0000'],
		['Mon, 03 Aug 2026 09:14:22 GMT', 'Europe/Berlin', '2026-08-03T09:14:22.000+0000'],
		['tomorrow', 'UTC', 'tomorrow'],
	])('"%s" in %s is %s', (written, timeZone, moment) => {
		expect(momentOf(written, timeZone)).toBe(moment);
	});
});
