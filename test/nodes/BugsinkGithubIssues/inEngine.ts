import type { IDataObject, INode } from 'n8n-workflow';

import { startGithub, type GithubStandIn } from '../../standins/github';
import { runNode } from '../../support/engine';
import { sample } from '../../support/samples';

export const TOKEN = ['ghp', 'plantedtoken0plantedtoken0planted00'].join('_');
export const NEW: IDataObject = {
	...(sample('captured/custom-new') as IDataObject),
	first_seen: new Date().toISOString(),
};

export interface InEngine {
	github: GithubStandIn;
	run: (
		parameters?: INode['parameters'],
		items?: IDataObject[],
		more?: Partial<Parameters<typeof runNode>[0]>,
	) => ReturnType<typeof runNode>;
}

/** A GitHub of its own, and the node in n8n's engine before it. */
export async function startInEngine(
	options: Parameters<typeof startGithub>[0] = { searchLagMs: 60_000 },
): Promise<InEngine> {
	const github = await startGithub({ token: TOKEN, ...options });
	return {
		github,
		run: async (parameters = {}, items = [NEW], more = {}) =>
			await runNode({
				node: 'bugsinkGithubIssues',
				parameters: { repository: { __rl: true, mode: 'name', value: 'acme/shop' }, ...parameters },
				credentials: { accessToken: TOKEN, apiUrl: `${github.url}/` },
				items,
				...more,
			}),
	};
}
