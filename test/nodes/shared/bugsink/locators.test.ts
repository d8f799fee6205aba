import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

import { issueLocator, projectLocator } from '../../../../nodes/shared/bugsink/locators';

const modeOf = ({ modes }: INodeProperties, name: string) =>
	modes?.find((mode) => mode.name === name) as INodePropertyMode;

/** Whether the editor accepts what was typed: it must match the whole pattern. */
function accepts(property: INodeProperties, name: string, value: string): boolean {
	const [{ properties }] = modeOf(property, name).validation as Array<{
		type: 'regex';
		properties: { regex: string; errorMessage: string };
	}>;
	expect(properties.errorMessage).toMatch(/^Enter the \w+/);
	return new RegExp(`^${properties.regex}$`).test(value);
}

/** What n8n takes out of a pasted address. */
function extracted(property: INodeProperties, value: string): string | undefined {
	const { regex } = modeOf(property, 'url').extractValue as { type: 'regex'; regex: string };
	return new RegExp(regex).exec(value)?.[1];
}

describe('the project', () => {
	test('is chosen from a list, by its number or by its address', () => {
		const { modes, ...property } = projectLocator('Where it happened');
		expect(property).toEqual({
			displayName: 'Project',
			name: 'project',
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			required: true,
			description: 'Where it happened',
		});
		expect(projectLocator('x', false)).not.toHaveProperty('required');
		expect(modes).toMatchObject([
			{ name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchProjects' } },
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 7' },
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				placeholder: 'e.g. https://bugsink.example.com/issues/7/',
				extractValue: { type: 'regex' },
			},
		]);
		expect(modes?.[0].placeholder).toBe('Select a project…');
		for (const mode of modes?.slice(1) ?? []) {
			expect(mode.validation).toMatchObject([{ type: 'regex' }]);
		}
	});

	test.each([
		['7', true],
		[' 12 ', true],
		['', true],
		['shop', false],
		['7a', false],
	])('has the number %j: %s', (value, expected) => {
		expect(accepts(projectLocator(''), 'id', value)).toBe(expected);
	});

	test.each([
		['https://bugsink.example.com/issues/7/', '7'],
		[' http://localhost:8000/tools/projects/12?x=1', '12'],
		['https://bugsink.example.com/issues/7#top', '7'],
		['https://bugsink.example.com/issues/7', '7'],
		['https://bugsink.example.com/issues/issue/7/', undefined],
		['https://bugsink.example.com/issues/7x/', undefined],
		['ftp://bugsink.example.com/issues/7/', undefined],
		['see https://bugsink.example.com/issues/7/', undefined],
	])('has the address %j: %s', (value, id) => {
		expect(accepts(projectLocator(''), 'url', value)).toBe(id !== undefined);
		expect(extracted(projectLocator(''), value)).toBe(id);
	});
});

describe('the issue', () => {
	const uuid = 'b4a29ea6-95cd-46d0-beac-6d75b61ee308';

	test.each([
		['CHECKOUT-API-17', true],
		[` ${uuid} `, true],
		['', false],
		['CHECKOUT API', false],
	])('has the ID %j: %s', (value, expected) => {
		expect(accepts(issueLocator, 'id', value)).toBe(expected);
	});

	test.each([
		[`https://bugsink.example.com/issues/issue/${uuid}/event/last/`, uuid],
		[` http://localhost/tools/issues/issue/${uuid.toUpperCase()}?x`, uuid.toUpperCase()],
		[`https://bugsink.example.com/issues/${uuid}/`, undefined],
		['https://bugsink.example.com/issues/issue/7/', undefined],
	])('has the address %j: %s', (value, id) => {
		expect(accepts(issueLocator, 'url', value)).toBe(id !== undefined);
		expect(extracted(issueLocator, value)).toBe(id);
	});
});
