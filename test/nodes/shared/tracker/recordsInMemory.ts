/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import type { NodeRecords } from '../../../../nodes/shared/nodeRecords';

/**
 * n8n's table `processed_data`, with its manners: that a row exists is certain, and of two that insert it
 * at the same moment one is told of a unique constraint; what is in it is read, changed and written back.
 */
export class RecordsInMemory {
	readonly rows = new Map<string, string[]>();
	/** Every call, for tests of what it costs. */
	readonly calls: string[] = [];
	/** Says with which error a call fails. */
	faultOf: (call: string) => Error | undefined = () => undefined;

	/** @param slow how long a call of this process is under way before it changes anything. */
	of(node: string, slow: (call: string) => Promise<void> = async () => undefined): NodeRecords {
		return {
			node,
			add: async (values) => {
				const row = await this.read('add', node);
				await pause();
				await slow('add');
				if (row === undefined) {
					if (this.rows.has(node)) throw new Error('UNIQUE constraint failed: processed_data');
					this.rows.set(node, [...values]);
					return values;
				}
				const added = values.filter((value) => !row.includes(value));
				if (this.rows.has(node)) this.rows.set(node, [...row, ...added]);
				return added;
			},
			count: async () => (await this.read('count', node))?.length ?? 0,
			remove: async (values) => {
				const row = await this.read('remove', node);
				await pause();
				if (row === undefined || !this.rows.has(node)) return;
				this.rows.set(
					node,
					row.filter((value) => !values.includes(value)),
				);
			},
			clear: async () => {
				await this.read('clear', node);
				await slow('clear');
				this.rows.delete(node);
			},
		};
	}

	private async read(call: string, node: string): Promise<string[] | undefined> {
		this.calls.push(call);
		await pause();
		const fault = this.faultOf(call);
		if (fault) throw fault;
		return this.rows.get(node);
	}
}

/** As long as a database takes, in which others may come in between. */
async function pause(): Promise<void> {
	await new Promise((done) => setImmediate(done));
}
