/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
/** A language model that thinks nothing: it calls the first tool it is offered, and then says what came of it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LanguageModel {
	/** Speaks as OpenAI's chat completions do. */
	url: string;
	/** What the tools answered. */
	answers: string[];
	close: () => void;
}

interface Request {
	messages: Array<{ role: string; content: string }>;
	tools?: Array<{ function: { name: string } }>;
}

export async function startLanguageModel(): Promise<LanguageModel> {
	const answers: string[] = [];
	const server = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify(completion(JSON.parse(body) as Request, answers)));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return { url: `http://127.0.0.1:${port}/v1`, answers, close: () => server.close() };
}

function completion({ messages, tools = [] }: Request, answers: string[]): object {
	const last = messages.at(-1);
	const isAnswered = last?.role === 'tool';
	if (isAnswered) answers.push(last.content);
	const call = {
		id: 'call_1',
		type: 'function',
		function: {
			name: tools[0]?.function.name,
			arguments: JSON.stringify({ toolParameters: {}, hitlParameters: {} }),
		},
	};
	const message = isAnswered
		? { role: 'assistant', content: 'Done.' }
		: { role: 'assistant', content: null, tool_calls: [call] };
	const finish_reason = isAnswered ? 'stop' : 'tool_calls';
	return {
		id: 'completion',
		object: 'chat.completion',
		created: 1,
		model: 'none',
		choices: [{ index: 0, message, finish_reason }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}
