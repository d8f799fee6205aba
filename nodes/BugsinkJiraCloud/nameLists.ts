import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { isObject, text } from '../shared/alert/fields';
import { chosenProject, notChosen, withApi } from './editorApi';
import { allPages } from './paging';

const PAGE = 1000;
/** On every ticket that this node opens; the label by which it finds one again says nothing to people. */
const OWN_LABELS = /^bugsink(-[0-9a-f]{8}-[0-9a-f-]{27}|-[0-9a-f]{32,}|-burst-.*)?$/i;

/** The components of the chosen project. */
export async function getComponents(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await withApi(this, async (api) => {
		const project = chosenProject(this);
		if (project === '') throw notChosen('Project');
		const path = `/project/${project}/component`;
		const values = await allPages(api, path, 'values', PAGE, { orderBy: 'name' });
		return toOptions(values.map((one) => (isObject(one) ? text(one.name) : '')));
	});
}

/** The labels of the site, without those that only this node needs. */
export async function getLabels(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await withApi(this, async (api) => {
		const labels = (await allPages(api, '/label', 'values', PAGE)).map(text);
		return toOptions(labels.filter((label) => !OWN_LABELS.test(label)));
	});
}

/** n8n takes a chosen value that begins with `=` for an expression, so such a name cannot be offered. */
function toOptions(names: string[]): INodePropertyOptions[] {
	return [...new Set(names)]
		.filter((name) => name !== '' && !name.startsWith('='))
		.map((name) => ({ name, value: name }));
}
