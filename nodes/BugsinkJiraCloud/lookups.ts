import { isObject, text, type JsonObject } from '../shared/alert/fields';
import { DeliveryFailure } from '../shared/delivery/failure';
import { jsonOf } from '../shared/delivery/http';
import { refusalOf } from '../shared/tracker/refusal';
import type { JiraApi } from './api';
import { createFieldsOf, idOfType, issueTypesOf } from './createScreen';
import type { JiraSettings } from './settings';

/** What an execution has to ask Jira only once. */
export class Lookups {
	constructor(
		private readonly api: JiraApi,
		private readonly settings: Pick<JiraSettings, 'issueType' | 'projectKey' | 'site'>,
		private readonly shared: Map<string, unknown>,
	) {}

	/** The account that may be assigned tickets of the project; undefined without one. */
	async accountId(email: string): Promise<string | undefined> {
		const { projectKey } = this.settings;
		return await this.once(`assignee ${projectKey} ${email}`, async () => {
			const query = `project=${projectKey}&query=${encodeURIComponent(email)}&maxResults=20`;
			const path = `/user/assignable/search?${query}`;
			const answer = await this.side(path);
			const users = Array.isArray(answer) ? answer.filter(isObject) : [];
			const same = users.find(
				(user) => text(user.emailAddress).toLowerCase() === email.toLowerCase(),
			);
			// Most accounts hide their address; a single match is the one that was asked for.
			const only = users.length === 1 && text(users[0].emailAddress) === '' ? users[0] : undefined;
			const found = same ?? only;
			return found === undefined ? undefined : text(found.accountId);
		});
	}

	/**
	 * The priorities, from the highest down: those that the create screen offers, else the site's, which
	 * a token with scopes may list only if it has one for administrators.
	 */
	async priorities(): Promise<JsonObject[]> {
		const offered = await this.prioritiesOfScreen();
		if (offered.length > 0) return offered;
		return await this.once('priorities', async () => {
			const answer = await this.side('/priority/search?maxResults=100');
			const values = isObject(answer) && Array.isArray(answer.values) ? answer.values : [];
			return values.filter(isObject);
		});
	}

	async prioritiesOfScreen(): Promise<JsonObject[]> {
		const field = (await this.createFields()).find(({ fieldId }) => fieldId === 'priority');
		return Array.isArray(field?.allowedValues) ? field.allowedValues.filter(isObject) : [];
	}

	/** The issue types in which the account may create tickets; empty where it may not know. */
	async issueTypes(): Promise<JsonObject[]> {
		const { projectKey } = this.settings;
		return await this.once(`issue types ${projectKey}`, () =>
			ifAnswered(() => issueTypesOf(this.api, projectKey)),
		);
	}

	/** The create screen's fields of the project and issue type; empty where they cannot be known. */
	async createFields(): Promise<JsonObject[]> {
		const { projectKey, issueType } = this.settings;
		return await this.once(`fields ${projectKey} ${JSON.stringify(issueType)}`, async () => {
			const id = 'id' in issueType ? issueType.id : idOfType(await this.issueTypes(), issueType);
			return id === undefined
				? []
				: await ifAnswered(() => createFieldsOf(this.api, projectKey, id));
		});
	}

	/** What a look-up that only decorates gives; undefined if it is refused, whatever the reason. */
	private async side(path: string): Promise<unknown> {
		let answer: unknown;
		await refusalOf(async () => (answer = jsonOf(await this.api.request('GET', path))));
		return answer;
	}

	private async once<T>(name: string, ask: () => Promise<T>): Promise<T> {
		const key = `jira ${this.settings.site} ${name}`;
		const shared = this.shared as Map<string, Promise<T>>;
		const asked = shared.get(key) ?? ask();
		shared.set(key, asked);
		// A fault may have passed when the next item asks.
		void asked.catch(() => shared.delete(key));
		return await asked;
	}
}

/** What a look-up that only decorates gives; nothing if it is refused or answered with something else. */
async function ifAnswered(ask: () => Promise<JsonObject[]>): Promise<JsonObject[]> {
	let found: JsonObject[] = [];
	try {
		await refusalOf(async () => (found = await ask()));
	} catch (error) {
		const status = error instanceof DeliveryFailure ? error.failure.statusCode : undefined;
		return status !== undefined && status < 300 ? [] : await Promise.reject(error);
	}
	return found;
}
