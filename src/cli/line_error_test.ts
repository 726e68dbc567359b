import { assertEquals } from "@std/assert";
import type { Change } from "../model/change.ts";
import { editText } from "../edit/edit_text.ts";
import { ConflictError, PawlError } from "../model/errors.ts";
import { tomlFormat } from "../format/toml/format.ts";
import { errorAtLine, findRefusedChange } from "./line_error.ts";
import { UnknownWordError } from "./usage_error.ts";

function set(key: string, value: string | null): Change {
  return { op: "set", path: key.split("."), value: { value } };
}

/** What an update of a document is refused with. */
function refusalOf(text: string, changes: readonly Change[]): unknown {
  try {
    editText(tomlFormat, text, changes, "a.toml");
  } catch (error) {
    return error;
  }
}

const CASES: readonly { name: string; changes: Change[]; index: number }[] = [
  { name: "plan", changes: [set("a", "x"), set("b", "x"), { op: "toggle", path: ["b"] }, set("c", "x")], index: 2 },
  { name: "condition", changes: [set("a", "x"), { op: "test", path: ["a"], expect: "absent" }], index: 1 },
  { name: "value", changes: [set("a", "x"), set("b", null), set("c", "x"), set("d", null)], index: 1 },
  { name: "last value", changes: [set("a", "x"), set("b", "x"), set("c", null)], index: 2 },
  { name: "first", changes: [{ op: "unset", path: ["a"] }], index: 0 },
  {
    name: "change of what has vanished",
    changes: [{ op: "unset", path: ["t", "x"] }, set("t.y", "x"), {
      op: "add",
      path: ["t", "y"],
      value: { value: "x" },
    }],
    index: 2,
  },
];

for (const { name, changes, index } of CASES) {
  Deno.test(`findRefusedChange() finds the ${name} that was refused`, () => {
    const text = "[t]\nx = 1\n";
    const error = refusalOf(text, changes);
    assertEquals(findRefusedChange(tomlFormat, text, changes, "a.toml", error), index, String(error));
  });
}

Deno.test("findRefusedChange() finds nothing where another fault is found now, or none", () => {
  const changes = [set("a", "x"), { op: "toggle", path: ["b"] } as const];
  const error = refusalOf("", changes);
  assertEquals(findRefusedChange(tomlFormat, "", changes, "a.toml", error), 1);
  assertEquals(findRefusedChange(tomlFormat, "b = 1\n", changes, "a.toml", error), undefined);
  assertEquals(findRefusedChange(tomlFormat, "b = true\n", changes, "a.toml", error), undefined);
  assertEquals(findRefusedChange(tomlFormat, "", changes, "a.toml", new PawlError("io", "Cannot read")), undefined);
  assertEquals(findRefusedChange(tomlFormat, "", changes, "a.toml", new Error("a bug")), undefined);
});

Deno.test("errorAtLine() adds the line and keeps what the error carries", () => {
  const conflict = errorAtLine(new ConflictError("Expected x", "1", "2", { hint: "look" }), 3) as ConflictError;
  assertEquals(conflict instanceof ConflictError, true);
  const { message, hint, code, expected, actual } = conflict;
  assertEquals([message, hint, code, expected, actual], [
    "Cannot apply line 3: Expected x",
    "look",
    "conflict",
    "1",
    "2",
  ]);
  const unknown = errorAtLine(new UnknownWordError("usage", "Unknown command", "sett", ["set"]), 1) as UnknownWordError;
  assertEquals(unknown instanceof UnknownWordError, true);
  const { word, candidates } = unknown;
  assertEquals([unknown.message, word, candidates], ["Cannot apply line 1: Unknown command", "sett", ["set"]]);
  const bug = new RangeError("a bug");
  assertEquals(errorAtLine(bug, 1), bug);
});
