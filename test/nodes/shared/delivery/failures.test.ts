import { NetworkFault } from '../../../../nodes/shared/delivery/http';
import { delivery, failureOf, request, status } from './support';

/** What a person reads when a delivery fails: what happened, and what to do. */

describe('a network fault', () => {
	test.each([
		['TIMEOUT', 'did not answer in time', 'Timeout', "Raise 'Timeout'"],
		['ECONNREFUSED', 'refused the connection', 'NetworkFault', 'Check the address'],
		['ENOTFOUND', 'was not found: its host name has no address', 'NetworkFault', 'DNS'],
		['EAI_AGAIN', 'was not found: its host name has no address', 'NetworkFault', 'DNS'],
		['ECONNRESET', 'cut the connection before it answered', 'NetworkFault', 'proxy'],
		['EPIPE', 'cut the connection before it answered', 'NetworkFault', 'proxy'],
		['ERR_BAD_RESPONSE', 'cut the connection before it answered', 'NetworkFault', 'proxy'],
		['EHOSTUNREACH', 'could not be reached', 'NetworkFault', 'firewall'],
	])('%s says that the service %s', async (code, words, errorType, advice) => {
		const { subject } = delivery([new NetworkFault(code, 'raw words')]);
		const { message, failure, hint } = await failureOf(subject.request(request));
		expect(message).toBe(`The service ${words} (tried 3 times)`);
		expect(failure).toMatchObject({ errorType });
		expect(failure.statusCode).toBeUndefined();
		expect(hint).toContain(advice);
		expect(subject).toMatchObject({ attempts: 3, statusCode: null });
	});

	test.each([
		'CERT_HAS_EXPIRED',
		'EPROTO',
		'ERR_SSL_WRONG_VERSION_NUMBER',
		'ERR_TLS_CERT_ALTNAME_INVALID',
		'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
		'DEPTH_ZERO_SELF_SIGNED_CERT',
		'SELF_SIGNED_CERT_IN_CHAIN',
		'ERR_INVALID_URL',
		'ERR_UNESCAPED_CHARACTERS',
		'SSRF_BLOCKED',
		'REQUEST_BLOCKED',
	])('%s cannot mend itself: one attempt, and its own words', async (code) => {
		const { subject, sentAt } = delivery([new NetworkFault(code, 'certificate has expired')]);
		const { message } = await failureOf(subject.request(request));
		expect(message).toBe('The service could not be reached safely: certificate has expired');
		expect(sentAt).toHaveLength(1);
	});

	test.each([
		['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', /NODE_EXTRA_CA_CERTS/],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /NODE_EXTRA_CA_CERTS/],
		['SELF_SIGNED_CERT_IN_CHAIN', /NODE_EXTRA_CA_CERTS/],
		['DEPTH_ZERO_SELF_SIGNED_CERT', /NODE_EXTRA_CA_CERTS/],
		['CERT_HAS_EXPIRED', /has expired/],
		['CERT_NOT_YET_VALID', /not valid yet/],
		['CERT_REVOKED', /certificate.*not accepted/],
		['ERR_TLS_CERT_ALTNAME_INVALID', /another name/],
		['EPROTO', /https or http/],
		['ERR_SSL_WRONG_VERSION_NUMBER', /https or http/],
	])('%s is told as what it is, never as DNS or a firewall', async (code, wanted) => {
		const { subject } = delivery([new NetworkFault(code, 'raw words')]);
		const { hint } = await failureOf(subject.request(request));
		expect(hint).toMatch(wanted);
		expect(hint).not.toMatch(/DNS|firewall/);
	});

	test('an error of another kind is a fault that may pass', async () => {
		const { subject, sentAt } = delivery([new TypeError('odd'), status(204)]);
		expect(await subject.request(request)).toMatchObject({ statusCode: 204 });
		expect(sentAt).toHaveLength(2);
		expect(subject).toMatchObject({ attempts: 2, statusCode: 204 });
	});
});

describe('a service where nothing can be looked up', () => {
	const service = { unconfirmed: 'It may be there.' };
	const reset = new NetworkFault('ECONNRESET', 'raw');

	test.each([
		['no answer in time', [new NetworkFault('TIMEOUT', 'raw')], 'just slow. It may be there.'],
		['a connection that was cut', [reset], 'proxy). It may be there.'],
		['a refusal after an unconfirmed attempt', [reset, status(400)], 'expects. It may be there.'],
		['a fault of its own', [status(503)], 'try again later. It may be there.'],
	])('%s: the error says what may have happened', async (_, answers, ending) => {
		const { subject } = delivery(answers, { service, maxAttempts: answers.length });
		const { hint } = await failureOf(subject.request(request));
		expect(hint.endsWith(ending)).toBe(true);
		expect(subject.unconfirmed).toBe(1);
	});

	test.each([
		['never connected', [new NetworkFault('ECONNREFUSED', 'raw')]],
		['throttled', [status(429)]],
		['refused', [status(400)]],
	])('%s: nothing happened', async (_, answers) => {
		const { subject } = delivery(answers, { service, maxAttempts: 1 });
		expect((await failureOf(subject.request(request))).hint).not.toContain('It may be there.');
		expect(subject.unconfirmed).toBe(0);
	});
});

