import { isObject, type JsonObject } from '../shared/alert/fields';
import { classify, retryAfter, throttled, type Verdict } from '../shared/delivery/classify';
import { DeliveryFailure } from '../shared/delivery/failure';
import { jsonOf, type HttpResponse } from '../shared/delivery/http';
import type { Service } from '../shared/delivery/service';
import { cut } from '../shared/text/cut';

/** https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately */
const SECONDARY_LIMIT_WAIT = 60_000;

/** GitHub says with 403, 429 and sometimes with 422 that a limit is reached. */
export function judge(response: HttpResponse, now: number): Verdict {
	const limit = rateLimit(response);
	if (limit === undefined) return classify(response, now);
	const verdict = throttled(response, now);
	if (retryAfter(response, now) !== undefined) return verdict;
	if (limit === 'secondary') return { ...verdict, notBefore: now + SECONDARY_LIMIT_WAIT };
	const reset = Number(response.headers['x-ratelimit-reset']);
	// Searches have a limit of their own.
	const closesFirst = response.headers['x-ratelimit-resource'] === 'search';
	if (!Number.isFinite(reset) || reset <= 0) {
		return { ...verdict, closesFirst, notBefore: now + SECONDARY_LIMIT_WAIT };
	}
	return { ...verdict, closesFirst, notBefore: Math.max(now, reset * 1000) };
}

function rateLimit({
	statusCode,
	headers,
	body,
}: HttpResponse): 'primary' | 'secondary' | undefined {
	if (statusCode === 422) return /submitted too quickly/i.test(body) ? 'secondary' : undefined;
	if (statusCode !== 403 && statusCode !== 429) return undefined;
	if (headers['x-ratelimit-remaining'] === '0') return 'primary';
	const isSecondary =
		statusCode === 429 ||
		headers['retry-after'] !== undefined ||
		/rate limit|abuse detection/i.test(body);
	return isSecondary ? 'secondary' : undefined;
}

/** The field errors of a 422: https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api#validation-failed */
export interface FieldError {
	/** What the field belongs to, such as `Issue` or `Label`. */
	resource: string;
	field: string;
	code: string;
	message: string;
	value: unknown;
}

export function fieldErrors(response: { body: string }): FieldError[] {
	const body = jsonOf({ ...response, statusCode: 0, headers: {} });
	const errors = isObject(body) && Array.isArray(body.errors) ? (body.errors as unknown[]) : [];
	return errors.map((error) =>
		isObject(error)
			? {
					resource: String(error.resource ?? ''),
					field: String(error.field ?? ''),
					code: String(error.code ?? ''),
					message: typeof error.message === 'string' ? error.message : '',
					value: error.value,
				}
			: { resource: '', field: '', code: '', message: String(error), value: undefined },
	);
}

const CODES: Record<string, string> = {
	missing: 'does not exist',
	missing_field: 'is missing',
	invalid: 'is not valid',
	already_exists: 'exists already',
	unprocessable: 'is not valid',
};

function inWords({ field, code, message, value }: FieldError): string {
	const shown = typeof value === 'string' || typeof value === 'number' ? ` (${value})` : '';
	if (message !== '') return message + shown;
	return `${field}${shown} ${CODES[code] ?? code}`.trim();
}

function explain(response: HttpResponse): { message?: string; hint?: string } {
	const body = jsonOf(response);
	const said = isObject(body) && typeof body.message === 'string' ? body.message : undefined;
	const errors = fieldErrors(response);
	const message = cut([said, ...errors.map(inWords)].filter(Boolean).join('; '), 500).text;
	const hint = hintFor(response, said ?? '', errors);
	return { ...(message === '' ? {} : { message }), hint };
}

const TOKEN_NEEDS =
	"A fine-grained token needs this repository and the permission Issues: Read and write, a classic one the scope 'repo'.";

const USE_SSO =
	'Authorize the token for the organization: on GitHub under Personal access tokens, Configure SSO.';

