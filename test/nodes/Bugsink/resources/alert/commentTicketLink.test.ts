import type { StoredIssue } from '../../../../standins/bugsink';
import { bugsink, jsonOf, linkTicket, run } from '../../support';

describe('a ticket link', () => {
	const ticket = (issue: StoredIssue) => ({
		destination: 'jiraCloud',
		action: 'created',
		issueId: issue.id,
		key: 'SHOP-12',
		url: 'https://acme.atlassian.net/browse/SHOP-12',
	});

	it('is commented once a ticket, whichever execution and however many items', async () => {
		const { standIn, project } = await bugsink();
		const issue = standIn.addIssue(project);
		const other = {
			...ticket(issue),
			key: 'SHOP-13',
			url: 'https://acme.atlassian.net/browse/SHOP-13',
		};
		const items = [ticket(issue), ticket(issue), other];
		const outputs = jsonOf(await run(standIn, linkTicket, { items }));
		expect(outputs.map(({ action }) => action)).toEqual(['commented', 'skipped', 'commented']);
		jsonOf(await run(standIn, linkTicket, { items }));
		expect(standIn.comments(issue)).toEqual([
			'Jira ticket SHOP-12: https://acme.atlassian.net/browse/SHOP-12',
			'Jira ticket SHOP-13: https://acme.atlassian.net/browse/SHOP-13',
		]);
	});

	it('is another one although its address begins with that of a ticket that is there', async () => {
		const { standIn, project } = await bugsink();
		const issue = standIn.addIssue(project);
		const shorter = { ...ticket(issue), url: 'https://acme.atlassian.net/browse/SHOP-1' };
		for (const item of [ticket(issue), shorter]) {
			expect(jsonOf(await run(standIn, linkTicket, { items: [item] }))[0].action).toBe('commented');
		}
	});

	it('is remembered by the workflow where Bugsink cannot tell', async () => {
		const { standIn, project } = await bugsink({ hasHistory: false });
		const issue = standIn.addIssue(project);
		const staticData = {};
		for (const expected of ['commented', 'skipped']) {
			const [output] = jsonOf(
				await run(standIn, linkTicket, { items: [ticket(issue)], staticData }),
			);
			expect(output.action).toBe(expected);
		}
		expect(standIn.comments(issue).length).toBe(1);
	});

	it('is not commented where there is none, or no issue', async () => {
		const { standIn, project } = await bugsink();
		const issue = standIn.addIssue(project);
		const items = [
			{ ...ticket(issue), url: null },
			{ ...ticket(issue), issueId: null },
			{ ...ticket(issue), issueId: '497f6eca-6276-4993-bfeb-53cbbbba6f08' },
		];
		const outputs = jsonOf(await run(standIn, linkTicket, { items }));
		expect(outputs.map(({ skipReason }) => skipReason)).toEqual([
			'There is no ticket to link to',
			'The item does not say which Bugsink issue it belongs to',
			'It is a test alert, which belongs to no issue',
		]);
		expect(standIn.requests).toEqual([]);
	});
});
