import { assertEquals } from "@std/assert";
import { Deadline } from "../model/deadline.ts";
import { LockLine } from "./process_line.ts";

const PATIENT = () => new Deadline(20_000, undefined);

/** The outcomes of the callers so far, in the order in which they came. */
function callers(line: LockLine): { readonly outcomes: string[]; enter(name: string, shared: boolean): Promise<void> } {
  const outcomes: string[] = [];
  return {
    outcomes,
    async enter(name, shared) {
      outcomes.push(`${name} ${await line.enter(shared, PATIENT()) ? "in" : "out"}`);
    },
  };
}

/** Long enough for everybody who may go in to do so: no timer is needed for that, only turns. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

Deno.test("LockLine lets one caller at a time ask, also of those who may share", async () => {
  const line = LockLine.of("/one-at-a-time");
  const { outcomes, enter } = callers(line);
  const entered = [..."abc"].map((name) => enter(name, true));
  await turns();
  assertEquals(outcomes, ["a in"]);
  line.hasLock();
  await turns();
  assertEquals(outcomes, ["a in", "b in"]);
  // That somebody else leaves says nothing about the one who asks.
  line.leave();
  await turns();
  assertEquals(outcomes, ["a in", "b in"]);
  line.leaveUnserved();
  await turns();
  assertEquals(outcomes, ["a in", "b in", "c in"]);
  line.leaveUnserved();
  await Promise.all(entered);
});

Deno.test("LockLine goes on behind a caller that could not be served", async () => {
  const line = LockLine.of("/unserved");
  const { outcomes, enter } = callers(line);
  const entered = [..."abc"].map((name) => enter(name, true));
  line.hasLock();
  await turns();
  line.leaveUnserved();
  await turns();
  assertEquals(outcomes, ["a in", "b in", "c in"]);
  line.leaveUnserved();
  line.leave();
  await Promise.all(entered);
});

Deno.test("LockLine.of() gives one line to all callers of a lock file, and forgets it when nobody stands in it", async () => {
  const line = LockLine.of("/forgotten");
  assertEquals(LockLine.of("/forgotten") === line, true);
  assertEquals(LockLine.of("/other") === line, false);
  await line.enter(false, PATIENT());
  line.leaveUnserved();
  assertEquals(LockLine.of("/forgotten") === line, false);
});
