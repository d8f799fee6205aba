import type { Results, Row } from './bench';

export interface Verdict {
	'must hold': string;
	measured: string;
	holds: boolean;
}

const ONE_REQUEST = ['bugsinkMicrosoftTeams', 'bugsinkPagerDuty', 'bugsinkWebhook'];
const ALL = [...ONE_REQUEST, 'bugsinkJiraCloud', 'bugsinkGithubIssues'];

/** What the package promises of its speed, and whether this run bears it out. */
export function verdicts(results: Results): Verdict[] {
	const { sending, formatting, cutting, trackerRequests, loadingMs, tarballBytes } = results;
	const row = (name: string, alerts: number): Row | undefined =>
		sending.find((one) => one.name === name && one.alerts === alerts);
	const found: Verdict[] = [];
	const add = (promise: string, measured: string, holds: boolean) =>
		found.push({ 'must hold': promise, measured, holds });

	for (const name of ONE_REQUEST) {
		const node = row(name, 1_000);
		const helper = row(`helper${node?.concurrency}`, 1_000);
		if (!node || !helper) continue;
		const share = node.milliseconds / helper.milliseconds;
		add(
			`${node.label}: at most 1.10 × the time of n8n's own request helper, 1,000 alerts`,
			`${share.toFixed(2)} ×`,
			share <= 1.1,
		);
	}
	for (const name of ALL) {
		const thousand = row(name, 1_000);
		const tenThousand = row(name, 10_000);
		// Without the pace, which keeps them apart, GitHub's writes are all under way at once.
		if (thousand && name !== 'bugsinkGithubIssues') {
			add(
				`${thousand.label}: at most 55 sockets`,
				String(thousand.peakSockets),
				thousand.peakSockets <= 55,
			);
		}
		if (!thousand || !tenThousand) continue;
		const growth = tenThousand.milliseconds / 10 / thousand.milliseconds;
		add(
			`${thousand.label}: cost of an alert at 10,000 within 1.1 of that at 1,000`,
			growth.toFixed(2),
			growth <= 1.1,
		);
		const mb = (bytes: number) => Math.round(bytes / 2 ** 20);
		const { peakMemory, limitedMemory = null } = tenThousand;
		add(
			`${thousand.label}: under 150 MB for 10,000 alerts`,
			limitedMemory === null
				? 'out of memory'
				: `${mb(limitedMemory)} MB; where V8 need not collect ${mb(peakMemory)} MB`,
			limitedMemory !== null && mb(limitedMemory) < 150,
		);
	}
	for (const { name, alert, p50, p99 } of formatting) {
		if (name === 'Reading an alert') continue;
		const holds = alert === 'plain' ? p50 <= 0.05 && p99 <= 0.5 : p50 <= 20;
		add(
			`${name}: ${alert === 'plain' ? 'plain, p50 ≤ 50 µs and p99 ≤ 500 µs' : 'maximal, ≤ 20 ms'}`,
			`${(p50 * 1000).toFixed(0)} µs, ${(p99 * 1000).toFixed(0)} µs`,
			holds,
		);
	}
	for (const { name, milliseconds } of cutting) {
		const [one, , four] = milliseconds;
		// Four times the text takes four times as long, and a little for the noise of short times.
		add(
			`${name}: linear in the text`,
			`${(four / one).toFixed(1)} times for 4 MB`,
			four <= one * 5 + 1,
		);
	}
	for (const { tracker, alerts, before, now } of trackerRequests) {
		add(
			`${tracker}: ${alerts} new alerts in one execution ≤ 1 + ${alerts} × (create and its turn)`,
			`${now} requests; version 0.1.0: ${before}`,
			now <= 1 + 2 * alerts && now < before,
		);
	}
	add('Loading all nodes ≤ 50 ms', `${loadingMs.toFixed(1)} ms`, loadingMs <= 50);
	add('Tarball ≤ 170 kB', `${(tarballBytes / 1000).toFixed(1)} kB`, tarballBytes <= 170_000);
	return found;
}
