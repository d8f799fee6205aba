import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { text } from '../../shared/alert/fields';
import { systemClock } from '../../shared/delivery/clock';
import { cleanText, oneLine } from '../../shared/text/clean';
import { cut } from '../../shared/text/cut';
import { isButtonUrl, isPageToken, pageToken, subjectOf, type Query } from './address';
import { answerGiven, firstAnswer } from './given';
import { alreadyPage, choicePage, MAX_NAME, PAGE_HEADERS, plainPage, thanksPage } from './page';
import { answered, questionIn, type Answer, type Question } from './question';

/** Programs that open links before people do, and say so. */
const SCANNERS =
	/bot\b|crawl|spider|preview|scan|safelinks|barracuda|mimecast|proofpoint|forcepoint|facebookexternalhit|embedly/i;

/**
 * A button of the card was opened, or the form behind it was sent. Opening only shows the page: link
 * scanners and previews open everything (n8n-io/n8n#34255, activepieces/activepieces#14024). The first
 * form with the page's own token lets the execution go on.
 */
export async function receiveChoice(
	context: IWebhookFunctions,
	clock = systemClock,
): Promise<IWebhookResponseData> {
	const question = questionIn(context.evaluateExpression('{{ $json }}', 0));
	const query = context.getQueryData() as Query;
	if (question === undefined || !isButtonUrl(context, query, subjectOf(question.alert))) {
		return show(context, 401, notValid());
	}
	const now = clock.now();
	const key = [context.getExecutionId(), context.getNode().id, subjectOf(question.alert)];
	const isPost = context.getRequestObject().method === 'POST';
	const earlier = answerGiven(key, now);
	if (earlier !== undefined) {
		return show(context, isPost ? 409 : 200, alreadyPage(question, earlier));
	}
	if (SCANNERS.test(String(context.getHeaderData()['user-agent'] ?? ''))) {
		return show(context, isPost ? 403 : 200, plainPage('Bugsink', 'Open this link in a browser.'));
	}
	const fresh = (status: number, notice?: string): IWebhookResponseData => {
		const token = pageToken(context, subjectOf(question.alert), now);
		return show(context, status, choicePage(question, text(query.choice), token, notice));
	};
	if (!isPost) return fresh(200);
	const body = context.getBodyData();
	if (!isPageToken(context, subjectOf(question.alert), body.token, now)) {
		return fresh(
			403,
			'This page was open for too long, or was not opened here. Please choose again.',
		);
	}
	const answer = answerIn(body, question, now);
	if (answer === undefined) return fresh(400, 'Please choose one of these.');
	const first = firstAnswer(key, answer, now);
	if (first !== undefined) return show(context, 409, alreadyPage(question, first));
	return {
		webhookResponse: thanksPage(question, answer),
		workflowData: [[{ json: answered(question, answer) }]],
	};
}

function answerIn(
	body: { choice?: unknown; name?: unknown },
	{ choices }: Question,
	now: number,
): Answer | undefined {
	const chosen = choices.find(({ value }) => value === body.choice);
	if (chosen === undefined) return undefined;
	const name = cut(oneLine(cleanText(text(body.name))), MAX_NAME).text;
	return {
		choice: chosen.value,
		choiceAt: new Date(now).toISOString(),
		choiceBy: name === '' ? null : name,
	};
}

function notValid(): string {
	return plainPage(
		'This link is not valid',
		'It belongs to another card, was changed on the way, or nobody waits for an answer any more.',
	);
}

function show(context: IWebhookFunctions, status: number, html: string): IWebhookResponseData {
	const response = context.getResponseObject();
	for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
	response.status(status).type('text/html').send(html);
	return { noWebhookResponse: true };
}
