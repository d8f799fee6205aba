import Ajv from 'ajv';
import addFormats from 'ajv-formats';

import { webLink } from '../../../../nodes/shared/text/links';
import fc, { tries } from '../../../support/fastCheck';

const ajv = new Ajv();
addFormats(ajv);
const isUri = ajv.compile({ type: 'string', format: 'uri' });

describe('the address of a page', () => {
	it.each([
		['https://bugsink.example.com', 'https://bugsink.example.com/'],
		[' HTTP://Bugsink.Example.com:80/a b ', 'http://bugsink.example.com/a%20b'],
		['https://user:secret@example.com/x', 'https://example.com/x'],
		['https://example.com/a|b^c[d]', 'https://example.com/a%7Cb%5Ec%5Bd%5D'],
		['https://example.com/?q=a|b{c}"', 'https://example.com/?q=a%7Cb%7Bc%7D%22'],
		['https://example.com/100%/%2f%zz', 'https://example.com/100%25/%2f%25zz'],
		['https://example.com/#a#b', 'https://example.com/#a%23b'],
		['https://bücher.example/ü', 'https://xn--bcher-kva.example/%C3%BC'],
		['http://[::1]:8000/issues/?q=[1]#x', 'http://[::1]:8000/issues/?q=%5B1%5D#x'],
		[
			'http://localhost:8000/issues/issue/1/?a=1&b=%20',
			'http://localhost:8000/issues/issue/1/?a=1&b=%20',
		],
	])('%j is %j', (value, link) => {
		expect(webLink(value)).toBe(link);
		expect(isUri(link)).toBe(true);
	});

	it.each([
		'',
		'example.com',
		'javascript:alert(1)',
		'ftp://example.com/',
		'http://a"b/',
		'http://{x}/',
		7,
		null,
	])('%j is refused', (value) => expect(webLink(value)).toBeNull());

	it('is a URI or nothing, and stays as it is', () => {
		const anything = fc.string({ unit: 'binary', maxLength: 30 });
		fc.assert(
			fc.property(anything, anything, (before, after) => {
				for (const value of [`https://h.example/${after}`, `https://${before}/${after}`]) {
					const link = webLink(value);
					if (link === null) continue;
					expect(isUri(link) ? '' : link).toBe('');
					expect(webLink(link)).toBe(link);
				}
			}),
			tries(5_000),
		);
	});
});
