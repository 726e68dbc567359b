/**
 * The operating-system calls of this folder as one value, so that tests can make the n-th of them fail.
 *
 * Every function here takes it as its last parameter and uses `Deno` by default.
 *
 * @module
 */

/** What this folder asks of the operating system; `Deno` itself is one. */
export type FileIo = Pick<
  typeof Deno,
  | "build"
  | "hostname"
  | "linkSync"
  | "lstatSync"
  | "mkdirSync"
  | "openSync"
  | "pid"
  | "readDirSync"
  | "readFileSync"
  | "readLinkSync"
  | "realPathSync"
  | "removeSync"
  | "renameSync"
>;
