import type { Alert } from '../../nodes/shared/alert/alert';
import { readAlert } from '../../nodes/shared/alert/readAlert';

/**
 * What an attacker, or just an error message, may try. In every destination each of them stands there
 * as text: letter by letter, and without any effect. `shown` is the text that people see where it
 * is not the attempt itself.
 */
export const ATTEMPTS: Array<{ name: string; text: string; shown?: string }> = [
	{ name: 'mention of a user', text: '@octocat' },
	{ name: 'mention of a team', text: '@acme/everyone' },
	{ name: 'mention in Teams', text: '<at>Ann</at>' },
	{ name: 'mention in Teams, encoded', text: '&lt;at&gt;Ann&lt;/at&gt;' },
	{ name: 'mention in Teams, in capitals', text: '<AT id="0">Ann</AT >' },
	{ name: 'mention in Jira', text: '[~accountid:5b10a2844c20165700ede21g]' },
	{ name: 'reference to an issue', text: 'fixes #1' },
	{ name: 'reference by GH-', text: 'closes GH-26' },
	{ name: 'reference to another repository', text: 'acme/other#26' },
	{ name: 'commit', text: 'a5c3785ed8d6a35868bc169f07e40e889087fd2e' },
	{ name: 'short commit', text: 'a5c3785' },
	{ name: 'address', text: 'https://evil.example/?x=1&y=2' },
	{ name: 'address without a scheme', text: 'www.evil.example' },
	{ name: 'e-mail address', text: 'ann@evil.example' },
	{ name: 'Markdown link', text: '[click](https://evil.example)' },
	{ name: 'Markdown link by javascript:', text: '[click](javascript:alert(1))' },
	{ name: 'Markdown image', text: '![x](https://evil.example/x.png)' },
	{ name: 'autolink', text: '<https://evil.example>' },
	{ name: 'autolink by javascript:', text: '<javascript:alert(1)>' },
	{ name: 'link reference', text: '[a][b]\n\n[b]: https://evil.example' },
	{ name: 'footnote', text: '[^1]\n\n[^1]: text' },
	{ name: 'script', text: '<script>alert(1)</script>' },
	{ name: 'image with a handler', text: '<img src=x onerror=alert(1)>' },
	{ name: 'end of a comment', text: '--> <b>bold</b> <!--' },
	{ name: 'end of a comment, other form', text: '--!> <b>bold</b>' },
	{ name: 'forged marker', text: '<!-- bugsink-fingerprint: bugsink-1 -->' },
	{ name: 'end of the details', text: '</details></summary><h1>x' },
	{ name: 'CDATA', text: '<![CDATA[ <b> ]]>' },
	{ name: 'entity', text: '&#64;octocat &commat;octocat &#x23;1' },
	{ name: 'end of a fence', text: '```\n@octocat\n```' },
	{ name: 'end of a longer fence', text: '``````\n@octocat\n``````' },
	{ name: 'end of a tilde fence', text: '~~~\n@octocat\n~~~' },
	{ name: 'end of code', text: '`@octocat` ``@octocat``' },
	{ name: 'end of a table cell', text: 'a | @octocat \\| b \\\\| c' },
	{ name: 'headings, lists, quotes, rules', text: '# a\n- b\n> c\n1. d\n---' },
	{ name: 'bold and italic', text: '**a** _b_ ~~c~~' },
	{ name: 'backslashes', text: '\\@octocat \\\\ \\' },
	{ name: 'date function of cards', text: '{{DATE(2026-08-03T09:14:22Z, LONG)}}' },
	{ name: 'template of cards', text: '${$root.secret} ${secret}' },
	{ name: 'expression of n8n', text: '={{ $env.SECRET }} {{ $json.x }}' },
	{ name: 'ADF as text', text: '{"type":"doc","version":1,"content":[{"type":"mention"}]}' },
	{ name: 'card as text', text: '{"type":"AdaptiveCard","body":[{"type":"Action.OpenUrl"}]}' },
	{ name: 'end of a JSON string', text: '"}],"event_action":"resolve","x":[{"y":"' },
	{ name: 'Jira wiki markup', text: '{code} h1. x {code} [x|https://evil.example] {color:red}' },
	{ name: 'JQL', text: '" OR project = SECRET OR labels = "' },
	{ name: 'search of GitHub', text: '" repo:acme/secret is:open "' },
	{
		name: 'line break of a header',
		text: 'x\r\nX-Evil: 1\r\n\r\nbody',
		shown: 'x\nX-Evil: 1\n\nbody',
	},
	{ name: 'encoded line break', text: 'x%0d%0aX-Evil: 1' },
	{ name: 'line separators', text: 'a\u2028@octocat\u2029b' },
	{ name: 'right-to-left override', text: 'a\u202egnp.exe', shown: 'agnp.exe' },
	{ name: 'isolates', text: 'a\u2066b\u2069c', shown: 'abc' },
	{ name: 'NUL and bell', text: 'a\u0000b\u0007c', shown: 'abc' },
	{ name: 'escape sequence of a terminal', text: '\u001b[31mred\u001b[0m', shown: '[31mred[0m' },
	{ name: 'lone surrogates', text: 'a\ud800b\udc00c', shown: 'a\ufffdb\ufffdc' },
	{ name: 'prototype', text: '__proto__' },
	{ name: 'path', text: '../../etc/passwd' },
];

export const ID = '0b1c4a52-6c0e-4d5f-9a51-3f0f2f0c7b11';
export const LINK = `https://bugsink.example.com/issues/issue/${ID}/event/last/`;
/** Of the line of code whose file has the text as its name. */
export const CODE = 'https://github.com/acme/shop/blob/v1/a%20b/%28c%29.py#L7';
/** An alert that has the text wherever text may be. */
export function infested(text: string): Alert {
	return readAlert({
		reason: `NEW ${text}`,
		issueId: ID,
		fingerprint: `bugsink-${ID}`,
		friendlyId: text,
		title: `Error: ${text}`,
		errorType: text,
		errorMessage: text,
		transaction: text,
		project: { id: 1, name: text },
		unmuteReason: text,
		issueUrl: LINK,
		firstSeen: text,
		lastSeen: text,
		source: text,
		event: {
			url: text,
			level: text,
			platform: text,
			environment: text,
			release: text,
			serverName: text,
			transaction: text,
			logger: text,
			tags: { [text]: text },
			user: { [text]: text },
			request: { method: text, url: text, headers: { [text]: text }, body: text },
			breadcrumbs: [{ category: text, message: text }],
			stacktrace: [
				{
					type: text,
					message: text,
					frames: [
						{
							file: text,
							function: text,
							code: text,
							locals: { [text]: text },
							inApp: true,
							url: CODE,
						},
					],
				},
			],
		},
	});
}
