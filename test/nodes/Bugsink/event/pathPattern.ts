/**
 * A path pattern of CODEOWNERS as a regular expression: the same by another way, only fit for short and
 * friendly texts.
 */
export function expression(parts: string[], isFromRoot: boolean, isFolder: boolean): RegExp {
	const last = parts[parts.length - 1];
	const isAnywhere = !isFromRoot && parts.length === 1;
	const isFlat =
		last === '*' && !isFolder && !isAnywhere && !parts.slice(0, -1).every((part) => part === '**');
	const isOnlyFolders = parts.every((part) => part === '**');
	const body = parts
		.map((part, at) => {
			const isLast = at === parts.length - 1;
			if (part === '**') return isLast ? '' : '(?:[^/]+/)*';
			const name = part.replace(/[*?]/g, (sign) => (sign === '*' ? '[^/]*' : '[^/]'));
			return isLast ? name : `${name}/`;
		})
		.join('');
	if (isOnlyFolders) return isFolder ? /\// : /^/;
	if (last === '**') return new RegExp(isFolder ? `^${body}(?:[^/]+/)+.+$` : `^${body}[^/].*$`);
	if (isFolder) return new RegExp(`^${isAnywhere ? '(?:.*/)?' : ''}${body}/.+$`);
	const isRootStar = isFromRoot && parts.length === 1 && last === '*';
	return new RegExp(
		`^${isAnywhere ? '(?:.*/)?' : ''}${body}${isFlat || isRootStar ? '' : '(?:/.*)?'}$`,
	);
}
