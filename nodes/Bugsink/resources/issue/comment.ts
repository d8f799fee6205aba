import type { IDataObject } from 'n8n-workflow';

import { hasComment } from '../../../shared/bugsink/history';
import { InvalidSetting } from '../../../shared/delivery/failure';
import { issueChoice, issueId } from '../fields';
import type { Operation } from '../operation';

export const comment: Operation = {
	option: {
		name: 'Comment',
		value: 'comment',
		description: "Write into the issue's history",
		action: 'Comment on issue',
	},
	fields: [
		...issueChoice,
		{
			displayName: 'Comment',
			name: 'comment',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			required: true,
			placeholder: 'e.g. Fixed in 4.3.0',
			description: "Text for the issue's history",
		},
	],
	run: async ({ client, parameters }) => {
		const issue = issueId(parameters);
		const text = parameters.text('comment');
		if (text === '') throw new InvalidSetting("'Comment' is empty", 'Enter the comment text.');
		const created = await client.post(
			'issue-comments/',
			{ issue, comment: text },
			{
				// After a lost answer: a comment with this very text is the one.
				lookAgain: async () =>
					(await hasComment(client, issue, text)) ? { issue, comment: text } : undefined,
			},
		);
		return [created as IDataObject];
	},
};
