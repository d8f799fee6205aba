import type { Verdict } from './classify';
import type { HttpResponse } from './http';

/** What a delivery needs to know of the service behind a destination. */
export interface Service {
	/** As messages name it. */
	name: string;
	/** For a service whose answers mean something else than the common table says. */
	judge?: (response: HttpResponse, now: number) => Verdict;
	/** The service's own words for what is wrong, and what to do; undefined leaves it to the status. */
	explain: (response: HttpResponse) => { message?: string; hint?: string };
	/** For a service whose status says all: a body that cannot be read is an empty one. */
	statusIsEnough?: true;
	/** For a service where nothing can be looked up: what an unconfirmed request may have done. */
	unconfirmed?: string;
}
