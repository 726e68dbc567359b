/**
 * The judge of histories is judged itself: by histories known to be good and known to be bad, and by one that tries every
 * order.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { type Answer, type Call, findViolation } from "./linearizability.ts";
import { type Action, type Held, isSameHeld, perform } from "./register.ts";

const DONE: Answer = { kind: "done" };
const REFUSED: Answer = { kind: "refused" };
const NOT_MADE: Answer = { kind: "not-made" };
const UNKNOWN: Answer = { kind: "unknown" };

/** A call of the key `k`. */
function call(startedAt: number, endedAt: number, action: Action, answer: Answer = DONE, key = "k"): Call {
  return { key, action, answer, startedAt, endedAt };
}

function get(startedAt: number, endedAt: number, found: Held, key = "k"): Call {
  return call(startedAt, endedAt, { op: "get" }, { kind: "done", found }, key);
}

const set = (value: number): Action => ({ op: "set", value });
const add = (value: number): Action => ({ op: "add", value });
const append = (value: number): Action => ({ op: "append", value });
const swap = (expected: number, value: number): Action => ({ op: "compare-and-set", expected, value });
const UNSET: Action = { op: "unset" };
const COUNT: Action = { op: "increment", by: 1 };

const GOOD: Readonly<Record<string, readonly Call[]>> = {
  "nothing happens": [],
  "calls come one after the other": [
    call(0, 1, set(1)),
    get(2, 3, 1),
    call(4, 5, UNSET),
    get(6, 7, null),
    call(8, 9, UNSET, REFUSED),
    call(10, 11, add(2)),
    call(12, 13, swap(2, 3)),
    call(14, 15, COUNT),
    get(16, 17, 4),
  ],
  "a reader sees a write that has not ended": [call(0, 9, set(1)), get(2, 3, 1)],
  "a reader does not see a write that has not ended": [call(0, 9, set(1)), get(2, 3, null)],
  "the one that began later is made earlier": [call(0, 10, set(1)), call(1, 9, set(2)), get(11, 12, 1)],
  "one of several adds wins": [call(0, 9, add(1), REFUSED), call(1, 9, add(2)), call(2, 9, add(3), REFUSED)],
  "an add wins again after an unset": [call(0, 1, add(1)), call(2, 9, UNSET), call(3, 9, add(2)), get(10, 11, 2)],
  "a killed write happened": [call(0, 1, set(1), UNKNOWN), get(2, 3, 1)],
  "a killed write did not happen": [call(0, 1, set(1), UNKNOWN), get(2, 3, null)],
  "a killed write happens long after the kill": [
    call(0, 1, set(1), UNKNOWN),
    get(2, 3, null),
    call(4, 5, set(2)),
    get(6, 7, 1),
  ],
  "a killed compare-and-set did not match": [call(0, 1, set(1)), call(2, 3, swap(7, 8), UNKNOWN), get(4, 5, 1)],
  "some of the killed increments happened": [
    ...[0, 1, 2, 3].map((at) => call(at, 9, COUNT, at < 2 ? DONE : UNKNOWN)),
    get(10, 11, 3),
  ],
  "whoever gave up changed nothing": [call(0, 1, set(1)), call(2, 3, set(2), NOT_MADE), get(4, 5, 1)],
  "appends are in some order that fits": [
    call(0, 5, append(1)),
    call(0, 5, append(2)),
    call(6, 7, append(3)),
    get(8, 9, [2, 1, 3]),
  ],
  "an append of a number is refused": [call(0, 1, set(1)), call(2, 3, append(1), REFUSED), get(4, 5, 1)],
  "keys do not matter to each other": [
    call(0, 1, set(1), DONE, "a"),
    get(2, 3, null, "b"),
    call(4, 5, set(1), DONE, "b"),
    get(6, 7, 1, "a"),
  ],
};

