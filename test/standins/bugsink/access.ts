import type { Answer, RecordedRequest } from '../server';
import type { Capability, StoredIssue, Token } from './model';
import type { Store } from './store';

export const notFound = (what: string): Answer => ({
	status: 404,
	body: { detail: `No ${what} matches the given query.` },
});
/** A field of the query or the body that cannot be. */
export const invalid = (field: string, message: string): Answer => ({
	status: 400,
	body: { [field]: [message] },
});

export function tokenOf({ tokens }: Store, request: RecordedRequest): Token | undefined {
	return tokens.get((request.headers.authorization ?? '').replace(/^Bearer /, ''));
}

export const badToken: Answer = { status: 401, body: { detail: 'Invalid Bearer token.' } };

/** Runs `work` if the token has the capability and, if it is bound, the project. */
export function guard(
	store: Store,
	request: RecordedRequest,
	capability: Capability,
	work: (token: Token) => Answer,
	of?: number,
): Answer {
	const token = tokenOf(store, request);
	if (token === undefined) return badToken;
	if (!token.capabilities.includes(capability)) {
		const detail = `This token does not have the required capability: ${capability}.`;
		return { status: 403, body: { detail } };
	}
	if (token.project !== undefined && of !== undefined && token.project !== of) {
		return { status: 403, body: { detail: 'This token is not allowed to access this project.' } };
	}
	return work(token);
}

/** The same for an issue by its id: an id that cannot be one is answered with a plain list. */
export function withIssue(
	store: Store,
	request: RecordedRequest,
	capability: Capability,
	id: string,
	work: (issue: StoredIssue) => Answer,
): Answer {
	const issue = store.issue(id);
	const answer = (): Answer => {
		if (!isIssueId(id)) return { status: 400, body: ['Invalid issue identifier.'] };
		return issue === undefined ? notFound('Issue') : work(issue);
	};
	return guard(store, request, capability, answer, issue?.project);
}

export function isIssueId(id: string): boolean {
	return /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(id) || /^.*-\d+$/.test(id);
}
