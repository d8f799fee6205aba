/** What the triggers add to an alert, as the nodes after them read it. */
import type { Alert } from '../../../../nodes/shared/alert/alert';
import { isUnmutedByHand, UNMUTED_BY_HAND } from '../../../../nodes/shared/alert/byHand';
import { isAlert, readAlert } from '../../../../nodes/shared/alert/readAlert';
import { bareAlert } from '../../../support/alerts';

const alert = { reason: 'NEW', title: 'E: m', fingerprint: 'bugsink-1' };

test('an alert that is given late says so', () => {
	expect(readAlert({ ...alert, catchUp: true }).catchUp).toBe(true);
	for (const catchUp of [false, 'true', null]) {
		expect(readAlert({ ...alert, catchUp })).not.toHaveProperty('catchUp');
	}
});

test('a change keeps its details, and needs a time', () => {
	const change = { at: '2026-08-03T09:14:22Z', events: 5, by: 'ada' };
	expect(readAlert({ ...alert, change }).change).toEqual(change);
	const elsewhere = { ...change, at: '2026-08-03T11:14:22+02:00' };
	expect(readAlert({ ...alert, change: elsewhere }).change?.at).toBe('2026-08-03T09:14:22.000Z');
	for (const odd of [{ events: 5 }, { at: 'today' }, 'odd', [], null]) {
		expect(readAlert({ ...alert, change: odd })).not.toHaveProperty('change');
	}
});

test.each<[Partial<Alert>, boolean]>([
	[{ reason: 'UNMUTED', unmuteReason: UNMUTED_BY_HAND }, true],
	[{ reason: 'UNMUTED', unmuteReason: 'Time is up' }, false],
	[{ reason: 'UNMUTED', unmuteReason: null }, false],
	[{ reason: 'NEW', unmuteReason: UNMUTED_BY_HAND }, false],
])('%j tells of a person who unmuted it: %j', (more, expected) => {
	expect(isUnmutedByHand(bareAlert(more))).toBe(expected);
});

test('whether something is an alert can be asked', () => {
	expect(isAlert(alert)).toBe(true);
	expect(isAlert({ body: JSON.stringify(alert) })).toBe(true);
	expect(isAlert({ ...alert, title: '' })).toBe(false);
	expect(isAlert(undefined)).toBe(false);
});
