const { join } = require('node:path');

/**
 * Where a module of a test lies, for Jest: n8n-workflow by its parts, asked for by this package or its
 * tests; n8n's own packages get it whole.
 */
module.exports = (request, options) =>
	request === 'n8n-workflow' && !options.basedir.includes('node_modules')
		? join(__dirname, 'n8nWorkflow.js')
		: options.defaultResolver(request, options);
