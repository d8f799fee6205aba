import type { Answer, RecordedRequest } from './server';

/** Sees every exchange of every stand-in in this process. */
export interface Observer {
	/** Called when the request has arrived whole. */
	request(request: RecordedRequest): void;
	/** Called when the answer leaves; not where a fault was injected. */
	answer(request: RecordedRequest, answer: Answer): void;
}

export const observers: Observer[] = [];
