/** The mutation run: `npm run test:mutation`. CONTRIBUTING.md says what it found. */
export default {
	mutate: [
		'nodes/shared/**/*.ts',
		'nodes/BugsinkJiraCloud/{adf,answer,api,comments,search,tickets,tracker,transitions,words}.ts',
		'nodes/BugsinkGithubIssues/{answer,api,comments,listing,markdown,newest,search,ticket,tracker}.ts',
		'nodes/BugsinkMicrosoftTeams/adaptiveCard.ts',
		'nodes/BugsinkPagerDuty/event.ts',
		'nodes/BugsinkTrigger/{authentication,filters,receive}.ts',
		'nodes/BugsinkWebhook/{body,headers,payload,settings,signature}.ts',
	],
	testRunner: 'jest',
	plugins: ['@stryker-mutator/jest-runner'],
	coverageAnalysis: 'perTest',
	jest: {
		configFile: 'jest.config.js',
		config: {
			runner: '<rootDir>/test/mutation/runner.js',
			testTimeout: 10_000,
			// Stryker's own, for the coverage of each test.
			testEnvironment: 'node',
			setupFiles: ['<rootDir>/test/support/quiet.js', '<rootDir>/test/mutation/setup.js'],
			// Tests of the mutated files alone; what needs whole nodes and stand-ins takes seconds for each mutant.
			testMatch: [
				'<rootDir>/test/nodes/shared/*/*.test.ts',
				'<rootDir>/test/nodes/*/{adf,card,event,markdown}Parts.test.ts',
				'<rootDir>/test/nodes/BugsinkTrigger/{authentication,filters,receive}.test.ts',
				'<rootDir>/test/nodes/BugsinkWebhook/{body,formats,headers,kinds,payload,settings,signature}.test.ts',
				'<rootDir>/test/nodes/editor.test.ts',
				'<rootDir>/test/nodes/BugsinkGithubIssues/credentialTest.test.ts',
				'<rootDir>/test/nodes/BugsinkGithubIssues/{answer,api,comments,listing,newest,search,ticket,tracker}.test.ts',
				'<rootDir>/test/nodes/BugsinkJiraCloud/editor.test.ts',
				'<rootDir>/test/nodes/BugsinkJiraCloud/{answer,api,apiRequests,comments,moves,search,tickets,tracker,trackerWrites,transitions,words}.test.ts',
			],
		},
	},
	concurrency: 2,
	timeoutMS: 20_000,
	// A quick look after a change; the score in CONTRIBUTING.md is that of `--force`.
	incremental: true,
	incrementalFile: '.stryker-tmp/incremental.json',
	// Gone after a run; while it lasts, the lint would read it too.
	tempDirName: '.stryker-tmp/sandboxes',
	ignorePatterns: ['.stryker-tmp', 'dist', 'docs', 'examples', 'test/bench', 'test/e2e'],
	reporters: ['clear-text', 'progress-append-only', 'json', 'html'],
	clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
	jsonReporter: { fileName: '.stryker-tmp/report.json' },
	htmlReporter: { fileName: '.stryker-tmp/report.html' },
};
