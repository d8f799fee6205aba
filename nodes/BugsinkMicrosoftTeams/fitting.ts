/**
 * Largest message in bytes of UTF-8. Teams refuses what is over 28,672 bytes after its own
 * expansion: 24,453 bytes were counted as 28,897 (MicrosoftDocs/msteams-docs#11274).
 */
export const MAX_MESSAGE_BYTES = 21_000;

/** The parts of a card that may be cut, in the order in which they give way. */
const PARTS = ['stacktrace', 'errorMessage', 'facts'] as const;

/** How many UTF-16 units of each part a card may show; for `facts`, of each value. */
export type Lengths = Record<(typeof PARTS)[number], number>;

/**
 * The message's JSON as it goes out, with as much of each part as fits: nothing gives way before the
 * parts ahead of it are gone, and the one at the edge keeps the longest beginning that fits.
 */
export function fitMessage(
	build: (lengths: Lengths) => unknown,
	wanted: Lengths,
): { json: string; lengths: Lengths } {
	let lengths = { ...wanted };
	// Every unit takes a byte at least, so more than this need not be tried.
	for (const part of PARTS) lengths[part] = Math.min(lengths[part], MAX_MESSAGE_BYTES);
	const jsonOf = (tried: Lengths): string => JSON.stringify(build(tried));
	const whole = jsonOf(lengths);
	if (bytesOf(whole) <= MAX_MESSAGE_BYTES) return { json: whole, lengths };
	/** Bytes that are left over; negative where it is too long. */
	const room = (tried: Lengths): number => MAX_MESSAGE_BYTES - bytesOf(jsonOf(tried));
	for (const part of PARTS) {
		if (room(lengths) >= 0) break;
		const without = { ...lengths, [part]: 0 };
		const left = room(without);
		// Here too a unit takes a byte at least.
		lengths = left < 0 ? without : longest(lengths, part, Math.min(lengths[part], left + 1), room);
	}
	return { json: jsonOf(lengths), lengths };
}

/** Binary search; the part left out is known to fit. */
function longest(
	lengths: Lengths,
	part: keyof Lengths,
	tooLong: number,
	room: (lengths: Lengths) => number,
): Lengths {
	let fitting = 0;
	while (tooLong - fitting > 1) {
		const middle = Math.floor((fitting + tooLong) / 2);
		if (room({ ...lengths, [part]: middle }) >= 0) fitting = middle;
		else tooLong = middle;
	}
	return { ...lengths, [part]: fitting };
}

/** Bytes of UTF-8. */
export function sizeOf(message: unknown): number {
	return bytesOf(JSON.stringify(message));
}

function bytesOf(json: string): number {
	return Buffer.byteLength(json, 'utf8');
}
