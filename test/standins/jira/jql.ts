/** The comparisons that the stand-in's search understands. */
export type Operator =
	'=' | '!=' | '~' | '!~' | '<' | '<=' | '>' | '>=' | 'in' | 'not in' | 'is' | 'is not';

export type Condition =
	| { kind: 'and' | 'or'; parts: Condition[] }
	| { kind: 'not'; part: Condition }
	| { kind: 'clause'; field: string; operator: Operator; values: string[] };

export interface Query {
	/** Undefined where the query restricts nothing. */
	where?: Condition;
	orderBy: Array<{ field: string; descending: boolean }>;
}

/** A query that Jira refuses with 400. */
export class JqlError extends Error {}

interface Token {
	text: string;
	quoted: boolean;
}

const TOKEN =
	/\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(!=|!~|<=|>=|[=~<>(),])|([^\s"'=!~<>(),]+))/y;

function tokenize(jql: string): Token[] {
	const tokens: Token[] = [];
	const text = jql.trimEnd();
	TOKEN.lastIndex = 0;
	while (TOKEN.lastIndex < text.length) {
		const start = TOKEN.lastIndex;
		const found = TOKEN.exec(text);
		if (found === null) {
			throw new JqlError(
				`Error in the JQL Query: The character '${text[start]}' is a reserved JQL character. You must enclose it in a string or use the escape '\\u${text.charCodeAt(start).toString(16).padStart(4, '0')}' instead. (line 1, character ${start + 1})`,
			);
		}
		const quoted = found[1] ?? found[2];
		if (quoted !== undefined) {
			tokens.push({ text: quoted.replace(/\\(.)/g, '$1'), quoted: true });
		} else tokens.push({ text: found[3] ?? found[4], quoted: false });
	}
	return tokens;
}

/** Parses the part of JQL that the stand-in knows; throws {@link JqlError}. */
export function parseJql(jql: string): Query {
	const tokens = tokenize(jql);
	let position = 0;

	const word = (offset = 0) => {
		const token = tokens[position + offset] as Token | undefined;
		return token === undefined || token.quoted ? undefined : token.text.toUpperCase();
	};
	const wrong = () =>
		new JqlError(
			position < tokens.length
				? `Error in the JQL Query: Unexpected '${tokens[position].text}'.`
				: 'Error in the JQL Query: The query ends too early.',
		);
	const take = () => {
		if (position >= tokens.length) throw wrong();
		return tokens[position++];
	};
	const accept = (text: string) => {
		if (word() !== text) return false;
		position++;
		return true;
	};

	function either(): Condition {
		const parts = [both()];
		while (accept('OR')) parts.push(both());
		return parts.length === 1 ? parts[0] : { kind: 'or', parts };
	}

	function both(): Condition {
		const parts = [single()];
		while (accept('AND')) parts.push(single());
		return parts.length === 1 ? parts[0] : { kind: 'and', parts };
	}

	function single(): Condition {
		if (accept('NOT')) return { kind: 'not', part: single() };
		if (accept('(')) {
			const inner = either();
			if (!accept(')')) throw wrong();
			return inner;
		}
		const field = take().text;
		return { kind: 'clause', field, ...comparison() };
	}

	function comparison(): { operator: Operator; values: string[] } {
		if (accept('NOT')) {
			if (!accept('IN')) throw wrong();
			return { operator: 'not in', values: list() };
		}
		if (accept('IN')) return { operator: 'in', values: list() };
		if (accept('IS')) return { operator: accept('NOT') ? 'is not' : 'is', values: [take().text] };
		const operator = take().text;
		if (!/^(=|!=|~|!~|<|<=|>|>=)$/.test(operator)) {
			position--;
			throw wrong();
		}
		return { operator: operator as Operator, values: [value()] };
	}

	function value(): string {
		const token = take();
		// Everything else has to be quoted: support.atlassian.com "JQL: reserved characters".
		if (!token.quoted && /[(),=~<>;?|*/%^$#@[\]]/.test(token.text)) {
			position--;
			throw wrong();
		}
		// `currentUser()`, `now()`: functions without arguments.
		if (!token.quoted && word() === '(' && word(1) === ')') {
			position += 2;
			return `${token.text}()`;
		}
		return token.text;
	}

	function list(): string[] {
		if (!accept('(')) throw wrong();
		const values = [value()];
		while (accept(',')) values.push(value());
		if (!accept(')')) throw wrong();
		return values;
	}

	const query: Query = { orderBy: [] };
	if (tokens.length > 0 && !(word() === 'ORDER' && word(1) === 'BY')) query.where = either();
	if (accept('ORDER')) {
		if (!accept('BY')) throw wrong();
		do {
			const field = take().text.toLowerCase();
			const descending = accept('DESC');
			if (!descending) accept('ASC');
			query.orderBy.push({ field, descending });
		} while (accept(','));
	}
	if (position < tokens.length) throw wrong();
	return query;
}
