/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { oneAtATime } from '../../../nodes/shared/oneAtATime';

/** Work whose end is in the test's hands. */
function held(log: string[], name: string) {
	let end: (error?: Error) => void = () => undefined;
	const work = async () => {
		log.push(`${name} begins`);
		await new Promise<void>((resolve, reject) => {
			end = (error) => (error === undefined ? resolve() : reject(error));
		});
		log.push(`${name} ends`);
		return name;
	};
	return { work, end: (error?: Error) => end(error) };
}

const settle = async () => await new Promise((done) => setImmediate(done));

test('what has one key goes one after the other, in order', async () => {
	const log: string[] = [];
	const works = ['first', 'second', 'third'].map((name) => held(log, name));
	const all = works.map(async ({ work }) => await oneAtATime(['key'], work));
	for (const { end } of works) {
		await settle();
		end();
	}
	expect(await Promise.all(all)).toEqual(['first', 'second', 'third']);
	expect(log).toEqual(
		['first', 'second', 'third'].flatMap((name) => [`${name} begins`, `${name} ends`]),
	);
});

test('what has another key does not wait', async () => {
	const log: string[] = [];
	const [one, other] = ['one', 'other'].map((name) => held(log, name));
	const both = [oneAtATime(['one'], one.work), oneAtATime(['other'], other.work)];
	await settle();
	expect(log).toEqual(['one begins', 'other begins']);
	one.end();
	other.end();
	await Promise.all(both);
});

test('a failure is its own: the next begins all the same', async () => {
	const log: string[] = [];
	const [first, second] = ['first', 'second'].map((name) => held(log, name));
	const failing = oneAtATime(['key'], first.work);
	const next = oneAtATime(['key'], second.work);
	await settle();
	first.end(new Error('no'));
	await expect(failing).rejects.toThrow('no');
	await settle();
	second.end();
	expect(await next).toBe('second');
});

test('what comes while the last of several is at work waits for it', async () => {
	const log: string[] = [];
	const [first, second, third] = ['first', 'second', 'third'].map((name) => held(log, name));
	const begun = [oneAtATime(['key'], first.work), oneAtATime(['key'], second.work)];
	await settle();
	first.end();
	await begun[0];
	await settle();
	const last = oneAtATime(['key'], third.work);
	await settle();
	expect(log.at(-1)).toBe('second begins');
	second.end();
	await settle();
	third.end();
	await Promise.all([...begun, last]);
	expect(log.at(-1)).toBe('third ends');
});
