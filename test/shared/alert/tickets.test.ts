import { areMadeSideBySide } from '../../../nodes/shared/alert/tickets';

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 7, 3, 12);
const made = (creator: string, createdAt: number) => ({ creator, createdAt });

test.each([
	['at the same moment', made('bot', NOON), made('bot', NOON), true],
	['a quarter of an hour later', made('bot', NOON), made('bot', NOON + 15 * MINUTE), true],
	['more than that later', made('bot', NOON), made('bot', NOON + 15 * MINUTE + 1), false],
	['by a person', made('bot', NOON), made('ada', NOON + 1), false],
])('two tickets, the second made %s', (_, first, later, expected) => {
	expect(areMadeSideBySide(first, later)).toBe(expected);
});
