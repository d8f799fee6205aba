import type { Alert } from '../../../../nodes/shared/alert/alert';
import type { Clock } from '../../../../nodes/shared/delivery/clock';
import type { Ticket } from '../../../../nodes/shared/tracker/ticket';
import type { Created, Tracker, Wanted } from '../../../../nodes/shared/tracker/tracker';

interface Stored extends Ticket {
	/** From when on a search finds it, in ms since 1970. */
	indexedAt: number;
	comments: Array<{ text: string; at: number }>;
	follows?: string;
}

let services = 0;

/** What a tracker's service keeps, with an index that lags; every process has a `trackerOf` on it. */
export class ServiceInMemory {
	readonly place = `acme.example ${++services}`;
	readonly tickets: Stored[] = [];
	/** What was asked, in order: `search 2`, `create OPS-1`, … */
	readonly calls: string[] = [];
	/** How far the index is behind, in ms. */
	lag = 0;
	/** How long each request takes, in ms. */
	takes = 50;
	/** What fails: the first word of a call, and with what. */
	readonly faults = new Map<string, () => Error>();
	bots: string[] = [];
	looksAfterCreate = true;
	/** Keys of tickets that another node made for another project. */
	foreign: string[] = [];
	/** When tickets were opened again, by key; undefined if the tracker cannot tell. */
	reopenings: Record<string, number> | undefined;
	/** How far back each `latest` was to look, in ms since 1970. */
	readonly lookedBackTo: number[] = [];
	/** What others do while a create is under way. */
	besideCreate: () => void = () => undefined;
	/** What the answer to a create says otherwise than a look. */
	createSays: Partial<Ticket> = {};

	constructor(readonly clock: Clock) {}

	add(more: Partial<Stored>): Stored {
		const number = this.tickets.length + 1;
		const ticket: Stored = {
			ref: String(1000 + number),
			key: `OPS-${number}`,
			name: `OPS-${number}`,
			url: `https://acme.example/OPS-${number}`,
			isOpen: true,
			closedAs: null,
			closedReason: '',
			closedAt: null,
			createdAt: this.clock.now(),
			creator: 'bugsink-bot',
			fingerprints: [],
			isMarked: false,
			wasReopened: false,
			indexedAt: this.clock.now() + this.lag,
			comments: [],
			...more,
		};
		this.tickets.push(ticket);
		return ticket;
	}

	/** A person closes it. */
	close(ticket: Ticket, closedAs: Ticket['closedAs']): void {
		Object.assign(this.stored(ticket), { isOpen: false, closedAs, closedAt: this.clock.now() });
	}

	stored({ ref }: Pick<Ticket, 'ref'>): Stored {
		return this.tickets.find((ticket) => ticket.ref === ref) as Stored;
	}

	open(): string[] {
		return this.tickets.filter(({ isOpen }) => isOpen).map(({ key }) => key);
	}
}

/** The tracker of one alert, as each execution makes its own. */
export function trackerOf(service: ServiceInMemory): Tracker<Ticket> {
	const call = async (words: string): Promise<void> => {
		service.calls.push(words);
		await service.clock.sleep(service.takes);
		const fault = service.faults.get(words.split(' ')[0]);
		if (fault) throw fault();
	};
	const copies = (tickets: Stored[]): Ticket[] => tickets.map((ticket) => ({ ...ticket }));
	const ownOf = (wanted: Wanted[]) =>
		service.tickets.filter(({ fingerprints }) =>
			wanted.some(({ fingerprint }) => fingerprints.includes(fingerprint)),
		);
	const { reopenings } = service;
	return {
		...(reopenings && {
			reopenedSince: async ({ key }, since) => {
				await call(`reopenedSince ${key}`);
				return reopenings[key] > since;
			},
		}),
		noun: 'ticket',
		looksAfterCreate: service.looksAfterCreate,
		place: service.place,
		warnings: [],
		memoryKey: (fingerprint) => fingerprint,
		shown: ({ ref }) => ({ id: ref }),
		belongs: ({ key }) => !service.foreign.includes(key),
		async recall(refs) {
			await call(`recall ${refs.length}`);
			const found = service.tickets.filter(({ ref }) => refs.includes(ref));
			return new Map(copies(found).map((ticket) => [ticket.ref, ticket]));
		},
		async search(wanted) {
			const indexed = ownOf(wanted).filter(({ indexedAt }) => indexedAt <= service.clock.now());
			const found = copies(indexed);
			await call(`search ${wanted.length}`);
			return found;
		},
		async latest(since) {
			service.lookedBackTo.push(since);
			const found = copies(service.tickets);
			await call('latest');
			return found;
		},
		async closedByBot(ticket) {
			await call(`closedByBot ${ticket.key}`);
			return service.bots.includes(ticket.key);
		},
		async create(alert, follows): Promise<Created<Ticket>> {
			await call('create');
			const ticket = service.add({
				fingerprints: [alert.fingerprint],
				...(follows ? { follows: follows.key } : {}),
			});
			service.besideCreate();
			return { ticket: { ...ticket, ...service.createSays }, truncated: ['title'] };
		},
		async comment(ticket, alert, since) {
			await call(`comment ${ticket.key}`);
			const { comments } = service.stored(ticket);
			const text = textOf(alert);
			const isThere = comments.some((one) => one.text === text && one.at >= (since ?? Infinity));
			if (!isThere) comments.push({ text, at: service.clock.now() });
			return !isThere;
		},
		async update(ticket, alert) {
			await call(`update ${ticket.key}`);
			service.stored(ticket).comments.push({ text: `updated: ${textOf(alert)}`, at: 0 });
			return ['description'];
		},
		async reopen(ticket) {
			await call(`reopen ${ticket.key}`);
			Object.assign(service.stored(ticket), { isOpen: true, closedAs: null, closedAt: null });
		},
		async close(ticket) {
			await call(`close ${ticket.key}`);
			service.close(ticket, 'done');
		},
		async closeAsDuplicate(copy) {
			await call(`close ${copy.key} as duplicate`);
			service.close(copy, 'duplicate');
		},
	};
}

function textOf({ reason, lastSeen }: Alert): string {
	return lastSeen === null ? reason : `${reason} ${lastSeen}`;
}
