/** One character of a rule; one behind a backslash means only itself. */
export interface Atom {
	char: string;
	isEscaped: boolean;
}

/** What a place of a pattern matches: the UTF-16 unit of this code, or one of the following. */
type Token = number;
/** Any unit but a slash. */
const ONE = -1;
/** Any number of them. */
const NAME = -2;
/** Nothing, or whole folders with the slash behind them. */
const FOLDERS = -3;
/** Anything. */
const ANY = -4;
const SLASH = 0x2f;

export interface Pattern {
	tokens: Token[];
	/** What may follow: nothing; nothing or what lies inside; only what lies inside. */
	ending: 'exact' | 'tree' | 'inside';
	/** It matches every path. */
	isCatchAll: boolean;
}

/** Why a path pattern cannot work, as the end of a sentence about it. */
export class BadPattern extends Error {}

/** Text in which `*` stands for anything, also for nothing. */
export function textPattern(atoms: Atom[]): Pattern {
	const tokens = atoms.map((atom) => (isStar(atom) ? ANY : atom.char.charCodeAt(0)));
	return { tokens: withoutRepeats(tokens), ending: 'exact', isCatchAll: false };
}

/**
 * A path pattern as CODEOWNERS has them
 * (https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners#codeowners-syntax):
 * with a slash in front or in the middle it begins at the root, otherwise it may lie in any folder. It
 * matches a file, or all that is in a folder; only the latter with a slash at its end. `*` and `?` stay
 * within a name, a name `**` is any number of folders, and `docs/*` means the files of that folder alone.
 *
 * @throws {BadPattern}
 */
export function pathPattern(atoms: Atom[]): Pattern {
	const names = namesOf(atoms).filter(
		(name, at, all) => !(at > 0 && isFolders(name) && isFolders(all[at - 1])),
	);
	const isFromRoot = names.length > 1 && names[0].length === 0;
	if (isFromRoot) names.shift();
	const isFolder = names.length > 1 && names[names.length - 1].length === 0;
	if (isFolder) names.pop();
	// Any number of folders, and all that is in the last of them.
	if (isFolder && isFolders(names[names.length - 1])) names.push([{ char: '*', isEscaped: false }]);
	for (const name of names) checkName(name);

	const isCatchAll =
		names.every((name, at) => isFolders(name) || (isAnything(name) && at === names.length - 1)) &&
		!isFolder &&
		(names.length > 1 || isFolders(names[0]) || !isFromRoot);
	if (isCatchAll) return { tokens: [ANY], ending: 'exact', isCatchAll };

	const last = names[names.length - 1];
	const isInside = isFolder || isFolders(last);
	const inFront = isFolders(last) ? names.slice(0, -1) : names;
	const tokens: Token[] = isFromRoot || names.length > 1 ? [] : [FOLDERS];
	inFront.forEach((name, at) => {
		if (isFolders(name)) tokens.push(FOLDERS);
		else tokens.push(...name.map(tokenOf), ...(at < inFront.length - 1 ? [SLASH] : []));
	});
	const isFlat = isAnything(last) && (names.length > 1 || isFromRoot);
	return {
		tokens: withoutRepeats(tokens),
		ending: isInside ? 'inside' : isFlat ? 'exact' : 'tree',
		isCatchAll,
	};
}

function namesOf(atoms: Atom[]): Atom[][] {
	const names: Atom[][] = [[]];
	for (const atom of atoms) {
		if (atom.char === '/') names.push([]);
		else names[names.length - 1].push(atom);
	}
	return names;
}

function checkName(name: Atom[]): void {
	const text = name.map(({ char }) => char).join('');
	if (text === '') throw new BadPattern('has no name between two slashes, or is only a slash');
	if (text === '.' || text === '..') {
		throw new BadPattern(`has '${text}'; write the path from the root of the repository`);
	}
	if (name.some(({ char, isEscaped }) => !isEscaped && '[]'.includes(char))) {
		throw new BadPattern('has brackets, which CODEOWNERS does not know; write \\[ and \\]');
	}
}

function tokenOf(atom: Atom): Token {
	if (isStar(atom)) return NAME;
	return !atom.isEscaped && atom.char === '?' ? ONE : atom.char.charCodeAt(0);
}

function isStar({ char, isEscaped }: Atom): boolean {
	return char === '*' && !isEscaped;
}

function isAnything(name: Atom[]): boolean {
	return name.length === 1 && isStar(name[0]);
}

function isFolders(name: Atom[]): boolean {
	return name.length === 2 && name.every(isStar);
}

function withoutRepeats(tokens: Token[]): Token[] {
	return tokens.filter((token, at) => token >= ONE || token !== tokens[at - 1]);
}

/**
 * Whether the pattern matches. All ways to match are followed side by side, unit by unit, so that the
 * cost is at most length by length, whatever both hold.
 */
export function matches({ tokens, ending }: Pattern, text: string): boolean {
	const end = tokens.length;
	// Places in the pattern, in ascending order: those that are reached, and those after the next unit.
	let places = new Uint16Array(end + 1);
	let next = new Uint16Array(end + 1);
	let count = reach(tokens, places, 0, 0, true);
	for (let at = 0; at < text.length; at++) {
		const unit = text.charCodeAt(at);
		const isSlash = unit === SLASH;
		if (isSlash && ending !== 'exact' && places[count - 1] === end) return true;
		let found = 0;
		for (let index = 0; index < count; index++) {
			const place = places[index];
			const token = tokens[place];
			if (token === ANY || token === FOLDERS || (token === NAME && !isSlash)) {
				found = reach(tokens, next, found, place, isSlash);
			} else if (token === unit || (token === ONE && !isSlash)) {
				found = reach(tokens, next, found, place + 1, isSlash);
			}
		}
		if (found === 0) return false;
		[places, next] = [next, places];
		count = found;
	}
	return ending !== 'inside' && places[count - 1] === end;
}

/** Adds a place, and those after it that need no unit to get to. @returns how many there are then. */
function reach(
	tokens: Token[],
	places: Uint16Array,
	count: number,
	from: number,
	isNewName: boolean,
): number {
	let size = count;
	for (let place = from; ; place++) {
		if (size === 0 || place > places[size - 1]) places[size++] = place;
		const token = tokens[place];
		const isSkipped = token === NAME || token === ANY || (token === FOLDERS && isNewName);
		if (!isSkipped) return size;
	}
}
