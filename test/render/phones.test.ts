/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { escapeMarkdown, runText } from '../../nodes/BugsinkMicrosoftTeams/markdown';
import type { Alert } from '../../nodes/shared/alert/alert';
import {
	furtherFacts,
	markedTitle,
	stackTraceText,
	whatHappened,
} from '../../nodes/shared/alert/describe';
import { readAlert } from '../../nodes/shared/alert/readAlert';
import { toAlert } from '../../nodes/shared/alert/toAlert';
import { cleanText, oneLine } from '../../nodes/shared/text/clean';
import {
	alertOf,
	cardOf,
	enriched,
	nodesOf,
	type Card,
} from '../nodes/BugsinkMicrosoftTeams/support';
import { seen, shownInRun, shownOnPhone, type Phone, type Shown } from './phoneMarkdown';
import fc, { tries } from '../support/fastCheck';

const PHONES: Phone[] = ['android', 'ios'];
const CAPTURED = readdirSync(join(__dirname, '../alerts/captured'))
	.filter((name) => name.endsWith('.json') && !name.startsWith('api-event'))
	.map((name) => name.replace('.json', ''));

/** The runs of a card, and its facts as label and value, as a phone shows them. */
function onPhone(card: Card, phone: Phone): { runs: Shown[]; facts: Array<[Shown, Shown]> } {
	const nodes = nodesOf(card.body);
	return {
		runs: nodes
			.filter(({ type }) => type === 'TextRun')
			.map(({ text }) => shownInRun(String(text))),
		facts: nodes
			.filter(({ title, value }) => typeof title === 'string' && typeof value === 'string')
			.map(({ title, value }) => [
				shownOnPhone(String(title), phone),
				shownOnPhone(String(value), phone),
			]),
	};
}

/** Heading, title, message and facts stand there letter by letter, and nothing acts. */
function expectAsWritten(alert: Alert): void {
	const card = cardOf(alert);
	for (const phone of PHONES) {
		const { runs, facts } = onPhone(card, phone);
		expect([...runs, ...facts.flat()].flatMap(({ acts }) => acts)).toEqual([]);
		const texts = runs.map(({ text }) => seen(text));
		expect(texts.slice(0, 2)).toEqual([whatHappened(alert), markedTitle(alert).slice(0, 300)]);
		if (alert.errorMessage !== '') expect(texts[2]).toBe(alert.errorMessage);
		expect(
			facts.slice(0, furtherFacts(alert).length).map(([label, value]) => ({
				label: seen(label.text),
				value: seen(value.text),
			})),
		).toEqual(furtherFacts(alert));
	}
}

test('every kind of alert service is among the captured alerts', () => {
	expect(CAPTURED.length).toBeGreaterThan(45);
});

test.each(CAPTURED.filter((name) => !name.endsWith('-long')))(
	'%s: phones show it letter by letter, with exactly its own backslashes and breaks',
	(name) => expectAsWritten(alertOf(name)),
);

test.each(CAPTURED.filter((name) => name.endsWith('-long')))(
	'%s: the same, up to the cut',
	(name) => {
		const alert = alertOf(name);
		for (const phone of PHONES) {
			const { runs } = onPhone(cardOf(alert), phone);
			for (const { text } of runs.slice(1)) {
				const shown = seen(text).replace(/…$/, '');
				expect(`${markedTitle(alert)}\n${alert.errorMessage}`).toContain(shown);
			}
		}
	},
);

const HOSTILE: Record<string, string> = {
	'a PHP name': 'App\\Http\\_Kernel\\*Handler\\[0]\\(x)\\\\end\\',
	'a route': '/teams/{team}/users/{user_id}/<int:page>',
	'a share': '\\\\files01\\c$\\_backup_\\*.bak',
	generics: 'Map<String, List<? extends T[]>> && x >> 2',
	underscores: '__main__._private_ and snake_case_name',
	emphasis: '*one* **two** _three_ __four__ ***five***',
	'a link': '[click here](https://evil.example.org/a_b) ![i](http://evil.example.org/i)',
	'a link with its brackets escaped': '\\[click\\](https://evil.example.org) \\[x\\]\\(y\\)',
	'a reference': '[a][b] [b]: https://evil.example.org',
	'a date': '{{DATE(2027-02-03T10:00:00Z, SHORT)}} {{{TIME(2027-02-03T10:00:00Z)}}}',
	'a list': '- one',
	'a list in the middle': 'f(x)- y and a[0]+ b',
	'a number': '1. one 2) two',
	'a heading': '# one',
	'a quote': '> one',
	tildes: '~~gone~~ ~~~~',
	entities: '&amp; &#42; &lt;at&gt; a&b',
	backticks: '`self` ``x``',
	'an address': 'https://intern.example.org/a/b?c=d&e=f www.example.org/_x_',
	spaces: '  two  and    four',
	'a mention': '<at>Ann</at> </at>',
	emoji: '🏴󠁧󠁢󠁥󠁮󠁧󠁿 👩‍👩‍👧‍👦 Grüße 漢字',
};

