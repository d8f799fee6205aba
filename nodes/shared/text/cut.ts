const ELLIPSIS = '…';
/** Longest cluster looked for at the cut; a family emoji has 11 UTF-16 units, flags of regions 14. */
const CLUSTER_WINDOW = 64;
const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

export interface CutText {
	text: string;
	wasCut: boolean;
}

/**
 * Cuts `text` to at most `limit` UTF-16 units (never more characters than the destination counts,
 * whichever way it counts), at the end of a whole character as a reader sees it, and marks the cut
 * with `…`. Costs a slice and a window of constant size, however long the text.
 */
export function cut(text: string, limit: number): CutText {
	if (text.length <= limit) return { text, wasCut: false };
	if (limit < ELLIPSIS.length) return { text: '', wasCut: true };
	return { text: wholeCharacters(text, limit - ELLIPSIS.length) + ELLIPSIS, wasCut: true };
}

/** The longest beginning of `text` that has at most `length` UTF-16 units and ends with a whole character. */
function wholeCharacters(text: string, length: number): string {
	const windowStart = Math.max(0, length - CLUSTER_WINDOW);
	// One unit beyond the cut tells whether the cluster goes on there.
	const tail = text.slice(windowStart, length + CLUSTER_WINDOW);
	let end = windowStart;
	for (const { index } of characters.segment(tail)) {
		if (windowStart + index > length) break;
		end = windowStart + index;
	}
	// A window without any boundary (thousands of combining marks) is cut where it must be.
	if (end === windowStart && windowStart > 0) end = length - (isLowSurrogate(text, length) ? 1 : 0);
	return text.slice(0, end);
}

function isLowSurrogate(text: string, index: number): boolean {
	const unit = text.charCodeAt(index);
	return unit >= 0xdc00 && unit <= 0xdfff;
}
