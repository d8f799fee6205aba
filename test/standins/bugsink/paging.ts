import type { Answer, RecordedRequest } from '../server';

const PAGE_SIZE = 250;

/** A page as Django REST framework's cursor pagination gives it; `next` has the host of the request. */
export function cursorPage(request: RecordedRequest, list: unknown[]): Answer {
	const start = Number(Buffer.from(request.query.cursor ?? '', 'base64').toString() || 0);
	if (!Number.isInteger(start)) return { status: 404, body: { detail: 'Invalid cursor' } };
	const address = (at: number): string => {
		const cursor = Buffer.from(String(at)).toString('base64');
		const query = new URLSearchParams({ ...request.query, cursor });
		return `http://${request.headers.host}${request.path}?${query.toString()}`;
	};
	const end = start + PAGE_SIZE;
	return {
		status: 200,
		body: {
			next: end < list.length ? address(end) : null,
			previous: start > 0 ? address(Math.max(0, start - PAGE_SIZE)) : null,
			results: list.slice(start, end),
		},
	};
}
