import { startAll, type AllStandIns } from '../../standins';
import {
	startBugsinkStandIn,
	type BugsinkStandIn,
	type Capability,
	type Project,
	type StoredIssue,
} from '../../standins/bugsink';
import { credentialsFor } from '../../demo/steps';
import { sample } from '../../support/samples';
import type { N8n, WorkflowFile } from '../n8n';
import { example } from '../workflows';
import { Imported, type CredentialChoice } from './imported';

/** A Custom alert as it arrives. */
export interface CustomAlert {
	id: string;
	friendly_id: string;
	title: string;
	calculated_type: string;
	calculated_value: string;
	url: string;
	last_seen: string;
}

export function customAlert(name: string): CustomAlert {
	return sample(`captured/custom-${name}`) as CustomAlert;
}

/** The type of the credential that each service's nodes want, by the name that the demo gives it. */
const TYPES: Record<string, string> = {
	'Jira Cloud': 'bugsinkJiraCloudApi',
	'GitHub Issues': 'bugsinkGithubIssuesApi',
	'Microsoft Teams': 'bugsinkMicrosoftTeamsApi',
	PagerDuty: 'bugsinkPagerDutyApi',
	Webhook: 'bugsinkWebhookApi',
};

/** One example's surroundings: stand-ins that nobody else uses, and n8n's credentials for them. */
export class World {
	private readonly credentials: CredentialChoice = {};
	private readonly imported: Imported[] = [];

	private constructor(
		readonly n8n: N8n,
		readonly services: AllStandIns,
		readonly bugsink: BugsinkStandIn,
		readonly project: Project,
	) {}

	/** @param scopes what Bugsink's token may do: no more than the example's note or the README asks for. */
	static async start(n8n: N8n, scopes: Capability[]): Promise<World> {
		// Whom an example mentioned would be nobody where it is imported, and Teams drops such a card.
		const services = await startAll({ microsoftTeams: { knownUsers: [] } });
		const bugsink = await startBugsinkStandIn();
		const world = new World(n8n, services, bugsink, bugsink.addProject('Checkout API'));
		const apiToken = bugsink.addToken(scopes);
		await world.store('bugsinkApi', { bugsinkUrl: bugsink.baseUrl, apiToken });
		for (const [name, data] of Object.entries(credentialsFor(services))) {
			await world.store(TYPES[name] ?? name, data);
		}
		return world;
	}

	/** A credential in n8n, which every import from now on uses for this type. */
	async store(type: string, data: object): Promise<void> {
		const credential = { name: `Examples: ${type}`, type, data };
		const { id } = await this.n8n.rest.request<{ id: string }>(
			'POST',
			'/rest/credentials',
			credential,
		);
		this.credentials[type] = { id, name: credential.name };
	}

	/** A file of `examples/` as the editor imports it. @param change the one thing that a user changes. */
	async import(
		file: string,
		change: (workflow: WorkflowFile) => WorkflowFile = (workflow) => workflow,
	): Promise<Imported> {
		const imported = await Imported.create(this.n8n, change(example(file)), this.credentials);
		this.imported.push(imported);
		return imported;
	}

	/** The same, published. */
	async publish(file: string): Promise<Imported> {
		const imported = await this.import(file);
		await imported.publish();
		return imported;
	}

	/** The issue that a captured alert is about, in Bugsink, with the captured event changed as given. */
	addIssue(alert: CustomAlert, event: Record<string, unknown> = {}): StoredIssue {
		const { data } = sample('captured/api-event') as { data: Record<string, unknown> };
		const issue = this.bugsink.addIssue(this.project, {
			id: alert.id,
			friendlyId: alert.friendly_id,
			type: alert.calculated_type,
			value: alert.calculated_value,
		});
		this.bugsink.addEvent(issue, { ...data, ...event });
		return issue;
	}

	/** What there is at each service; one that has nothing is left out. */
	arrivals(): Record<string, number> {
		const { jira, github, microsoftTeams, pagerDuty, webhook } = this.services;
		const counts = {
			jira: jira.issues.length,
			github: github.issues.length,
			teams: microsoftTeams.messages.length,
			lostCards: microsoftTeams.lost.length,
			pagerDuty: pagerDuty.incidents.length,
			dropped: pagerDuty.dropped.length,
			webhook: webhook.deliveries.length,
			links: this.bugsink.issues.flatMap((issue) => this.bugsink.comments(issue)).length,
		};
		return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
	}

	/** Leaves n8n as it was. */
	async close(): Promise<void> {
		for (const imported of this.imported) await imported.remove();
		for (const { id } of Object.values(this.credentials)) {
			await this.n8n.rest.request('DELETE', `/rest/credentials/${id}`);
		}
		await this.services.close();
		await this.bugsink.close();
	}
}
