import type { IDataObject } from 'n8n-workflow';

import type { JsonObject } from '../../shared/alert/fields';
import { InvalidSetting } from '../../shared/delivery/failure';
import type { Memory } from '../../shared/node/memory';
import type { Parameters } from '../../shared/node/parameters';
import { issuePage } from '../address';
import type { BugsinkClient } from '../api';

/** One item on its way through an operation. */
export interface Call {
	parameters: Parameters;
	client: BugsinkClient;
	memory: Memory;
}

/** Output items of one input item. */
export type Operation = (call: Call) => Promise<IDataObject[]>;

/** An issue as the API gives it, and its page: every destination node reads it as an alert. */
export function issueOutput(client: BugsinkClient, issue: JsonObject): IDataObject {
	return { ...issue, url: issuePage(client.address.base, String(issue.id)) } as IDataObject;
}

/** An UUID or a name such as `CHECKOUT-API-17`, safe as a part of a path. @throws {InvalidSetting} */
export function issueId(parameters: Parameters): string {
	const { value } = parameters.locator('issue');
	return checkedId('Issue', value, 'CHECKOUT-API-17');
}

/** @throws {InvalidSetting} for what could lead out of the path. */
export function checkedId(label: string, value: string, example: string): string {
	if (/^[\w-]{1,200}$/.test(value)) return value;
	throw new InvalidSetting(
		value === '' ? `'${label}' is empty` : `'${label}' is not an ID of Bugsink`,
		`Choose from the list, or enter an ID such as ${example}.`,
	);
}

export function projectId(parameters: Parameters): string {
	const { value } = parameters.locator('project');
	if (/^\d{1,18}$/.test(value)) return value;
	throw new InvalidSetting(
		value === '' ? "'Project' is empty" : "'Project' is not the ID of a project",
		'Choose from the list, or enter the number that stands in the address of its issues: /issues/7/.',
	);
}

/** How many entries Get Many returns. */
export function limitOf(parameters: Parameters): number {
	if (parameters.boolean('returnAll', false)) return Infinity;
	return parameters.wholeNumber('limit', 'Limit', 50, 1, 1_000_000);
}
