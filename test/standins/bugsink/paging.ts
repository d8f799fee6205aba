import type { Answer, RecordedRequest } from '../server';

const PAGE_SIZE = 250;

/**
 * A page as Django REST framework's cursor pagination gives it: the cursor names the entry after
 * which it goes on, by the value that the list is sorted by, so entries that move in between shift
 * nothing. `next` has the host of the request.
 *
 * @param positionOf no two entries have the same.
 */
export function cursorPage<T>(
	request: RecordedRequest,
	sorted: T[],
	positionOf: (entry: T) => number | string,
	shown: (entry: T) => unknown = (entry) => entry,
): Answer {
	const cursor = request.query.cursor;
	const after = cursor === undefined ? null : decoded(cursor);
	if (after === undefined) return { status: 404, body: { detail: 'Invalid cursor' } };
	const isDescending =
		sorted.length > 1 && positionOf(sorted[0]) > positionOf(sorted[sorted.length - 1]);
	const left =
		after === null
			? sorted
			: sorted.filter((entry) => {
					const position = key(positionOf(entry));
					return isDescending ? position < after : position > after;
				});
	const page = left.slice(0, PAGE_SIZE);
	const last = page.at(-1);
	return {
		status: 200,
		body: {
			next:
				left.length > PAGE_SIZE && last !== undefined
					? addressOf(request, key(positionOf(last)))
					: null,
			previous: after === null ? null : addressOf(request, after),
			results: page.map(shown),
		},
	};
}

/** Numbers as text of one length, so that texts and numbers compare alike. */
function key(position: number | string): string {
	return typeof position === 'number' ? String(position).padStart(12, '0') : position;
}

function addressOf(request: RecordedRequest, position: string): string {
	const cursor = Buffer.from(`p=${encodeURIComponent(position)}`).toString('base64');
	const query = new URLSearchParams({ ...request.query, cursor });
	return `http://${request.headers.host}${request.path}?${query.toString()}`;
}

function decoded(cursor: string): string | undefined {
	const text = Buffer.from(cursor, 'base64').toString();
	return text.startsWith('p=') ? decodeURIComponent(text.slice(2)) : undefined;
}
