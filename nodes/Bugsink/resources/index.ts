import { alert } from './alert';
import { event } from './event';
import { issue } from './issue';
import type { Resource } from './operation';
import { project } from './project';
import { release } from './release';

/** Everything that the node can do, sorted by name. */
export const RESOURCES: Resource[] = [alert, event, issue, project, release];
