import { triggerEvent } from '../../nodes/BugsinkPagerDuty/event';
import type { Alert } from '../../nodes/shared/alert/alert';
import { isObject } from '../../nodes/shared/alert/fields';
import { escapeHtml } from '../demo/adfToHtml';
import { plainFields } from '../support/pagerDutyFields';
import { pageWith, type Drawing } from './views';

/** An incident with the names that PagerDuty has for the fields of an event, and its details as a table. */
export function drawIncident(alert: Alert): Drawing {
	const { event } = triggerEvent(alert, plainFields, '0123456789abcdef'.repeat(2));
	const { summary, custom_details: details, ...known } = event.payload;
	const links = (event.links ?? []).map(
		({ href, text }) => `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>`,
	);
	return (view) => {
		const [ground, text, line, head, link] =
			view.theme === 'light'
				? ['#ffffff', '#1f2933', '#d7dce1', '#f4f6f8', '#0b63c5']
				: ['#1b1f24', '#d6dbe0', '#3c444d', '#242a31', '#6cb2ff'];
		const style = `
body { background: ${ground}; color: ${text}; font: 12px/16px "Liberation Sans", sans-serif; }
h1 { font-size: 20px; line-height: 26px; margin: 8px 0; } h2 { font-size: 15px; margin: 20px 0 8px; } a { color: ${link}; margin-right: 16px; }
.status { background: #c7311c; color: #ffffff; border-radius: 3px; padding: 2px 8px; font-size: 12px; font-weight: 700; }
table { border-collapse: collapse; width: 100%; } th, td { border-top: 1px solid ${line}; padding: 4px 8px; text-align: left; vertical-align: top; } th { font-weight: 600; width: 1%; white-space: nowrap; background: ${head}; } td { white-space: pre-wrap; } td table tr:first-child > * { border-top: 0; } td:has(> table) { padding: 0; }
${view.name === 'phone' ? PHONE : ''}`;
		return Promise.resolve(
			pageWith(
				view,
				style,
				`<span class="status">Triggered</span><h1>${escapeHtml(summary)}</h1>${links.join('')}<h2>Alert</h2>${table(known)}<h2>Custom Details</h2>${table(details, view.name === 'phone' ? 'issue' : 'event')}`,
			),
		);
	};
}

/** Narrow, a value stands below its name. */
const PHONE = `th, td { display: block; width: auto; background: none; } td { border: 0; padding-top: 0; } td:has(> table) { padding-left: 12px; }`;

/** @param rest the field with which a page of docs may end. */
function table(fields: object, rest = ''): string {
	const rows = Object.entries(fields).map(([name, value]: [string, unknown]) => {
		const shown = isObject(value) ? table(value) : escapeHtml(String(value));
		return `<tr${name === rest ? ' id="rest"' : ''}><th>${escapeHtml(name)}</th><td>${shown}</td></tr>`;
	});
	return `<table>${rows.join('')}</table>`;
}
