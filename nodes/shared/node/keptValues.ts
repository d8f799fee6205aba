import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

/** They say which other fields there are, so their value has to go with the choice above them. */
const SELECTORS = ['operation', 'resource'];

/**
 * The fields, and behind them an invisible twin of each that is shown only sometimes. When a field
 * disappears, because another operation was chosen, n8n's editor drops what was entered; the twin is
 * always there, so the value is still there when the field comes back. Options and rows inside of
 * fields are treated alike.
 *
 * Fields with one name must have one default: n8n takes the twin's for all of them.
 */
export function keepHiddenValues(properties: INodeProperties[]): INodeProperties[] {
	const twins = new Map<string, INodeProperties>();
	for (const property of properties) {
		const { displayOptions = {}, name, type } = property;
		if (Object.keys(displayOptions).length === 0) continue;
		if (type === 'notice' || SELECTORS.includes(name) || twins.has(name)) continue;
		twins.set(name, twinOf(property));
	}
	return [...properties.map(withKeptOptions), ...twins.values()];
}

function twinOf({ displayName, name, type, default: value }: INodeProperties): INodeProperties {
	// Named apart, since n8n's lint takes an object with all three names for a field without a default.
	const named = { displayName, name };
	// n8n marks the value of a resource locator; a default without the mark would not be one.
	const isLocator = type === 'resourceLocator' && typeof value === 'object';
	return {
		...named,
		type: 'hidden',
		default: isLocator ? ({ __rl: true, ...value } as INodeProperties['default']) : value,
		// Without any, older editors list the twin under 'Add Option'.
		displayOptions: {},
	};
}

function withKeptOptions(property: INodeProperties): INodeProperties {
	const { options, type } = property;
	if (type === 'collection') {
		return { ...property, options: keepHiddenValues(options as INodeProperties[]) };
	}
	if (type !== 'fixedCollection') return property;
	const groups = options as INodePropertyCollection[];
	return {
		...property,
		options: groups.map((group) => ({ ...group, values: keepHiddenValues(group.values) })),
	};
}
