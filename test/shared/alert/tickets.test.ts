import { areMadeSideBySide } from '../../../nodes/shared/alert/tickets';

const MINUTE = 60_000;
const made = (creator: string, createdAt: number) => ({ creator, createdAt });

test.each([
	['at the same moment', made('bot', 0), made('bot', 0), true],
	['a quarter of an hour later', made('bot', 0), made('bot', 15 * MINUTE), true],
	['more than that later', made('bot', 0), made('bot', 15 * MINUTE + 1), false],
	['by a person', made('bot', 0), made('ada', 1), false],
])('two tickets, the second made %s', (_, first, later, expected) => {
	expect(areMadeSideBySide(first, later)).toBe(expected);
});
