/**
 * Bad input and what pawl has to say about it, leaving everything as it was.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { inParallel } from "./in_parallel.ts";
import type { ProcessOptions } from "./pawl_process.ts";
import { Sandbox } from "./sandbox.ts";

/** A command line that pawl must refuse. */
export interface BadInput {
  readonly args: readonly string[];
  readonly code: number;
  /** The line on standard error, without "pawl: ". */
  readonly message: string;
  /** The hint, or a pattern of it. */
  readonly hint?: string | RegExp;
  /** What app.toml holds, if not {@linkcode GOOD_DOCUMENT}. */
  readonly document?: string | Uint8Array;
  readonly options?: Partial<ProcessOptions>;
}

/** What app.toml holds. */
export const GOOD_DOCUMENT = '# kept\na = 1\ns = "x" # kept\nl = [1]\n\n[server]\nport = 8080\n';

/**
 * Checks that pawl refuses each input, in a folder of its own with app.toml in it.
 *
 * @param inputs The inputs.
 */
export async function refuseAll(inputs: readonly BadInput[]): Promise<void> {
  await inParallel(inputs, async (badInput) => {
    await using sandbox = await Sandbox.create({ "app.toml": badInput.document ?? GOOD_DOCUMENT });
    await refuse(sandbox, badInput);
  });
}

/**
 * Checks that pawl refuses an input: exit status, exact message, nothing on standard output, nothing changed.
 *
 * @param sandbox Where it runs.
 * @param badInput The input.
 */
export async function refuse(sandbox: Sandbox, badInput: BadInput): Promise<void> {
  const { args, code, message, hint, options = {} } = badInput;
  const before = await sandbox.state();
  const environment = { PAWL_FILE: "app.toml", ...options.environment };
  const result = await sandbox.pawl(args, { ...options, environment });
  const [line, hintLine, ...rest] = result.stderr.split("\n");
  const name = args.join(" ");
  assertEquals(
    { code: result.code, stdout: result.stdout, line },
    { code, stdout: "", line: `pawl: ${message}` },
    name,
  );
  if (hint instanceof RegExp) assertMatch(hintLine!, hint, name);
  else assertEquals(hintLine, hint === undefined ? "" : `hint: ${hint}`, name);
  assertEquals(rest, hint === undefined ? [] : [""], name);
  assertEquals(await sandbox.state(), before, name);
}
