import { projectLocator } from '../../../shared/bugsink/locators';
import { InvalidSetting } from '../../../shared/delivery/failure';
import { limitOf, listFields, projectIdOrNone } from '../fields';
import { issueOutput, type Operation } from '../operation';
import { isIn, STATES } from './state';

const SORTS = ['digested_event_count', 'digest_order', 'last_seen'] as const;

export const getMany: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		description: 'List the issues of one project or of all',
		action: 'Get many issues',
	},
	fields: [
		projectLocator(
			'Whose issues to list. Empty: those of all projects (Bugsink 2.6 and newer).',
			false,
		),
		...listFields,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'Order',
					name: 'order',
					type: 'options',
					options: [
						{ name: 'Ascending', value: 'asc' },
						{ name: 'Descending', value: 'desc' },
					],
					default: 'desc',
					description:
						'Whether the oldest or the newest, the rarest or the most frequent comes first',
				},
				{
					displayName: 'Query',
					name: 'query',
					type: 'string',
					default: '',
					placeholder: 'e.g. TimeoutError environment:production',
					description:
						'Words of the title, and tags as key:value; values with spaces go in quotes. Needs Bugsink 2.6.',
				},
				{
					displayName: 'Sort By',
					name: 'sort',
					type: 'options',
					options: [
						{ name: 'First Seen', value: 'digest_order', description: 'Needs a project' },
						{ name: 'Last Seen', value: 'last_seen' },
						{
							name: 'Number of Events',
							value: 'digested_event_count',
							description: 'Needs Bugsink 2.5',
						},
					],
					default: 'last_seen',
					description: 'What decides the order',
				},
				{
					displayName: 'State',
					name: 'state',
					type: 'options',
					options: [
						{ name: 'All', value: 'all' },
						{ name: 'Muted', value: 'muted' },
						{ name: 'Open', value: 'open', description: 'Neither resolved nor muted' },
						{ name: 'Resolved', value: 'resolved' },
						{ name: 'Unresolved', value: 'unresolved', description: 'Open or muted' },
					],
					default: 'all',
					description: 'Which issues to list',
				},
			],
		},
	],
	run: async ({ client, parameters }) => {
		const project = projectIdOrNone(parameters);
		const state = parameters.choice('filters.state', 'State', STATES, 'all');
		const sort = parameters.choice('filters.sort', 'Sort By', SORTS, 'last_seen');
		const order = parameters.choice('filters.order', 'Order', ['asc', 'desc'], 'desc');
		const q = parameters.text('filters.query');
		const limit = limitOf(parameters);
		if (project === null && sort === 'digest_order') {
			throw new InvalidSetting(
				"'Sort By' First Seen needs a project",
				"Choose a 'Project', or sort by Last Seen: Bugsink numbers the issues of each project for themselves.",
			);
		}
		if (q !== '' && !(await client.isSince26())) {
			throw new InvalidSetting(
				"'Query' needs Bugsink 2.6 or newer",
				'This Bugsink would ignore it. Update Bugsink, or remove the query and filter the items.',
			);
		}
		const query = {
			...(project === null ? {} : { project }),
			sort,
			order,
			// Known since 2.6; earlier releases ignore it, so the answer is filtered too.
			...(state === 'all' ? {} : { state }),
			...(q === '' ? {} : { q }),
		};
		const issues = await client.list('issues/', query, limit, isIn[state]);
		return issues.map((issue) => issueOutput(client, issue));
	},
};
