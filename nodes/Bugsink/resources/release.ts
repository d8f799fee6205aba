import type { IDataObject } from 'n8n-workflow';

import type { JsonObject } from '../../shared/alert/fields';
import { projectLocator } from '../../shared/bugsink/locators';
import { isRelease, releaseOf } from '../../shared/bugsink/releases';
import { timeInField } from '../../shared/bugsink/time';
import { DeliveryFailure, InvalidSetting } from '../../shared/delivery/failure';
import { limitOf, listFields, projectId } from './fields';
import type { Call, Operation, Resource } from './operation';

const create: Operation = {
	option: {
		name: 'Create',
		value: 'create',
		description:
			'Tell Bugsink about a release: issues that are resolved in the next release then wait for it',
		action: 'Create release',
	},
	fields: [
		projectLocator('The project that is released'),
		{
			displayName: 'Version',
			name: 'version',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. shop@4.3.0',
			description: "The release as the SDK's option 'release' names it",
		},
		{
			displayName: 'Timestamp',
			name: 'timestamp',
			type: 'dateTime',
			default: '',
			description: 'When it was released. Empty: now.',
		},
	],
	run: createRelease,
};

/**
 * Creates the release. A deploy that runs twice must not fail: one that exists is returned with
 * `created: false`.
 */
async function createRelease({ client, parameters, timeZone }: Call): Promise<IDataObject[]> {
	const project = projectId(parameters);
	const version = storedVersion(parameters.text('version'));
	const timestamp = timeInField('Timestamp', parameters.raw('timestamp', ''), timeZone);
	const existing = async () => await releaseOf(client, project, version);
	const body = { project: Number(project), version, ...(timestamp === null ? {} : { timestamp }) };
	let refusal: unknown;
	try {
		const release = await client.post('releases/', body, { lookAgain: existing });
		return [{ ...release, created: true } as IDataObject];
	} catch (error) {
		refusal = error;
	}
	if (!(refusal instanceof DeliveryFailure) || !refusal.message.includes('already exists')) {
		throw refusal;
	}
	const unknown = { id: null, project: body.project, version, date_released: null };
	return [{ ...unknown, ...(await orNone(existing)), created: false } as IDataObject];
}

/** A token that may create releases need not be allowed to read them. */
async function orNone(
	read: () => Promise<JsonObject | undefined>,
): Promise<JsonObject | undefined> {
	try {
		return await read();
	} catch {
		return undefined;
	}
}

/**
 * The name under which Bugsink keeps a release: without the characters that Sentry's SDKs must not
 * use either (https://docs.sentry.io/product/releases/naming-releases/), at most 200 of them.
 *
 * @throws {InvalidSetting} if nothing is left.
 */
function storedVersion(version: string): string {
	const plain = version.replace(/[\n\t/\\]/g, '').slice(0, 200);
	if (/^\.{0,2}$/.test(plain.trim())) {
		throw new InvalidSetting(
			version === '' ? "'Version' is empty" : "'Version' is not the name of a release",
			"Enter the release as the SDK's option 'release' names it, such as shop@4.3.0.",
		);
	}
	return plain;
}

const getMany: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		description: 'List the releases of a project, the newest first',
		action: 'Get many releases',
	},
	fields: [projectLocator('Whose releases to list'), ...listFields],
	run: async ({ client, parameters }) => {
		const project = projectId(parameters);
		const limit = limitOf(parameters);
		return (await client.list('releases/', { project }, limit, isRelease)) as IDataObject[];
	},
};

export const release: Resource = {
	option: { name: 'Release', value: 'release', description: 'A version of the application' },
	operations: [create, getMany],
	byDefault: 'getMany',
};
