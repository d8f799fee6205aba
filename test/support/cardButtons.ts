/** What a person does with a card that asks: press a button, and send the form behind it. */

/** The card's choices by label, with the address that each opens. */
export function buttonsOf(card: object): Record<string, string> {
	const { body = [] } = card as { body?: Array<{ type: string; actions?: unknown }> };
	const sets = body.filter(({ type }) => type === 'ActionSet');
	const actions = sets.flatMap((set) => set.actions as Array<{ title: string; url: string }>);
	return Object.fromEntries(actions.map(({ title, url }) => [title, url]));
}

/** The one-time value that a page of choices holds; empty without a form. */
export function tokenIn(html: string): string {
	return /name="token" value="([^"]+)"/.exec(html)?.[1] ?? '';
}
