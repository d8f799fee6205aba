import { createHash } from 'crypto';

import type { Alert } from '../alert/alert';
import { digestEntry, type DigestEntry, type NamedProject } from '../digest';
import type { LimitRules } from './rules';

/** Alerts of a window that are kept by name; the rest is only counted. */
const MAX_HELD = 1_000;
/** Characters of a hash. */
const KEY_LENGTH = 10;

/** An alert that got no message of its own. */
export interface Held extends DigestEntry {
	/** Of this very alert, not of its issue. */
	key: string;
}

/** Alerts of which only the number is known. */
export interface Unlisted {
	project: NamedProject;
	count: number;
}

/** What happened since the first message of a period. Times in ms since 1970. */
export interface Window {
	/** The project that it is for; empty for all. */
	name: string;
	rules: LimitRules;
	since: number;
	until: number;
	/** Messages that were sent as usual, or are on their way. */
	sent: number;
	/** Whether the message that says that there are more went out, or is on its way. */
	isSummarized: boolean;
	/** What the destination calls that message; an account belongs to it. */
	summaryRef: string | null;
	/** Not named in any message yet. */
	held: Held[];
	unlisted: Unlisted[];
}

export type Step = 'send' | 'summarize' | 'hold';

export function newWindow(name: string, rules: LimitRules, now: number): Window {
	return {
		name,
		rules,
		since: now,
		until: now + rules.minutes * 60_000,
		sent: 0,
		isSummarized: false,
		summaryRef: null,
		held: [],
		unlisted: [],
	};
}

/** False once its time has passed, or if the clock moved back: that must not hold alerts for longer. */
export function isOpen({ since, until }: Window, now: number): boolean {
	return now >= since && now < until;
}

export function hasUntold({ held, unlisted }: Window): boolean {
	return held.length > 0 || unlisted.length > 0;
}

/** What happens with the next message; counted at once, as if it had been sent. */
export function next(window: Window, { max }: LimitRules): Step {
	if (window.sent < max) {
		window.sent++;
		return 'send';
	}
	if (window.isSummarized) return 'hold';
	window.isSummarized = true;
	return 'summarize';
}

/** An alert that is held already, since it was delivered twice, is not held again. */
export function hold(window: Window, alerts: Held[]): void {
	const known = new Set(window.held.map(({ key }) => key));
	for (const alert of alerts) {
		if (known.has(alert.key)) continue;
		known.add(alert.key);
		if (window.held.length < MAX_HELD) window.held.push(alert);
		else addUnlisted(window.unlisted, { project: alert.project, count: 1 });
	}
}

export function addUnlisted(list: Unlisted[], { project, count }: Unlisted): void {
	const known = list.find(
		(one) => one.project.name === project.name && one.project.url === project.url,
	);
	if (known === undefined) list.push({ project, count });
	else known.count += count;
}

export function heldOf(alert: Alert): Held {
	return { ...digestEntry(alert), key: keyOf(alert) };
}

export function keyOf({ fingerprint, reason, lastSeen }: Alert): string {
	const identity = JSON.stringify([fingerprint, reason, lastSeen]);
	return createHash('sha256').update(identity).digest('base64').slice(0, KEY_LENGTH);
}

/** Whose window it is, if each project has its own: a message about several shares one with all such. */
export function nameOf(alerts: Alert[], { per }: LimitRules): string {
	if (per === 'all') return '';
	const names = new Set(
		alerts.map(({ bugsinkUrl, project }) =>
			JSON.stringify([bugsinkUrl, project.id, project.id === null ? project.name : null]),
		),
	);
	return names.size === 1 ? [...names][0] : '';
}
