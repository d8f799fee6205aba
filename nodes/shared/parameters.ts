import type { IExecuteFunctions, INodeParameters } from 'n8n-workflow';

import { isObject, type JsonObject } from './alert/fields';
import { InvalidSetting } from './delivery/failure';
import { isResult, pairedAlert } from './pairedAlert';
import { parseJson } from './text/json';

/** The default of the field 'Alert'. */
export const ITEM_ITSELF = '={{ $json }}';

/**
 * The node's fields for one item. Every read has a fallback: a field that a workflow saved by an older
 * version lacks has no value at all. A field that the editor hides may still hold one.
 */
export class Parameters {
	/** @param counts the fields that do; all others are empty. */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly itemIndex: number,
		private readonly counts: (name: string) => boolean = () => true,
	) {}

	/** The same fields, of which the editor shows only these for the operation at hand. */
	only(...names: string[]): Parameters {
		return new Parameters(this.context, this.itemIndex, (name) => names.includes(name));
	}

	/** The same fields, of which the editor hides these. */
	without(...names: string[]): Parameters {
		return new Parameters(this.context, this.itemIndex, (name) => !names.includes(name));
	}

	raw(name: string, fallback: unknown = null): unknown {
		if (!this.counts(name)) return fallback;
		const typed = fieldsOf(this.context)[name];
		if (typeof typed === 'string' && !isExpression(typed)) return typed;
		return this.context.getNodeParameter(name, this.itemIndex, fallback as never);
	}

	/**
	 * What the field 'Alert' gives. Its default is the item itself, which is taken directly: to have n8n
	 * evaluate an expression costs more than everything else that is done with the alert here. In a tool
	 * it stands for the agent's item, while the input is what the model said. After another destination
	 * the item is that node's result: the alert is then the one that the result belongs to.
	 */
	alert(): unknown {
		const { alert = ITEM_ITSELF } = fieldsOf(this.context);
		if (alert !== ITEM_ITSELF || this.context.isToolExecution?.() === true)
			return this.raw('alert');
		const json = this.context.getInputData()[this.itemIndex]?.json;
		return isResult(json) ? (pairedAlert(this.context, this.itemIndex) ?? json) : json;
	}

	/** The workflow's time zone, an IANA name. */
	timeZone(): string {
		return this.context.getTimezone();
	}

	/** Trimmed text; numbers from expressions become text. */
	text(name: string, fallback = ''): string {
		const value = this.raw(name, fallback);
		if (typeof value === 'number') return String(value);
		return typeof value === 'string' ? value.trim() : fallback;
	}

	/** What stands in a field, an expression as the user typed it. */
	typed(name: string): string {
		if (!this.counts(name)) return '';
		let typed: unknown = fieldsOf(this.context);
		for (const part of name.split('.')) typed = isObject(typed) ? typed[part] : typed;
		return typeof typed === 'string' ? typed : this.text(name);
	}

	/** The choice among `allowed`; empty is the fallback. @throws {InvalidSetting} for anything else an expression gave. */
	choice<T extends string>(name: string, label: string, allowed: readonly T[], fallback: T): T {
		return choiceOf(this.raw(name, fallback), label, allowed, fallback);
	}

	boolean(name: string, fallback: boolean): boolean {
		const value = this.raw(name, fallback);
		if (typeof value === 'string' && value.trim() !== '')
			return value.trim().toLowerCase() === 'true';
		return typeof value === 'boolean' ? value : fallback;
	}

	/** A whole number from `minimum` to `maximum`; empty is the fallback, not zero. @throws {InvalidSetting} */
	wholeNumber(
		name: string,
		label: string,
		fallback: number,
		minimum: number,
		maximum: number,
	): number {
		return wholeNumberOf(this.raw(name, fallback), label, fallback, minimum, maximum);
	}

	/** Entries of a comma-separated text or of a list from an expression: trimmed, empty ones and repetitions dropped. */
	list(name: string): string[] {
		const value = this.raw(name, '');
		const entries = Array.isArray(value) ? value.map(String) : this.text(name).split(/[,\n]/);
		return [...new Set(entries.map((entry) => entry.trim()).filter((entry) => entry !== ''))];
	}

	/** The value of a resource locator, whichever way it was chosen; its mode beside it. */
	locator(name: string): { value: string; mode: string } {
		const raw = this.raw(name, '');
		if (!isObject(raw)) return { value: this.text(name), mode: '' };
		const mode = typeof raw.mode === 'string' ? raw.mode : '';
		const value: unknown = this.extracted(name) ?? raw.value;
		const isText = typeof value === 'string' || typeof value === 'number';
		return { value: isText ? String(value).trim() : '', mode };
	}

	/** What n8n takes out of a pasted URL; undefined for a field that the editor hides. */
	private extracted(name: string): unknown {
		try {
			const value: unknown = this.context.getNodeParameter(name, this.itemIndex, '', {
				extractValue: true,
			});
			return isObject(value) ? undefined : value;
		} catch {
			return undefined;
		}
	}

	/**
	 * What the fields of a resource mapper were given, by their ids. Read apart from their list, so that
	 * n8n takes no name in it for an expression; what a field may hold is for the node to say.
	 */
	mapped(name: string): JsonObject {
		if (!this.counts(name)) return {};
		const path = `${name}.value`;
		const options = { skipValidation: true };
		const values: unknown = this.context.getNodeParameter(path, this.itemIndex, null, options);
		return isObject(values) ? values : {};
	}

	/** A JSON object from a JSON field or an expression. @throws {InvalidSetting} */
	jsonObject(name: string, label: string, example: string): JsonObject {
		const value = this.raw(name, {});
		const hint = `Enter a JSON object, for example ${example}.`;
		if (isObject(value)) return value;
		if (
			value === undefined ||
			value === null ||
			(typeof value === 'string' && value.trim() === '')
		) {
			return {};
		}
		const parsed = typeof value === 'string' ? parseJson(value) : undefined;
		if (isObject(parsed)) return parsed;
		throw new InvalidSetting(`'${label}' is not a JSON object`, hint);
	}
}

