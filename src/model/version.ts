/**
 * The version of pawl, as a constant, so that neither a run nor the bundle reads `deno.json`.
 *
 * `version_test.ts` keeps it equal to the version in `deno.json`.
 *
 * @module
 */

/** The version of pawl, for example `1.2.3`. */
export const VERSION = "0.1.0";
