/** The words of each failure to the letter: a person reads them, and searches for them. */
import { closedFailure, failureOf, isHopeless } from '../../../../nodes/shared/delivery/failureOf';
import { NetworkFault } from '../../../../nodes/shared/delivery/http';
import type { Service } from '../../../../nodes/shared/delivery/service';
import { service, status } from './support';

const NOW = Date.parse('2026-08-03T09:14:23Z');
const last = {
	attempt: 1,
	wait: 0,
	now: NOW,
	verdict: { kind: 'refused' } as const,
	unconfirmed: 0,
};
const ofFault = (code: string, more: object = {}, of: Partial<Service> = {}) =>
	failureOf({ ...service, ...of }, { ...last, fault: new NetworkFault(code, 'raw'), ...more });
const ofAnswer = (code: number, more: object = {}, of: Partial<Service> = {}) =>
	failureOf({ ...service, ...of }, { ...last, response: status(code), ...more });

const AUTHORITY =
	'n8n does not know the authority of the certificate. Start n8n with NODE_EXTRA_CA_CERTS set to a file with the certificate of that authority.';
const NAME =
	"The certificate of that server is for another name: use that name in the credential's address, or give the server a certificate for this one.";
const INSECURE =
	'No secure connection could be made: check https or http and the port of the address in the credential.';
const NETWORK =
	'Check the address in the credential, and that this n8n can reach it (DNS, firewall, proxy).';

test.each([
	['CERT_HAS_EXPIRED', 'The certificate of that server has expired: renew it there.'],
	[
		'CERT_NOT_YET_VALID',
		'The certificate of that server is not valid yet: check the clocks of both machines.',
	],
	['ERR_TLS_CERT_ALTNAME_INVALID', NAME],
	['HOSTNAME_MISMATCH', NAME],
	['UNABLE_TO_GET_ISSUER_CERT', AUTHORITY],
	['DEPTH_ZERO_SELF_SIGNED_CERT', AUTHORITY],
	['SELF_SIGNED_CERT_IN_CHAIN', AUTHORITY],
	['CERT_UNTRUSTED', AUTHORITY],
	['INVALID_CA', AUTHORITY],
	['CERT_REVOKED', 'The certificate of that server is not accepted: renew it there.'],
	['EPROTO', INSECURE],
	['ERR_SSL_WRONG_VERSION_NUMBER', INSECURE],
	['ERR_TLS_HANDSHAKE_TIMEOUT', INSECURE],
	['SSRF_BLOCKED', NETWORK],
	['MY_EPROTO', NETWORK],
	['MY_CERT_REVOKED', NETWORK],
	['MY_INVALID_CA', NETWORK],
	['ENOTFOUND', NETWORK],
])('after %s the hint is: %s', (code, hint) => {
	expect(ofFault(code).hint).toBe(hint);
});

test.each([
	['CERT_REVOKED', true],
	['EPROTO', true],
	['ERR_SSL_X', true],
	['ERR_TLS_X', true],
	['UNABLE_TO_X', true],
	['DEPTH_ZERO_X', true],
	['SELF_SIGNED_X', true],
	['ERR_INVALID_X', true],
	['ERR_UNESCAPED_X', true],
	['SSRF_X', true],
	['REQUEST_BLOCKED', true],
	['INVALID_CA', true],
	['HOSTNAME_MISMATCH', true],
	['X_INVALID_CA', false],
	['ECONNREFUSED', false],
])('%s is hopeless: %s', (code, expected) => {
	expect(isHopeless({ code })).toBe(expected);
});

test('a fault of which nothing is known could not be reached', () => {
	const { failure, hint, message } = failureOf(service, last);
	expect(message).toBe('The service could not be reached');
	expect(failure.errorType).toBe('NetworkFault');
	expect(hint).toBe(NETWORK);
});

