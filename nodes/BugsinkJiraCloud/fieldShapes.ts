import { isObject } from '../shared/alert/fields';
import { InvalidSetting } from '../shared/delivery/failure';
import { cleanText, oneLine } from '../shared/text/clean';
import { cut } from '../shared/text/cut';
import { parseJson } from '../shared/text/json';
import { lengthOf, MAX_LENGTH, richText } from './adf';
import type { Choice, ScreenField } from './createScreen';
import { dayOf, momentOf } from './dates';
import { isEmpty } from './empty';
import { MAX_LABEL } from './settings';

/** How many choices an error names. */
const SHOWN_CHOICES = 20;
const SHOWN_VALUE = 60;

/** What a field is filled in with. */
export interface Shaped {
	/** As Jira's create call takes it; undefined if nothing is left of it. */
	value: unknown;
	wasCut?: boolean;
	/** Emails for which there is no account; they are left out. */
	unknown?: string[];
}

export interface ShapeContext {
	/** Of the workflow, an IANA name. */
	timeZone: string;
	/** The account with this email address; undefined if no account has it. */
	accountId(email: string): Promise<string | undefined>;
}

/**
 * The value of a field in the form that Jira's create call takes.
 *
 * @param value not empty: text, number or boolean, for several values a list or text with commas.
 * Objects of Jira's own documentation, such as `{ id: '1' }`, are understood.
 * @throws {InvalidSetting} naming the field, and what it takes.
 */
export async function shapeOf(
	field: ScreenField,
	value: unknown,
	context: ShapeContext,
): Promise<Shaped> {
	switch (field.kind) {
		case 'cascade': {
			const [id, child] = chosen(field, value).split('/');
			return { value: { id, ...(child === undefined ? {} : { child: { id: child } }) } };
		}
		case 'choice':
			return { value: { id: chosen(field, value) } };
		case 'choices': {
			const isOne = find(field.choices, plain(value)) !== undefined;
			const ids = (isOne ? [value] : listOf(value)).map((one) => chosen(field, one));
			return { value: [...new Set(ids)].map((id) => ({ id })) };
		}
		case 'date':
			return { value: day(field, value, context.timeZone) };
		case 'datetime':
			return { value: moment(field, value, context.timeZone) };
		case 'group':
			return { value: { name: group(field, value) } };
		case 'groups':
			return { value: listOf(value).map((one) => ({ name: group(field, one) })) };
		case 'line': {
			const { text, wasCut } = cut(line(textOf(value)), field.maxLength ?? MAX_LENGTH);
			return { value: text === '' ? undefined : text, wasCut };
		}
		case 'number':
			return { value: number(field, value) };
		case 'sprint':
			return { value: sprint(field, value) };
		case 'strings':
			return { value: strings(field, value) };
		case 'team':
			return { value: team(field, value) };
		case 'text':
			return document(textOf(value));
		case 'url':
			return { value: url(field, value) };
		case 'user': {
			const [accountId] = await accounts(field, [value], context);
			return accountId.id === undefined
				? { value: undefined, unknown: [accountId.written] }
				: { value: { accountId: accountId.id } };
		}
		case 'users': {
			const people = await accounts(field, listOf(value), context);
			const ids = people.flatMap(({ id }) => id ?? []);
			return {
				value: ids.length === 0 ? undefined : ids.map((accountId) => ({ accountId })),
				unknown: people.flatMap(({ id, written }) => (id === undefined ? [written] : [])),
			};
		}
	}
}

/** The error for a value that a field cannot have. @param hint what to do, as a sentence. */
function invalid({ name }: ScreenField, value: unknown, hint: string): InvalidSetting {
	const shown = cut(line(plain(value)), SHOWN_VALUE).text;
	return new InvalidSetting(`'${cut(name, SHOWN_VALUE).text}' cannot be '${shown}'`, hint);
}

/** Of an object the JSON: what comes from an alert is never a document of its own. */
function textOf(value: unknown): string {
	if (Array.isArray(value)) return value.map(textOf).join('\n');
	return isObject(value) ? JSON.stringify(value) : String(value);
}

/** Text of what was given; of an object what identifies it, else its JSON. */
function plain(value: unknown): string {
	if (Array.isArray(value) && value.length === 1) return plain(value[0]);
	if (!isObject(value)) return typeof value === 'object' ? JSON.stringify(value) : String(value);
	const { accountId, id, name, value: of, child } = value;
	const own = [accountId, id, of, name].find((one) => ['string', 'number'].includes(typeof one));
	if (own === undefined) return JSON.stringify(value);
	if (!isObject(child)) return String(own);
	return own === id ? `${String(own)}/${plain(child)}` : `${String(own)} > ${plain(child)}`;
}

function line(value: string): string {
	return oneLine(cleanText(value));
}

