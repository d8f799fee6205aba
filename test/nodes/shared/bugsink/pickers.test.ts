import { loadList } from '../../../support/contexts';
import { bugsink, byId } from '../../Bugsink/support';

it('lists projects and the issues of the chosen one, filtered and by pages', async () => {
	const { standIn, project } = await bugsink();
	standIn.addProject('Other');
	for (let count = 0; count < 260; count++) standIn.addIssue(project);
	const credentials = { bugsinkUrl: standIn.baseUrl, apiToken: standIn.token };
	const projects = await loadList({ method: 'searchProjects', credentials, filter: 'CHECK' });
	expect(projects.results).toEqual([{ name: 'Checkout API', value: '1' }]);
	for (const chosen of [byId(1), { ...byId(`${standIn.baseUrl}/issues/1/`), mode: 'url' }]) {
		const parameters = { project: chosen };
		const first = await loadList({ method: 'searchIssues', credentials, parameters });
		expect(first.results.length).toBe(250);
		expect(first.results[0]).toEqual({
			name: 'CHECKOUT-API-260 ValueError: Number 260',
			value: standIn.issues[259].id,
			url: `${standIn.baseUrl}/issues/issue/${standIn.issues[259].id}/event/last/`,
		});
		const token = String(first.paginationToken);
		const next = await loadList({ method: 'searchIssues', credentials, parameters, token });
		expect(next.results.length).toBe(10);
		expect(next.paginationToken).toBeUndefined();
	}
});

it('says what to do where the list cannot be shown', async () => {
	const { standIn, project } = await bugsink();
	const apiToken = standIn.addToken(['issues:read'], project);
	const credentials = { bugsinkUrl: standIn.baseUrl, apiToken };
	await expect(loadList({ method: 'searchProjects', credentials })).rejects.toMatchObject({
		message:
			'Bugsink answered 403: This token does not have the required capability: projects:read.',
		description: 'In the menu Tokens in Bugsink, create a token with this capability.',
	});
	await expect(loadList({ method: 'searchIssues', credentials })).rejects.toThrow(
		"Choose a 'Project' first",
	);
});
