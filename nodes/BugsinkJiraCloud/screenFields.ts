import { text, type JsonObject } from '../shared/alert/fields';
import { InvalidSetting } from '../shared/delivery/failure';
import { screenField } from './createScreen';
import { shapeOf } from './fieldShapes';
import type { Lookups } from './lookups';
import type { JiraSettings } from './settings';

/** How the node calls the form in which they are filled in. */
export const CREATE_SCREEN = "'Fields of the Create Screen'";

/**
 * What was filled in, in the form that Jira's create call takes, by field id.
 *
 * @throws {InvalidSetting} for a value that its field cannot have, and if Jira does not list the screen.
 */
export async function shapedFields(
	{ projectKey, screenFields, timeZone }: JiraSettings,
	lookups: Lookups,
): Promise<{ fields: JsonObject; truncated: string[]; warnings: string[] }> {
	const fields: JsonObject = {};
	const truncated: string[] = [];
	const warnings: string[] = [];
	const given = Object.entries(screenFields);
	const screen = given.length === 0 ? [] : await lookups.createFields();
	if (given.length > 0 && screen.length === 0) {
		throw new InvalidSetting(
			`Jira lists no create screen of ${projectKey} for this issue type`,
			`${CREATE_SCREEN} needs it. Check 'Project' and 'Issue Type', and that the account may create tickets there.`,
		);
	}
	for (const [id, value] of given) {
		const onScreen = screen.find(({ fieldId }) => fieldId === id);
		const field = onScreen && screenField(onScreen);
		if (field === undefined) {
			warnings.push(`'${id}' was left out: it cannot be filled in on the create screen`);
			continue;
		}
		const context = {
			timeZone,
			accountId: async (email: string) => await lookups.accountId(email),
		};
		const { value: shaped, unknown = [], wasCut } = await shapeOf(field, value, context);
		if (unknown.length > 0) {
			const said = `'${field.name}': no account was found for ${unknown.join(', ')}`;
			if (shaped === undefined && field.isRequired) {
				throw new InvalidSetting(said, 'Enter people who may be assigned tickets of the project.');
			}
			warnings.push(said);
		}
		if (wasCut === true) truncated.push(field.name);
		if (shaped !== undefined) fields[id] = shaped;
	}
	return { fields, truncated, warnings };
}

/**
 * Refuses fields without a custom field that the screen requires.
 *
 * @throws {InvalidSetting} naming them.
 */
export function refuseIncomplete(screen: JsonObject[], fields: JsonObject): void {
	const missing = screen.filter(
		({ fieldId, hasDefaultValue, required }) =>
			required === true &&
			hasDefaultValue !== true &&
			/^customfield_/.test(text(fieldId)) &&
			!Object.hasOwn(fields, text(fieldId)),
	);
	if (missing.length === 0) return;
	const names = missing.map(({ fieldId, name }) => `'${text(name) || text(fieldId)}'`).join(', ');
	throw new InvalidSetting(
		`Jira requires ${names} for a new ticket`,
		whereToFillIn(
			missing.map(({ fieldId }) => text(fieldId)),
			screen,
		),
	);
}

/** Where fields that Jira misses are filled in, as a sentence. @param ids of the fields. */
export function whereToFillIn(ids: string[], screen: JsonObject[]): string {
	const named = ids.map((id) => {
		const field = screen.find(({ fieldId }) => fieldId === id) ?? { fieldId: id };
		return { id, name: text(field.name) || id, inForm: screenField(field) !== undefined };
	});
	const inForm = named.filter(({ inForm: is }) => is).map(({ name }) => name);
	const others = named.filter(({ inForm: is }) => !is).map(({ id }) => id);
	return [
		...(inForm.length === 0
			? []
			: [
					`Turn on 'Fields From Create Screen' under Options and fill in ${inForm.join(', ')}, or set them in 'Custom Fields'.`,
				]),
		...(others.length === 0
			? []
			: [
					`Set ${others.join(', ')} in 'Custom Fields' under Options, for example { "${others[0]}": "…" }.`,
				]),
	].join(' ');
}
