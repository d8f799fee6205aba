import type { Alert } from './alert';

/** The reason for which a person's click unmutes; Bugsink's own reasons name a condition. */
export const UNMUTED_BY_HAND = 'Unmuted by hand in Bugsink';

/** Whether it tells of a person who unmuted an issue, and so knows of it. */
export function isUnmutedByHand({ reason, unmuteReason }: Alert): boolean {
	return reason === 'UNMUTED' && unmuteReason === UNMUTED_BY_HAND;
}
