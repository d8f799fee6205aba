import {
	alertsOf,
	detailOf,
	fitDigest,
	type DigestIssue,
	type NamedProject,
	type ShownProject,
} from '../shared/digest';
import type { Summary } from '../shared/limit/summary';
import { oneLine } from '../shared/text/clean';
import { cut } from '../shared/text/cut';
import {
	ADAPTIVE_CARD,
	entityOf,
	header,
	hidden,
	mentionLine,
	type CardLook,
	userBlocks,
	type CardNode,
} from './adaptiveCard';
import { MAX_MESSAGE_BYTES, sizeOf } from './fitting';
import { escapeMarkdown, markdownLink } from './markdown';

/** Issues in sight before "Show all"; a phone shows about as many on two screens. */
const MAX_IN_SIGHT = 15;
/** Where so few more are hidden, showing them is shorter. */
const FEW = 5;

const WHAT: Record<Summary['kind'], string> = {
	digest: 'Several alerts',
	burst: 'Too many alerts',
	account: 'Alerts that were held back',
};

export interface DigestMessage {
	message: object;
	/** Whether every issue is listed. */
	isWhole: boolean;
}

/** One Adaptive Card about many alerts, by project; at most 21,000 bytes. Pure. */
export function digestMessage(summary: Summary, look: CardLook): DigestMessage {
	const { built, isWhole } = fitDigest(
		summary.digest,
		(projects) => messageOf(summary, look, projects),
		(message) => sizeOf(message) <= MAX_MESSAGE_BYTES,
	);
	return { message: built, isWhole };
}

function messageOf({ heading, kind, note }: Summary, look: CardLook, projects: ShownProject[]) {
	const { mentions } = look;
	const { inSight, more } = parted(projects);
	const url = projects.length === 1 ? projects[0].url : null;
	const actions = [
		...(url === null ? [] : [{ type: 'Action.OpenUrl', title: 'Open project in Bugsink', url }]),
		...(more.length === 0
			? []
			: [{ type: 'Action.ToggleVisibility', title: 'Show all', targetElements: ['details'] }]),
	];
	const text = oneLine(heading);
	const content = {
		$schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
		type: 'AdaptiveCard',
		version: '1.2',
		fallbackText: text,
		msteams: {
			width: 'Full',
			...(mentions.length === 0 ? {} : { entities: mentions.map(entityOf) }),
		},
		body: [
			header(WHAT[kind], text, look),
			...userBlocks(look),
			...(note === '' ? [] : [textBlock(escapeMarkdown(note))]),
			...inSight,
			...(more.length === 0 ? [] : [hidden(more)]),
			...mentionLine(mentions),
		],
		...(actions.length === 0 ? {} : { actions }),
	};
	// As in `adaptiveCardMessage`.
	const attachment = { contentType: ADAPTIVE_CARD, contentUrl: null, summary: text, content };
	return { type: 'message', summary: text, attachments: [attachment] };
}

/** The first issues of each project, and the rest of them. */
function parted(projects: ShownProject[]): { inSight: CardNode[]; more: CardNode[] } {
	const all = projects.reduce((total, { shown }) => total + shown.length, 0);
	const isShort = all + projects.length <= MAX_IN_SIGHT + FEW;
	const share = isShort ? all : Math.max(1, Math.floor(MAX_IN_SIGHT / projects.length));
	const inSight: CardNode[] = [];
	const more: CardNode[] = [];
	for (const [place, project] of projects.entries()) {
		const first = isShort || place < MAX_IN_SIGHT ? project.shown.slice(0, share) : [];
		const rest = project.shown.slice(first.length);
		const isAll = rest.length === 0;
		if (first.length > 0 || (isAll && place < MAX_IN_SIGHT)) {
			inSight.push(...section(project, first, isAll));
		}
		if (!isAll || place >= MAX_IN_SIGHT) more.push(...section(project, rest, true));
	}
	return { inSight, more };
}

function section(project: ShownProject, issues: DigestIssue[], isAll: boolean): CardNode[] {
	const lines = [...issues.map(issueLine), ...(isAll ? restLine(project) : [])];
	return [
		{ ...textBlock(projectLine(project)), weight: 'Bolder', spacing: 'Medium' },
		...(lines.length === 0 ? [] : [{ ...textBlock(listOf(lines)), spacing: 'Small' }]),
	];
}

/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format#format-cards-with-markdown */
function listOf(lines: string[]): string {
	return lines.map((line) => `- ${line}`).join('\r');
}

/** The same for the card of the old connectors: lines of Markdown. */
export function digestLines(projects: ShownProject[]): string[] {
	return projects.flatMap((project) => [
		`**${projectLine(project)}**`,
		...[...project.shown.map(issueLine), ...restLine(project)].map((line) => `• ${line}`),
	]);
}

function projectLine(project: ShownProject): string {
	return `${escapeMarkdown(oneLine(project.name))} · ${alertsOf(project.alerts)}`;
}

function issueLine(issue: DigestIssue): string {
	const detail = detailOf(issue);
	return linked(issue.title, issue.url) + (detail === '' ? '' : ` (${escapeMarkdown(detail)})`);
}

function restLine({ more, shown, ...project }: ShownProject): string[] {
	if (more === 0) return [];
	const count = `${alertsOf(more)}${shown.length === 0 ? '' : ' more'}`;
	return [`… ${count}: ${allOf(project)}`];
}

function allOf({ url }: NamedProject): string {
	return linked('see Bugsink', url);
}

function linked(label: string, url: string | null): string {
	if (url !== null) return markdownLink(label, url);
	return escapeMarkdown(oneLine(label).replace(/\[/g, '(').replace(/\]/g, ')'));
}

/** What notifications show of a summary. */
export function shownHeading({ heading }: Summary): string {
	return cut(oneLine(heading), 100).text;
}

function textBlock(text: string): CardNode {
	return { type: 'TextBlock', text, wrap: true };
}
