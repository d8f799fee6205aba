import type { Alert } from '../shared/alert/alert';
import { isObject } from '../shared/alert/fields';
import { InvalidSetting } from '../shared/delivery/failure';

/** https://developer.pagerduty.com/docs/send-alert-event: the four that a payload may have. */
export const SEVERITIES = ['critical', 'error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

export interface SeverityRules {
	/** By reason, in upper case. */
	byReason: Record<string, Severity>;
	fromLevel: boolean;
	fallback: Severity;
}

/**
 * Sentry's levels, and those that its SDKs send besides (getsentry/sentry-docs#12264); an unknown one
 * leaves it to the fallback.
 */
const BY_LEVEL: Record<string, Severity> = {
	fatal: 'critical',
	critical: 'critical',
	error: 'error',
	warning: 'warning',
	warn: 'warning',
	info: 'info',
	log: 'info',
	debug: 'info',
};

/**
 * The most explicit wins: a test is always `info`, then the table by reason, then the event's level,
 * then the fallback.
 */
export function severityOf(alert: Alert, rules: SeverityRules): Severity {
	if (alert.isTest) return 'info';
	const level = alert.event?.level?.trim().toLowerCase();
	return (
		own(rules.byReason, alert.reason) ??
		(rules.fromLevel && level !== undefined ? own(BY_LEVEL, level) : undefined) ??
		rules.fallback
	);
}

function own<T>(table: Record<string, T>, key: string): T | undefined {
	return Object.hasOwn(table, key) ? table[key] : undefined;
}

/**
 * The table as the editor keeps it (`{ reasons: [{ reason, severity }] }`), or as an expression may
 * give it (`{ NEW: 'critical' }`).
 *
 * @throws {InvalidSetting} for a severity that PagerDuty does not know.
 */
export function readSeverityTable(value: unknown): Record<string, Severity> {
	const table: Record<string, Severity> = {};
	if (!isObject(value)) return table;
	const rows: Array<[unknown, unknown]> = Object.entries(value).flatMap(([key, entry]) =>
		Array.isArray(entry)
			? entry.filter(isObject).map((row): [unknown, unknown] => [row.reason, row.severity])
			: [[key, entry] as [unknown, unknown]],
	);
	for (const [reason, severity] of rows) {
		const known = SEVERITIES.find((name) => name === severity);
		if (known === undefined) {
			throw new InvalidSetting(
				`'Severity by Reason' cannot be '${String(severity).slice(0, 60)}'`,
				`Choose one of ${SEVERITIES.join(', ')} for each reason.`,
			);
		}
		table[String(reason).trim().toUpperCase()] = known;
	}
	return table;
}
