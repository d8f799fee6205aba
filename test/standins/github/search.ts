import type { Routes } from '../router';
import type { Answer, RecordedRequest } from '../server';
import type { GithubContext } from './access';
import { invalid, type GithubIssue } from './model';
import { paged, renderIssue } from './render';
import type { GithubStore } from './store';

/** docs.github.com/rest/search/search: limits of a query, and of what can be reached. */
const MAX_QUERY = 256;
const MAX_OPERATORS = 5;
const MAX_RESULTS = 1000;

interface SearchQuery {
	texts: string[];
	/** Lower-case name to its values; a name with `-` before it excludes. */
	qualifiers: Map<string, string[]>;
	operators: number;
}

function parseQuery(q: string): SearchQuery {
	const query: SearchQuery = { texts: [], qualifiers: new Map(), operators: 0 };
	for (const [, name, quoted, bare] of q.matchAll(/(?:(-?[\w-]+):)?(?:"([^"]*)"|(\S+))/g)) {
		const value = quoted ?? bare ?? '';
		if (name !== undefined) {
			const key = name.toLowerCase();
			query.qualifiers.set(key, [...(query.qualifiers.get(key) ?? []), value]);
		} else if (quoted === undefined && /^(AND|OR|NOT)$/.test(value)) query.operators++;
		else query.texts.push(value);
	}
	return query;
}

/** Words without their punctuation, as the index keeps them. */
function words(text: string): string {
	return ` ${text
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim()} `;
}

function tester(query: SearchQuery): (issue: GithubIssue) => boolean {
	const get = (name: string) => query.qualifiers.get(name) ?? [];
	const is = [...get('is'), ...get('state'), ...get('type')].map((value) => value.toLowerCase());
	const places = get('in').flatMap((value) => value.toLowerCase().split(','));
	const labels = get('label').map((value) => value.toLowerCase());
	const without = get('-label').map((value) => value.toLowerCase());
	const needles = query.texts.map(words);
	return (issue) => {
		if (is.includes('issue') && issue.isPullRequest) return false;
		if ((is.includes('pr') || is.includes('pull-request')) && !issue.isPullRequest) return false;
		if (is.includes('open') && issue.state !== 'open') return false;
		if (is.includes('closed') && issue.state !== 'closed') return false;
		const has = issue.labels.map((name) => name.toLowerCase());
		if (!labels.every((label) => has.includes(label))) return false;
		if (without.some((label) => has.includes(label))) return false;
		const parts = [
			places.length === 0 || places.includes('title') ? issue.title : '',
			places.length === 0 || places.includes('body') ? (issue.body ?? '') : '',
			places.includes('comments') ? issue.comments.map((one) => one.body).join('\n') : '',
		];
		const hay = words(parts.join('\n'));
		return needles.every((needle) => hay.includes(needle));
	};
}

/** What a search sees now, newest first. */
function find(query: SearchQuery, store: GithubStore): GithubIssue[] | Answer {
	const scope = query.qualifiers.get('repo') ?? [];
	const owners = [...(query.qualifiers.get('org') ?? []), ...(query.qualifiers.get('user') ?? [])];
	const named = scope.map((name) => store.named(name) ?? store.formerlyNamed(name));
	if (named.some((repository) => repository?.visible !== true)) {
		return invalid([
			{
				resource: 'Search',
				field: 'q',
				code: 'invalid',
				message:
					'The listed users and repositories cannot be searched either because the resources do not exist or you do not have permission to view them.',
			},
		]);
	}
	const repositories = store.repositories.filter(
		(one) =>
			one.visible &&
			(scope.length === 0 || named.includes(one)) &&
			(owners.length === 0 || owners.includes(one.owner)),
	);
	const test = tester(query);
	const found: GithubIssue[] = [];
	for (const repository of repositories) {
		for (const { id } of repository.issues) {
			const seen = store.index.visible(id);
			if (seen !== undefined && test(seen)) found.push(seen);
		}
	}
	return found;
}

function answer(
	context: GithubContext,
	request: RecordedRequest,
	incomplete: () => boolean,
): Answer {
	const { q = '', sort, order = 'desc' } = request.query;
	const query = parseQuery(q);
	const wrong = (message: string) =>
		invalid([{ resource: 'Search', field: 'q', code: 'invalid', message }]);
	if (q.trim() === '') return invalid([{ resource: 'Search', field: 'q', code: 'missing' }]);
	// GitHub leaves qualifiers out of the count; counting all of it is the stricter measure.
	if (q.length > MAX_QUERY) return wrong('The search is longer than 256 characters.');
	if (query.operators > MAX_OPERATORS) return wrong('More than five AND / OR / NOT operators.');
	const found = find(query, context.store);
	if (!Array.isArray(found)) return found;
	const value = (issue: GithubIssue) => (sort === 'updated' ? issue.updatedAt : issue.createdAt);
	const sign = order === 'asc' ? 1 : -1;
	found.sort((a, b) => sign * (value(a) - value(b) || a.id - b.id));
	const api = context.api(request);
	const page = paged(
		request,
		context.host,
		found,
		(issue) => ({ ...renderIssue(issue, context.store, api), score: 1 }),
		MAX_RESULTS,
	);
	return {
		status: 200,
		headers: page.headers,
		body: {
			total_count: found.length,
			incomplete_results: incomplete(),
			items: page.entries,
			search_type: 'lexical',
		},
	};
}

export function searchRoutes(context: GithubContext, incomplete: () => boolean): Routes {
	return { 'GET /search/issues': (request) => answer(context, request, incomplete) };
}
