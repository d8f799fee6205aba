import { processState } from '../../../nodes/shared/processState';

test('gives back what was set, until it is deleted', () => {
	const state = processState<number>('test', 10);
	expect(state.get(['a'])).toBeUndefined();
	state.set(['a'], 0);
	expect(state.get(['a'])).toBe(0);
	state.set(['a'], 2);
	expect(state.get(['a'])).toBe(2);
	state.delete(['a']);
	expect(state.get(['a'])).toBeUndefined();
});

test('the parts of a key do not run into each other', () => {
	const state = processState<string>('test', 10);
	state.set(['a', 'b c'], 'one');
	for (const other of [['a b', 'c'], ['a', 'b', 'c'], ['ab c'], ['a","b c']]) {
		expect(state.get(other)).toBeUndefined();
	}
});

test('states do not see one another', () => {
	processState<string>('one', 10).set(['a'], 'mine');
	expect(processState<string>('other', 10).get(['a'])).toBeUndefined();
});

test('what was used longest ago goes first', () => {
	const state = processState<number>('test', 3);
	for (const [value, key] of ['a', 'b', 'c'].entries()) state.set([key], value);
	state.get(['a']);
	state.set(['b'], 1);
	state.set(['d'], 3);
	expect(['a', 'b', 'c', 'd'].map((key) => state.get([key]))).toEqual([0, 1, undefined, 3]);
	state.set(['e'], 4);
	expect(['a', 'b', 'd', 'e'].map((key) => state.get([key]))).toEqual([undefined, 1, 3, 4]);
});

test('what is in use stays, and goes when it no longer is', () => {
	const inUse = new Set<string>();
	const state = processState<string>('test', 2, (value) => inUse.has(value));
	for (const name of ['a', 'b', 'c', 'd']) {
		inUse.add(name);
		state.set([name], name);
	}
	expect(['a', 'b', 'c', 'd'].map((name) => state.get([name]))).toEqual(['a', 'b', 'c', 'd']);
	inUse.clear();
	state.set(['e'], 'e');
	expect(['a', 'b', 'c', 'd', 'e'].map((name) => state.get([name]))).toEqual([
		undefined,
		undefined,
		undefined,
		'd',
		'e',
	]);
});

test('the newest entry stays even if there is no room', () => {
	const state = processState<number>('test', 0);
	state.set(['a'], 1);
	expect(state.get(['a'])).toBe(1);
});

test('no key is kept in the clear', () => {
	const set = jest.spyOn(Map.prototype, 'set');
	processState<string>('test', 10).set(['https://example.com/hooks/s3cret'], 'value');
	expect(set).toHaveBeenCalled();
	expect(JSON.stringify(set.mock.calls)).not.toMatch(/s3cret|example/);
	set.mockRestore();
});
