/* eslint-disable no-console -- runs in Node itself, never inside n8n */
/** The checks of an end-to-end run: each runs to its end, prints one line and is counted. */
export class Checks {
	private passed = 0;
	private readonly failures: string[] = [];
	private part = '';

	heading(text: string): void {
		this.part = text;
		console.log(`\n${text}`);
	}

	/** Further words on the check before, or on what follows. */
	note(text: string): void {
		console.log(text.replace(/^/gm, '    '));
	}

	/**
	 * Runs one check. It fails by throwing, as Node's assertions do; what it returns is printed behind
	 * its name.
	 *
	 * @returns whether it passed.
	 */
	async check(name: string, body: () => unknown): Promise<boolean> {
		const started = Date.now();
		try {
			const detail = await body();
			const words = typeof detail === 'string' ? `: ${detail}` : '';
			console.log(`  ok    ${name}${words} (${milliseconds(started)})`);
			this.passed++;
			return true;
		} catch (error) {
			const message = error instanceof Error ? error.message : String(error);
			console.log(`  FAIL  ${name} (${milliseconds(started)})`);
			this.note(`    ${message}`);
			this.failures.push(`${this.part}: ${name}`);
			return false;
		}
	}

	/** The closing line, and the exit code that goes with it. */
	close(): number {
		console.log(this.failures.length > 0 ? '\nFailed:' : '');
		for (const name of this.failures) console.log(`  ${name}`);
		console.log(`${this.passed} passed, ${this.failures.length} failed`);
		return this.failures.length === 0 && this.passed > 0 ? 0 : 1;
	}
}

function milliseconds(since: number): string {
	const passed = Date.now() - since;
	return passed < 1000 ? `${passed} ms` : `${(passed / 1000).toFixed(1)} s`;
}
