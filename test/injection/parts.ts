import { preparer } from '../support/requests';
import { infested } from './attempts';

/** What a destination would send of an alert that has the text wherever text may be. */
export function prepareWith<Settings>(...of: Parameters<typeof preparer<Settings>>) {
	const prepare = preparer(...of);
	return (text: string) => prepare(infested(text)).request;
}

export const json = (body: string | undefined) => JSON.parse(body ?? '') as Record<string, unknown>;

/** On one line, with one space between words. */
export const folded = (text: string) => text.replace(/\s+/g, ' ').trim();

/** Every string value, at any depth. */
export function strings(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(strings);
}

/** A node of a Jira document. */
export interface Adf {
	type: string;
	text?: string;
	marks?: Array<{ type: string; attrs?: { href?: string } }>;
	content?: Adf[];
}

/** The node and all within it, outermost first. */
export function adfNodes(node: unknown): Adf[] {
	const adf = node as Adf;
	return [adf, ...(adf.content ?? []).flatMap(adfNodes)];
}

/** Nothing that Markdown, on a phone or elsewhere, acts on: escaped, or parted by what nobody sees. */
export function expectNoMarkup(texts: unknown[]): void {
	for (const text of texts.filter((entry): entry is string => typeof entry === 'string')) {
		expect(text.replace(/\\[*_]/g, '')).not.toMatch(
			/[*_]|\][([:]|<[a-z/!?]|~~|:\/\/|&#?\w+;|\{\{(DATE|TIME)\(|\\(?![\u2060\u200b])|^\s*(?:[#>+=~-]|\d+[.)] )/im,
		);
	}
}
