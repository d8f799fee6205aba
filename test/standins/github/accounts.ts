import type { JsonObject } from '../json';

const API = 'https://api.github.com/users';

/** The same number for the same login, and hardly ever the same for two. */
function idOf(login: string): number {
	return [...login].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 7);
}

/** An account as it stands in every answer; names that end with `[bot]` are bots. */
export function renderUser(login: string): JsonObject {
	const id = idOf(login);
	const url = `${API}/${encodeURIComponent(login)}`;
	const isBot = login.endsWith('[bot]');
	return {
		login,
		id,
		node_id: `U_${id}`,
		avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
		gravatar_id: '',
		url,
		html_url: `https://github.com/${isBot ? `apps/${login.slice(0, -'[bot]'.length)}` : login}`,
		followers_url: `${url}/followers`,
		following_url: `${url}/following{/other_user}`,
		gists_url: `${url}/gists{/gist_id}`,
		starred_url: `${url}/starred{/owner}{/repo}`,
		subscriptions_url: `${url}/subscriptions`,
		organizations_url: `${url}/orgs`,
		repos_url: `${url}/repos`,
		events_url: `${url}/events{/privacy}`,
		received_events_url: `${url}/received_events`,
		type: isBot ? 'Bot' : 'User',
		site_admin: false,
	};
}

/** The token's own account, with its figures. */
export function renderSelf(login: string, name: string): JsonObject {
	return {
		...renderUser(login),
		name,
		company: null,
		blog: '',
		location: null,
		email: null,
		hireable: null,
		bio: null,
		public_repos: 2,
		public_gists: 0,
		followers: 0,
		following: 0,
		created_at: '2024-01-01T00:00:00Z',
		updated_at: '2026-01-01T00:00:00Z',
		private_gists: 0,
		total_private_repos: 2,
		owned_private_repos: 2,
		disk_usage: 0,
		collaborators: 0,
		two_factor_authentication: true,
	};
}
