import captured from './unchanged.json';
import { sentWithoutOptions } from './unchanged';

/** `unchanged.json` was captured before these nodes had options for words, fields and headers. */
test('with every option off, Webhook and PagerDuty send what they sent before', () => {
	expect(JSON.parse(JSON.stringify(sentWithoutOptions()))).toEqual(captured);
	expect(Object.keys(captured)).toHaveLength(24);
});