test('a timeout says what to raise', () => {
	const hint = "Raise 'Timeout' under Options if the service is just slow";
	expect(ofFault('TIMEOUT').hint).toBe(`${hint}; otherwise try again later.`);
	const unconfirmed = { unconfirmed: 'Look there.' };
	expect(ofFault('TIMEOUT', { unconfirmed: 1 }, unconfirmed).hint).toBe(`${hint}. Look there.`);
	expect(ofFault('TIMEOUT', { unconfirmed: 0 }, unconfirmed).hint).toContain('; otherwise');
	expect(ofFault('EPIPE', { unconfirmed: 2 }, unconfirmed).hint).toBe(`${NETWORK} Look there.`);
});

test('how often it was tried is said from the second time on', () => {
	expect(ofFault('EPIPE').message).not.toContain('tried');
	expect(ofFault('EPIPE', { attempt: 2 }).message).toMatch(/ \(tried 2 times\)$/);
	expect(ofAnswer(400, { attempt: 2 }).message).toBe('The service answered 400 (tried 2 times)');
});

test.each([
	[401, 'Check the credential: the token may be wrong, expired, or lack a permission.'],
	[403, 'Check the credential: the token may be wrong, expired, or lack a permission.'],
	[404, 'Check the address and the names in the fields of this node.'],
	[413, 'The message is too large for this service.'],
	[429, 'Too many requests for now: try again later, or send fewer alerts.'],
	[500, 'The service has a fault of its own: try again later.'],
	[400, 'Compare the fields of this node with what the service expects.'],
	[299, 'Compare the fields of this node with what the service expects.'],
])('at %i the hint is: %s', (code, hint) => {
	expect(ofAnswer(code).hint).toBe(hint);
});

test('an answer that leads elsewhere says where, and why nobody followed', () => {
	const response = status(301, { location: 'https://new.example/x' });
	expect(ofAnswer(301, { response }).hint).toBe(
		'The address moved to new.example. Redirects are not followed while a secret is sent: enter the new address in the credential.',
	);
});

test('a wait of more than two minutes is told with its time, after what the service says', () => {
	const explain = () => ({ message: '', hint: 'Slow down.' });
	const { hint, message } = ofAnswer(429, { wait: 120_001 }, { explain });
	expect(message).toBe('The service answered 429');
	expect(hint).toBe('Slow down. Possible again at 2026-08-03 09:16:23 UTC.');
	expect(ofAnswer(429, { wait: 120_000 }, { explain }).hint).toBe('Slow down.');
});

test('only what is tried again for its rate is a rate limit, whatever its status', () => {
	const again = { kind: 'again', throttled: true, uncertain: false } as const;
	expect(ofAnswer(403, { verdict: again }).failure.errorType).toBe('RateLimited');
	const other = { ...again, throttled: false };
	expect(ofAnswer(403, { verdict: other }).failure.errorType).toBe('AuthError');
});

describe('a request that was not sent', () => {
	const closing = { until: NOW + 60_000, statusCode: 403, body: ' used up\nmore' };

	test('says why, in the words of the answer that closed the way, and until when', () => {
		const { failure, hint, message } = closedFailure(service, closing);
		expect(message).toBe('Not sent: The service limits the requests: used up');
		expect(hint).toBe(
			'Possible again at 2026-08-03 09:15:23 UTC. Try again then, or send fewer alerts.',
		);
		expect(failure).toMatchObject({
			errorType: 'RateLimited',
			statusCode: 403,
			responseText: closing.body,
		});
	});

	test('says it in the words that the destination finds', () => {
		const explain = jest.fn(() => ({ message: 'Too fast' }));
		expect(closedFailure({ ...service, explain }, closing).message).toMatch(/requests: Too fast$/);
		expect(explain).toHaveBeenCalledWith({ statusCode: 403, headers: {}, body: closing.body });
	});

	test('says nothing more if the answer says nothing', () => {
		const { message } = closedFailure(service, { ...closing, body: '<p>no</p>' });
		expect(message).toBe('Not sent: The service limits the requests');
	});
});