const fields = new WeakMap<IExecuteFunctions, INodeParameters>();

/** What stands in the node's fields, expressions as typed. n8n copies the whole node whenever it is asked. */
function fieldsOf(context: IExecuteFunctions): INodeParameters {
	const known = fields.get(context) ?? context.getNode().parameters;
	fields.set(context, known);
	return known;
}

/**
 * Whether every item has the same fields: no expression stands in any but 'Alert'. n8n fills in the
 * default of 'Operation' before a node runs; without it the fields are not all there.
 */
export function areFieldsFixed(context: IExecuteFunctions): boolean {
	const all = fieldsOf(context);
	return all.operation !== undefined && !hasExpression({ ...all, alert: null });
}

function isExpression(text: string): boolean {
	return text.startsWith('=');
}

function hasExpression(value: unknown): boolean {
	if (typeof value === 'string') return isExpression(value);
	return typeof value === 'object' && value !== null && Object.values(value).some(hasExpression);
}

/** As `Parameters.choice`, of a value inside a field. @throws {InvalidSetting} */
export function choiceOf<T extends string>(
	value: unknown,
	label: string,
	allowed: readonly T[],
	fallback: T,
): T {
	const text =
		typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
	const chosen = text || fallback;
	const found = allowed.find((entry) => entry === chosen);
	if (found !== undefined) return found;
	throw new InvalidSetting(
		`'${label}' cannot be '${chosen.slice(0, 60)}'`,
		`Choose one of ${allowed.join(', ')}.`,
	);
}

/** As `Parameters.wholeNumber`, of a value inside a field. @throws {InvalidSetting} */
export function wholeNumberOf(
	value: unknown,
	label: string,
	fallback: number,
	minimum: number,
	maximum: number,
): number {
	const given = typeof value === 'string' ? value.trim() || fallback : (value ?? fallback);
	// `Number` makes zero or one of an empty list and of true.
	const number = typeof given === 'string' || typeof given === 'number' ? Number(given) : NaN;
	if (Number.isInteger(number) && number >= minimum && number <= maximum) return number;
	throw new InvalidSetting(
		`'${label}' must be a whole number from ${minimum} to ${maximum}`,
		`Enter a number, for example ${fallback}.`,
	);
}
