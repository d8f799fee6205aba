import type { Alert } from '../shared/alert/alert';
import { InvalidSetting } from '../shared/delivery/failure';

/**
 * What an Adaptive Card has instead of colours
 * (https://adaptivecards.io/explorer/Container.html); `emphasis` is grey.
 */
export type Accent = 'attention' | 'warning' | 'good' | 'accent' | 'emphasis';

/**
 * The colour as `#rrggbb` in lower case; `#rgb`, a missing `#` and an alpha channel are understood.
 *
 * @throws {InvalidSetting}
 */
export function readColor(fieldLabel: string, value: string, fallback: string): string {
	if (value === '') return fallback;
	const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i.exec(value)?.[1].toLowerCase();
	if (digits === undefined) {
		throw new InvalidSetting(
			`'${fieldLabel}' is not a hex color: '${value.slice(0, 40)}'`,
			'Enter # and six hex digits, for example #d63333.',
		);
	}
	return `#${digits.length === 3 ? digits.replace(/./g, '$&$&') : digits.slice(0, 6)}`;
}

/** Red for what is new, yellow for what is back, blue for a test, green for the end of it. */
export function accentOfReason(alert: Alert): Accent | null {
	if (alert.isTest) return 'accent';
	switch (alert.reason) {
		case 'NEW':
			return 'attention';
		case 'REGRESSED':
		case 'UNMUTED':
			return 'warning';
		case 'RESOLVED':
			return 'good';
		case 'MUTED':
			return 'emphasis';
		default:
			return null;
	}
}

/** The accent of the nearest hue: red, orange to yellow, green, and blue to purple; grey for none. */
export function nearestAccent(color: string): Accent {
	const [red, green, blue] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
	const most = Math.max(red, green, blue);
	const spread = most - Math.min(red, green, blue);
	if (spread < 0.15 * 255) return 'emphasis';
	const sector =
		most === red
			? (green - blue) / spread
			: most === green
				? 2 + (blue - red) / spread
				: 4 + (red - green) / spread;
	const hue = (sector * 60 + 360) % 360;
	if (hue < 18 || hue >= 330) return 'attention';
	if (hue < 70) return 'warning';
	return hue < 170 ? 'good' : 'accent';
}
