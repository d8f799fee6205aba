import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { text } from '../shared/alert/fields';
import { readDataFields } from '../shared/dataFields';
import { secretAddress } from '../shared/delivery/address';
import { InvalidSetting } from '../shared/delivery/failure';
import type { Pace } from '../shared/delivery/gate';
import type { Parameters } from '../shared/parameters';
import { oneLine } from '../shared/text/clean';
import { webLink } from '../shared/text/links';
import { readWords } from '../shared/words';
import { OWN_DETAILS } from './details';
import type { EventFields } from './event';
import { readSeverityTable, SEVERITIES } from './severity';

/** https://support.pagerduty.com/main/docs/service-regions */
export const EVENTS_URL = {
	us: 'https://events.pagerduty.com',
	eu: 'https://events.eu.pagerduty.com',
} as const;
const KNOWN_HOSTS: string[] = Object.values(EVENTS_URL).map((url) => new URL(url).host);
/** About as much as PagerDuty takes of one key (https://developer.pagerduty.com/docs/events-api-v2-overview#rate-limiting). */
const RATE = { count: 120, perMilliseconds: 60_000 };
/** As the field of Bugsink's original backend (bugsink/bugsink#311). */
const MAX_SERVICE_NAME = 100;

export interface PagerDutySettings extends EventFields {
	routingKey: string;
	/** Address of the Events API, without `/v2/enqueue`. */
	eventsUrl: URL;
	pace: Pace;
	unmutedAs: 'incident' | 'changeEvent';
	/** What the settings themselves give reason to say. */
	warnings: string[];
}

/** What the credential holds, checked. @throws {InvalidSetting} */
export function checkPagerDutyCredential(
	credential: ICredentialDataDecryptedObject,
): Pick<PagerDutySettings, 'routingKey' | 'eventsUrl'> {
	const routingKey = text(credential.routingKey).trim();
	if (!/^[A-Za-z0-9]{32}$/.test(routingKey)) {
		throw new InvalidSetting(
			"'Integration Key' must be 32 letters and digits",
			'Copy the Integration Key of an "Events API V2" integration from the Integrations tab of your service in PagerDuty. A REST API key does not work here.',
		);
	}
	const region = text(credential.region).trim() || 'us';
	if (region === 'us' || region === 'eu') {
		return { routingKey, eventsUrl: new URL(EVENTS_URL[region]) };
	}
	if (region !== 'custom') {
		throw new InvalidSetting(
			`'Region' cannot be '${region.slice(0, 60)}'`,
			'Choose one of us, eu, custom.',
		);
	}
	const example = 'https://pagerduty-proxy.example.com';
	const eventsUrl = secretAddress('Events URL', baseOf(text(credential.eventsUrl)), example);
	return { routingKey, eventsUrl };
}

/** The address without the endpoint, which users paste along. */
export function baseOf(eventsUrl: string): string {
	return eventsUrl.trim().replace(/\/+(v2\/(change\/)?enqueue\/?)?(?=$|\?)/, '');
}

/** The node's fields and its credential. @throws {InvalidSetting} */
export function readSettings(
	all: Parameters,
	credential: ICredentialDataDecryptedObject,
): PagerDutySettings {
	// To acknowledge and to resolve, the editor hides what an incident is made of.
	const isClosing = ['acknowledge', 'resolve'].includes(all.text('operation'));
	const parameters = isClosing ? all.only() : all;
	const { routingKey, eventsUrl } = checkPagerDutyCredential(credential);
	const unmutedAs = parameters.choice(
		'options.unmutedAs',
		'Unmuted As',
		['incident', 'changeEvent'],
		'incident',
	);
	if (unmutedAs === 'changeEvent' && routingKey.startsWith('R')) {
		throw new InvalidSetting(
			"'Unmuted As' cannot be a change event with this integration key",
			"A key that begins with R belongs to an event orchestration, which rejects change events. Use the key of a service, or set 'Unmuted As' to Incident.",
		);
	}
	const serviceName = oneLine(parameters.text('serviceName', 'Bugsink')) || 'Bugsink';
	if (serviceName.length > MAX_SERVICE_NAME) {
		throw new InvalidSetting(
			`'Service Name' has more than ${MAX_SERVICE_NAME} characters`,
			'Enter a shorter name.',
		);
	}
	const { fields, warnings } = readDataFields(parameters, OWN_DETAILS);
	return {
		routingKey,
		eventsUrl,
		pace: paceOf(eventsUrl, routingKey),
		unmutedAs,
		words: readWords(parameters, 'summary'),
		dataFields: fields,
		warnings,
		serviceName,
		includeLink: parameters.boolean('includeLink', true),
		severity: {
			byReason: readSeverityTable(parameters.raw('options.severityByReason', {})),
			fromLevel: parameters.boolean('options.severityFromLevel', false),
			fallback: parameters.choice('defaultSeverity', 'Default Severity', SEVERITIES, 'error'),
		},
		component: oneLine(parameters.text('options.component')),
		group: oneLine(parameters.text('options.group')),
		class: oneLine(parameters.text('options.class')),
		imageUrl: imageUrlOf(parameters.text('options.imageUrl')),
	};
}

/** Of a host that is not PagerDuty's own only its answers tell how fast it may go. */
function paceOf({ host }: URL, routingKey: string): Pace {
	return { key: `${host} ${routingKey}`, limits: KNOWN_HOSTS.includes(host) ? [RATE] : [] };
}

/** PagerDuty shows images from https addresses only. @throws {InvalidSetting} */
function imageUrlOf(value: string): string {
	if (value === '') return '';
	const url = webLink(value);
	if (url?.startsWith('https://')) return url;
	throw new InvalidSetting(
		"'Image URL' is not an https address",
		'Enter the whole address of a picture, for example https://charts.example.com/checkout.png.',
	);
}
