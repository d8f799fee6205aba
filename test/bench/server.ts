/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { startServer, type Answer, type RecordedRequest } from '../standins/server';

/** How long every answer takes, in milliseconds: a service not far away. */
export const DELAY = 20;

/** What arrived since the last reset. */
export interface Counts {
	requests: number;
	/** Connections open at the same time, at most; and opened in all. */
	peakSockets: number;
	sockets: number;
}

export type Question = 'reset' | 'counts';

/**
 * The services of all five destinations at their simplest: no state, the right form of answer, always
 * after the same time. It is a process of its own, so that its work is not counted as the nodes'.
 */
async function main(): Promise<void> {
	let number = 0;
	function answerTo({ method, path }: RecordedRequest): Answer {
		if (path.endsWith('/search/jql')) return { status: 200, body: { issues: [] } };
		if (path === '/search/issues') return { status: 200, body: { items: [] } };
		if (method === 'GET') return { status: 200, body: [] };
		number++;
		if (path.endsWith('/rest/api/3/issue')) {
			return { status: 201, body: { id: String(10_000 + number), key: `OPS-${number}` } };
		}
		if (path.endsWith('/issues')) {
			const labels = [{ name: 'bugsink' }];
			const issue = { id: number, number, state: 'open', html_url: '', body: '', labels };
			return { status: 201, body: issue };
		}
		return { status: 202, body: { status: 'success' } };
	}

	const standIn = await startServer(answerTo);
	standIn.delayMs = DELAY;
	let earlierSockets = 0;
	process.on('message', (question: Question) => {
		if (question === 'reset') {
			standIn.requests.length = 0;
			standIn.sockets.peak = standIn.sockets.open;
			earlierSockets = standIn.sockets.total;
		}
		const counts: Counts = {
			requests: standIn.requests.length,
			peakSockets: standIn.sockets.peak,
			sockets: standIn.sockets.total - earlierSockets,
		};
		process.send?.(counts);
	});
	process.on('disconnect', () => process.exit());
	process.send?.({ url: standIn.url });
}

if (process.send) void main();
