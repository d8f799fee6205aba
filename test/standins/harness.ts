import type { StandIn } from './server';

/** A clock that a test moves by hand; it starts anew before each test. */
export const clock = { at: 0 };
export const now = () => clock.at;

const running: StandIn[] = [];

/** Has the stand-in closed after the test. */
export function keep<T extends StandIn>(standIn: T): T {
	running.push(standIn);
	return standIn;
}

beforeEach(() => {
	clock.at = Date.UTC(2026, 7, 3, 9, 0);
});

afterEach(async () => {
	await Promise.all(running.splice(0).map((standIn) => standIn.close()));
});
