import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import type { FailureDetails } from '../delivery/failure';
import { headline } from '../text/headline';

/** The failure as n8n shows it: a headline of at most 120 characters, the rest in the description. */
export function nodeError(
	node: INode,
	{ errorMessage, hint, statusCode }: FailureDetails,
	itemIndex?: number,
	addition = '',
): NodeApiError | NodeOperationError {
	const message = headline(errorMessage);
	const whole = message === errorMessage ? '' : `${errorMessage.replace(/\.$/, '')}. `;
	const options = { message, description: whole + hint + addition, itemIndex };
	if (statusCode === null) return new NodeOperationError(node, message, options);
	return new NodeApiError(node, { message }, { ...options, httpCode: String(statusCode) });
}
