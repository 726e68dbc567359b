import { assertEquals, assertThrows } from "@std/assert";
import { readChange } from "../../../tests/formats/yaml/case.ts";
import { editText } from "../../edit/edit_text.ts";
import { PawlError } from "../../model/errors.ts";
import { yamlFormat } from "./format.ts";

const REFUSALS: readonly { name: string; text: string; change: string; message: string; hint: string }[] = [
  {
    name: "an edit through an alias",
    text: "base: &b\n  x: 1\nc: *b\n",
    change: "set c.x 2",
    message: 'Cannot edit "c.x": "c" is the alias *b',
    hint: 'edit "base" to change it for all its aliases',
  },
  {
    name: "the removal of a value that has aliases",
    text: "a:\n  x: &b 1\nc: [*b]\n",
    change: "unset a",
    message: 'Cannot remove the value anchored as &b: "c[0]" is its alias',
    hint: 'unset or replace "c[0]" first',
  },
  {
    name: "another value for one whose alias is a key",
    text: "a: &b x\nc:\n  *b : 1\n",
    change: "set a z",
    message: 'Cannot change the value anchored as &b: "c.x" has its alias as the key',
    hint: 'unset or replace "c.x" first',
  },
  {
    name: "an edit inside a merge key",
    text: "a: &b {x: 1}\nc:\n  <<: *b\n",
    change: 'set c."<<".x 2',
    message: `Cannot edit 'c."<<".x': 'c."<<"' brings in keys of another map`,
    hint: "edit that map, or set the key itself",
  },
  {
    name: "a new merge key",
    text: "a: 1\n",
    change: 'set "<<" x',
    message: `Cannot edit '"<<"': "<<" brings in keys of another map`,
    hint: "write it with an editor",
  },
  {
    name: "a value of another type for a tagged one",
    text: "a: !secret x\n",
    change: "set! a 5",
    message: 'Cannot edit "a": "a" has the tag !secret',
    hint: "pass --type yaml to write the whole value, with its tag",
  },
  {
    name: "an edit inside a tagged value",
    text: "a: !Sub [x]\n",
    change: "append a y",
    message: 'Cannot edit "a[1]": "a" has the tag !Sub',
    hint: "pass --type yaml to write the whole value, with its tag",
  },
  {
    name: "an edit of an explicit key",
    text: "? a\n: 1\n",
    change: "set a 2",
    message: 'Cannot edit "a": "a" is written with "? "',
    hint: 'write the key without "? " first',
  },
  {
    name: "an edit of a key that is a list",
    text: "[a, b]: 1\n",
    change: 'unset "[a, b]"',
    message: `Cannot edit '"[a, b]"': the key of '"[a, b]"' is not a string`,
    hint: "change it with an editor",
  },
  {
    name: "the renaming of an anchored key",
    text: "&k a: 1\nb: *k\n",
    change: "rename a x",
    message: 'Cannot edit "a": the key has an anchor or a tag',
    hint: "rename it with an editor",
  },
  {
    name: "a key that no reader has to accept",
    text: "a: 1\n",
    change: `set ${"k".repeat(1001)} 1`,
    message: "Cannot write a key of 1001 characters in YAML",
    hint: "use a key of 1000 characters at most",
  },
];

for (const { name, text, change, message, hint } of REFUSALS) {
  Deno.test(`editText() of YAML refuses ${name}`, () => {
    const run = () => editText(yamlFormat, text, [readChange(change)], "test.yaml");
    const error = assertThrows(run, PawlError);
    assertEquals([error.code, error.message, error.hint], ["type-mismatch", message, hint]);
  });
}
