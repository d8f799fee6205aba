/** A request to one of the services, and what was answered. */
export interface Exchange {
	method: string;
	/** Without the query. */
	path: string;
	query?: Record<string, string>;
	/** The parsed body; undefined if there is none, or if it is not JSON. */
	requestBody?: unknown;
	/** The content type that was sent. */
	requestType?: string;
	/** How many bytes were sent; counted from the body unless told. */
	requestBytes?: number;
	/** Undefined as long as nothing is answered. */
	status?: number;
	/** The parsed body of the answer. */
	responseBody?: unknown;
}

export type Direction = 'request' | 'answer';
