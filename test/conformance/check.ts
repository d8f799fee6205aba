/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { JsonObject } from '../standins/json';
import { BUGSINK_VERSION, bugsinkSchemaFile } from '../support/cache';
import { checkAnswer } from './answer';
import type { Direction, Exchange } from './exchange';
import type { Description } from './openapi';
import { checkRequest } from './request';
import { routesOf, type FindRoute } from './routes';
import { fitter, type Fit } from './schemas';
import { EXCEPTIONS, ownerOf, SERVICES, type ServiceName } from './services';

export interface Described {
	name: ServiceName;
	description: Description;
	find: FindRoute;
	fitRequest: Fit;
	fitAnswer: Fit;
}

function read(name: string): JsonObject {
	return JSON.parse(
		readFileSync(join(__dirname, 'descriptions', `${name}.json`), 'utf8'),
	) as JsonObject;
}

function describe(name: ServiceName, description: Description): Described {
	const card = name === 'teams' ? read('adaptive-card-1.5') : undefined;
	return {
		name,
		description,
		find: routesOf(description),
		fitRequest: fitter(description, 'request', card),
		fitAnswer: fitter(description, 'answer', card),
	};
}

/**
 * Holds exchanges against the services' own descriptions; they are read when a service is first seen.
 * `bugsink`: the schema that a real Bugsink writes; without it its exchanges are not looked at.
 */
export class Conformance {
	private readonly known = new Map<ServiceName, Described>();

	constructor(private readonly bugsink?: Description) {}

	/** The description of a service, or undefined for a Bugsink without a schema. */
	service(name: ServiceName): Described | undefined {
		if (name === 'bugsink' && this.bugsink === undefined) return undefined;
		const described =
			this.known.get(name) ??
			describe(name, this.bugsink && name === 'bugsink' ? this.bugsink : asDescription(read(name)));
		this.known.set(name, described);
		return described;
	}

	/** What does not fit in a request; nothing if it is to none of the services. */
	request(exchange: Exchange): string[] {
		return withoutExceptions('request', this.requestFaults(exchange));
	}

	/** What does not fit in an answer. Members beyond the description are no fault: services add some. */
	answer(exchange: Exchange): string[] {
		const { service, route, label = '' } = this.locate(exchange);
		if (service === undefined || route === undefined) return [];
		const { general } = SERVICES[service.name];
		const found = checkAnswer(exchange, route, general, service.description, service.fitAnswer);
		return withoutExceptions('answer', say(label, found));
	}

	/** As {@link request}, with what is excepted. */
	requestFaults(exchange: Exchange): string[] {
		const { service, route, label = '', path } = this.locate(exchange);
		if (service === undefined) return [];
		if (route === undefined) return say(label, ['is not described']);
		const { description, fitRequest, name } = service;
		const found = checkRequest(exchange, route, label, description, fitRequest);
		// Below /api/v3 is an Enterprise Server, which does not have everything.
		const isEnterprise = name === 'github' && path !== exchange.path;
		const editions = route.operation['x-also-described-in'] ?? [];
		if (isEnterprise && !editions.some((edition) => edition.startsWith('ghes'))) {
			found.push('is not part of GitHub Enterprise Server');
		}
		return say(label, found);
	}

	private locate({ method, path }: Exchange) {
		const owner = ownerOf(path);
		const service = owner && this.service(owner.name);
		if (owner === undefined || service === undefined) return {};
		const route = service.find(method, owner.path);
		const label = `${owner.name} ${method} ${route?.path ?? owner.path}`;
		return { service, route, label, path: owner.path };
	}
}

function say(label: string, texts: string[]): string[] {
	return [...new Set(texts)].map((text) => `${label}: ${text}`);
}

function withoutExceptions(direction: Direction, texts: string[]): string[] {
	return texts.filter(
		(text) => !EXCEPTIONS.some((one) => one.in === direction && one.text.test(text)),
	);
}

function asDescription(value: JsonObject): Description {
	return value as unknown as Description;
}

/**
 * The schema that a real Bugsink wrote of itself, which is under Bugsink's licence and therefore not in
 * this repository: the file that BUGSINK_SCHEMA names, or what the end-to-end test left in its cache.
 */
export function bugsinkDescription(): Description | undefined {
	const cached = bugsinkSchemaFile(BUGSINK_VERSION);
	const file = process.env.BUGSINK_SCHEMA || cached;
	if (file === cached && !existsSync(file)) return undefined;
	return JSON.parse(readFileSync(file, 'utf8')) as Description;
}
