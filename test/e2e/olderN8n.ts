/** What n8n 1.x does not have, or does by itself, as far as the tests meet it. */

/** The parts that need what 1.x cannot do. */
export const NOT_IN_1X: readonly string[] = [
	'approval', // 1.x makes no tool for human review of a node that sends and waits
	'upgrade', // the package's first version did not run on 1.x, so there is nothing to upgrade from
];

/** What 1.x's editor throws by itself. */
const FAULTS_OF_1X: readonly string[] = [
	"TypeError: Cannot read properties of undefined (reading 'enabled')", // nodes bring no code into the page
];

export function is1x(version: string): boolean {
	return version.startsWith('1.');
}

/** What a page reported beside what that n8n's editor throws by itself. */
export function unexpected(faults: readonly string[], version: string): string[] {
	return faults.filter((fault) => !is1x(version) || !FAULTS_OF_1X.includes(fault));
}
