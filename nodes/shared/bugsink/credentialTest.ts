import { isObject } from '../alert/fields';
import { jsonOf } from '../delivery/http';
import { askService, bad, badAnswer, good } from '../node/credentialTest';
import { checkBugsinkCredential } from './address';
import { BUGSINK } from './client';
import { bugsinkSecrets } from './connect';

/** The API's root lists its parts for every valid token, whatever the token may do. */
export const bugsinkCredential = askService('Bugsink', bugsinkSecrets, async (data, send) => {
	const { api } = checkBugsinkCredential(data);
	const [token] = bugsinkSecrets(data);
	const headers = { accept: 'application/json', authorization: `Bearer ${token}` };
	const response = await send({ method: 'GET', url: api, headers });
	const { statusCode } = response;
	const json = jsonOf(response);
	if (statusCode === 200 && isObject(json) && json.issues !== undefined) {
		return good('Bugsink accepts the token. Its permissions are not tested.');
	}
	if (statusCode < 400 || statusCode === 404) {
		return bad(
			`What answers at ${api} is not Bugsink's API. Check 'Bugsink URL', also whether Bugsink runs below a sub-path.`,
		);
	}
	return badAnswer('Bugsink', statusCode, BUGSINK.explain(response));
});
