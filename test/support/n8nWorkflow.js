/**
 * n8n-workflow, of which what most tests need is loaded by itself: Jest gives each test file modules of
 * its own, and the whole has some 680 of them. Both ways lead to the same objects.
 */
const PARTS = {
	NodeApiError: 'errors/node-api.error.js',
	NodeOperationError: 'errors/node-operation.error.js',
	OperationalError: 'errors/base/operational.error.js',
	UserError: 'errors/base/user.error.js',
	NodeConnectionTypes: 'interfaces.js',
	SEND_AND_WAIT_OPERATION: 'constants.js',
	WAIT_INDEFINITELY: 'constants.js',
	sleep: 'utils.js',
};

module.exports = new Proxy(
	{},
	{
		get(_, name) {
			const part = PARTS[name] ?? 'index.js';
			return require(`n8n-workflow/dist/cjs/${part}`)[name];
		},
	},
);
