import type { Exchange } from './exchange';
import { follow, schemaPlace, type Body, type Description } from './openapi';
import type { Route } from './routes';
import type { Fit } from './schemas';
import { faultsOf } from './words';

/** What is wrong with an answer. */
export function checkAnswer(
	{ status, responseBody }: Exchange,
	route: Route,
	general: string[],
	description: Description,
	fit: Fit,
): string[] {
	if (status === undefined) return [];
	const { responses } = route.operation;
	const range = `${String(status)[0]}XX`;
	const key = [String(status), range, 'default'].find((one) => responses[one] !== undefined);
	if (key === undefined) {
		const isGeneral = general.includes(String(status)) || general.includes(range);
		return isGeneral ? [] : [`${status} is not documented`];
	}
	const body = follow<Body | undefined>(
		description,
		responses[key],
		`${route.place}/responses/${key}`,
	);
	const schema = schemaPlace(body);
	if (schema === undefined) return [];
	if (responseBody === undefined) {
		const needsBody = status < 300 && status !== 204;
		return needsBody ? [`${status} without its JSON`] : [];
	}
	return faultsOf(fit(schema, responseBody))
		.filter(({ isExtra }) => !isExtra)
		.map(({ text }) => `${status} ${text}`);
}