/** Reasons that GitHub gives in the message of a 403, and what to do; the first that fits. */
const FORBIDDEN: Array<[RegExp, string]> = [
	[/SAML|SSO|single sign/i, USE_SSO],
	[/archived/i, 'Unarchive the repository, or choose another one.'],
	[
		/suspended|flagged|blocked/i,
		'Ask GitHub support about the account, or use a token of another one.',
	],
	[
		/lifetime|forbids access|organization.*(policy|personal access token)|classic\)? (personal access )?token|ip (address|allow)/i,
		'A policy of the organization refuses this token or where it comes from. Create a token as the policy wants it, or ask an owner of the organization.',
	],
	[
		/locked/i,
		'Unlock the conversation of the issue on GitHub, or close the issue so that another one is opened.',
	],
	[
		/commenting is disabled|more than \d+ comments|too many comments/i,
		'The issue has as many comments as GitHub allows. Close it, so that another one is opened.',
	],
	[
		/accessible by|must have|permission|not authorized|write access|\badmin\b/i,
		`The token may not do this. ${TOKEN_NEEDS}`,
	],
];

/** Fields of the API that stand for a field of this node. */
const NODE_FIELDS = new Map(
	Object.entries({
		title: 'GitHub refused the title, which comes from the alert.',
		body: 'GitHub refused the text, which comes from the alert.',
		labels: "Check 'Labels'.",
		milestone: "Check 'Milestone' under Options.",
		type: "Check 'Issue Type' under Options.",
		issue_type: "Check 'Issue Type' under Options.",
	}),
);

function hintFor(response: HttpResponse, said: string, errors: FieldError[]): string | undefined {
	if (rateLimit(response) !== undefined) {
		return 'GitHub limits how much one token may do: try again later, or send fewer alerts.';
	}
	switch (response.statusCode) {
		case 401:
			return "The token is wrong or expired. Enter a new one as 'Access Token' in the credential.";
		case 403: {
			if (response.headers['x-github-sso'] !== undefined) return USE_SSO;
			const known = FORBIDDEN.find(([reason]) => reason.test(said));
			if (known !== undefined) return known[1];
			return said === ''
				? `The token may not do this. ${TOKEN_NEEDS}`
				: 'GitHub refuses this for the reason that it gives. Check the account, the repository and the policies of the organization.';
		}
		case 404:
			return `There is no such repository, or the token does not see it. Check 'Repository'. ${TOKEN_NEEDS}`;
		case 410:
			return 'Issues are switched off in this repository. Switch them on in its settings under General, Features.';
		case 422:
			return hintForFields(errors);
		default:
			return undefined;
	}
}

function hintForFields(errors: FieldError[]): string | undefined {
	if (errors.length === 0) return undefined;
	if (errors.some(({ field }) => /^assignee/.test(field))) {
		return "Check 'Assignees': only people with access to the repository can be assigned.";
	}
	const [known] = errors.flatMap(({ field }) => NODE_FIELDS.get(field) ?? []);
	return known ?? "Check 'Repository', and that the token may see it and use its issues.";
}

export const service: Service = { name: 'GitHub', judge, explain };

/** The answer's JSON, which must be an object. @throws {DeliveryFailure} if it is something else. */
export function objectOf(response: HttpResponse): JsonObject {
	const body = jsonOf(response);
	if (isObject(body)) return body;
	throw notAnAnswer(response);
}

/** The answer's objects, which must be a list. @throws {DeliveryFailure} if it is something else. */
export function listOf(response: HttpResponse, body: unknown = jsonOf(response)): JsonObject[] {
	if (Array.isArray(body) && body.every(isObject)) return body;
	throw notAnAnswer(response);
}

/** The issue in an answer; may be a pull request. @throws {DeliveryFailure} if it is something else. */
export function issueIn(response: HttpResponse): JsonObject {
	const issue = objectOf(response);
	if (isIssue(issue)) return issue;
	throw notAnAnswer(response);
}

/** The issues in a list, pull requests among them. @throws {DeliveryFailure} if it is something else. */
export function issuesIn(response: HttpResponse, body: unknown = jsonOf(response)): JsonObject[] {
	const issues = listOf(response, body);
	if (issues.every(isIssue)) return issues;
	throw notAnAnswer(response);
}

function isIssue({ number }: JsonObject): boolean {
	return typeof number === 'number';
}

/** The error for a 200 that answers something else than what was asked. */
export function notAnAnswer({ statusCode, body }: HttpResponse): DeliveryFailure {
	return new DeliveryFailure(
		`GitHub answered ${statusCode} with something else than what was asked for`,
		{
			errorType: 'UnexpectedError',
			statusCode,
			responseText: body,
			hint: "Another server, such as a proxy or a sign-in page, may have answered. Check 'API URL' in the credential, and this n8n's way to the internet.",
		},
	);
}
