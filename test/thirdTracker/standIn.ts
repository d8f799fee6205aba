import { asObject, type JsonObject } from '../standins/json';
import { startServer, type Answer, type StandIn } from '../standins/server';

export interface GitlabStandIn extends StandIn {
	readonly issues: JsonObject[];
	readonly notes: Array<{ iid: number; body: string; created_at: string }>;
}

/** GitLab's issues of one project: lists, quick actions in notes, and a bot user for the token. */
export async function startGitlab(token = 'glpat-s3cret-token'): Promise<GitlabStandIn> {
	const issues: JsonObject[] = [];
	const notes: GitlabStandIn['notes'] = [];
	const now = () => new Date().toISOString();
	const server = await startServer((request): Answer => {
		if (request.headers['private-token'] !== token) {
			return { status: 401, body: { message: '401 Unauthorized' } };
		}
		const body = asObject(request.json);
		const [, , iid, sub] = request.path.split('/projects/acme%2Fshop')[1].split('/');
		const issue = issues.find((one) => String(one.iid) === iid);
		if (iid !== undefined && issue === undefined)
			return { status: 404, body: { message: '404 Not found' } };
		if (sub === 'notes' && request.method === 'GET') {
			return { status: 200, body: notes.filter((note) => note.iid === issue?.iid).reverse() };
		}
		if (sub === 'notes' && issue !== undefined) {
			const text = String(body.body);
			const of = /^\/duplicate #(\d+)$/.exec(text)?.[1];
			if (of === undefined) notes.push({ iid: Number(iid), body: text, created_at: now() });
			else
				Object.assign(issue, {
					state: 'closed',
					closed_at: now(),
					_links: { closed_as_duplicate_of: of },
				});
			return { status: 201, body: { id: notes.length } };
		}
		if (request.method === 'GET' && issue !== undefined) return { status: 200, body: issue };
		if (request.method === 'GET') {
			const { labels, created_after: after = '' } = request.query;
			const wanted = new URLSearchParams(request.search).getAll('iids[]');
			const found = issues.filter(
				(one) =>
					(labels === undefined || (one.labels as string[]).includes(labels)) &&
					(wanted.length === 0 || wanted.includes(String(one.iid))) &&
					String(one.created_at) >= after,
			);
			return { status: 200, body: found };
		}
		if (issue !== undefined) {
			const { state_event: event, ...fields } = body;
			const state = event === 'close' ? 'closed' : event === 'reopen' ? 'opened' : issue.state;
			Object.assign(issue, fields, { state, closed_at: state === 'closed' ? now() : null });
			return { status: 200, body: issue };
		}
		const created = {
			...body,
			iid: issues.length + 1,
			labels: String(body.labels).split(','),
			state: 'opened',
			created_at: now(),
			closed_at: null,
			author: { username: 'project_7_bot' },
			web_url: `https://gitlab.example/acme/shop/-/issues/${issues.length + 1}`,
		};
		issues.push(created);
		return { status: 201, body: created };
	});
	return Object.assign(server, { issues, notes });
}
