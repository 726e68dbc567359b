import { assert, assertEquals, assertThrows } from "@std/assert";
import { Deadline } from "./deadline.ts";

function overOf(deadline: Deadline): Promise<void> {
  return new Promise((resolve) => deadline.onceOver(resolve));
}

Deno.test("onceOver() calls back when the time is up, not before", async () => {
  const deadline = new Deadline(20, undefined);
  await overOf(deadline);
  assert(deadline.waitedMs >= 19, `${deadline.waitedMs}`);
});

Deno.test("onceOver() calls back once, also when the signal and the time end together", async () => {
  const controller = new AbortController();
  const deadline = new Deadline(0, controller.signal);
  let calls = 0;
  deadline.onceOver(() => calls++);
  controller.abort();
  await overOf(deadline);
  assertEquals(calls, 1);
});

Deno.test("onceOver() calls back when the signal or the time ended before", async () => {
  await overOf(new Deadline(Infinity, AbortSignal.abort()));
  const deadline = new Deadline(1, undefined);
  await overOf(deadline);
  await overOf(deadline);
});

Deno.test("onceOver() does not call back after it was ended", async () => {
  const controller = new AbortController();
  const deadline = new Deadline(Infinity, controller.signal);
  let calls = 0;
  deadline.onceOver(() => calls++)();
  controller.abort();
  await overOf(deadline);
  assertEquals(calls, 0);
});

Deno.test("isOver follows the clock and the signal", () => {
  assertEquals(new Deadline(0, undefined).isOver, true);
  assertEquals(new Deadline(60_000, undefined).isOver, false);
  assertEquals(new Deadline(Infinity, AbortSignal.abort()).isOver, true);
});

for (const timeoutMs of [-1, NaN, -Infinity]) {
  Deno.test(`Deadline refuses ${timeoutMs} ms`, () => {
    assertThrows(() => new Deadline(timeoutMs, undefined), RangeError);
  });
}
