/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- runs in Node itself, never inside n8n */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readMentions } from '../../nodes/BugsinkMicrosoftTeams/mentions';
import { prepareDigest } from '../../nodes/BugsinkMicrosoftTeams/digest';
import { accountOf, digestSummary, type Summary } from '../../nodes/shared/limit/summary';
import { heldOf, hold, newWindow } from '../../nodes/shared/limit/window';
import { userText, type Words } from '../../nodes/shared/alert/words';
import { testMessageAlert } from '../../nodes/shared/alert/toAlert';
import {
	alertOf,
	cardOf,
	enriched,
	nodesOf,
	settings,
	type Card,
} from '../nodes/BugsinkMicrosoftTeams/support';
import { numbered } from '../support/alerts';
import { detailedAlert } from './detailed';
import { shownOnPhone } from './phoneMarkdown';
import { hostConfig } from './teamsHostConfig';
import { inScript, type Drawing, type View } from './views';

const MODULES = join(__dirname, '..', '..', 'node_modules');

const detailed = detailedAlert();
const mentions = readMentions(['Ada Lovelace <ada@example.com>', 'jane_doe@example.com']);
const huge = 'could not parse order 漢字 **not bold** <at>nobody</at>\n    at line "x"\n'.repeat(
	1_500,
);
const words: Words = {
	title: 'Checkout is failing for customers',
	additionalText: userText(
		'On duty: Ann (checkout team)\nRunbook: https://wiki.example.com/runbooks/checkout-api',
	),
	facts: ['errorType', 'project', 'release', 'eventCount', 'tags'],
};
const cards: Record<string, Card> = {
	card: cardOf(detailed, { channelName: 'Checkout alerts', mentions }),
	new: cardOf(alertOf('custom-new'), { channelName: 'Checkout alerts', mentions }),
	regressed: cardOf(alertOf('custom-regressed')),
	words: cardOf(detailed, { words }),
	unmuted: cardOf(alertOf('custom-unmuted')),
	test: cardOf(testMessageAlert(new Date('2026-08-03T09:14:22Z'))),
	markup: cardOf(alertOf('custom-new-markup'), { mentions }),
	log: cardOf(alertOf('custom-new-log-message'), { colorByReason: false, themeColor: '#888888' }),
	chained: cardOf(enriched()),
	paths: cardOf(
		alertOf('custom-new', {
			title: 'Symfony\\Component\\Messenger\\HandlerFailed: no {uuid} in <lambda>',
			errorMessage:
				'C:\\srv\\_jobs\\run.ps1 is locked\n    by \\\\files01\\share\n\nafter an empty line',
			transaction:
				'/v2/accounts/organizations/{id}/employees/certificates/attachments/thumbnails/download',
		}),
	),
	held: listCard(account(89)),
	digest: listCard(digestSummary(many(1_000, 4))),
	huge: cardOf(
		alertOf('custom-new', { title: `E: ${'long title '.repeat(60)}`, errorMessage: huge }),
	),
};

/** Every card as it arrives, and as after a click on the button that shows the rest of it. */
export function drawCards(): Record<string, Drawing> {
	return Object.fromEntries(
		Object.entries(cards).flatMap(([name, card]): Array<[string, Drawing]> => {
			const folds = nodesOf(card.body).some(({ id }) => id === 'details');
			const folded: [string, Drawing] = [name, (view) => pageOf(card, false, view)];
			return folds ? [folded, [`${name}-open`, (view) => pageOf(card, true, view)]] : [folded];
		}),
	);
}

/** Errors as they come, of so many projects. */
function many(count: number, projects: number) {
	const what = [
		"ValueError: invalid literal for int() with base 10: 'abc'",
		'TimeoutError: payment gateway did not answer within 30 s while capturing order 8812 of a_customer',
		'django.db.utils.OperationalError: could not connect to server: Connection refused',
		"KeyError: 'currency'",
		'TypeError: Cannot read properties of undefined (reading [0])',
		'Voucher HOLIDAY-25 is used up',
		'AssertionError',
		"FileNotFoundError: [Errno 2] No such file or directory: '/srv/shop/labels/8812.pdf'",
		'ZeroDivisionError: division by zero',
		'ConnectionResetError: [Errno 104] Connection reset by peer',
		'RecursionError: maximum recursion depth exceeded',
	];
	const names = ['Checkout API', 'Mobile', 'Back office', 'Search'];
	return Array.from({ length: count }, (_, index) =>
		numbered(index, {
			title: what[Math.floor(index / projects) % what.length],
			reason: index % 9 === 4 ? 'REGRESSED' : 'NEW',
			eventCount: 1 + ((index * 37) % 400),
			project: { id: index % projects, name: names[index % projects] },
		}),
	);
}

