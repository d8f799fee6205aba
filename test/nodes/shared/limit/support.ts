import type { LimitRules } from '../../../../nodes/shared/limit/rules';
import { heldOf, newWindow, type Held, type Window } from '../../../../nodes/shared/limit/window';
import type { Alert } from '../../../../nodes/shared/alert/alert';
import { numbered } from '../../../support/alerts';

export const NOON = Date.UTC(2026, 7, 3, 12);
export const MINUTE = 60_000;
export const RULES: LimitRules = { max: 2, minutes: 5, per: 'project' };

/** A window that began at noon. */
export const windowOf = (more: Partial<Window> = {}, rules = RULES): Window => ({
	...newWindow('checkout', rules, NOON),
	...more,
});

export const held = (number: number, more: Partial<Alert> = {}): Held =>
	heldOf(numbered(number, more));
