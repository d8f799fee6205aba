import type { Theme } from './views';

interface Look {
	background: string;
	text: string;
	line: string;
	/** A host config of Adaptive Cards, close to the one that Teams has. */
	config: object;
}

/** Colours of Fluent UI as Teams has them: of texts, and of the containers behind them. */
const COLORS = {
	light: {
		default: ['#242424', '#616161', '#ffffff'],
		emphasis: ['#242424', '#616161', '#f0f0f0'],
		accent: ['#5b5fc7', '#7579eb', '#e8ebfa'],
		good: ['#237b4b', '#3d8f60', '#e7f2da'],
		warning: ['#835c00', '#9a6f0b', '#fbf6d9'],
		attention: ['#c4314b', '#d74654', '#fcf0f2'],
		line: '#d1d1d1',
	},
	dark: {
		default: ['#ffffff', '#adadad', '#292929'],
		emphasis: ['#ffffff', '#adadad', '#1f1f1f'],
		accent: ['#9299f7', '#7f85f5', '#2f2f4a'],
		good: ['#92c353', '#7aa63f', '#1f2f16'],
		warning: ['#f8d22a', '#d9b71f', '#3a3215'],
		attention: ['#f47881', '#e37d80', '#3e1f25'],
		line: '#3d3d3d',
	},
} as const;
const STYLES = ['default', 'emphasis', 'accent', 'good', 'warning', 'attention'] as const;

/** On a phone buttons stand one below the other. */
export function hostConfig(theme: Theme, isPhone = false): Look {
	const colors = COLORS[theme];
	const foregroundColors = Object.fromEntries(
		(['default', 'accent', 'good', 'warning', 'attention'] as const).map((name) => [
			name,
			{ default: colors[name][0], subtle: colors[name][1] },
		]),
	);
	return {
		background: colors.default[2],
		text: colors.default[0],
		line: colors.line,
		config: {
			supportsInteractivity: true,
			fontTypes: {
				default: {
					fontFamily: '"Segoe UI", "Liberation Sans", sans-serif',
					fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
					fontWeights: { lighter: 300, default: 400, bolder: 600 },
				},
				monospace: {
					fontFamily: 'Consolas, "DejaVu Sans Mono", monospace',
					fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
					fontWeights: { lighter: 300, default: 400, bolder: 600 },
				},
			},
			spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 12 },
			containerStyles: Object.fromEntries(
				STYLES.map((style) => [style, { backgroundColor: colors[style][2], foregroundColors }]),
			),
			actions: {
				maxActions: 6,
				buttonSpacing: 8,
				actionsOrientation: isPhone ? 'vertical' : 'horizontal',
				actionAlignment: isPhone ? 'stretch' : 'left',
			},
			factSet: {
				title: { color: 'default', weight: 'bolder', maxWidth: 160 },
				value: { color: 'default', wrap: true },
				spacing: 12,
			},
		},
	};
}
