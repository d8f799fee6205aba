import type { JsonObject } from '../json';
import { addComment, blankIssue } from './issues';
import type { CategoryKey, JiraIssue, JiraStatus } from './model';
import { search } from './search';
import type { JiraStore } from './store';

/** What a test may give of an issue that is to be there already. */
export type JiraSeed = Partial<
	Omit<JiraIssue, 'id' | 'key' | 'project' | 'issueType' | 'status'>
> & {
	projectKey?: string;
	issueType?: string;
	/** A status by name or id. */
	status?: string;
	/** Search sees it at once; set this to false to have it behind the lag. */
	indexed?: boolean;
};

/** A transition in short: statuses and resolutions that are not there yet are made. */
export interface OfferedTransition {
	id: string;
	name?: string;
	/** The name of the status it leads to. */
	to: string;
	category: CategoryKey;
	/** The resolutions on its screen, and whether one of them has to be chosen. */
	resolutions?: string[];
	required?: boolean;
	/** See {@link JiraTransition.resolution}. */
	resolution?: string | null;
}

/** What people do in the browser; `by` is an account id, that of the first user unless told. */
export interface JiraPeople {
	/** By id, key, or a key from before a move. */
	issue(idOrKey: string): JiraIssue | undefined;
	/** Issues with this label that are not done. */
	open(label: string): JiraIssue[];
	/** What a search would find now. */
	search(jql: string): JiraIssue[];
	seed(seed?: JiraSeed): JiraIssue;
	seedMany(count: number, seed: (index: number) => JiraSeed): JiraIssue[];
	/** Leads to a status of the site, by name or id. */
	setStatus(idOrKey: string, status: string, resolution?: string | null, by?: string): void;
	/** Closes with any names; what the site lacks is made. `resolution: null`: none is set. */
	closeAs(idOrKey: string, status: string, resolution?: string | null, by?: string): void;
	reopen(idOrKey: string, by?: string): void;
	comment(idOrKey: string, text: string, by?: string): void;
	/** Replaces the labels. */
	relabel(idOrKey: string, labels: string[], by?: string): void;
	/**
	 * Clones: another creator, the same labels and texts, a link. Entity properties are left out
	 * unless told.
	 */
	clone(
		idOrKey: string,
		options?: { by?: string; projectKey?: string; properties?: boolean },
	): JiraIssue;
	/** Moves an issue to another project: it gets a new key, the old one goes on working. */
	move(idOrKey: string, projectKey: string, by?: string): JiraIssue;
	remove(idOrKey: string): void;
	/** Replaces the site's transitions, all of them offered in every status. */
	offer(transitions: OfferedTransition[]): void;
}

function paragraph(text: string): JsonObject {
	return {
		type: 'doc',
		version: 1,
		content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
	};
}

export function jiraPeople(store: JiraStore): JiraPeople {
	const { settings } = store;
	const person = (by?: string) => by ?? settings.users[0]?.accountId ?? settings.me.accountId;

	function must(idOrKey: string): JiraIssue {
		const issue = store.find(idOrKey);
		if (issue === undefined) throw new Error(`No issue ${idOrKey} in the stand-in`);
		return issue;
	}

	function statusNamed(nameOrId: string): JiraStatus {
		const status = settings.statuses.find(({ id, name }) => id === nameOrId || name === nameOrId);
		if (status === undefined) throw new Error(`No status ${nameOrId} in the stand-in`);
		return status;
	}

	function statusMade(name: string, category: CategoryKey): JiraStatus {
		const known = settings.statuses.find((one) => one.name === name && one.category === category);
		if (known !== undefined) return known;
		const status = { id: String(store.nextId()), name, category };
		settings.statuses = [...settings.statuses, status];
		return status;
	}

	function makeResolutions(names: Array<string | null | undefined>): void {
		const added = names.filter(
			(name): name is string => typeof name === 'string' && !settings.resolutions.includes(name),
		);
		settings.resolutions = [...settings.resolutions, ...new Set(added)];
	}

	function seed(given: JiraSeed = {}): JiraIssue {
		const { projectKey, issueType = 'Bug', status, indexed = true, ...rest } = given;
		const project = store.project(projectKey ?? settings.projects[0].key);
		const type = project?.issueTypes.find(({ id, name }) => id === issueType || name === issueType);
		if (project === undefined || type === undefined)
			throw new Error('No such project or issue type');
		const issue: JiraIssue = { ...blankIssue(store, project, type), ...rest };
		if (status !== undefined) issue.status = statusNamed(status);
		makeResolutions([issue.resolution]);
		if (issue.status.category === 'done' && rest.resolution !== null) {
			issue.resolution ??= 'Done';
			issue.resolutionAt ??= issue.updatedAt;
		}
		store.add(issue, indexed);
		return issue;
	}

	const people: JiraPeople = {
		issue: (idOrKey) => store.find(idOrKey),
		open: (label) =>
			store.issues.filter(
				(issue) => issue.labels.includes(label) && issue.status.category !== 'done',
			),
		search: (jql) => search(jql, store),
		seed,
		seedMany: (count, make) => Array.from({ length: count }, (_, index) => seed(make(index))),
		setStatus: (idOrKey, status, resolution, by) =>
			store.setStatus(must(idOrKey), statusNamed(status), resolution, person(by)),
		closeAs(idOrKey, status, resolution, by) {
			makeResolutions([resolution]);
			store.setStatus(must(idOrKey), statusMade(status, 'done'), resolution, person(by));
		},
		reopen(idOrKey, by) {
			const status = settings.statuses.find(({ category }) => category !== 'done');
			store.setStatus(must(idOrKey), status ?? settings.statuses[0], undefined, person(by));
		},
		comment(idOrKey, text, by) {
			const issue = must(idOrKey);
			addComment(issue, paragraph(text), store).author = person(by);
			store.touch(issue);
		},
		relabel: (idOrKey, labels, by) => store.relabel(must(idOrKey), labels, person(by)),
		clone(idOrKey, { by, projectKey, properties = false } = {}) {
			const of = must(idOrKey);
			const copy = seed({
				projectKey: projectKey ?? of.project.key,
				issueType: of.issueType.name,
				creator: person(by),
				summary: `CLONE - ${of.summary}`.slice(0, 255),
				description: of.description,
				labels: [...of.labels],
				priority: of.priority,
				customFields: { ...of.customFields },
				properties: properties ? { ...of.properties } : {},
				indexed: false,
			});
			store.link('Cloners', copy, of, person(by));
			return copy;
		},
		move(idOrKey, projectKey, by) {
			const project = store.project(projectKey);
			if (project === undefined) throw new Error(`No project ${projectKey} in the stand-in`);
			store.rename(must(idOrKey), project, person(by));
			return must(idOrKey);
		},
		remove: (idOrKey) => store.remove(must(idOrKey)),
		offer(transitions) {
			settings.transitions = transitions.map(
				({ id, name, to, category, resolutions, required, resolution }) => {
					makeResolutions([...(resolutions ?? []), resolution]);
					return {
						id,
						...(name === undefined ? {} : { name }),
						to: statusMade(to, category).id,
						...(resolutions === undefined ? {} : { screen: ['resolution'], resolutions }),
						...(required === true ? { required: ['resolution'] } : {}),
						...(resolution === undefined ? {} : { resolution }),
					};
				},
			);
		},
	};
	return people;
}
