/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- runs in Node itself, never inside n8n */
/**
 * Pictures of the cards as Microsoft's own renderer draws them, light and dark:
 *
 *     node --import tsx test/render/teams.ts <folder> [only this card]
 *
 * Needs Chromium; `CHROMIUM` says where it is, unless it is `/usr/bin/chromium`.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { readMentions } from '../../nodes/BugsinkMicrosoftTeams/mentions';
import { testMessageAlert } from '../../nodes/shared/alert/toAlert';
import { alertOf, cardOf, enriched, type Card } from '../nodes/BugsinkMicrosoftTeams/support';
import { hostConfig, type Theme } from './teamsHostConfig';

const run = promisify(execFile);
const WIDTH = 720;
const MODULES = join(__dirname, '..', '..', 'node_modules');

interface Picture {
	card: Card;
	/** As after a click on "Show details". */
	isOpen?: boolean;
}

const mentions = readMentions(['Ada Lovelace <ada@example.com>', 'jane_doe@example.com']);
const huge = 'could not parse order 漢字 **not bold** <at>nobody</at>\n    at line "x"\n'.repeat(
	1_500,
);
const pictures: Record<string, Picture> = {
	new: { card: cardOf(alertOf('custom-new'), { channelName: 'Checkout alerts', mentions }) },
	regressed: { card: cardOf(alertOf('custom-regressed')) },
	unmuted: { card: cardOf(alertOf('custom-unmuted')) },
	test: { card: cardOf(testMessageAlert(new Date('2026-08-03T09:14:22Z'))) },
	markup: { card: cardOf(alertOf('custom-new-markup'), { mentions }) },
	log: {
		card: cardOf(alertOf('custom-new-log-message'), {
			colorByReason: false,
			themeColor: '#888888',
		}),
	},
	enriched: { card: cardOf(enriched(), { channelName: 'Checkout alerts', mentions }) },
	'enriched-open': { card: cardOf(enriched()), isOpen: true },
	huge: {
		card: cardOf(
			alertOf('custom-new', { title: `E: ${'long title '.repeat(60)}`, errorMessage: huge }),
		),
	},
};

async function main(folder: string, only?: string): Promise<void> {
	mkdirSync(folder, { recursive: true });
	const workFolder = mkdtempSync(join(tmpdir(), 'cards-'));
	try {
		for (const [name, picture] of Object.entries(pictures)) {
			if (only !== undefined && only !== name) continue;
			for (const theme of ['light', 'dark'] as const) {
				const page = join(workFolder, 'page.html');
				writeFileSync(page, await pageOf(picture, theme));
				const { stdout } = await chromium(
					'--dump-dom',
					`--window-size=${WIDTH},400`,
					`file://${page}`,
				);
				const height = Number(/data-height="(\d+)"/.exec(stdout)?.[1]);
				if (!height) throw new Error(`${name} was not rendered:\n${stdout.slice(-2_000)}`);
				const file = join(folder, `${name}-${theme}.png`);
				await chromium(
					`--screenshot=${file}`,
					`--window-size=${WIDTH},${height}`,
					`file://${page}`,
				);
				console.log(`${file}  ${WIDTH}×${height}`);
			}
		}
	} finally {
		rmSync(workFolder, { recursive: true, force: true });
	}
}

async function chromium(...parameters: string[]): Promise<{ stdout: string }> {
	return await run(
		process.env.CHROMIUM ?? '/usr/bin/chromium',
		['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', ...parameters],
		{ maxBuffer: 64 * 1024 * 1024 },
	);
}

async function pageOf({ card, isOpen }: Picture, theme: Theme): Promise<string> {
	const { config, background, text, line } = hostConfig(theme);
	const bundle = readFileSync(join(MODULES, 'adaptivecards/dist/adaptivecards.min.js'), 'utf8');
	const { micromark } = await import('micromark');
	// Rendered here, because Microsoft leaves the Markdown engine to the host.
	const markdown = Object.fromEntries(
		textsIn(card).map((source) => [source, withMentions(micromark(source))]),
	);
	return `<!doctype html><meta charset="utf-8"><style>
body { margin: 0; padding: 16px; background: ${theme === 'light' ? '#f5f5f5' : '#1f1f1f'}; }
.ac-adaptiveCard { background: ${background}; border: 1px solid ${line}; border-radius: 6px; overflow: hidden; }
.ac-textBlock p { margin: 0; }
.ac-pushButton { font: 600 14px "Segoe UI", "Liberation Sans", sans-serif; padding: 6px 16px; border-radius: 4px; border: 1px solid ${line}; background: ${background}; color: ${text}; }
at { color: ${theme === 'light' ? '#5b5fc7' : '#9299f7'}; }
</style><body><script>${bundle.replace(/<\/script/g, '<\\/script')}</script><script>
const markdown = ${inScript(markdown)};
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
	result.outputHtml = markdown[text] ?? 'UNKNOWN TEXT';
	result.didProcess = true;
};
const card = new AdaptiveCards.AdaptiveCard();
const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_4);
card.hostConfig = new AdaptiveCards.HostConfig(${inScript(config)});
card.parse(${inScript(card)}, context);
document.body.append(card.render());
if (${Boolean(isOpen)}) card.getElementById('details').isVisible = true;
if (context.eventCount > 0 || document.body.innerText.includes('UNKNOWN TEXT')) throw new Error('The card is not valid');
document.body.dataset.height = Math.ceil(document.documentElement.getBoundingClientRect().height);
</script>`;
}

function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(textsIn);
}

/** Raw HTML comes out escaped; Teams itself turns the tags of a mention into names. */
function withMentions(html: string): string {
	return html.replace(/&lt;at&gt;(.*?)&lt;\/at&gt;/g, '<at>$1</at>');
}

function inScript(value: unknown): string {
	return JSON.stringify(value).replace(/</g, '\\u003c');
}

const [folder, only] = process.argv.slice(2);
if (folder === undefined) throw new Error('Say where to put the pictures');
void main(folder, only);
