/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const PAGES = [
	'README.md',
	'CONTRIBUTING.md',
	'CHANGELOG.md',
	...readdirSync(join(ROOT, 'docs'))
		.filter((file) => file.endsWith('.md'))
		.map((file) => `docs/${file}`),
];

/** As GitHub makes them of headings. */
function anchorsOf(markdown: string): string[] {
	return [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
		heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s-]/gu, '')
			.trim()
			.replace(/ /g, '-'),
	);
}

/** Links and pictures that stay in the repository, outside of code. */
function linksOf(markdown: string): string[] {
	const prose = markdown.replace(/```[^]*?```/g, '').replace(/`[^`\n]*`/g, '');
	const targets = [
		...[...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target),
		...[...prose.matchAll(/src="([^"]+)"/g)].map(([, target]) => target),
	];
	return targets.filter((target) => !/^https?:/.test(target));
}

test.each(PAGES)('every link of %s leads somewhere', (page) => {
	const broken = linksOf(read(page)).filter((target) => {
		const [path, anchor] = target.split('#');
		const file = path === '' ? page : join(dirname(page), decodeURI(path));
		if (!existsSync(join(ROOT, file))) return true;
		return anchor !== undefined && !anchorsOf(read(file)).includes(anchor);
	});
	expect(broken).toEqual([]);
});

test('every page of docs is reached from README', () => {
	const reached = linksOf(read('README.md')).map((target) => target.split('#')[0]);
	expect(PAGES.filter((page) => page.startsWith('docs/') && !reached.includes(page))).toEqual([]);
});

test('every example is in README, and every example there exists', () => {
	const files = readdirSync(join(ROOT, 'examples')).map((file) => `examples/${file}`);
	const linked = new Set(linksOf(read('README.md')).filter((target) => /^examples\//.test(target)));
	expect([...linked].sort()).toEqual(files.sort());
});

test.each(PAGES)('every npm command of %s is a script', (page) => {
	const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
	const commands = [...read(page).matchAll(/\bnpm (?:run ([\w:]+)|(test|start))\b/g)];
	const missing = commands.map(([, run, bare]) => run ?? bare).filter((name) => !(name in scripts));
	expect(missing).toEqual([]);
});

test('README is a guide, not the reference', () => {
	expect(read('README.md').split('\n').length).toBeLessThanOrEqual(135);
});
