/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import type { Clock } from '../../../nodes/shared/delivery/clock';
import type { Transport } from '../../../nodes/shared/delivery/http';
import { call } from '../../standins/client';

/** A clock that jumps to the next sleeper as soon as nothing is under way. */
export class VirtualTime implements Clock {
	at = Date.UTC(2026, 7, 3, 9, 0);
	underWay = 0;
	private sleepers: Array<{ until: number; wake: () => void }> = [];

	readonly now = (): number => this.at;

	readonly random = (): number => 0.5;

	async sleep(milliseconds: number): Promise<void> {
		await new Promise<void>((wake) => this.sleepers.push({ until: this.at + milliseconds, wake }));
	}

	/** Lets time pass until the work has ended. */
	async during<T>(work: Promise<T>): Promise<T> {
		let hasEnded = false;
		const end = () => {
			hasEnded = true;
		};
		work.then(end, end);
		while (!hasEnded) {
			await new Promise((resolve) => setImmediate(resolve));
			if (this.underWay > 0 || this.sleepers.length === 0) continue;
			this.at = Math.max(this.at, Math.min(...this.sleepers.map(({ until }) => until)));
			const due = this.sleepers.filter(({ until }) => until <= this.at);
			this.sleepers = this.sleepers.filter(({ until }) => until > this.at);
			due.forEach(({ wake }) => wake());
		}
		return await work;
	}

	/** Sends to the stand-in at `url`, whatever host the request is for. */
	transportTo(url: string): Transport {
		return async (request) => {
			this.underWay++;
			const { pathname, search } = new URL(request.url);
			try {
				const answer = await call(
					request.method,
					url + pathname + search,
					request.body,
					request.headers,
				);
				return { statusCode: answer.status, headers: answer.headers, body: answer.text };
			} finally {
				this.underWay--;
			}
		};
	}
}
