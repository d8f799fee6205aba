import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { isObject, text } from '../shared/alert/fields';
import type { Words } from '../shared/alert/words';
import { secretAddress, withScheme } from '../shared/delivery/address';
import { InvalidSetting } from '../shared/delivery/failure';
import type { Parameters } from '../shared/parameters';
import { readTicketRules, type TicketRules } from '../shared/tracker/properties';
import { cut } from '../shared/text/cut';
import { readWords } from '../shared/words';

/** On every issue that this node opens; the list of issues is asked for it. */
export const MARKER_LABEL = 'bugsink';
/** open-telemetry/opentelemetry-collector-contrib#16417 */
const MAX_LABEL = 50;
/** https://docs.github.com/rest/issues/assignees#add-assignees-to-an-issue */
const MAX_ASSIGNEES = 10;

export interface GithubSettings extends TicketRules {
	/** Without a slash at the end. */
	apiUrl: string;
	accessToken: string;
	/** `owner/name` */
	repository: string;
	/** The marker label first. */
	labels: string[];
	/** Logins, without `@`. */
	assignees: string[];
	/** Title or number; empty for none. */
	milestone: string;
	issueType: string;
	words?: Words;
	/** Names of the fields that were cut to GitHub's limits. */
	truncated: string[];
	warnings: string[];
}

/** Where the API is, from the credential. @throws {InvalidSetting} */
export function apiUrlOf(credential: ICredentialDataDecryptedObject): string {
	const example = 'https://api.github.com';
	const url = secretAddress('API URL', withScheme(text(credential.apiUrl)) || example, example);
	const host = url.hostname;
	if (host === 'github.com' || host === 'www.github.com') {
		throw new InvalidSetting(
			"'API URL' is the address of the website, not of its API",
			'Enter https://api.github.com.',
		);
	}
	if (host.endsWith('.ghe.com') && !host.startsWith('api.')) {
		throw new InvalidSetting(
			"'API URL' is the address of the website, not of its API",
			`Enter https://api.${host}.`,
		);
	}
	return url.origin + url.pathname.replace(/\/+$/, '');
}

export function accessTokenOf(credential: ICredentialDataDecryptedObject): string {
	const token = text(credential.accessToken).trim();
	// What a header cannot carry would otherwise be a puzzling fault of the connection.
	if (/^[\x21-\x7e]+$/.test(token)) return token;
	throw new InvalidSetting(
		token === '' ? "The credential has no 'Access Token'" : "'Access Token' is not a token",
		'Create one on GitHub under Settings, Developer settings, Personal access tokens.',
	);
}

/** `owner/name` from the name or from any address below the repository. @throws {InvalidSetting} */
export function repositoryName(value: string): string {
	const path = value.replace(/^(?:https?:\/\/|git@)[^/:]+[/:]/, '');
	const match = /^([\w-]+)\/([\w.-]+?)(?:\.git)?(?:[/?#].*)?$/.exec(path);
	const isName = match !== null && !/^\.{1,2}$/.test(match[2]);
	// More path is fine below an address only.
	if (isName && (path !== value || !/[/?#]/.test(value.slice(value.indexOf('/') + 1)))) {
		return `${match[1]}/${match[2]}`;
	}
	throw new InvalidSetting(
		value === ''
			? "'Repository' is empty"
			: `'Repository' is not an owner and a name: ${JSON.stringify(value.slice(0, 100))}`,
		'Enter both with a slash between them, for example acme/shop, or the address of the repository.',
	);
}

export function readSettings(
	all: Parameters,
	credential: ICredentialDataDecryptedObject,
): GithubSettings {
	// To resolve, the editor hides what a new issue is made of.
	const parameters = all.text('operation') === 'resolve' ? all.only('repository') : all;
	const accessToken = accessTokenOf(credential);
	const labels = labelsWithin([
		...parameters.list('labels'),
		...parameters.list('options.labelsFromList'),
	]);
	const logins = [...parameters.list('assignees'), ...parameters.list('options.assigneesFromList')];
	const assignees = [...new Set(logins.map((login) => login.replace(/^@/, '')))];
	const tooMany = assignees.slice(MAX_ASSIGNEES);
	return {
		apiUrl: apiUrlOf(credential),
		accessToken,
		repository: repositoryName(parameters.locator('repository').value),
		labels: labels.names,
		assignees: assignees.slice(0, MAX_ASSIGNEES),
		milestone: chosen(parameters.raw('options.milestone')),
		issueType: chosen(parameters.raw('options.issueType')),
		...readTicketRules(parameters, 'Issue'),
		words: readWords(parameters, 'title'),
		truncated: labels.wasCut ? ['labels'] : [],
		warnings:
			tooMany.length === 0
				? []
				: [`GitHub accepts at most ${MAX_ASSIGNEES} assignees; left out: ${tooMany.join(', ')}`],
	};
}

/** What was picked from a list or typed, or what an expression gave as plain text. */
function chosen(value: unknown): string {
	return text(isObject(value) ? value.value : value).trim();
}

/** GitHub's labels ignore case, so `Bug` and `bug` are one. */
function labelsWithin(wanted: string[]): { names: string[]; wasCut: boolean } {
	const names = new Map([[MARKER_LABEL, MARKER_LABEL]]);
	let wasCut = false;
	for (const label of wanted) {
		const short = cut(label, MAX_LABEL);
		wasCut ||= short.wasCut;
		const key = short.text.toLowerCase();
		if (!names.has(key)) names.set(key, short.text);
	}
	return { names: [...names.values()], wasCut };
}
