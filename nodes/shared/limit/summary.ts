import type { Alert } from '../alert/alert';
import type { HeldBack } from '../outcome';
import { digestEntry, digestOf, type Digest } from '../digest';
import type { Held, Window } from './window';

/** One message about many alerts, in plain words; each destination renders it within its limits. */
export interface Summary {
	/**
	 * `digest`: all alerts of an execution; `burst`: from now on alerts are held back; `account`: these
	 * were held back.
	 */
	kind: 'digest' | 'burst' | 'account';
	/** One line. */
	heading: string;
	/** What happens or happened besides; may be empty. */
	note: string;
	digest: Digest;
	/** Of a burst, the same in the account of it: `<project>-<start of the window>`. */
	burst: string | null;
	/** What the destination called the message about the burst. */
	ref: string | null;
	limit: HeldBack | null;
}

export function digestSummary(alerts: Alert[]): Summary {
	const digest = digestOf(alerts.map(digestEntry));
	return {
		kind: 'digest',
		heading: `${alerts.length} ${digest.issues === digest.alerts ? 'issues' : 'alerts'} from ${sourceOf(digest)}`,
		note: '',
		digest,
		burst: null,
		ref: null,
		limit: null,
	};
}

/** @param named the alert that was one too many, and those known to follow it. */
export function burstOf(window: Window, named: Held[]): Summary {
	const digest = digestOf(named);
	const { max } = window.rules;
	return {
		...base(window, named, digest),
		kind: 'burst',
		heading: `More than ${max} ${max === 1 ? 'alert' : 'alerts'} in ${minutesOf(window)} from ${sourceOf(digest)}`,
		note: `Further alerts are held back until ${clockTime(window.until)} UTC; the first alert after that lists them.`,
	};
}

export function accountOf(window: Window): Summary {
	const digest = digestOf(window.held, window.unlisted);
	const { max } = window.rules;
	const [count, were] =
		digest.alerts === 1 ? ['1 alert', 'was'] : [`${digest.alerts} alerts`, 'were'];
	return {
		...base(window, window.held, digest),
		kind: 'account',
		heading: `${count} from ${sourceOf(digest)} ${were} held back`,
		note: `Between ${readable(window.since)} and ${readable(window.until)} UTC there were more than ${max} in ${minutesOf(window)}.`,
	};
}

function base(
	window: Window,
	named: Held[],
	digest: Digest,
): Omit<Summary, 'heading' | 'kind' | 'note'> {
	const since = new Date(window.since).toISOString();
	const project = window.name === '' ? 'all' : slug(digest.projects[0].name);
	return {
		digest,
		burst: `${project}-${since.replace(/\.\d+Z$/, 'Z')}`,
		ref: window.summaryRef,
		limit: {
			since,
			until: new Date(window.until).toISOString(),
			count: digest.alerts,
			issueIds: [...new Set(named.flatMap(({ issueId }) => issueId ?? []))],
		},
	};
}

function sourceOf({ projects }: Digest): string {
	return projects.length === 1 ? projects[0].name : 'Bugsink';
}

function minutesOf({ rules: { minutes } }: Window): string {
	return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}

function slug(name: string): string {
	return name
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, '-')
		.replace(/^-|-$/g, '');
}

function readable(time: number): string {
	return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

function clockTime(time: number): string {
	return readable(time).slice(11);
}
