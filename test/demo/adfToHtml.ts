interface AdfNode {
	type: string;
	text?: string;
	attrs?: Record<string, unknown>;
	marks?: Array<{ type: string; attrs?: Record<string, unknown> }>;
	content?: AdfNode[];
}

export function escapeHtml(text: string): string {
	return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Shows an ADF document roughly as Jira does; for the demo's page, with the nodes that tickets have. */
export function adfToHtml(node: unknown): string {
	return isNode(node) ? html(node) : '';
}

function isNode(value: unknown): value is AdfNode {
	return typeof value === 'object' && value !== null && 'type' in value;
}

const ELEMENTS: Record<string, string> = {
	doc: 'div',
	paragraph: 'p',
	bulletList: 'ul',
	orderedList: 'ol',
	listItem: 'li',
	blockquote: 'blockquote',
	taskList: 'div',
	table: 'table',
	tableRow: 'tr',
	tableHeader: 'th',
	tableCell: 'td',
};

function html(node: AdfNode): string {
	const inner = (node.content ?? []).map(html).join('');
	const attribute = (name: string): string => escapeHtml(String(node.attrs?.[name] ?? ''));
	switch (node.type) {
		case 'text':
			return (node.marks ?? []).reduce(marked, escapeHtml(node.text ?? ''));
		case 'hardBreak':
			return '<br>';
		case 'rule':
			return '<hr>';
		case 'heading':
			return `<h${attribute('level')}>${inner}</h${attribute('level')}>`;
		case 'codeBlock':
			return `<pre><code>${inner}</code></pre>`;
		case 'panel':
			return `<div class="panel ${attribute('panelType')}">${inner}</div>`;
		case 'expand':
			return `<details open><summary>${attribute('title')}</summary>${inner}</details>`;
		case 'inlineCard':
			return `<a href="${attribute('url')}">${attribute('url')}</a>`;
		case 'status':
			return `<span class="status ${attribute('color')}">${attribute('text')}</span>`;
		case 'taskItem':
			return `<div><input type="checkbox" disabled${attribute('state') === 'DONE' ? ' checked' : ''}> ${inner}</div>`;
		case 'emoji':
			return attribute('text');
		default: {
			const element = ELEMENTS[node.type];
			if (element === undefined) throw new Error(`The demo cannot show the ADF node ${node.type}`);
			return `<${element}>${inner}</${element}>`;
		}
	}
}

function marked(inner: string, mark: { type: string; attrs?: Record<string, unknown> }): string {
	switch (mark.type) {
		case 'strong':
			return `<strong>${inner}</strong>`;
		case 'em':
			return `<em>${inner}</em>`;
		case 'code':
			return `<code>${inner}</code>`;
		case 'link':
			return `<a href="${escapeHtml(String(mark.attrs?.href))}">${inner}</a>`;
		default:
			throw new Error(`The demo cannot show the ADF mark ${mark.type}`);
	}
}
