/**
 * How pawl runs, whether from its sources, from packs or compiled.
 *
 * @module
 */

/** What pawl may do: there is no network, and users name commands to run. The source run in `scripts/pawl` has the same. */
export const PERMISSIONS: readonly string[] = [
  "--no-prompt",
  "--allow-read",
  "--allow-write",
  "--allow-env",
  "--allow-run",
  "--allow-sys=hostname",
];

/**
 * No helper threads, no compiler tiers between the interpreter and the optimizer, and that one late: it runs on the only
 * thread, and a short run does not use long what it makes.
 */
export const V8_FLAGS = "--single-threaded,--no-sparkplug,--no-maglev,--invocation-count-for-turbofan=10000";

/**
 * How packs are run: all functions of a file are compiled at once, for Deno keeps their code; and nothing is looked up, for
 * packs import nothing but each other.
 */
export const PACK_FLAGS: readonly string[] = [
  ...["--quiet", "--no-config", "--no-lock", "--no-npm", "--no-remote", "--cached-only"],
  ...PERMISSIONS,
  `--v8-flags=--no-lazy,${V8_FLAGS}`,
];
