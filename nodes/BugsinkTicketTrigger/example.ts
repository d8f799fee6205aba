import { newsAbout, type News, type Reason } from './changes';
import type { Settings } from './settings';
import type { Source, WatchedTicket } from './source';

const DAY = 86_400_000;
/** A number of days after which the tracker still answers fast. */
const BACK = 30 * DAY;

/** For a manual run: a ticket of the last 30 days, preferably a closed one; nothing is remembered. */
export async function exampleNews(
	source: Source<WatchedTicket>,
	{ reasons }: Pick<Settings, 'reasons'>,
	now: number,
): Promise<News> {
	const tickets = (await source.changed(now - BACK, now)).sort((a, b) => b.changedAt - a.changedAt);
	const ticket = tickets.find(({ isOpen }) => !isOpen) ?? tickets[0] ?? exampleTicket(source, now);
	const by = { id: '', name: 'Jane Doe', isBot: false };
	const [reason]: Reason[] = [...reasons];
	return newsAbout(source, { reason, ticket, at: ticket.changedAt, by }, ticket.fingerprints[0]);
}

/** What a place without any ticket of ours shows. */
function exampleTicket({ tracker }: Source<WatchedTicket>, now: number): WatchedTicket {
	const isJira = tracker === 'jiraCloud';
	const key = isJira ? 'OPS-12' : '12';
	return {
		ref: '0',
		key,
		name: key,
		url: isJira
			? 'https://your-domain.atlassian.net/browse/OPS-12'
			: 'https://github.com/acme/shop/issues/12',
		title: '[NEW] ExampleError: There is no ticket for an alert yet',
		status: isJira ? 'Done' : 'closed',
		resolution: isJira ? 'Done' : 'completed',
		isOpen: false,
		closedAs: 'done',
		closedReason: '',
		closedAt: now,
		changedAt: now,
		createdAt: now,
		creator: '',
		fingerprints: ['bugsink-00000000-0000-4000-8000-000000000000'],
		isMarked: false,
		wasReopened: false,
	};
}