const BAD: Readonly<Record<string, readonly Call[]>> = {
  "a lost update": [call(0, 1, set(1)), get(2, 3, null)],
  "a lost increment": [call(0, 5, COUNT), call(1, 6, COUNT), get(7, 8, 1)],
  "a stale read": [call(0, 1, set(1)), call(2, 3, set(2)), get(4, 5, 1)],
  "a read from the future": [get(0, 1, 1), call(2, 3, set(1))],
  "reads that go back": [call(0, 9, set(1)), get(1, 2, 1), get(3, 4, null)],
  "an increment applied twice": [call(0, 1, COUNT), get(2, 3, 2)],
  "a killed increment applied twice": [call(0, 1, COUNT), call(2, 3, COUNT, UNKNOWN), get(4, 5, 3)],
  "an append applied twice": [call(0, 1, append(1)), get(2, 3, [1, 1])],
  "an acknowledged append that is missing": [call(0, 1, append(1)), call(0, 1, append(2)), get(2, 3, [2])],
  "appends against the order of the calls": [call(0, 1, append(1)), call(2, 3, append(2)), get(4, 5, [2, 1])],
  "appends that two readers see in different orders": [
    call(0, 9, append(1)),
    call(0, 9, append(2)),
    get(10, 11, [1, 2]),
    get(12, 13, [2, 1]),
  ],
  "an add that wins twice": [call(0, 5, add(1)), call(1, 6, add(2))],
  "an add that nobody wins": [call(0, 5, add(1), REFUSED), call(1, 6, add(2), REFUSED)],
  "an add that is refused before anybody else began": [call(0, 1, add(1), REFUSED), call(2, 3, add(2))],
  "an unset that succeeds twice": [call(0, 1, set(1)), call(2, 9, UNSET), call(3, 8, UNSET)],
  "an unset that is undone": [call(0, 1, set(1)), call(2, 3, UNSET), get(4, 5, 1)],
  "a compare-and-set that two win": [call(0, 1, set(1)), call(2, 9, swap(1, 2)), call(2, 9, swap(1, 3))],
  "a failed compare-and-set that took effect": [
    call(0, 1, set(1)),
    call(2, 3, swap(7, 2), REFUSED),
    get(4, 5, 2),
  ],
  "a compare-and-set on a value that was gone": [
    call(0, 1, set(1)),
    call(2, 3, set(2)),
    call(4, 5, swap(1, 3)),
    get(6, 7, 3),
  ],
  "a compare-and-set that is refused although it matches": [call(0, 1, set(1)), call(2, 3, swap(1, 2), REFUSED)],
  "whoever gave up changed something": [call(0, 1, set(1)), call(2, 3, set(2), NOT_MADE), get(4, 5, 2)],
  "a killed write that happens before it began": [get(0, 1, 1), call(2, 3, set(1), UNKNOWN)],
  "a value that nobody wrote": [call(0, 1, set(1)), call(2, 3, set(2), UNKNOWN), get(4, 5, 3)],
  "a fault in one of two keys": [call(0, 1, set(1), DONE, "a"), get(2, 3, 1, "a"), get(4, 5, 1, "b")],
};

for (const [name, history] of Object.entries(GOOD)) {
  Deno.test(`findViolation() accepts a history in which ${name}`, () => {
    assertEquals(findViolation(history), undefined);
    assertEquals(findViolation(history.toReversed()), undefined);
  });
}

for (const [name, history] of Object.entries(BAD)) {
  Deno.test(`findViolation() finds ${name}`, () => {
    const key = name.includes("two keys") ? "b" : "k";
    assertEquals(findViolation(history)?.key, key);
    assertEquals(findViolation(history.toReversed())?.key, key);
  });
}

Deno.test("findViolation() marks the calls that no order got past", () => {
  const { story } = findViolation([call(0, 1, set(1)), get(2, 3, 1), get(4, 5, 7)])!;
  assertStringIncludes(story, "explained 2 of 3, then it held 1:\n");
  assertStringIncludes(story, "\n  2–3 get {}: done 1\n> 4–5 get {}: done 7");
});

const value = fc.integer({ min: 1, max: 3 });
const action: fc.Arbitrary<Action> = fc.oneof(
  value.map(set),
  value.map(add),
  value.map(append),
  fc.tuple(value, value).map(([expected, next]) => swap(expected, next)),
  fc.constantFrom<Action>(UNSET, COUNT, { op: "get" }),
);
const held: fc.Arbitrary<Held> = fc.oneof(value, fc.constant(null), fc.array(value, { minLength: 1, maxLength: 3 }));
const anyCall = fc.record({
  action,
  kind: fc.constantFrom("done", "done", "refused", "unknown", "not-made"),
  found: held,
  startedAt: fc.integer({ min: 0, max: 12 }),
  lasts: fc.integer({ min: 1, max: 6 }),
}).map(({ action, kind, found, startedAt, lasts }): Call => {
  const answer = kind === "done" && action.op === "get" ? { kind, found } : { kind };
  return call(startedAt, startedAt + lasts, action, answer as Answer);
});

/** Tries every order of the calls that respects their times, with and without each of those that nobody knows of. */
function hasOrder(calls: readonly Call[], state: Held = null): boolean {
  if (calls.every(({ answer }) => answer.kind === "unknown")) return true;
  return calls.some((next, index) => {
    const { action, answer, startedAt } = next;
    const rest = calls.toSpliced(index, 1);
    if (rest.some((other) => other.answer.kind !== "unknown" && other.endedAt <= startedAt)) return false;
    const effect = perform(state, action);
    if (answer.kind === "done" && !effect.isDone || answer.kind === "refused" && effect.isDone) return false;
    if (answer.kind === "done" && action.op === "get" && !isSameHeld(state, answer.found ?? null)) return false;
    return hasOrder(rest, effect.held);
  });
}

Deno.test("findViolation() agrees with one that tries every order", () => {
  const verdicts = { good: 0, bad: 0 };
  fc.assert(
    fc.property(fc.array(anyCall, { minLength: 1, maxLength: 5 }), (history) => {
      const isGood = hasOrder(history.filter(({ answer }) => answer.kind !== "not-made"));
      verdicts[isGood ? "good" : "bad"]++;
      assertEquals(findViolation(history) === undefined, isGood);
    }),
    { numRuns: 2000 },
  );
  assertEquals(verdicts.good > 100 && verdicts.bad > 100, true, JSON.stringify(verdicts));
});
