/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { readFileSync } from 'node:fs';

import { issueBody, issueTitle } from '../../nodes/BugsinkGithubIssues/markdown';
import { MARKER_LABEL } from '../../nodes/BugsinkGithubIssues/settings';
import type { Alert } from '../../nodes/shared/alert/alert';
import { escapeHtml } from '../demo/adfToHtml';
import { githubHtml } from '../demo/page';
import { pageWith, type Drawing } from './views';

/** An issue in GitHub's own style sheet. @param isOpen with what folds unfolded. */
export function drawIssue(alert: Alert, isOpen: boolean): Drawing {
	const title = issueTitle(alert).text;
	const { text } = issueBody(alert);
	return async (view) => {
		const html = (await githubHtml())(text);
		const sheet = readFileSync(
			require.resolve(`github-markdown-css/github-markdown-${view.theme}.css`),
			'utf8',
		);
		const line = view.theme === 'light' ? '#d1d9e0' : '#3d444d';
		const style = `${sheet}
body { font-family: -apple-system, "Segoe UI", "Liberation Sans", sans-serif; background: ${view.theme === 'light' ? '#ffffff' : '#0d1117'}; }
header { color: ${view.theme === 'light' ? '#1f2328' : '#f0f6fc'}; } h1 { margin: 0 0 8px; font-size: 24px; line-height: 32px; } h1 span { font-weight: 300; opacity: .65; }
.label { display: inline-block; border: 1px solid ${line}; border-radius: 1em; padding: 0 8px; font-size: 12px; }
.open { background: #1f883d; border-color: #1f883d; color: #ffffff; margin-right: 8px; font-size: 14px; padding: 2px 12px; }
article.markdown-body { border: 1px solid ${line}; border-radius: 6px; padding: 16px; margin-top: 16px; }`;
		const shown = isOpen ? html.replaceAll('<details>', '<details open>') : html;
		return pageWith(
			view,
			style,
			`<header><h1>${escapeHtml(title)} <span>#17</span></h1><span class="label open">Open</span><span class="label">${MARKER_LABEL}</span></header><article class="markdown-body">${shown}</article>`,
		);
	};
}
