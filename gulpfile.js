const { dest, parallel, src } = require('gulp');

/** Icons and codex files lie beside the nodes that they belong to, in `dist` as in the sources. */
function copyAssets() {
	return src('nodes/**/*.{png,svg,json}', { encoding: false }).pipe(dest('dist/nodes'));
}

exports.default = parallel(copyAssets);
