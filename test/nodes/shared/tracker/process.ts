/* eslint-disable @typescript-eslint/no-require-imports -- a copy of the modules for each process */
import type { Alert } from '../../../../nodes/shared/alert/alert';
import type { Clock } from '../../../../nodes/shared/delivery/clock';
import type { Job, Outcome } from '../../../../nodes/shared/destination';
import type { Memory } from '../../../../nodes/shared/memory';
import type { TicketRules } from '../../../../nodes/shared/tracker/properties';
import { mapMemory } from '../../../support/memory';
import type { RecordsInMemory } from './recordsInMemory';
import { trackerOf, type ServiceInMemory } from './trackerInMemory';

type Handle = typeof import('../../../../nodes/shared/tracker/handle');
type Delivering = typeof import('../../../../nodes/shared/delivery/delivery');
type Failing = typeof import('../../../../nodes/shared/delivery/failure');
type Tracking = typeof import('../../../../nodes/shared/tracker/tracker');
type Gating = typeof import('../../../../nodes/shared/delivery/gate');

type Modules = Handle & Delivering & Failing & Tracking & Gating;

/** An n8n process: modules of its own, so that nothing in memory is shared with another. */
export class Process {
	readonly modules: Modules;
	/** As the workflow keeps it over its executions; a new map plays a lost write. */
	memory: Memory = mapMemory();

	constructor() {
		let modules: Modules | undefined;
		jest.isolateModules(() => {
			modules = {
				...(require('../../../../nodes/shared/tracker/handle') as Handle),
				...(require('../../../../nodes/shared/delivery/delivery') as Delivering),
				...(require('../../../../nodes/shared/delivery/failure') as Failing),
				...(require('../../../../nodes/shared/tracker/tracker') as Tracking),
				...(require('../../../../nodes/shared/delivery/gate') as Gating),
			};
		});
		this.modules = modules as Modules;
	}

	/** The error of a service that answers with this status. */
	failure(statusCode: number, message = `The service answered ${statusCode}`): Error {
		return new this.modules.DeliveryFailure(message, {
			errorType:
				statusCode === 429 ? 'RateLimited' : statusCode >= 500 ? 'ServerError' : 'ClientError',
			hint: '',
			statusCode,
		});
	}

	/** One execution with these alerts, side by side. */
	async send(
		service: ServiceInMemory,
		alerts: Alert[],
		options: {
			rules?: Partial<TicketRules>;
			records?: RecordsInMemory;
			operation?: 'sendAlert' | 'resolve';
		} = {},
	): Promise<Outcome[]> {
		const shared = new Map<string, unknown>();
		const operation = this.modules[options.operation ?? 'sendAlert'];
		return await Promise.all(
			alerts.map(async (alert, index) => {
				const job: Job<TicketRules> = {
					alert,
					settings: { ...RULES, ...options.rules },
					delivery: this.delivery(service.clock),
					memory: this.memory,
					shared,
					records: options.records?.of('workflow node'),
					ahead: (count) => alerts.slice(index + 1, index + 1 + count),
				};
				return await operation(job, trackerOf(service));
			}),
		);
	}

	private delivery(clock: Clock): Job<TicketRules>['delivery'] {
		const { Delivery, gateOf } = this.modules;
		const service = { name: 'The service', explain: () => ({}) };
		const none = async () => await Promise.reject(new Error('The tracker is in memory'));
		return new Delivery(service, none, gateOf(clock), clock, { maxAttempts: 1 });
	}
}

const RULES: TicketRules = {
	onlyNewIssues: true,
	onExisting: 'comment',
	onRegression: 'reopenAndComment',
	reopenWindowDays: 30,
};
