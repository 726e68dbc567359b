import { assertEquals } from "@std/assert";
import { checkCases, readChange } from "../../../tests/formats/yaml/case.ts";
import type { Change } from "../../model/change.ts";
import { applyEdits, editText } from "../../edit/edit_text.ts";
import { editYaml } from "./edit.ts";
import { yamlFormat } from "./format.ts";

checkCases("renames a key", [
  {
    name: "in place",
    before: "a: 1 # one\nb:\n  c: 2\nd: 3\n",
    changes: "rename b x",
    after: "a: 1 # one\nx:\n  c: 2\nd: 3\n",
  },
  {
    name: "in its quotes",
    before: "'a' : 1\n\"b\": {c: 1}\n",
    changes: "rename a x\nrename b y\nrename y.c z",
    after: "'x' : 1\n\"y\": {z: 1}\n",
  },
  { name: "that gets quotes", before: "a: 1\n", changes: "rename a x: y", after: '"x: y": 1\n' },
  {
    name: "behind a dash",
    before: "- a: 1\n  b: 2\n- [c: 3]\n",
    changes: "rename [0].a x\nrename [1][0].c y\nset [0].z 5",
    after: "- x: 1\n  b: 2\n  z: 5\n- [y: 3]\n",
  },
]);

Deno.test("editYaml() names the aliases that mean another value after an edit", () => {
  const text = "a: &x 1\nb: [*x, 2]\nc:\n  d: *x\n";
  const { edits, mirrors } = editYaml(text, [
    { op: "replace", path: ["a"], value: 7n },
    { op: "insert", path: ["b", 0], value: "new" },
  ]);
  assertEquals(applyEdits(text, edits), "a: &x 7\nb: [new, *x, 2]\nc:\n  d: *x\n");
  assertEquals(mirrors, [{ path: ["b", 1], source: ["a"] }, { path: ["c", "d"], source: ["a"] }]);
});

Deno.test("editYaml() leaves out aliases of values that were changed inside, which are the same value for all", () => {
  const text = "a: &x\n  k: 1\nb: *x\n";
  assertEquals(editYaml(text, [{ op: "replace", path: ["a", "k"], value: 2n }]).mirrors, []);
});

Deno.test("editText() of YAML changes an anchored map for its aliases too", () => {
  const text = "a: &x\n  k: 1\nb: *x\n";
  const change = readChange("set a.k 2");
  assertEquals(editText(yamlFormat, text, [change], "test.yaml").text, "a: &x\n  k: 2\nb: *x\n");
});

Deno.test("editYaml() puts keys and elements where there is null", () => {
  const text = "a:\nb: ~ # none\nc:\n  # soon\nd: 1\n";
  const { edits } = editYaml(text, [
    { op: "add", path: ["a", "x"], value: 1n },
    { op: "add", path: ["b", "x", "y"], value: 1n },
    { op: "insert", path: ["c", 0], value: "z" },
  ]);
  assertEquals(applyEdits(text, edits), "a:\n  x: 1\nb: # none\n  x:\n    y: 1\nc:\n  # soon\n  - z\nd: 1\n");
});

Deno.test("editText() of YAML makes 10,000 changes in one edit", () => {
  const keys = Array.from({ length: 10_000 }, (_, index) => `key${index}`);
  const changes = keys.map((key): Change => ({ op: "set", path: ["new", key], value: { value: key } }));
  const { text } = editText(yamlFormat, "old: 1\n", changes, "test.yaml");
  assertEquals(text, `old: 1\nnew:\n${keys.map((key) => `  ${key}: ${key}\n`).join("")}`);
});
