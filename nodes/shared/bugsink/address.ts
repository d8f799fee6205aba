import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { text } from '../alert/fields';
import { secretAddress, withScheme } from '../delivery/address';
import { InvalidSetting } from '../delivery/failure';

/** Bugsink's pages (`urls.py` of 2.6), specific enough that a sub-path such as `/projects/bugsink` is not taken for one. */
const PAGES = [
	'issues/(?:issue|event|unresolved|resolved|muted|all|\\d+)',
	'projects/(?:mine|teams|other|new|\\d+)',
	'teams/(?:mine|other|new|[0-9a-f-]{36})',
	'accounts/(?:login|logout|signup|preferences|change-password)',
	'bsmain/auth_tokens',
	'api/(?:canonical|\\d+)',
].join('|');
/** The pages with lists: nothing follows. */
const LISTS = 'issues|projects|teams|users|admin|settings|counts|api';

/** What a person pastes along from the address bar; the part before it is the installation, sub-path included. */
const PAGE_PATH = `/(?:(?:${PAGES})(?:[/?#].*)?|(?:${LISTS})/?(?:[?#].*)?)$`;

/**
 * Plain http to a host that `isPrivateHost` calls public, in lower case: for the credential's
 * expressions, which can call no function.
 */
export const PLAIN_TO_PUBLIC =
	'^http://(?!(?:[^/?#@]*@)?(?:[^/?#.:@\\[\\]]+|127\\.\\d+\\.\\d+\\.\\d+|10\\.\\d+\\.\\d+\\.\\d+|172\\.(?:1[6-9]|2\\d|3[01])\\.\\d+\\.\\d+|192\\.168\\.\\d+\\.\\d+|169\\.254\\.\\d+\\.\\d+|100\\.(?:6[4-9]|[7-9]\\d|1[01]\\d|12[0-7])\\.\\d+\\.\\d+|\\[(?:::1|f[cd][^\\]]*|fe[89ab][^\\]]*)\\]|[^/?#:@]+\\.(?:localhost|local|internal|lan|home\\.arpa|test))(?::\\d*)?(?:[/?#]|$))';

/** The installation's address without a slash at its end, and the API below it. */
export interface BugsinkAddress {
	base: string;
	api: string;
}

/**
 * The credential, checked.
 *
 * @throws {InvalidSetting} for an invalid address, one that would send the token unencrypted, and a
 * token that Bugsink would reject.
 */
export function checkBugsinkCredential(credential: ICredentialDataDecryptedObject): BugsinkAddress {
	const url = secretAddress(
		'Bugsink URL',
		withScheme(text(credential.bugsinkUrl)),
		'https://bugsink.example.com',
	);
	const path = url.pathname.replace(new RegExp(PAGE_PATH), '').replace(/\/+$/, '');
	const base = `${url.origin}${path}`;
	if (!/^[0-9a-f]{40}$/.test(text(credential.apiToken).trim())) {
		throw new InvalidSetting(
			"'API Token' does not look like a token of Bugsink",
			'It has 40 characters, digits and the letters a to f. Copy it again from the menu Tokens in Bugsink.',
		);
	}
	return { base, api: `${base}/api/canonical/0/` };
}

/** The page of an issue, in the form in which Bugsink's alerts link to it. */
export function issuePage(base: string, issueId: string): string {
	return `${base}/issues/issue/${issueId}/event/last/`;
}
