/**
 * Jest's runner for a mutation run, where a file with tests is mostly loaded for nothing: Stryker
 * names the tests that reach a mutant but not their files, and Jest cannot stop at the first failure
 * without ending the process (jestjs/jest#11766). So the run without a mutant writes down which tests
 * each file has and how long it took; the others load only the files that have one of the wanted
 * tests, the fastest first, and end with the first that fails.
 */
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const { default: TestRunner } = require('jest-runner');
const { default: Runtime } = require('jest-runtime');

/** Off UTC, where a time that is taken for a local one shows. */
process.env.TZ = 'Asia/Kathmandu';

/**
 * What runs when a module loads belongs to no test, also where a test loads it: one that plays a
 * restart of n8n would count as the test of every constant, and as the only one.
 */
const { requireModuleOrMock } = Runtime.prototype;
Runtime.prototype.requireModuleOrMock = function (...names) {
	const stryker = this._environment.global.__stryker__ ?? {};
	const { currentTestId } = stryker;
	stryker.currentTestId = undefined;
	try {
		return requireModuleOrMock.apply(this, names);
	} finally {
		stryker.currentTestId = currentTestId;
	}
};

/** Inside of Stryker's copy of the project, which goes away with the run. */
const NOTES = '.test-files.json';

module.exports = class MutationRunner extends TestRunner {
	async runTests(tests, watcher, options) {
		const isDryRun = process.env.__STRYKER_ACTIVE_MUTANT__ === undefined;
		const { rootDir, testNamePattern } = this._globalConfig;
		const path = join(rootDir, NOTES);
		const notes = !isDryRun && existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
		const wanted = testNamePattern && new RegExp(testNamePattern, 'i');
		const chosen = tests
			.map((test) => ({ test, note: notes[test.path] ?? { names: null, milliseconds: 0 } }))
			.filter(({ note: { names } }) => !names || !wanted || names.some((name) => wanted.test(name)))
			.sort((a, b) => a.note.milliseconds - b.note.milliseconds);

		let hasFailed = false;
		this.on('test-file-failure', () => {
			hasFailed = true;
		});
		this.on('test-file-success', ([test, { testResults, perfStats, numFailingTests }]) => {
			hasFailed ||= numFailingTests > 0;
			notes[test.path] = {
				names: testResults.map(({ fullName }) => fullName),
				milliseconds: perfStats.end - perfStats.start,
			};
		});
		for (const { test } of chosen) {
			await super.runTests([test], watcher, options);
			if (hasFailed && !isDryRun) break;
		}
		if (isDryRun) writeFileSync(path, JSON.stringify(notes));
	}
};
