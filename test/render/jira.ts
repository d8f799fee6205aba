import { contentOf, MARKER_LABEL } from '../../nodes/BugsinkJiraCloud/fields';
import type { Alert } from '../../nodes/shared/alert/alert';
import { NO_WORDS } from '../../nodes/shared/alert/words';
import { adfToHtml, escapeHtml } from '../demo/adfToHtml';
import { pageWith, type Drawing, type Theme } from './views';

/** Colours of Atlassian's design system (https://atlassian.design/tokens/design-tokens). */
const COLORS: Record<Theme, Record<string, string>> = {
	light: {
		ground: '#ffffff',
		text: '#292a2e',
		subtle: '#505258',
		line: '#dddee1',
		sunken: '#f8f8f8',
		link: '#1868db',
		error: '#ffeceb',
		icon: '#c9372c',
	},
	dark: {
		ground: '#1f1f21',
		text: '#cecfd2',
		subtle: '#a9abaf',
		line: '#3d3f43',
		sunken: '#18191a',
		link: '#669df1',
		error: '#42221f',
		icon: '#f15b50',
	},
};

/** A ticket as Jira shows it, near enough to judge order, wraps and contrast. @param isOpen with what folds unfolded. */
export function drawTicket(alert: Alert, isOpen: boolean): Drawing {
	const { title, description, fingerprint } = contentOf(alert, NO_WORDS);
	const labels = [MARKER_LABEL, fingerprint];
	const text = adfToHtml(description.document);
	return (view) => {
		const color = COLORS[view.theme];
		const style = `
body { background: ${color.ground}; color: ${color.text}; font: 14px/20px "Atlassian Sans", "Liberation Sans", sans-serif; }
header { color: ${color.subtle}; font-size: 12px; } a { color: ${color.link}; }
h1 { font-size: 24px; line-height: 28px; margin: 8px 0 12px; } h2 { font-size: 16px; line-height: 20px; margin: 24px 0 8px; } h3 { font-size: 16px; line-height: 20px; margin: 20px 0 4px; }
.label { display: inline-block; border: 1px solid ${color.line}; border-radius: 3px; padding: 0 4px; margin-right: 4px; }
p { margin: 12px 0 0; } p:first-child { margin: 0; }
.panel { position: relative; background: ${color.error}; border-radius: 3px; padding: 8px 8px 8px 40px; margin: 12px 0; }
.panel::before { content: "!"; position: absolute; left: 12px; top: 10px; width: 16px; height: 16px; border-radius: 50%; background: ${color.icon}; color: ${color.ground}; font: 700 12px/16px sans-serif; text-align: center; }
pre { background: ${color.sunken}; border-radius: 3px; padding: 8px 16px; margin: 12px 0; overflow: auto; font: 12px/18px "Atlassian Mono", "DejaVu Sans Mono", monospace; }
p code { background: ${color.sunken}; border-radius: 3px; padding: 2px 4px; font: 12px "Atlassian Mono", "DejaVu Sans Mono", monospace; }
details { margin: 8px 0; } summary { cursor: default; } details > :not(summary) { margin-left: 16px; }
table { border-collapse: collapse; margin: 16px 0 12px; } th, td { border: 1px solid ${color.line}; padding: 8px; text-align: left; } th { background: ${color.sunken}; }
${view.name === 'phone' ? 'h1 { font-size: 20px; line-height: 24px; }' : ''}`;
		const shown = isOpen ? text : text.replaceAll('<details open>', '<details>');
		return Promise.resolve(
			pageWith(
				view,
				style,
				`<header>SHOP-1</header><h1>${escapeHtml(title)}</h1><header>${labels.map((label) => `<span class="label">${escapeHtml(label)}</span>`).join('')}</header><h2>Description</h2>${shown}`,
			),
		);
	};
}
