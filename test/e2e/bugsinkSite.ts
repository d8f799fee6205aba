/** Bugsink's pages, used as a browser uses them: sign in, fill a form, press a button. */

export type AlertServiceKind =
	'custom' | 'discord' | 'google_chat' | 'mattermost' | 'msteams' | 'slack';

export const ALERT_SERVICE_KINDS: readonly AlertServiceKind[] = [
	'custom',
	'discord',
	'google_chat',
	'mattermost',
	'msteams',
	'slack',
];

export class BugsinkSite {
	private readonly cookies = new Map<string, string>();

	constructor(
		private readonly url: string,
		private readonly project: number,
	) {}

	async signIn(email: string, password: string): Promise<void> {
		const page = await this.submit('/accounts/login/', { username: email, password });
		if (!this.cookies.has('sessionid')) throw new Error(`Bugsink refused the sign-in: ${page}`);
	}

	/** Adds an alert service to the project and returns its id. */
	async addAlertService(
		kind: AlertServiceKind,
		name: string,
		webhookUrl: string,
		more: Record<string, string> = {},
	): Promise<number> {
		const before = await this.alertServices();
		const page = await this.submit(`/projects/${this.project}/alerts/service/add/`, {
			display_name: name,
			kind,
			webhook_url: webhookUrl,
			action: 'add',
			...more,
		});
		const added = (await this.alertServices()).find((id) => !before.includes(id));
		if (added === undefined) throw new Error(`Bugsink did not add ${name}: ${errorsOf(page)}`);
		return added;
	}

	/** The ids of the project's alert services, from the buttons of the page. */
	async alertServices(): Promise<number[]> {
		const page = await this.get(`/projects/${this.project}/alerts/`);
		return [...page.matchAll(/value="test:(\d+)"/g)].map((match) => Number(match[1]));
	}

	/** Presses the button Test of an alert service. */
	async pressTest(service: number): Promise<void> {
		await this.submit(`/projects/${this.project}/alerts/`, { action: `test:${service}` });
	}

	async removeAlertService(service: number): Promise<void> {
		await this.submit(`/projects/${this.project}/alerts/`, { action: `remove:${service}` });
	}

	async get(path: string): Promise<string> {
		return await (await this.fetch(path)).text();
	}

	/** Opens the page for its CSRF token, then posts the form to it; returns the page that follows. */
	async submit(path: string, fields: Record<string, string>): Promise<string> {
		const form = await this.get(path);
		const token = /name="csrfmiddlewaretoken" value="([^"]+)"/.exec(form)?.[1];
		if (token === undefined) throw new Error(`No form at ${path}: ${form.slice(0, 500)}`);
		const body = new URLSearchParams({ csrfmiddlewaretoken: token, ...fields });
		const answer = await this.fetch(path, body);
		const next = answer.headers.get('location');
		if (answer.status >= 400) throw new Error(`POST ${path}: ${answer.status}`);
		return next === null ? await answer.text() : await this.get(next);
	}

	private async fetch(path: string, form?: URLSearchParams): Promise<Response> {
		const response = await fetch(new URL(path, this.url), {
			method: form ? 'POST' : 'GET',
			body: form,
			redirect: 'manual',
			headers: {
				Cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
				Origin: this.url,
				Referer: new URL(path, this.url).href,
			},
			signal: AbortSignal.timeout(30_000),
		});
		for (const cookie of response.headers.getSetCookie()) {
			const [pair = ''] = cookie.split(';');
			const at = pair.indexOf('=');
			this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
		}
		return response;
	}
}

/** What a page says is wrong with the form, as far as it can be told from its lists of errors. */
function errorsOf(page: string): string {
	const lists = [...page.matchAll(/<(?:ul|div|p|span)[^>]*(?:error|red)[^>]*>([\s\S]*?)<\//g)];
	const text = lists.map((match) => (match[1] ?? '').replace(/<[^>]*>/g, ' ').trim());
	return text.filter((one) => one !== '').join('; ') || page.slice(0, 2000);
}
