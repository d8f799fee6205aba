const within = (folder, names) => names.map((name) => `nodes/${folder}/${name}.ts`);

/** What is mutated, in parts of a quarter of an hour or two each: `npm run test:mutation -- jira`. */
export const parts = {
	tracker: ['nodes/shared/tracker/**/*.ts'],
	jira: within('BugsinkJiraCloud', [
		'answer',
		'api',
		'comments',
		'search',
		'tickets',
		'tracker',
		'transitions',
	]),
	github: within('BugsinkGithubIssues', [
		'answer',
		'api',
		'comments',
		'listing',
		'newest',
		'search',
		'ticket',
		'tracker',
	]),
	webhook: [
		...within('BugsinkWebhook', ['body', 'headers', 'payload', 'settings', 'signature']),
		...within('BugsinkTrigger', ['authentication', 'filters', 'receive']),
	],
	formats: [
		...within('BugsinkJiraCloud', ['adf', 'words']),
		'nodes/BugsinkGithubIssues/markdown.ts',
		'nodes/BugsinkMicrosoftTeams/adaptiveCard.ts',
		'nodes/BugsinkPagerDuty/event.ts',
	],
	alert: ['nodes/shared/alert/**/*.ts', 'nodes/shared/text/*.ts'],
	delivery: ['nodes/shared/delivery/*.ts', 'nodes/shared/*.ts'],
	node: ['nodes/shared/node/*.ts', 'nodes/shared/bugsink/*.ts', 'nodes/shared/limit/*.ts'],
};

/** The mutation run: `npm run test:mutation`. CONTRIBUTING.md says what it found. */
export default {
	mutate: Object.values(parts).flat(),
	testRunner: 'jest',
	plugins: ['@stryker-mutator/jest-runner'],
	coverageAnalysis: 'perTest',
	// What runs once when a module loads needs all tests anew for each mutant.
	ignoreStatic: true,
	jest: {
		configFile: 'jest.config.js',
		config: {
			runner: '<rootDir>/test/mutation/runner.js',
			testTimeout: 10_000,
			// Stryker's own, for the coverage of each test.
			testEnvironment: 'node',
			setupFiles: ['<rootDir>/test/support/quiet.js', '<rootDir>/test/mutation/setup.js'],
			// Tests of the mutated files alone: what needs whole nodes and stand-ins takes seconds for each mutant.
			// `linear` measures time, and so says something else in each run.
			testMatch: [
				'<rootDir>/test/nodes/shared/*/!(linear).test.ts',
				'<rootDir>/test/nodes/shared/{digest,digestParts,fields,oneAtATime,parameters,processState,results}.test.ts',
				'<rootDir>/test/nodes/*/{adf,card,event,inline,markdown}{,Parts}.test.ts',
				'<rootDir>/test/nodes/{everySource,words}.test.ts',
				'<rootDir>/test/nodes/BugsinkMicrosoftTeams/anyAlert.test.ts',
				'<rootDir>/test/nodes/BugsinkPagerDuty/kinds.test.ts',
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
