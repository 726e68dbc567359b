/**
 * A program that holds the lock of a document through pawl's library, as `lock_holder.ts PATH COMMAND`: it prints
 * "locked" when it has the lock, and releases it when its standard input ends.
 *
 * @module
 */
import { acquireLock } from "../../src/lock/lock.ts";

const [path, command] = Deno.args;
{
  await using _lock = await acquireLock(path!, { command: command! });
  console.log("locked");
  await Deno.stdin.readable.pipeTo(new WritableStream());
}
