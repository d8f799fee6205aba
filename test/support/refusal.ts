import { InvalidSetting } from '../../nodes/shared/delivery/failure';

/** What a person is told whose settings are wrong: message and hint; `accepted` if they are right. */
export function refusal(work: () => unknown): string {
	try {
		work();
	} catch (error) {
		return error instanceof InvalidSetting ? `${error.message}. ${error.hint}` : String(error);
	}
	return 'accepted';
}
