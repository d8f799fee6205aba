import type { Ticket } from '../../../../nodes/shared/tracker/ticket';

/** 2026-08-03 12:00 UTC. */
export const NOON = Date.UTC(2026, 7, 3, 12);
export const DAY = 86_400_000;
export const FINGERPRINT = 'bugsink-0b1c4a52-6c0e-4d5f-9a51-3f0f2f0c7b11';

/** An open ticket of ours, made a quarter of a year ago, with these differences. */
export function ticketWith(number: number, more: Partial<Ticket> = {}): Ticket {
	return {
		ref: String(1000 + number),
		key: `OPS-${number}`,
		name: `OPS-${number}`,
		url: `https://acme.example/browse/OPS-${number}`,
		isOpen: more.closedAs === undefined || more.closedAs === null,
		closedAs: null,
		closedReason: '',
		closedAt: null,
		createdAt: NOON - 90 * DAY + number,
		creator: 'bugsink-bot',
		fingerprints: [FINGERPRINT],
		isMarked: false,
		wasReopened: false,
		...more,
	};
}
