import type { JsonObject } from '../shared/alert/fields';
import type { BugsinkClient, Page } from '../shared/bugsink/client';
import { DeliveryFailure } from '../shared/delivery/failure';
import type { IssueMemory } from './memory';

/** Bugsink's pages have this many issues, and there is no other size. */
export const PAGE_SIZE = 250;
/** So few issues are read whole in each poll. */
const FEW_ISSUES = 4 * PAGE_SIZE;
const MINUTE = 60_000;

/** Where reading the issues that nothing happened to goes on in the next poll. */
export interface Sweep {
	cursor: string;
	/** How many pages came before. */
	pages: number;
}

export interface Reading {
	/** Each once, those seen last first. */
	issues: JsonObject[];
	/** Whether this is the complete list. */
	isComplete: boolean;
	sweep: Sweep | null;
}

/**
 * The issues to compare with what is known: by when they were seen last, down to the first page on
 * which nothing happened since, since an event brings its issue to the top. What people do does not,
 * so the other pages are read in turns: one for each minute since the last poll. Few issues, and those
 * of a first poll, are all read.
 */
export async function readIssues(
	client: BugsinkClient,
	project: string,
	{
		known,
		sweep,
		elapsed,
		limit,
	}: {
		known: IssueMemory | null;
		sweep: Sweep | null;
		/** Milliseconds since the last poll. */
		elapsed: number;
		/** Most issues to read. */
		limit: number;
	},
): Promise<Reading> {
	const most = Math.ceil(limit / PAGE_SIZE);
	const issues = new Map<string, JsonObject>();
	const ask = async (cursor: string | null): Promise<Page> => {
		const query = { ...(project === '' ? {} : { project }), sort: 'last_seen', order: 'desc' };
		const page = await client.page('issues/', query, cursor);
		for (const issue of page.results) issues.set(String(issue.id), issue);
		return page;
	};
	const reading = (rest: Omit<Reading, 'issues'>): Reading => ({
		issues: [...issues.values()],
		...rest,
	});

	const readsAll = known === null || known.size <= FEW_ISSUES;
	let cursor: string | null = null;
	let pages = 0;
	for (let goesOn = true; goesOn && pages < most; pages++) {
		const page = await ask(cursor);
		({ cursor } = page);
		if (cursor === null) return reading({ isComplete: true, sweep: null });
		goesOn = readsAll || page.results.some((issue) => known.differs(issue));
	}
	if (readsAll || cursor === null || pages >= most)
		return reading({ isComplete: false, sweep: null });

	let next: Sweep | null = sweep !== null && sweep.pages > pages ? sweep : { cursor, pages };
	const turns = Math.max(1, Math.floor(elapsed / MINUTE));
	for (let turn = 0; turn < turns && next !== null; turn++) {
		const place: Sweep = next;
		const page = await inTurn(async () => await ask(place.cursor), place === sweep);
		next =
			page?.cursor == null || place.pages + 1 >= most
				? null
				: { cursor: page.cursor, pages: place.pages + 1 };
	}
	return reading({ isComplete: false, sweep: next });
}

/** A cursor that another release of Bugsink gave may be none any more: the turns then begin anew. */
async function inTurn(read: () => Promise<Page>, isOld: boolean): Promise<Page | undefined> {
	try {
		return await read();
	} catch (error) {
		if (isOld && error instanceof DeliveryFailure && error.failure.statusCode === 404)
			return undefined;
		return await Promise.reject(error);
	}
}
