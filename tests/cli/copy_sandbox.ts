/**
 * What the tests of `pawl modify` and `pawl edit` have in common: commands that are shell scripts, and a look at the copies
 * that are left.
 *
 * @module
 */
import type { ProcessResult } from "../support/pawl_process.ts";
import { Sandbox } from "../support/sandbox.ts";

/**
 * Defines a test in which shell scripts stand for the commands and editors of users.
 *
 * @param name Its name.
 * @param fn The test.
 */
export function shellTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: Deno.build.os === "windows", fn });
}

/** A folder with the document, and one for temporary files in it, so that a test sees what stays behind. */
export async function createSandbox(document: string | undefined): Promise<Sandbox> {
  const sandbox = await Sandbox.create(document === undefined ? {} : { "app.toml": document });
  await Deno.mkdir(sandbox.path("tmp"));
  return sandbox;
}

/** Runs pawl on the document, with its temporary files where {@linkcode leftCopies} looks. */
export async function pawl(
  sandbox: Sandbox,
  args: string[],
  environment: Record<string, string> = {},
): Promise<ProcessResult> {
  return await sandbox.pawl(args, {
    environment: { PAWL_FILE: "app.toml", TMPDIR: sandbox.path("tmp"), ...environment },
  });
}

/** The names of the temporary files that were not removed. */
export function leftCopies(sandbox: Sandbox): string[] {
  return Array.from(Deno.readDirSync(sandbox.path("tmp")), ({ name }) => name);
}
