import type { IExecuteFunctions } from 'n8n-workflow';

import type { Transport } from '../delivery/http';
import { n8nTransport } from '../delivery/n8nTransport';
import { redactor } from '../delivery/redact';
import type { Destination } from '../destination';
import { readLimit, type LimitRules } from '../limit/rules';
import { areFieldsFixed, Parameters } from '../parameters';
import type { Entry } from './entries';
import type { Access } from './credentials';

/** What the fields and the credential say for an item, checked; nothing of it is about the alert. */
export interface ItemSettings<Settings> {
	settings: Settings;
	maxAttempts: number;
	/** Undefined if the limit is off. */
	limit: LimitRules | undefined;
	/** Masks every secret in what it answers. */
	transport: Transport;
}

/**
 * Reads the fields for each item, or once for all while no field holds an expression: asking n8n for
 * every field takes longer than formatting the alert.
 */
export class SettingsReader<Settings> {
	private readonly areFixed: boolean;
	private last: { access: Access; read: ItemSettings<Settings> } | undefined;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly destination: Destination<Settings>,
	) {
		this.areFixed = areFieldsFixed(context);
	}

	/** @throws {InvalidSetting} */
	of(entry: Entry, access: Access): ItemSettings<Settings> {
		if (this.areFixed && this.last?.access === access) return this.last.read;
		const read = this.read(entry, access);
		this.last = { access, read };
		return read;
	}

	private read({ index, operation }: Entry, access: Access): ItemSettings<Settings> {
		const { context, destination } = this;
		const parameters = new Parameters(context, index);
		const maxAttempts = parameters.wholeNumber('options.maxAttempts', 'Max Attempts', 3, 1, 10);
		const timeoutSeconds = parameters.wholeNumber('options.timeout', 'Timeout', 30, 1, 300);
		const settings = destination.readSettings(parameters, access.credential);
		const ofFields = destination.secretsOfSettings?.(settings) ?? [];
		const { credentialType, isAuthenticatedByN8n } = destination;
		const credential = { type: credentialType, data: access.credential };
		return {
			settings,
			maxAttempts,
			limit: operation === 'sendAlert' ? readLimit(parameters) : undefined,
			transport: n8nTransport(context, {
				credential: isAuthenticatedByN8n ? credential : undefined,
				timeoutSeconds,
				signal: context.getExecutionCancelSignal(),
				redact: redactor([...access.secrets, ...ofFields]),
			}),
		};
	}
}
