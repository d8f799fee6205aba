/**
 * The gate of n8n's verification, run locally: the official scanner over the sources and over the
 * files of the packed tarball. The scanner's own command exits 0 whatever it finds.
 */
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'bugsink-scan-'));
let failed = false;

function report(what, result) {
	if (result.passed) return console.log(`${what}: passed`);
	failed = true;
	console.log(`${what}: ${result.message ?? 'failed'}\n${result.details ?? ''}`);
}

try {
	report('Sources', await analyzePackage(process.cwd(), SOURCE_FILE_PATTERNS));
	const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
		// There npm is a script of the shell.
		shell: process.platform === 'win32',
	});
	const [{ filename, size }] = JSON.parse(packed.toString());
	execFileSync('tar', ['-xzf', join(folder, filename), '-C', folder]);
	report(`Tarball (${Math.round(size / 1000)} kB)`, await analyzePackage(join(folder, 'package')));
} finally {
	rmSync(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
