/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Jest, never inside n8n */
import { TestEnvironment } from 'jest-environment-node';

import { bugsinkDescription, Conformance } from './check';

const conformance = new Conformance(bugsinkDescription());

/**
 * Node's environment with one compiled set of descriptions for all test files of a worker: Jest gives
 * each file modules of its own, and compiling anew in each costs half a second or more.
 */
export default class ConformanceEnvironment extends TestEnvironment {
	override async setup(): Promise<void> {
		await super.setup();
		this.global.conformance = conformance;
	}
}
