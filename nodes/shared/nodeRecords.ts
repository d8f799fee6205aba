/**
 * Values that n8n records for one node in its database, common to all n8n processes. The first `add`
 * makes the row, and only one process can make it; what a row holds is not safe from others that
 * write at the same time. So the row is a lock, and its contents are hints.
 */
export interface NodeRecords {
	/** Names the node among all workflows. */
	node: string;
	/** Records the values. @returns those that were not there. @throws if another process made the row just now. */
	add(values: string[]): Promise<string[]>;
	/** How many values the row holds; 0 without a row. */
	count(): Promise<number>;
	remove(values: string[]): Promise<void>;
	/** Deletes the row. */
	clear(): Promise<void>;
}
