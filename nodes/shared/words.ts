import type { INodeProperties } from 'n8n-workflow';

import { FACT_LABELS, type FactName } from './alert/describe';
import { userText, type Words } from './alert/words';
import { InvalidSetting } from './delivery/failure';
import type { Parameters } from './parameters';
import { cleanText, oneLine } from './text/clean';

/** What the option that replaces the title is called. */
type TitleName = 'summary' | 'title';

const LABELS: Record<TitleName, string> = { summary: 'Summary', title: 'Title' };
const FACT_NAMES = Object.keys(FACT_LABELS) as FactName[];

/** @param noun what the destination calls a message, such as "ticket". */
export function titleProperty(name: TitleName, noun: string): INodeProperties {
	return {
		displayName: LABELS[name],
		name,
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.project.name }}: {{ $json.title }}',
		description: `Replaces the ${name} of the ${noun}; leave empty for the alert's title. A test still begins with [Test]. A ${noun} about several alerts has a ${name} of its own.`,
	};
}

/** @param noun as above. */
export function additionalTextProperty(noun: string): INodeProperties {
	return {
		displayName: 'Additional Text',
		name: 'additionalText',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'e.g. Runbook: https://wiki.example.com/checkout',
		description: `Your own text, shown first in each ${noun}, also one about several alerts. Plain text with line breaks, up to 2,000 characters. An https address is a link if its host is typed here.`,
	};
}

export function factsProperty(): INodeProperties {
	const options = FACT_NAMES.map((value) => ({ name: titled(FACT_LABELS[value]), value }));
	return {
		displayName: 'Facts',
		name: 'facts',
		type: 'multiOptions',
		default: [],
		options: options.sort((a, b) => a.name.localeCompare(b.name)),
		description:
			'Which facts are shown, in the order in which you choose them. Leave empty for the usual ones: all that the title does not say.',
	};
}

/** `First seen` as a label: `First Seen`. */
function titled(label: string): string {
	return label.replace(/\b\p{Ll}/gu, (letter) => letter.toUpperCase());
}

/** The user's words for one item. @throws {InvalidSetting} for a fact that does not exist. */
export function readWords(parameters: Parameters, titleName: TitleName): Words {
	const text = parameters.text('options.additionalText');
	return {
		title: oneLine(cleanText(parameters.text(`options.${titleName}`))),
		additionalText: userText(text, text === '' ? '' : parameters.typed('options.additionalText')),
		facts: parameters.list('options.facts').map(factName),
	};
}

function factName(value: string): FactName {
	const found = FACT_NAMES.find((name) => name === value);
	if (found !== undefined) return found;
	throw new InvalidSetting(
		`'Facts' cannot contain '${value.slice(0, 60)}'`,
		`Choose from ${FACT_NAMES.join(', ')}.`,
	);
}
