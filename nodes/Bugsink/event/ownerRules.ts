import { InvalidSetting } from '../../shared/delivery/failure';
import { cleanText } from '../../shared/text/clean';
import { cut } from '../../shared/text/cut';
import { BadPattern, pathPattern, textPattern, type Atom, type Pattern } from './pattern';

/** One line of the rules. */
export interface OwnerRule {
	/** As it was typed, without its owners. */
	rule: string;
	kind: 'path' | (typeof KINDS)[number];
	/** Name of the tag; empty for the other kinds. */
	tag: string;
	pattern: Pattern;
	/** Empty: nobody owns what the rule matches. */
	owners: string[];
}

const KINDS = ['project', 'tag', 'url'] as const;
/** Characters of all rules together; places of a pattern fit into 16 bits, and hostile rules with hostile paths take seconds at most. */
const MAX_RULES = 50_000;
const EXAMPLE = 'Write one rule a line, for example: /src/payments/ @alice';

/**
 * Reads rules, one a line: a path pattern as in CODEOWNERS, `project:name`, `tag:key=value` or
 * `url:pattern` (in any case of letters), and the owners after white space. `#` begins a comment. Spaces in a rule stand in
 * double quotes or behind a backslash.
 *
 * @throws {InvalidSetting} with the number of the first line that is not a rule.
 */
export function readOwnerRules(text: string): OwnerRule[] {
	if (text.length > MAX_RULES) {
		throw new InvalidSetting(
			`'Owners' has more than ${MAX_RULES} characters`,
			'Keep the rules that matter for alerts.',
		);
	}
	return text.split(/\r\n|\r|\n/).flatMap((row, index) => {
		let failure: unknown;
		try {
			return readRow(row);
		} catch (error) {
			failure = error;
		}
		if (!(failure instanceof BadPattern)) throw failure;
		const start = cut(cleanText(row).trim(), 40).text;
		throw new InvalidSetting(
			`'Owners', line ${index + 1}: '${start}' ${failure.message}`,
			`${EXAMPLE}. Other rules are project:name, tag:key=value and url:pattern.`,
		);
	});
}

function readRow(row: string): OwnerRule[] {
	const trimmed = row.trim();
	if (trimmed === '' || trimmed.startsWith('#')) return [];
	if (cleanText(trimmed) !== trimmed) throw new BadPattern('contains control characters');
	const { atoms, end } = readWord(trimmed);
	const owners: string[] = [];
	for (const owner of trimmed.slice(end).split(/\s+/)) {
		if (owner.startsWith('#')) break;
		if (owner !== '') owners.push(owner);
	}
	return [{ ...ruleOf(atoms), rule: trimmed.slice(0, end), owners: [...new Set(owners)] }];
}

/** The word at the beginning, up to white space that is neither quoted nor escaped. */
function readWord(row: string): { atoms: Atom[]; end: number } {
	const atoms: Atom[] = [];
	let isQuoted = false;
	let end = 0;
	for (; end < row.length && (isQuoted || !/\s/.test(row[end])); end++) {
		const char = row[end];
		if (char === '\\') {
			const escaped = row[++end] ?? '';
			if (escaped === '' || /[\p{L}\p{N}]/u.test(escaped)) {
				throw new BadPattern('has a backslash that escapes nothing; write folders with /');
			}
			atoms.push({ char: escaped, isEscaped: true });
		} else if (char === '"') isQuoted = !isQuoted;
		else atoms.push({ char, isEscaped: false });
	}
	if (isQuoted) throw new BadPattern('has a quote without an end');
	return { atoms, end };
}

function ruleOf(atoms: Atom[]): Pick<OwnerRule, 'kind' | 'tag' | 'pattern'> {
	const word = atoms.map(({ char }) => char).join('');
	const kind = KINDS.find((one) => word.toLowerCase().startsWith(`${one}:`));
	if (kind === undefined) {
		const other = /^\w+:/.exec(word)?.[0];
		if (other !== undefined) throw new BadPattern(`begins with ${other}, an unknown kind of rule`);
		if (atoms[0]?.char === '!' && !atoms[0].isEscaped) {
			throw new BadPattern('begins with !, which CODEOWNERS does not know');
		}
		return { kind: 'path', tag: '', pattern: pathPattern(atoms) };
	}
	const value = atoms.slice(kind.length + 1);
	const equals = kind === 'tag' ? value.findIndex(({ char }) => char === '=') : -1;
	if (kind === 'tag' && equals < 1)
		throw new BadPattern('must name a tag and a value: tag:key=value');
	const rest = value.slice(equals + 1);
	if (rest.length === 0) throw new BadPattern(`has nothing after ${kind === 'tag' ? '=' : ':'}`);
	const tag = value
		.slice(0, Math.max(0, equals))
		.map(({ char }) => char)
		.join('');
	const isAnyCase = kind === 'project';
	const pattern = textPattern(
		isAnyCase ? rest.map((atom) => ({ ...atom, char: atom.char.toLowerCase() })) : rest,
	);
	return { kind, tag, pattern };
}
