const { availableParallelism } = require('node:os');

/** Packages that come as ES modules only; Jest runs CommonJS, so they are transformed too. */
const esModules = [
	'remark-[a-z]+',
	'unified',
	'bail',
	'trough',
	'vfile[a-z-]*',
	'unist-[a-z-]+',
	'mdast-[a-z-]+',
	'micromark[a-z-]*',
	'decode-named-character-reference',
	'character-entities[a-z0-9-]*',
	'ccount',
	'escape-string-regexp',
	'markdown-table',
	'longest-streak',
	'zwitch',
	'devlop',
	'is-plain-obj',
	'trim-lines',
	'html-void-elements',
	'hast[a-z-]*',
	'property-information',
	'space-separated-tokens',
	'comma-separated-tokens',
	'stringify-entities',
	'to-vfile',
	'hosted-git-info',
	'lru-cache',
].join('|');

module.exports = {
	// Jest leaves one core free, which is half of a small machine, and some tests wait.
	maxWorkers: Math.max(3, availableParallelism() - 1),
	// What a worker has loaded of n8n for one test file stays in its memory.
	workerIdleMemoryLimit: '1GB',
	testEnvironment: '<rootDir>/test/conformance/environment.ts',
	roots: ['<rootDir>/test', '<rootDir>/nodes', '<rootDir>/credentials'],
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	testPathIgnorePatterns: ['<rootDir>/test/e2e/'],
	resolver: '<rootDir>/test/support/resolver.js',
	transform: {
		'\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/test/tsconfig.json', isolatedModules: true }],
		'\\.js$': ['ts-jest', { tsconfig: '<rootDir>/test/tsconfig.json', isolatedModules: true }],
	},
	transformIgnorePatterns: [`/node_modules/(?!(${esModules})/)`],
	setupFiles: ['<rootDir>/test/support/quiet.js'],
	setupFilesAfterEnv: ['<rootDir>/test/conformance/setup.ts'],
	testTimeout: 60_000,
};
