/**
 * A small memory that outlives an execution. It only saves look-ups: n8n keeps it per workflow, saves
 * it when a production execution ends, and may lose what a parallel one wrote.
 */
export interface Memory {
	get(key: string): string | undefined;
	set(key: string, value: string): void;
	delete(key: string): void;
}
