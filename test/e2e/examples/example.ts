import type { Capability } from '../../standins/bugsink';
import type { Checks } from '../checks';
import type { World } from './world';

/** How one file of `examples/` is proved. */
export interface Example {
	/** What its Bugsink token may do. */
	scopes: Capability[];
	drive(world: World, checks: Checks): Promise<void>;
}
