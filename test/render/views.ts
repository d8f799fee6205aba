/** How a picture is looked at: on a desktop, light and dark, and on a phone. */
export const VIEWS = [
	{ name: 'light', theme: 'light', width: 720 },
	{ name: 'dark', theme: 'dark', width: 720 },
	{ name: 'phone', theme: 'light', width: 390 },
] as const;

export type View = (typeof VIEWS)[number];
export type Theme = View['theme'];

/** A whole HTML page with what people see of one message. */
export type Drawing = (view: View) => Promise<string>;

/** Whatever `value` holds, it cannot end the script that it stands in. */
export function inScript(value: unknown): string {
	return JSON.stringify(value).replace(/</g, '\\u003c');
}

/** The page around a drawing that is HTML already. */
export function pageWith({ width, theme }: View, style: string, body: string): string {
	return `<!doctype html><meta charset="utf-8"><style>
body { box-sizing: border-box; width: ${width}px; margin: 0; padding: 16px; overflow-wrap: anywhere; color-scheme: ${theme}; }
${style}
</style><body>${body}</body>`;
}
