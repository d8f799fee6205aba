import type { Results } from './bench';

const WIDTH = 880;
const LEFT = 330;
const BAR = 14;
const GROUP = 3 * BAR + 16;
const TOP = 92;
const COLOURS: Record<number, string> = { 100: '#9ecae1', 1_000: '#4292c6', 10_000: '#084594' };

const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** Milliseconds an alert of every sender, as horizontal bars; 100, 1,000 and 10,000 alerts. */
export function plot({ sending, machine, delayMs }: Results): string {
	const labels = [...new Set(sending.map(({ label }) => label))];
	const counts = [...new Set(sending.map(({ alerts }) => alerts))];
	const cost = (row: { milliseconds: number; alerts: number }) => row.milliseconds / row.alerts;
	const most = Math.max(...sending.map(cost));
	const scale = (WIDTH - LEFT - 150) / most;
	const height = TOP + labels.length * GROUP + 24;
	const bars = labels.flatMap((label, group) => {
		const y = TOP + group * GROUP;
		const [name, addition = ''] = label.split(/, (?=without)/);
		return [
			text(LEFT - 10, y + 25, name, 'end'),
			...(addition === '' ? [] : [text(LEFT - 10, y + 40, addition, 'end', 10)]),
			...counts.flatMap((count, index) => {
				const row = sending.find((one) => one.label === label && one.alerts === count);
				if (row === undefined) return [];
				const width = Math.max(1, cost(row) * scale);
				const top = y + index * BAR;
				return [
					`<rect x="${LEFT}" y="${top}" width="${width.toFixed(1)}" height="${BAR - 2}" fill="${COLOURS[count]}"/>`,
					text(
						LEFT + width + 6,
						top + 10,
						`${cost(row).toFixed(2)} ms, ${row.peakSockets} sockets`,
						'start',
						10,
					),
				];
			}),
		];
	});
	const legend = counts.flatMap((count, index) => {
		const x = LEFT + index * 120;
		return [
			`<rect x="${x}" y="64" width="12" height="12" fill="${COLOURS[count]}"/>`,
			text(x + 18, 74, `${count.toLocaleString('en')} alerts`, 'start'),
		];
	});
	const { processor, cores, node } = machine;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" fill="#222">`,
		`<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
		text(20, 28, 'Milliseconds an alert, and connections open at most', 'start', 17),
		text(
			20,
			48,
			`Every answer takes ${delayMs} ms. ${processor}, ${cores} cores, Node ${node}. Shorter is better.`,
			'start',
		),
		...legend,
		...bars,
		'</svg>',
		'',
	].join('\n');
}

function text(x: number, y: number, value: string, anchor: string, size = 12): string {
	return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="${size}" text-anchor="${anchor}">${escape(value)}</text>`;
}
