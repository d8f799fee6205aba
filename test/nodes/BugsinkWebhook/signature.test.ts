import { createHash } from 'crypto';

import { batchId, encodedKeys, readSigning } from '../../../nodes/BugsinkWebhook/signature';
import { refusal } from '../../support/refusal';

const keyOf = (bytes: number) => Buffer.alloc(bytes, 7).toString('base64');
const NOT_A_SECRET =
	"'Signing Secret' is not a secret of Standard Webhooks. It is whsec_ followed by base64 of 24 to 64 random bytes; several are separated by spaces or commas.";
const EMPTY =
	"'Signing Secret' is empty. Enter the secret that you share with the receiver, or set 'Signing' to None.";

describe('a signing secret', () => {
	test.each<[string, string, string]>([
		['none', '', 'accepted'],
		['github', 'x', 'accepted'],
		['standardWebhooks', keyOf(24), 'accepted'],
		['standardWebhooks', keyOf(64), 'accepted'],
		['standardWebhooks', keyOf(23), NOT_A_SECRET],
		['standardWebhooks', keyOf(65), NOT_A_SECRET],
		['standardWebhooks', `my-whsec_${keyOf(32)}`, NOT_A_SECRET],
		['standardWebhooks', `mywhsec_${keyOf(32)}`, NOT_A_SECRET],
		['standardWebhooks', `${keyOf(24)} ${keyOf(24)}!`, NOT_A_SECRET],
		['standardWebhooks', `!${keyOf(24)}`, NOT_A_SECRET],
		['standardWebhooks', `${keyOf(32)}==`, NOT_A_SECRET],
		['standardWebhooks', ' , ', EMPTY],
		['github', '\n', EMPTY],
		['hmac', 'x', "'Signing' cannot be 'hmac'. Choose one of none, standardWebhooks, github."],
		[
			'x'.repeat(61),
			'x',
			`'Signing' cannot be '${'x'.repeat(60)}'. Choose one of none, standardWebhooks, github.`,
		],
	])('for %s: %j', (scheme, secret, expected) => {
		expect(refusal(() => readSigning(scheme, secret))).toBe(expected);
	});

	test('of GitHub is used whole, without the white space of pasting', () => {
		const signing = readSigning('github', " It's a secret, to everybody\n");
		expect(signing).toEqual({ scheme: 'github', secret: "It's a secret, to everybody" });
	});

	test('of Standard Webhooks becomes its bytes, in order', () => {
		expect(readSigning('standardWebhooks', `whsec_${keyOf(24)} ${keyOf(64)}`)).toEqual({
			scheme: 'standardWebhooks',
			keys: [Buffer.alloc(24, 7), Buffer.alloc(64, 7)],
		});
	});

	test.each<[string, string[]]>([
		['', []],
		['whsec_one', ['one']],
		['whsec_one whsec_two', ['one', 'two']],
		['one ,\n two;three', ['one', 'two', 'three']],
		['v1,whsec_one v1,whsec_two', ['one', 'two']],
		['one,v1,whsec_two', ['one', 'two']],
		['"v1,one"', ['one']],
		['AAAA/v1,BBBB+v1,CCCC', ['AAAA/v1', 'BBBB+v1', 'CCCC']],
		['"one", \'two\', `three`', ['one', 'two', 'three']],
	])('%j has the keys %j', (secret, keys) => {
		expect(encodedKeys(secret)).toEqual(keys);
	});
});

describe('the id of a message with several alerts', () => {
	test('is a hash of their ids, whatever their order', () => {
		const hash = createHash('sha256').update('["msg_1","msg_2"]').digest('hex');
		expect(batchId(['msg_1', 'msg_2'])).toBe(`msg_${hash.slice(0, 32)}`);
		expect(batchId(['msg_2', 'msg_1'])).toBe(`msg_${hash.slice(0, 32)}`);
	});

	test('is another one for other alerts', () => {
		const ids = [['msg_1'], ['msg_2'], ['msg_1', 'msg_2'], ['msg_1', 'msg_1']].map(batchId);
		expect(new Set(ids).size).toBe(4);
	});

	test('leaves the order of the ids as it is', () => {
		const ids = ['msg_2', 'msg_1'];
		batchId(ids);
		expect(ids).toEqual(['msg_2', 'msg_1']);
	});
});
