/** The same generated inputs for every mutant, so that a score can be had twice. */
require('fast-check').configureGlobal({ seed: 20260803, numRuns: 20 });