/** The entries of a list, of a JSON list, or of text with commas or line ends between them. */
function listOf(value: unknown): unknown[] {
	const list = typeof value === 'string' && /^\s*\[/.test(value) ? parseJson(value) : value;
	const entries = Array.isArray(list)
		? (list as unknown[])
		: typeof value === 'string'
			? value.split(/[,\n]/)
			: [value];
	return entries.filter((entry) => !isEmpty(entry));
}

/** By its id, else by its name; names may differ in case and spaces. */
function find(choices: Choice[], written: string): Choice | undefined {
	const folded = (name: string) => name.toLowerCase().replace(/\s*>\s*/g, '>');
	const wanted = line(written);
	return (
		choices.find(({ id }) => id === wanted) ??
		choices.find(({ name }) => name === wanted) ??
		choices.find(({ name }) => folded(name) === folded(wanted))
	);
}

function chosen(field: ScreenField, value: unknown): string {
	const choice = find(field.choices, plain(value));
	if (choice !== undefined) return choice.id;
	const { choices } = field;
	const names = choices.slice(0, SHOWN_CHOICES).map(({ name }) => cut(name, SHOWN_VALUE).text);
	const more = choices.length - names.length;
	const known = names.join(', ') + (more > 0 ? ` and ${more} more` : '');
	throw invalid(
		field,
		value,
		choices.length === 0 ? 'Jira offers no choice for it.' : `Choose one of ${known}.`,
	);
}

/** A number of an expression is a time in milliseconds since 1970. */
function written(value: unknown): string {
	const isTime = typeof value === 'number' && Math.abs(value) <= 8.64e15;
	return isTime ? new Date(value).toISOString() : plain(value).trim();
}

function day(field: ScreenField, value: unknown, timeZone: string): string {
	const found = dayOf(written(value), timeZone);
	const time = /^\d{4}-\d\d-\d\d$/.test(found) ? Date.parse(`${found}T00:00:00Z`) : NaN;
	if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(found)) return found;
	throw invalid(field, value, 'Enter a date such as 2026-08-03.');
}

function moment(field: ScreenField, value: unknown, timeZone: string): string {
	const found = momentOf(written(value), timeZone);
	// Jira wants the milliseconds too.
	if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/.test(found)) return found;
	throw invalid(field, value, 'Enter a time such as 2026-08-03T09:00:00Z.');
}

function number(field: ScreenField, value: unknown): number {
	const text = plain(value).trim();
	// `Number` also takes hexadecimal digits and the like.
	if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text))) {
		return Number(text);
	}
	throw invalid(field, value, 'Enter a number such as 5 or 2.5.');
}

function sprint(field: ScreenField, value: unknown): number {
	const text = plain(value).trim();
	if (/^\d{1,15}$/.test(text)) return Number(text);
	throw invalid(
		field,
		value,
		"Enter the sprint's ID, a number such as 37; its name does not work.",
	);
}

/** The id, also out of the address of the team's page. */
function team(field: ScreenField, value: unknown): string {
	const text = plain(value).trim();
	const id = /\/team\/([\w-]+)/.exec(text)?.[1] ?? text;
	if (/^[\w-]{1,128}$/.test(id)) return id;
	throw invalid(field, value, "Enter the team's ID, or the address of the team's page.");
}

function group(field: ScreenField, value: unknown): string {
	const name = line(plain(value));
	if (name !== '') return name;
	throw invalid(field, value, 'Enter the name of a group.');
}

function strings(field: ScreenField, value: unknown): string[] {
	const all = [...new Set(listOf(value).map((one) => line(plain(one))))];
	for (const one of all) {
		if (one.length > MAX_LABEL) {
			throw invalid(field, one, `Jira accepts at most ${MAX_LABEL} characters for one label.`);
		}
		if (!one.includes(' ')) continue;
		const joined = cut(one.replace(/ /g, '-'), SHOWN_VALUE).text;
		throw invalid(field, one, `Labels have no spaces. Write for example ${joined}.`);
	}
	return all.filter((one) => one !== '');
}

function url(field: ScreenField, value: unknown): string {
	const text = plain(value).trim();
	if (/^https?:\/\/[^\s/]/i.test(text) && !/[\s<>"]/.test(text) && URL.canParse(text)) return text;
	throw invalid(field, value, 'Enter an address that begins with https:// or http://.');
}

/** Rich text of plain text, as much of it as Jira takes. */
function document(value: string): Shaped {
	const whole = cleanText(value).trim();
	let short = cut(whole, MAX_LENGTH).text;
	let weight = lengthOf(richText(short));
	while (weight > MAX_LENGTH) {
		short = cut(short, Math.floor((short.length * MAX_LENGTH) / weight) - 1).text;
		weight = lengthOf(richText(short));
	}
	return { value: short === '' ? undefined : richText(short), wasCut: short !== whole };
}

async function accounts(
	field: ScreenField,
	values: unknown[],
	{ accountId }: ShapeContext,
): Promise<Array<{ written: string; id?: string }>> {
	const people = [...new Set(values.map((one) => plain(one).trim()))];
	return await Promise.all(
		people.map(async (one) => {
			if (/^[\w:-]{1,128}$/.test(one)) return { written: one, id: one };
			if (/^\S+@\S+$/.test(one)) return { written: one, id: await accountId(one) };
			throw invalid(field, one, 'Enter an email address or an account ID.');
		}),
	);
}
