import { assertEquals } from "@std/assert";
import { applyEdits } from "../../edit/edit_text.ts";
import { parseKeyPath } from "../../model/key_path.ts";
import { jsoncFormat } from "./format.ts";

interface Case {
  readonly name: string;
  readonly before: string;
  readonly remove: string;
  readonly after: string;
}

const LINES = '{\n  // first\n  "a": 1, // one\n\n  // second\n  "b": 2, // two\n  "c": 3 // three\n  // last\n}\n';

const CASES: readonly Case[] = [
  {
    name: "the first line and the comment above it",
    before: LINES,
    remove: "a",
    after: '{\n\n  // second\n  "b": 2, // two\n  "c": 3 // three\n  // last\n}\n',
  },
  {
    name: "a line in the middle",
    before: LINES,
    remove: "b",
    after: '{\n  // first\n  "a": 1, // one\n\n  "c": 3 // three\n  // last\n}\n',
  },
  {
    name: "the last line and the comma that has become needless",
    before: LINES,
    remove: "c",
    after: '{\n  // first\n  "a": 1, // one\n\n  // second\n  "b": 2 // two\n  // last\n}\n',
  },
  {
    name: "all lines but no comment below them",
    before: LINES,
    remove: "a b c",
    after: "{\n\n  // last\n}\n",
  },
  {
    name: "the last line where commas trail",
    before: "[\n  1,\n  2, // two\n]",
    remove: "[1]",
    after: "[\n  1,\n]",
  },
  { name: "the first on a line", before: '{ "a": 1, "b": 2 }', remove: "a", after: '{ "b": 2 }' },
  { name: "the last on a line", before: '{ "a": 1, "b": 2 }', remove: "b", after: '{ "a": 1 }' },
  { name: "the middle of a line", before: "[1, 2 , 3]", remove: "[1]", after: "[1, 3]" },
  { name: "the last two of a line", before: "[1,2,3]", remove: "[2] [1]", after: "[1]" },
  { name: "the first two of a line", before: "[ 1, 2, 3 ]", remove: "[0] [0]", after: "[ 3 ]" },
  { name: "all of a line", before: '{"a":1,"b":2}', remove: "a b", after: "{}" },
  { name: "an element with the comment behind it", before: "[1 /* one */, 2]", remove: "[0]", after: "[2]" },
  {
    name: "an element, not the comment before the next one",
    before: "[1, /* two */ 2]",
    remove: "[0]",
    after: "[/* two */ 2]",
  },
  { name: "one of several on a line", before: "[\n  1, 2,\n  3\n]", remove: "[1]", after: "[\n  1,\n  3\n]" },
  { name: "a whole line of several", before: "[\n  1, 2,\n  3\n]", remove: "[0] [0]", after: "[\n  3\n]" },
  {
    name: "a last line with the closing bracket",
    before: '{ "a": 1,\n  "b": 2 }',
    remove: "b",
    after: '{ "a": 1 }',
  },
  {
    name: "the last line under a comment that would swallow the bracket",
    before: '{ "a": 1, // one\n  "b": 2 }',
    remove: "b",
    after: '{ "a": 1 // one\n   }',
  },
  {
    name: "a table with all that is in it",
    before: '{\n  "a": {\n    // inside\n    "b": [ /* deep */ ]\n  }, // behind\n  "c": 1\n}',
    remove: "a",
    after: '{\n  "c": 1\n}',
  },
  { name: "the only line", before: '{\n  "a": {\n    "b": 1\n  }\n}', remove: "a.b", after: '{\n  "a": {}\n}' },
  { name: "the only one on a line", before: '{ "a": { "b": 1 } }', remove: "a.b", after: '{ "a": {} }' },
  { name: "a line with CRLF", before: "[\r\n  1,\r\n  2\r\n]\r\n", remove: "[0]", after: "[\r\n  2\r\n]\r\n" },
  { name: "a line of mixed line ends", before: "[\r\n  1,\n  2,\r\n  3\n]", remove: "[1]", after: "[\r\n  1,\n  3\n]" },
  {
    name: "the lines of a comment right above, where commas lead",
    before: '{\n    "a": 1\n\n  // not about b\n\n  /* about\n     b */\n  // too\n  , "b": 2\n}',
    remove: "b",
    after: '{\n    "a": 1\n\n  // not about b\n}',
  },
  {
    name: "one of the blank lines on both sides",
    before: "[\r\n  1,\r\n\r\n  // two\r\n  2,\r\n\r\n  3\r\n]\r\n",
    remove: "[1]",
    after: "[\r\n  1,\r\n\r\n  3\r\n]\r\n",
  },
  {
    name: "the blank line above the last one",
    before: "[\n  1,\n\n  // two\n  2\n]",
    remove: "[1]",
    after: "[\n  1\n]",
  },
  {
    name: "no comment that goes on behind the line above",
    before: "[ // one\n  // two\n  1, // three\n     // four\n  // five\n  2\n]",
    remove: "[1] [0]",
    after: "[ // one\n  // two\n     // four\n]",
  },
  { name: "a comma on a line of its own", before: "[\n  1\n  ,\n  2\n]", remove: "[0]", after: "[\n  2\n]" },
];

for (const { name, before, remove, after } of CASES) {
  Deno.test(`jsoncFormat.edit() removes ${name}`, () => {
    const steps = remove.split(" ").map((key) => ({ op: "remove" as const, path: parseKeyPath(key) }));
    const edit = jsoncFormat.edit(before, steps);
    assertEquals(applyEdits(before, edit.edits), after);
    // Every comment is still there or among what was asked to go.
    const left = [after, ...edit.removed].flatMap((text) => jsoncFormat.comments(text));
    assertEquals(left.toSorted(), jsoncFormat.comments(before).toSorted());
  });
}

Deno.test("jsoncFormat.edit() keeps the comment above what goes if that is asked for", () => {
  const { edits } = jsoncFormat.edit(LINES, [{ op: "remove", path: ["a"], keepsComment: true }]);
  assertEquals(applyEdits(LINES, edits), LINES.replace('  "a": 1, // one\n', ""));
});
