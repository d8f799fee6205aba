import { cut } from './cut';

/** More does not fit above the description of an error, in characters. */
const MAX_HEADLINE = 120;
/** A shorter beginning says too little. */
const MIN_HEADLINE = 30;

/** The message as a headline: whole if it is short, otherwise to the end of a sentence or of a word. */
export function headline(message: string): string {
	if (message.length <= MAX_HEADLINE) return message;
	const sentences = message.slice(0, MAX_HEADLINE + 1).lastIndexOf('. ');
	if (sentences >= MIN_HEADLINE) return message.slice(0, sentences + 1);
	const words = message.slice(0, MAX_HEADLINE).lastIndexOf(' ');
	// One endless word, such as an address, has no better place.
	return cut(message, words >= MIN_HEADLINE ? words + 1 : MAX_HEADLINE).text;
}
