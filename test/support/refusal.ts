import { InvalidSetting } from '../../nodes/shared/delivery/failure';

/** What a person is told whose settings are wrong: message and hint; `accepted` if they are right. */
export function refusal(work: () => unknown): string {
	try {
		work();
	} catch (error) {
		if (error instanceof InvalidSetting) return `${error.message}. ${error.hint}`;
		throw error;
	}
	return 'accepted';
}
