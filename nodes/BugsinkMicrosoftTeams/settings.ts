import type { Words } from '../shared/alert/words';
import type { Pace } from '../shared/delivery/gate';
import type { Button } from './adaptiveCard';
import type { Mention } from './mentions';
import type { UrlFamily } from './webhookUrl';

/** The node's fields and its credential for one item, checked. */
export interface TeamsSettings {
	url: string;
	family: UrlFamily;
	pace: Pace;
	format: 'adaptiveCard' | 'messageCard';
	/** A name for people; the webhook itself decides on the channel. */
	channelName: string;
	mentions: Mention[];
	/** `#rrggbb` */
	themeColor: string;
	colorByReason: boolean;
	/** In place of what happened to the issue. */
	heading?: string;
	words?: Words;
	/** What people may choose, each with the address that it opens. */
	buttons?: Button[];
	/** What the settings themselves give reason to say. */
	warnings: string[];
}