describe('an answer', () => {
	test.each([
		[400, 'ClientError', 'Compare the fields of this node'],
		[401, 'AuthError', 'Check the credential'],
		[403, 'AuthError', 'Check the credential'],
		[404, 'ClientError', 'Check the address and the names'],
		[413, 'ClientError', 'too large'],
		[429, 'RateLimited', 'Too many requests'],
		[499, 'ClientError', 'Compare the fields of this node'],
		[500, 'ServerError', 'a fault of its own'],
		[599, 'ServerError', 'a fault of its own'],
		[300, 'Redirect', 'The address moved'],
		[399, 'Redirect', 'The address moved'],
	])('%d is %s, and its hint says: %s', async (code, errorType, advice) => {
		const { subject } = delivery([status(code)], { maxAttempts: 1 });
		const { message, failure, hint } = await failureOf(subject.request(request));
		expect(message).toBe(`The service answered ${code}`);
		expect(failure).toMatchObject({ errorType, statusCode: code, responseText: '' });
		expect(hint).toContain(advice);
		expect(hint).not.toContain('Possible again');
		expect(subject).toMatchObject({ attempts: 1, statusCode: code });
	});

	test.each([
		['https://new.example:8443/path?token=x', 'The address moved to new.example:8443. '],
		['/elsewhere', 'The address moved. '],
		[undefined, 'The address moved. '],
	])('that leads to %s names no more than a host', async (location, beginning) => {
		const headers: Record<string, string> = location === undefined ? {} : { location };
		const { subject } = delivery([status(302, headers)]);
		const { hint } = await failureOf(subject.request(request));
		expect(hint.startsWith(beginning)).toBe(true);
		expect(hint).toContain('enter the new address in the credential');
	});

	test.each([
		['its first line', ' \n no such project\n more', ': no such project'],
		['a long line, cut', 'x'.repeat(300), `: ${'x'.repeat(199)}…`],
		['nothing of an HTML page', '\n <!doctype html>\n<p>no</p>', ''],
		['its first line where a tag comes later', 'no <b>project</b>', ': no <b>project</b>'],
		['nothing of nothing', '', ''],
	])('shows %s', async (_, body, shown) => {
		const { subject } = delivery([status(400, {}, body)]);
		const { message, failure } = await failureOf(subject.request(request));
		expect(message).toBe(`The service answered 400${shown}`);
		expect(failure.responseText).toBe(body);
	});

	test('is told in the words that the destination finds in it', async () => {
		const explain = () => ({ message: 'no project OPS', hint: 'Choose another project.' });
		const { subject } = delivery([status(400, {}, 'raw')], { service: { explain } });
		const { message, hint } = await failureOf(subject.request(request));
		expect(message).toBe('The service answered 400: no project OPS');
		expect(hint).toBe('Choose another project.');
	});

	test('is judged by the destination where it has habits of its own', async () => {
		const judge = () =>
			({ kind: 'again', throttled: true, uncertain: false, notBefore: undefined }) as const;
		const { subject, sentAt } = delivery([status(403)], { service: { judge } });
		const { failure } = await failureOf(subject.request(request));
		expect(failure.errorType).toBe('RateLimited');
		expect(sentAt).toHaveLength(3);
	});

	test('that the destination refuses although it is a 200 is a fault of the fields', async () => {
		const { subject } = delivery([status(200)], {
			service: { judge: () => ({ kind: 'refused' }) },
		});
		const { message, failure, hint } = await failureOf(subject.request(request));
		expect(message).toBe('The service answered 200');
		expect(failure.errorType).toBe('ClientError');
		expect(hint).toContain('Compare the fields of this node');
	});

	test('that the destination will not try again is a rate limit all the same', async () => {
		const { subject } = delivery([status(429)], {
			service: { judge: () => ({ kind: 'refused' }) },
		});
		expect((await failureOf(subject.request(request))).failure.errorType).toBe('RateLimited');
	});

	test('with an accepted status is no failure', async () => {
		const { subject } = delivery([status(404)]);
		expect((await subject.request(request, { accept: [404] })).statusCode).toBe(404);
		await failureOf(subject.request(request, { accept: [410] }));
	});
});

describe('a request with a time of its own', () => {
	test('is built anew for each attempt', async () => {
		const { subject, sentAt } = delivery([status(500), status(200)]);
		const builtAt: number[] = [];
		await subject.request((now) => {
			builtAt.push(now);
			return request;
		});
		expect(builtAt).toEqual(sentAt);
		expect(new Set(builtAt).size).toBe(2);
	});
});
