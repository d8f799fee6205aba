import { loadFrom, loadSources, type Registry } from '../support/engine';

const sixth = loadFrom('../sixthDestination', ['BugsinkDiscord']);

/** The package with the sixth destination in it, as if its lines stood in `package.json`. */
export function withSixth(): Registry {
	const { nodes, credentialTypes } = loadSources();
	return {
		nodes: { ...nodes, ...sixth.nodes },
		credentialTypes: { ...credentialTypes, ...sixth.credentialTypes },
	};
}