function listCard(summary: Summary): Card {
	const { body } = prepareDigest(summary, settings({ channelName: 'Checkout alerts' })).request;
	console.log(`${summary.heading}: ${Buffer.byteLength(body ?? '')} bytes`);
	return (JSON.parse(body ?? '') as { attachments: Array<{ content: Card }> }).attachments[0]
		.content;
}

function account(count: number): Summary {
	const since = Date.parse('2026-08-03T09:14:22Z');
	const window = newWindow('one', { max: 10, minutes: 5, per: 'project' }, since);
	hold(window, many(count, 1).map(heldOf));
	return accountOf(window);
}

async function pageOf(card: Card, isOpen: boolean, view: View): Promise<string> {
	const { theme, width } = view;
	const { config, background, text, line } = hostConfig(theme, view.name === 'phone');
	const bundle = readFileSync(join(MODULES, 'adaptivecards/dist/adaptivecards.min.js'), 'utf8');
	const { micromark } = await import('micromark');
	// Rendered here, because Microsoft leaves the Markdown engine to the host.
	const markdown = Object.fromEntries(
		textsIn(card).map((source) => [
			source,
			withMentions(view.name === 'phone' ? phoneHtml(source) : micromark(source)),
		]),
	);
	return `<!doctype html><meta charset="utf-8"><style>
body { box-sizing: border-box; width: ${width}px; margin: 0; padding: 16px; overflow-wrap: break-word; background: ${theme === 'light' ? '#f5f5f5' : '#1f1f1f'}; }
.ac-adaptiveCard { background: ${background}; border: 1px solid ${line}; border-radius: 6px; overflow: hidden; }
.ac-textBlock p { margin: 0; }
/* The renderer makes a list as wide as its block, whatever its padding. */
.ac-textBlock ul { box-sizing: border-box; padding-left: 20px; }
.ac-pushButton { font: 600 14px "Segoe UI", "Liberation Sans", sans-serif; padding: 6px 16px; border-radius: 4px; border: 1px solid ${line}; background: ${background}; color: ${text}; }
at, a { color: ${theme === 'light' ? '#5b5fc7' : '#9299f7'}; }
</style><body><script>${bundle.replace(/<\/script/g, '<\\/script')}</script><script>
const markdown = ${inScript(markdown)};
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
	result.outputHtml = markdown[text] ?? 'UNKNOWN TEXT';
	result.didProcess = true;
};
const card = new AdaptiveCards.AdaptiveCard();
const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_2);
card.hostConfig = new AdaptiveCards.HostConfig(${inScript(config)});
card.parse(${inScript(card)}, context);
document.body.append(card.render());
if (${isOpen}) card.getElementById('details').isVisible = true;
if (context.eventCount > 0 || document.body.innerText.includes('UNKNOWN TEXT')) throw new Error('The card is not valid');
</script>`;
}

function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(textsIn);
}

/** As an iPhone shows it, which unescapes least: lines that begin with a hyphen are a list, and links act. */
function phoneHtml(source: string): string {
	if (!source.startsWith('- ')) return phoneLine(source);
	const items = source.split('\r').map((line) => `<li>${phoneLine(line.slice(2))}</li>`);
	return `<ul>${items.join('')}</ul>`;
}

function phoneLine(source: string): string {
	const shown = (text: string): string =>
		shownOnPhone(text, 'ios')
			.text.replace(/&(?!\w+;)/g, '&amp;')
			.replace(/</g, '&lt;');
	return source
		.split(/(\[[^\]]*\]\([^)]*\))/)
		.map((part) => {
			const [, label, url] = /^\[([^\]]*)\]\(([^)]*)\)$/.exec(part) ?? [];
			return url === undefined ? shown(part) : `<a href="${url}">${shown(label)}</a>`;
		})
		.join('');
}

/** Raw HTML comes out escaped; Teams itself turns the tags of a mention into names. */
function withMentions(html: string): string {
	return html.replace(/&lt;at(?:&gt;|>)(.*?)&lt;\/at(?:&gt;|>)/g, '<at>$1</at>');
}
