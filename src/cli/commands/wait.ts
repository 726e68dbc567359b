/**
 * `pawl wait`: waits until nobody holds the lock of the file.
 *
 * @module
 */
import { waitForUnlock } from "../../lock/lock.ts";
import type { Command, Invocation } from "../command.ts";
import { COMMON_OPTIONS } from "../options.ts";
import { documentPath, lockToken, timeoutMs } from "../settings.ts";

/** The command. */
export const waitCommand: Command = {
  name: "wait",
  summary: "Wait until nobody holds the lock of the file",
  usage: "",
  argumentCount: [0, 0],
  arguments: [],
  options: ["timeout", "no-wait", ...COMMON_OPTIONS],
  details: [
    "It exits with 75 if the lock is still held when the time is up. When it ends, another holder may have the " +
    "lock again; " +
    'to do something while nobody else has it, use "pawl with-lock". Under "pawl with-lock" it does not wait for that.',
  ],
  examples: ["pawl wait -f app.toml --timeout 1m && systemctl reload app"],
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const file = documentPath(invocation);
  const token = lockToken(invocation);
  if (token !== undefined && await (await import("../../lock/borrowed_lock.ts")).isLent(file, token, "read")) return 0;
  await waitForUnlock(file, { timeoutMs: timeoutMs(invocation), signal: invocation.terminal.signal });
  return 0;
}
