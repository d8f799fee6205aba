import type { AlertParts, AlertSource } from '../alert';
import type { JsonObject } from '../fields';

/** Knows one input shape. */
export interface AlertReader {
	source: AlertSource;
	/** As the error message for an unknown item names the shape. */
	label: string;
	/** The alert's parts if the payload has this shape, else null. Never throws. */
	read(payload: JsonObject): AlertParts | null;
}
