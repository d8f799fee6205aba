/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { preProcessFile } from 'typescript';

const ROOT = resolve(__dirname, '..');
const LONGEST_FILE = 300;

function sources(folder: string): string[] {
	return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => join(folder, file));
}

/** The files of ours that a file imports, by their path from the root; types count as well. */
function importsOf(file: string): string[] {
	const { importedFiles } = preProcessFile(readFileSync(join(ROOT, file), 'utf8'));
	return importedFiles
		.filter(({ fileName }) => fileName.startsWith('.'))
		.map(({ fileName }) => relative(ROOT, resolve(ROOT, dirname(file), fileName)))
		.map(
			(name) =>
				[`${name}.ts`, join(name, 'index.ts')].find((one) => existsSync(join(ROOT, one))) ?? name,
		);
}

const nodes = new Map(sources('nodes').map((file) => [file, importsOf(file)]));

/** The first way back to where it began, if there is one. */
function circleIn(graph: Map<string, string[]>): string[] | undefined {
	const done = new Set<string>();
	const visit = (file: string, way: string[]): string[] | undefined => {
		if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
		if (done.has(file)) return undefined;
		for (const next of graph.get(file) ?? []) {
			const circle = visit(next, [...way, file]);
			if (circle !== undefined) return circle;
		}
		done.add(file);
		return undefined;
	};
	for (const file of graph.keys()) {
		const circle = visit(file, []);
		if (circle !== undefined) return circle;
	}
	return undefined;
}

/** Imports from a folder of `from` into a file that is in no folder of `allowed`. */
function arrows(from: string[], allowed: string[]): string[] {
	const inside = (file: string, folders: string[]) =>
		folders.some((folder) => file.startsWith(`nodes/${folder}`));
	return [...nodes].flatMap(([file, imports]) =>
		inside(file, from)
			? imports.filter((one) => !inside(one, allowed)).map((one) => `${file} → ${one}`)
			: [],
	);
}

const FLOOR = ['shared/alert/', 'shared/delivery/', 'shared/text/'];

test('the sources are found, and what they import', () => {
	expect(nodes.size).toBeGreaterThan(100);
	expect(nodes.get('nodes/shared/tracker/decide.ts')).toContain('nodes/shared/tracker/ticket.ts');
	const broken = [...nodes.values()].flat().filter((file) => !nodes.has(file));
	expect(broken).toEqual([]);
});

test('no file imports itself by way of others', () => {
	expect(
		circleIn(
			new Map([
				['a', ['b']],
				['b', ['c']],
				['c', ['b']],
			]),
		),
	).toEqual(['b', 'c', 'b']);
	expect(circleIn(nodes)).toBeUndefined();
});

test('reading, texts and delivery know nothing of what is built on them', () => {
	expect(arrows(FLOOR, [...FLOOR, 'shared/processState'])).toEqual([]);
});

test('the contract knows no loop, and what is shared knows no destination', () => {
	expect(arrows(['shared/destination.ts'], ['shared/'])).toEqual([]);
	expect(nodes.get('nodes/shared/destination.ts')?.filter((file) => /\/node\//.test(file))).toEqual(
		[],
	);
	expect(arrows(['shared/'], ['shared/'])).toEqual([]);
});

test('a tracker knows nothing of the loop', () => {
	expect(arrows(['shared/tracker/'], ['shared/'])).toEqual([]);
	const loop = [...nodes].filter(([file]) => file.startsWith('nodes/shared/tracker/'));
	expect(
		loop.flatMap(([, imports]) => imports.filter((file) => /shared\/node\//.test(file))),
	).toEqual([]);
});

test.each(['nodes', 'credentials', 'test'])(
	`no file in %s is longer than ${LONGEST_FILE} lines`,
	(folder) => {
		// A test may go on for longer: it is a list.
		const long = sources(folder).filter(
			(file) =>
				!file.endsWith('.test.ts') &&
				readFileSync(join(ROOT, file), 'utf8').trimEnd().split('\n').length > LONGEST_FILE,
		);
		expect(long).toEqual([]);
	},
);

test('a third tracker costs at most 500 lines', () => {
	const folder = join(ROOT, 'test', 'thirdTracker');
	const lines = readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map(
			(entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8').split('\n').length - 1,
		);
	expect(lines.length).toBeGreaterThan(5);
	expect(lines.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(500);
});
