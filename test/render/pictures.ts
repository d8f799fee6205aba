/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- runs in Node itself, never inside n8n */
/**
 * Pictures of what people see: tickets, issues, incidents and cards of one alert, and cards of many.
 *
 *     npm run pictures                          those that docs/images has, anew; of what is long its top
 *     npm run pictures -- <folder>              all
 *     npm run pictures -- <folder> jira-ticket  all of one name
 *
 * The cards are drawn by Microsoft's own renderer, the issue in GitHub's own style sheet, the others
 * near enough to judge order, wraps and contrast.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { launchBrowser } from '../e2e/editor';
import { detailedAlert } from './detailed';
import { drawIssue } from './github';
import { drawTicket } from './jira';
import { drawIncident } from './pagerDuty';
import { drawCards } from './teams';
import { VIEWS, type Drawing } from './views';

const DOCS = join(__dirname, '..', '..', 'docs', 'images');

function drawings(): Record<string, Drawing> {
	const alert = detailedAlert();
	const cards = Object.entries(drawCards()).map(([name, card]) => [`teams-${name}`, card]);
	return {
		'jira-ticket': drawTicket(alert, false),
		'jira-ticket-open': drawTicket(alert, true),
		'github-issue': drawIssue(alert, false),
		'github-issue-open': drawIssue(alert, true),
		'pagerduty-incident': drawIncident(alert),
		...(Object.fromEntries(cards) as Record<string, Drawing>),
	};
}

async function main(folder?: string, only?: string): Promise<void> {
	if (folder !== undefined) mkdirSync(folder, { recursive: true });
	const browser = await launchBrowser();
	try {
		for (const [name, draw] of Object.entries(drawings())) {
			for (const view of VIEWS) {
				const file = join(folder ?? DOCS, `${name}-${view.name}.png`);
				const isWanted = folder === undefined ? existsSync(file) : [name, undefined].includes(only);
				if (!isWanted) continue;
				const page = await browser.newPage({ viewport: { width: view.width, height: 1 } });
				const faults: Error[] = [];
				page.on('pageerror', (fault) => faults.push(fault));
				await page.setContent(await draw(view));
				if (faults.length > 0) throw new Error(`${name} was not drawn`, { cause: faults[0] });
				const height = await page.evaluate((whole) => {
					const rest = whole ? null : document.getElementById('rest');
					return rest?.getBoundingClientRect().top ?? document.documentElement.scrollHeight;
				}, folder !== undefined);
				const clip = { x: 0, y: 0, width: view.width, height };
				const { byteLength } = await page.screenshot({ path: file, fullPage: true, clip });
				await page.close();
				console.log(`${file}  ${Math.ceil(byteLength / 1_000)} kB`);
			}
		}
	} finally {
		await browser.close();
	}
}

const [folder, only] = process.argv.slice(2);
void main(folder, only);
