import type { Alert } from '../../../../nodes/shared/alert/alert';
import type { TicketRules } from '../../../../nodes/shared/tracker/properties';
import { ticketSummary } from '../../../../nodes/shared/tracker/summary';
import { alertOf } from '../../../support/alerts';

const RULES: TicketRules = {
	onlyNewIssues: true,
	onExisting: 'comment',
	onRegression: 'reopenAndComment',
	reopenWindowDays: 30,
};

test.each<[string, Partial<Alert>, Partial<TicketRules>, 'issue' | 'ticket', string]>([
	[
		'a new issue',
		{},
		{},
		'ticket',
		'Create in OPS as Bug, unless this alert has a ticket already: ValueError: Invalid input',
	],
	[
		'another reason, without Only New Issues',
		{ reason: 'UNMUTED' },
		{ onlyNewIssues: false },
		'issue',
		'Create in OPS as Bug, unless this alert has an issue already: ValueError: Invalid input',
	],
	[
		'a test, whatever its reason',
		{ reason: 'RESOLVED', isTest: true },
		{},
		'issue',
		'Create in OPS as Bug, unless this alert has an issue already: [Test] ValueError: Invalid input',
	],
	[
		'another reason',
		{ reason: 'UNMUTED' },
		{},
		'ticket',
		"Create nothing, since with 'Only New Issues' an alert with the reason UNMUTED opens none; look for an existing ticket: ValueError: Invalid input",
	],
	[
		'a settled reason',
		{ reason: 'RESOLVED' },
		{ onlyNewIssues: false },
		'issue',
		'Create nothing, since an alert with the reason RESOLVED opens none; look for an existing issue: ValueError: Invalid input',
	],
])('the preview of %s', (_, parts, rules, noun, summary) => {
	const alert = alertOf(parts);
	expect(ticketSummary(alert, { ...RULES, ...rules }, noun, 'in OPS as Bug')).toBe(summary);
});
