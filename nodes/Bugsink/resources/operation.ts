import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { JsonObject } from '../../shared/alert/fields';
import { issuePage } from '../../shared/bugsink/address';
import type { BugsinkClient } from '../../shared/bugsink/client';
import type { Memory } from '../../shared/memory';
import type { Parameters } from '../../shared/parameters';

/** One item on its way through an operation. */
export interface Call {
	parameters: Parameters;
	client: BugsinkClient;
	memory: Memory;
	/** The workflow's, for times that the editor gives without an offset. */
	timeZone: string;
	/** Says to the user what was done; once an execution, with the number of items it holds for. */
	hint(message: string): void;
}

/** What can be done with a resource: how the editor offers it, its fields, and what it does. */
export interface Operation {
	option: INodePropertyOptions & { value: string };
	/** Fields that several operations share are one object: the editor shows them once. */
	fields: INodeProperties[];
	/** What only this operation has under Options. */
	options?: INodeProperties[];
	/** Output items of one input item. */
	run: (call: Call) => Promise<IDataObject[]>;
}

export interface Resource {
	option: INodePropertyOptions & { value: string };
	/** Sorted by name, as the editor lists them. */
	operations: Operation[];
	/** The operation that is chosen at first. */
	byDefault: string;
}

/** An issue as the API returns it, and its page: every destination node reads it as an alert. */
export function issueOutput(client: BugsinkClient, issue: JsonObject): IDataObject {
	return { ...issue, url: issuePage(client.address.base, String(issue.id)) } as IDataObject;
}
