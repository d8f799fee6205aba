import type { IExecuteFunctions } from 'n8n-workflow';

import { isObject, type JsonObject } from '../alert/fields';
import { InvalidSetting } from '../delivery/failure';
import { parseJson } from '../text/json';

/** The default of the field 'Alert'. */
export const ITEM_ITSELF = '={{ $json }}';

/**
 * The node's fields for one item. Every read has a fallback: a field that the editor hid, or that a
 * workflow saved by an older version lacks, has no value at all.
 */
export class Parameters {
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly itemIndex: number,
	) {}

	raw(name: string, fallback: unknown = null): unknown {
		return this.context.getNodeParameter(name, this.itemIndex, fallback as never);
	}

	/**
	 * What the field 'Alert' gives. Its default is the item itself, which is taken directly: to have n8n
	 * evaluate an expression costs more than everything else that is done with the alert here. In a tool
	 * it stands for the agent's item, while the input is what the model said.
	 */
	alert(): unknown {
		const { alert = ITEM_ITSELF } = this.context.getNode().parameters;
		if (alert !== ITEM_ITSELF || this.context.isToolExecution()) return this.raw('alert');
		return this.context.getInputData()[this.itemIndex]?.json;
	}

	/** Trimmed text; numbers from expressions become text. */
	text(name: string, fallback = ''): string {
		const value = this.raw(name, fallback);
		if (typeof value === 'number') return String(value);
		return typeof value === 'string' ? value.trim() : fallback;
	}

	/** The choice among `allowed`. @throws {InvalidSetting} for anything else an expression gave. */
	choice<T extends string>(name: string, label: string, allowed: readonly T[], fallback: T): T {
		const value = this.text(name, fallback);
		const found = allowed.find((entry) => entry === value);
		if (found !== undefined) return found;
		throw new InvalidSetting(
			`'${label}' cannot be '${value.slice(0, 60)}'`,
			`Choose one of ${allowed.join(', ')}.`,
		);
	}

	boolean(name: string, fallback: boolean): boolean {
		const value = this.raw(name, fallback);
		if (typeof value === 'string') return value.trim().toLowerCase() === 'true';
		return typeof value === 'boolean' ? value : fallback;
	}

	/** A whole number from `minimum` to `maximum`. @throws {InvalidSetting} */
	wholeNumber(
		name: string,
		label: string,
		fallback: number,
		minimum: number,
		maximum: number,
	): number {
		const value = Number(this.raw(name, fallback));
		if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
		throw new InvalidSetting(
			`'${label}' must be a whole number from ${minimum} to ${maximum}`,
			`Enter a number, for example ${fallback}.`,
		);
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
			return this.context.getNodeParameter(name, this.itemIndex, '', { extractValue: true });
		} catch {
			return undefined;
		}
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
