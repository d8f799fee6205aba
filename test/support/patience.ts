import { setSafeRegexEngine } from 'n8n-workflow/dist/cjs/safe-regex.js';

const globalFlag = (flags = ''): string => (flags.includes('g') ? flags : `${flags}g`);

/** n8n stops a regular expression after 250 ms by the wall clock, which a busy machine can take. */
setSafeRegexEngine({
	exec: (pattern, input, flags) => new RegExp(pattern, flags).exec(input),
	test: (pattern, input, flags) => new RegExp(pattern, flags).test(input),
	replace: (pattern, input, flags, replacement) =>
		input.replace(new RegExp(pattern, flags), replacement),
	matchAll: (pattern, input, flags) => [...input.matchAll(new RegExp(pattern, globalFlag(flags)))],
	split: (pattern, input, flags) => input.split(new RegExp(pattern, flags)),
});
