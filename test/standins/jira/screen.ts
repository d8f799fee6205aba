import { custom, optionsOf, standardFields, system, type JiraField } from './model';

const TEAM = 'com.atlassian.jira.plugin.system.customfieldtypes:atlassian-team';

function app(id: number, name: string, schema: Omit<JiraField['schema'], 'customId'>): JiraField {
	return { fieldId: `customfield_${id}`, name, schema: { ...schema, customId: id } };
}

const versions = [
	{ id: '10300', name: '1.0' },
	{ id: '10301', name: '2.0 (next)' },
];

/** A create screen with a field of every kind that Jira Cloud and its own apps have. */
export function fullScreen(): JiraField[] {
	return [
		...standardFields(),
		// Required, although Jira takes the account of the token.
		{ ...system('reporter', 'Reporter', 'user'), required: true },
		{ ...system('versions', 'Affects versions', 'array', 'version'), allowedValues: versions },
		{ ...system('fixVersions', 'Fix versions', 'array', 'version'), allowedValues: versions },
		{
			...system('security', 'Security Level', 'securitylevel'),
			allowedValues: [{ id: '10400', name: 'Internal' }],
		},
		{
			...custom(10_050, 'Cause', 'option-with-child', 'cascadingselect'),
			allowedValues: [
				{ id: '10500', value: 'Code', children: optionsOf(10_510, 'Regression', 'New code') },
				{ id: '10501', value: 'Configuration', children: optionsOf(10_520, 'DNS') },
				{ id: '10502', value: 'Unknown' },
			],
		},
		{
			...custom(10_051, 'Customer visible', 'option', 'radiobuttons'),
			allowedValues: optionsOf(10_600, 'Yes', 'No'),
		},
		{
			...custom(10_052, 'Checked', 'array', 'multicheckboxes', 'option'),
			allowedValues: optionsOf(10_610, 'Logs', 'Traces, spans'),
		},
		custom(10_053, 'Watching', 'array', 'multiuserpicker', 'user'),
		custom(10_054, 'On-call group', 'group', 'grouppicker'),
		custom(10_055, 'Informed groups', 'array', 'multigrouppicker', 'group'),
		{
			...custom(10_056, 'Found in', 'version', 'version'),
			allowedValues: versions,
		},
		{
			...custom(10_057, 'Other project', 'project', 'project'),
			allowedValues: [{ id: '10001', name: 'Shop' }],
		},
		app(10_020, 'Sprint', {
			type: 'array',
			items: 'json',
			custom: 'com.pyxis.greenhopper.jira:gh-sprint',
		}),
		app(10_001, 'Team', { type: 'team', custom: TEAM }),
		// What people fill in elsewhere, or Jira itself.
		app(10_014, 'Epic Link', { type: 'any', custom: 'com.pyxis.greenhopper.jira:gh-epic-link' }),
		app(10_019, 'Rank', { type: 'any', custom: 'com.pyxis.greenhopper.jira:gh-lexo-rank' }),
		app(10_060, 'Assets', {
			type: 'array',
			items: 'cmdb-object-field',
			custom: 'com.atlassian.jira.plugins.cmdb:cmdb-object-cftype',
		}),
		system('attachment', 'Attachment', 'array', 'attachment'),
		system('issuelinks', 'Linked Issues', 'array', 'issuelinks'),
		system('timetracking', 'Time tracking', 'timetracking'),
	];
}
