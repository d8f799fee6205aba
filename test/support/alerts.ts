import type { Alert, AlertParts } from '../../nodes/shared/alert/alert';
import { readAlert } from '../../nodes/shared/alert/readAlert';
import { toAlert } from '../../nodes/shared/alert/toAlert';
import { sample } from './samples';

export const ISSUE_ID = '0b1c4a52-6c0e-4d5f-9a51-3f0f2f0c7b11';

/** Everything that Bugsink's Custom webhook sends of an issue. */
const REALISTIC: AlertParts = {
	reason: 'NEW',
	title: 'ValueError: Invalid input',
	errorType: 'ValueError',
	errorMessage: 'Invalid input',
	issueId: ISSUE_ID,
	friendlyId: 'CHECKOUT-API-17',
	project: { id: 3, name: 'Checkout API' },
	transaction: '/api/orders/{id}',
	firstSeen: '2026-08-03T09:14:22.481903Z',
	lastSeen: '2026-08-03T09:14:22.481903Z',
	eventCount: 1,
	issueUrl: `https://bugsink.example.com/issues/issue/${ISSUE_ID}/event/last/`,
	bugsinkUrl: 'https://bugsink.example.com',
};

/** A realistic alert with these differences; fingerprint and mark of a test follow unless given. */
export function alertOf(more: Partial<Alert> = {}): Alert {
	return complete({ ...REALISTIC, ...more }, more);
}

/** An alert of which only reason and title are known, and this. */
export function bareAlert(more: Partial<Alert> = {}): Alert {
	return complete({ reason: 'NEW', title: 'ValueError: bad', ...more }, more);
}

function complete(parts: AlertParts, { fingerprint, isTest, catchUp }: Partial<Alert>): Alert {
	return {
		...toAlert('custom', parts),
		...(fingerprint === undefined ? {} : { fingerprint }),
		...(isTest === undefined ? {} : { isTest }),
		...(catchUp === undefined ? {} : { catchUp }),
	};
}

/** The id of one Bugsink issue for each number. */
export function issueIdOf(number: number): string {
	return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** The alert of another Bugsink issue for each number. */
export function numbered(number: number, more: Partial<Alert> = {}): Alert {
	const issueId = issueIdOf(number);
	const issueUrl = `https://bugsink.example.com/issues/issue/${issueId}/event/last/`;
	return alertOf({ title: `Error ${number}`, issueId, issueUrl, ...more });
}

/** A captured sample as it is read, such as `custom-new`, with these differences. */
export function sampleAlert(name: string, more: Partial<Alert> = {}): Alert {
	return { ...readAlert(sample(`captured/${name}`)), ...more };
}
