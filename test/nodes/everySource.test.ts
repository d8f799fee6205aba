/** A link to the code is shown by every destination, and by none without one. */
import { descriptionOf } from '../../nodes/BugsinkJiraCloud/adf';
import { issueBody } from '../../nodes/BugsinkGithubIssues/markdown';
import { microsoftTeams } from '../../nodes/BugsinkMicrosoftTeams/microsoftTeams';
import { pagerDuty } from '../../nodes/BugsinkPagerDuty/pagerDuty';
import { webhook } from '../../nodes/BugsinkWebhook/webhook';
import type { Alert } from '../../nodes/shared/alert/alert';
import { readEvent } from '../../nodes/shared/alert/readers/event';
import { sampleAlert } from '../support/alerts';
import { preparer } from '../support/requests';

const CODE = 'https://github.com/acme/shop/blob/v1/src/%5Bid%5D/page_x.ts#L7';
const frame = { file: 'src/[id]/page_x.ts', line: 7, inApp: true };
const alert: Alert = {
	...sampleAlert('custom-new'),
	event: readEvent({ stacktrace: [{ type: 'E', frames: [{ ...frame, url: CODE }] }] }),
};
const unlinked: Alert = {
	...alert,
	event: readEvent({ stacktrace: [{ type: 'E', frames: [frame] }] }),
};
const TEXT = 'src/[id]/page_x.ts:7';

const WORKFLOW =
	'https://default1.16.environment.api.powerplatform.com/powerautomate/automations/direct/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke?api-version=1&sig=abcdefgh';
const CONNECTOR = 'https://acme.webhook.office.com/webhookb2/a@b/IncomingWebhook/c/d';

const body = (...of: Parameters<typeof preparer>) => {
	const prepare = preparer(...of);
	return (shown: Alert) => JSON.parse(prepare(shown).request.body ?? '') as Record<string, unknown>;
};
const teams = body(microsoftTeams as never, { webhookUrl: WORKFLOW });
const connector = body(
	microsoftTeams as never,
	{ webhookUrl: CONNECTOR },
	{ 'options.format': 'messageCard' },
);
const page = body(pagerDuty as never, { routingKey: 'A'.repeat(32), region: 'us' });
const hook = body(webhook as never, { webhookUrl: 'https://hooks.example.com/x' });

test('Jira', () => {
	const paragraph = {
		type: 'paragraph',
		content: [
			{ type: 'text', text: 'Source: ' },
			{ type: 'text', text: TEXT, marks: [{ type: 'link', attrs: { href: CODE } }] },
		],
	};
	expect(descriptionOf(alert).document.content).toContainEqual(paragraph);
	const { content } = descriptionOf(alert).document;
	expect(content.filter((node) => !JSON.stringify(node).includes('Source: '))).toEqual(
		descriptionOf(unlinked).document.content,
	);
});

test('GitHub', () => {
	const line = `Source: [\`${TEXT}\`](${CODE})\n\n`;
	expect(issueBody(alert).text).toContain(line);
	expect(issueBody(alert).text.replace(line, '')).toBe(issueBody(unlinked).text);
});

test('Teams, both formats', () => {
	const [{ content }] = teams(alert).attachments as Array<{ content: { actions: unknown[] } }>;
	expect(content.actions).toContainEqual({
		type: 'Action.OpenUrl',
		title: `Source: ${TEXT}`,
		url: CODE,
	});
	expect(connector(alert).potentialAction).toContainEqual({
		'@type': 'OpenUri',
		name: `Source: ${TEXT}`,
		targets: [{ os: 'default', uri: CODE }],
	});
	for (const shown of [teams, connector]) {
		expect(JSON.stringify(shown(unlinked))).not.toContain('Source: ');
	}
});

test('PagerDuty', () => {
	expect(page(alert).links).toContainEqual({ href: CODE, text: `Source: ${TEXT}` });
	expect(page(alert).client_url).toBe(alert.issueUrl);
	expect(JSON.stringify(page(unlinked).links)).not.toContain('Source: ');
});

test('Webhook', () => {
	expect(hook(alert).data).toMatchObject({
		source: { text: TEXT, url: CODE },
		event: { stacktrace: [{ frames: [{ url: CODE }] }] },
	});
	expect(hook(unlinked).data).not.toHaveProperty('source');
	const minimal = body(
		webhook as never,
		{ webhookUrl: 'https://hooks.example.com/x' },
		{ includeFullPayload: false },
	);
	expect(minimal(alert).data).not.toHaveProperty('source');
});
