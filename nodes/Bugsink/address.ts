import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { text } from '../shared/alert/fields';
import { secretAddress } from '../shared/delivery/address';
import { InvalidSetting } from '../shared/delivery/failure';

/**
 * Where the pages of an installation begin (Bugsink's `urls.py`): what a person pastes from the
 * address bar ends with one of these. The part before it is the installation, sub-path included.
 */
export const PAGE_PATH =
	'/(?:issues|projects|teams|events|accounts|users|api|admin|bsmain|debug|settings|health)(?:[/?#].*)?$';

/** The installation's address without a slash at its end, and the API below it. */
export interface BugsinkAddress {
	base: string;
	api: string;
}

/**
 * The credential, checked.
 *
 * @throws {InvalidSetting} for an address that is none or would send the token in the clear, and for
 * a token that Bugsink could only refuse.
 */
export function checkBugsinkCredential(credential: ICredentialDataDecryptedObject): BugsinkAddress {
	const url = secretAddress(
		'Bugsink URL',
		text(credential.bugsinkUrl),
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