test.each(Object.entries(HOSTILE))('%s is shown as written, wherever it stands', (_, text) => {
	const alert: Alert = {
		...toAlert('custom', {
			reason: 'NEW',
			title: `Error: ${text}`,
			errorType: 'Error',
			errorMessage: `${text}\n    ${text}\n\n${text}`,
			friendlyId: 'SHOP-1',
		}),
	};
	expect(seen(shownInRun(runText(text)).text)).toBe(text);
	for (const phone of PHONES) {
		const { text: shown, acts } = shownOnPhone(escapeMarkdown(text), phone);
		expect([seen(shown), acts]).toEqual([text, []]);
		const { runs } = onPhone(cardOf(alert), phone);
		expect(runs.flatMap(({ acts: inRun }) => inRun)).toEqual([]);
		expect(seen(runs[2].text)).toBe(alert.errorMessage);
	}
});

test('names and values of tags, and the parts of a fact, are shown as written', () => {
	const [hostile] = Object.values(HOSTILE);
	const alert = enriched();
	if (alert.event) alert.event.tags = { [hostile]: HOSTILE.emphasis };
	for (const phone of PHONES) {
		const { facts } = onPhone(cardOf(alert), phone);
		const [label, value] = facts.at(-1) ?? [];
		expect([seen(label?.text ?? ''), seen(value?.text ?? '')]).toEqual([
			hostile.slice(0, 40),
			HOSTILE.emphasis,
		]);
	}
});

test('a stack trace keeps its lines, their indentation and its backslashes', () => {
	const alert = readAlert(enriched());
	const [exception] = alert.event?.stacktrace ?? [];
	exception.frames = [
		{
			file: 'C:\\srv\\_shop\\orders.py',
			line: 3,
			column: null,
			function: '<lambda>',
			inApp: true,
			code: 'return {**a, "{{DATE(2027-02-03T10:00:00Z)}}": r"\\d"}',
		},
	];
	const { runs } = onPhone(cardOf(alert), 'android');
	expect(runs.map(({ text }) => seen(text))).toContain(
		stackTraceText(alert.event, alert.errorMessage),
	);
	expect(runs.flatMap(({ acts }) => acts)).toEqual([]);
});

const LONG = {
	path: '/v2/accounts/organizations/departments/employees/certificates/attachments/thumbnails/download/7',
	class:
		'com.example.warehouse.inventory.reservation.adapters.outbound.postgres.ReservationRepository',
	namespace: 'Symfony\\Component\\Messenger\\Exception\\UnrecoverableMessageHandlingException',
	query:
		'/report?from=2026-01-01&to=2026-12-31&columns=name&columns=price&columns=stock&user=ann@example.org',
	hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
};

test.each(Object.entries(LONG))(
	'a long %s can break within the width of a phone',
	(_, transaction) => {
		const card = cardOf(alertOf('custom-new', { transaction }));
		const fact = nodesOf(card.body).find(({ title }) => title === 'Transaction');
		const value = String(fact?.value);
		expect(
			Math.max(...value.split(/[\s\u200b]/).map((piece) => seen(piece).length)),
		).toBeLessThanOrEqual(40);
		for (const phone of PHONES) expect(seen(shownOnPhone(value, phone).text)).toBe(transaction);
	},
);

test('a short value can be copied without anything unseen in it', () => {
	for (const value of [
		'checkout@4.2.0',
		'/api/orders',
		'2026.11.24',
		'a?b&c',
		'shop@4.2.0+build.17',
		'x'.repeat(30),
	]) {
		expect(escapeMarkdown(value)).toBe(value);
	}
});

test('any text is shown as written', () => {
	const piece = fc.oneof(
		fc.constantFrom(...Object.values(HOSTILE), ...Object.values(LONG), '\\', '*', '_', '](', '- '),
		fc.string({ unit: 'binary' }),
		fc.string(),
	);
	const text = fc
		.array(piece, { maxLength: 8 })
		.map((parts) => cleanText(parts.join('')).replace(/[\u2060\u200b\u00a0\t]/g, ''));
	fc.assert(
		fc.property(text, (value) => {
			expect(shownInRun(runText(value)).acts).toEqual([]);
			expect(seen(runText(value))).toBe(value);
			const line = oneLine(value);
			for (const phone of PHONES) {
				const { text: shown, acts } = shownOnPhone(escapeMarkdown(line), phone);
				expect([seen(shown), acts]).toEqual([line, []]);
			}
		}),
		tries(3_000),
	);
});
