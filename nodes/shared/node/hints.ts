import type { IDataObject, IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

import { oneLine } from '../text/clean';
import { cut } from '../text/cut';

/** Nobody reads more hints; the output has them all. */
const MAX_HINTS = 10;
const MAX_TEXT = 300;

/** What several items say in the same words, apart from names and numbers. */
interface Kind {
	/** A skipped alert, or a warning of one that was not. */
	type: 'info' | 'warning';
	texts: string[];
}

/** Shows skipped alerts and warnings in the editor, not only in the output. */
export function addHints(context: IExecuteFunctions, outputs: IDataObject[]): void {
	// Older releases of n8n do not have it.
	if (typeof context.addExecutionHints !== 'function') return;
	const hints = hintsOf(outputs);
	if (hints.length > 0) context.addExecutionHints(...hints);
}

/** One hint per kind, with how many items it holds for; none if there is nothing to say. */
export function hintsOf(outputs: IDataObject[]): NodeExecutionHint[] {
	const kinds = [...kindsOf(outputs).values()].sort((a, b) => b.texts.length - a.texts.length);
	const hints = kinds.slice(0, MAX_HINTS).map((kind) => hintOf(kind, outputs.length));
	const left = kinds.length - hints.length;
	if (left === 0) return hints;
	const message = `${left} more: see 'skipReason' and 'warnings' in the output.`;
	return [...hints, { message, type: 'info', location: 'outputPane' }];
}

function kindsOf(outputs: IDataObject[]): Map<string, Kind> {
	const kinds = new Map<string, Kind>();
	const add = (type: Kind['type'], name: string, text: string): void => {
		const known = kinds.get(`${type} ${name}`) ?? { type, texts: [] };
		known.texts.push(oneLine(text).replace(/\.$/, ''));
		kinds.set(`${type} ${name}`, known);
	};
	for (const { action, skipCode, skipReason, warnings } of outputs) {
		if (action === 'skipped' && typeof skipReason === 'string') {
			add('info', typeof skipCode === 'string' ? skipCode : general(skipReason), skipReason);
		}
		const texts = Array.isArray(warnings) ? warnings.map(String) : [];
		for (const text of new Set(texts)) {
			add('warning', general(text), text);
		}
	}
	return kinds;
}

/** The words without ticket keys, numbers and what is quoted. */
function general(text: string): string {
	return text.replace(/'[^']*'|\b[A-Z][A-Z0-9_]*-\d+\b|\d+/g, '*');
}

function hintOf({ type, texts }: Kind, outOf: number): NodeExecutionHint {
	const count = texts.length;
	const alerts = outOf === 1 ? 'The alert' : `${count} of ${outOf} alerts`;
	const skipped = outOf === 1 || count === 1 ? 'was skipped' : 'were skipped';
	const example = new Set(texts).size === 1 ? '' : ', for example';
	const what = type === 'info' ? skipped : 'came with a warning';
	const message = `${alerts} ${what}${example}: ${cut(texts[0], MAX_TEXT).text}.`;
	return { message: escapeHtml(message), type, location: 'outputPane' };
}

/** The editor shows hints as HTML, and a service's words may hold anything. */
function escapeHtml(text: string): string {
	return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
