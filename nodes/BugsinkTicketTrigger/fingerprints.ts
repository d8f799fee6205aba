import { TEST_ISSUE_ID, testMessageAlert } from '../shared/alert/toAlert';

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/** A fingerprint as alerts have it; a label such as `bugsink-production` is a person's. */
const FINGERPRINT = new RegExp(`^bugsink-(?:${UUID}|[0-9a-f]{32}|\\d+)$`);
const OF_TESTS = [`bugsink-${TEST_ISSUE_ID}`, testMessageAlert(new Date(0)).fingerprint];

/** Whether it stands for an issue in Bugsink; those of tests do not. */
export function isFingerprint(value: string): boolean {
	return FINGERPRINT.test(value) && !OF_TESTS.includes(value);
}

/** Bugsink's id of the issue; null for alerts that did not carry one. */
export function issueIdOf(fingerprint: string): string | null {
	const id = fingerprint.slice('bugsink-'.length);
	return /^[0-9a-f]{32}$/.test(id) ? null : id;
}
