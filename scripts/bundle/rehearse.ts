/**
 * Makes calls of a bundle, each in a process of its own, to see which chunks it loads.
 *
 * @module
 */
import { hasQueue } from "../../src/spool/presence.ts";
import { resolveTarget } from "../../src/file/target.ts";
import { PERMISSIONS } from "./runtime_flags.ts";
import type { Call } from "./rehearsals.ts";

/** How long the lock stays held once a waiter has posted its change, in ms: what it does meanwhile is to be seen. */
const WAIT_MS = 200;

/** How often to look for the waiter, and how long at most, in ms: a call waits 5 s for the lock. */
const LOOK_MS = 20;
const MAX_LOOK_MS = 3000;

/**
 * Makes a call of the program whose loader is observed.
 *
 * @param folder The bundle.
 * @param scratch The folder for the call's file.
 * @returns The names of the chunks that it loads.
 * @throws {Error} If the call fails; the message holds what it has to say.
 */
export async function rehearse(folder: string, scratch: string, call: Call): Promise<Set<string>> {
  const { args, file, text, isLocked } = call;
  const directory = await Deno.makeTempDir({ dir: scratch });
  const path = `${directory}/${file}`;
  if (text !== undefined) await Deno.writeTextFile(path, text);
  using lock = isLocked ? Deno.openSync(`${path}.lock`, { create: true, write: true }) : undefined;
  lock?.lockSync(true);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-config", ...PERMISSIONS, `${folder}/main.js`, ...args],
    cwd: directory,
    env: { DENO_NO_PACKAGE_JSON: "1", DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [{ success, stderr }] = await Promise.all([child.output(), lock && unlockOnceAwaited(lock, path)]);
  if (!success) throw new Error(`Cannot rehearse "${args.join(" ")}": ${new TextDecoder().decode(stderr).trim()}`);
  const places = (await Deno.readTextFile(`${folder}/${child.pid}.loads`)).trimEnd().split("\n");
  return new Set(places.map((place) => place.slice(place.indexOf("/") + 1)));
}

/** A waiter posts its change in the queue; a program without one, as on Windows, just gets its time. */
async function unlockOnceAwaited(lock: Deno.FsFile, path: string): Promise<void> {
  const target = resolveTarget(path, Deno);
  for (let waitedMs = 0; !hasQueue(target, Deno) && waitedMs < MAX_LOOK_MS; waitedMs += LOOK_MS) await pause(LOOK_MS);
  await pause(WAIT_MS);
  lock.unlockSync();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
