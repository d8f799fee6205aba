/** Milliseconds, the best of a few: noise only adds. */
export function cost(run: () => void): number {
	const times = [1, 2, 3].map(() => {
		const start = performance.now();
		run();
		return performance.now() - start;
	});
	return Math.min(...times);
}
