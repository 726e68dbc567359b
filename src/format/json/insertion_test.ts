import { assertEquals } from "@std/assert";
import type { Step } from "../../model/change.ts";
import { applyEdits } from "../../edit/edit_text.ts";
import type { Value } from "../../model/value.ts";
import { jsoncFormat } from "./format.ts";

/** An element that is put into the root array, or a key into the root table, and taken out again. */
interface Case {
  readonly name: string;
  readonly before: string;
  readonly at: number | string;
  readonly value?: Value;
  readonly after: string;
}

function edit(text: string, step: Step): string {
  const edited = applyEdits(text, jsoncFormat.edit(text, [step]).edits);
  jsoncFormat.parse(edited, "test.jsonc");
  return edited;
}

const CASES: readonly Case[] = [
  { name: "at the end of a line", before: "[1, 2]", at: 2, after: "[1, 2, 9]" },
  { name: "at the beginning of a line", before: "[ 1, 2 ]", at: 0, after: "[ 9, 1, 2 ]" },
  { name: "in the middle of a line", before: "[1,2]", at: 1, after: "[1,9,2]" },
  { name: "into a single-element line of a compact file", before: '[{"a":1}]', at: 1, after: '[{"a":1},9]' },
  { name: "behind the last line", before: "[\n  1,\n  2\n]", at: 2, after: "[\n  1,\n  2,\n  9\n]" },
  { name: "before the first line", before: "[\n  1,\n  2\n]", at: 0, after: "[\n  9,\n  1,\n  2\n]" },
  { name: "into lines of several elements", before: "[\n  1, 2,\n  3, 4\n]", at: 4, after: "[\n  1, 2,\n  3, 4, 9\n]" },
  { name: "behind a trailing comma", before: "[\n  1,\n]", at: 1, after: "[\n  1,\n  9,\n]" },
  { name: "behind a trailing comma on one line", before: "[1, 2,]", at: 2, after: "[1, 2, 9,]" },
  {
    name: "before the comment of the next element",
    before: "[\n  1, // one\n  // about two\n  2\n]",
    at: 1,
    after: "[\n  1, // one\n  9,\n  // about two\n  2\n]",
  },
  {
    name: "above the comment of the first element",
    before: "[ // list\n  // about one\n  1\n]",
    at: 0,
    after: "[ // list\n  9,\n  // about one\n  1\n]",
  },
  {
    name: "with the comma before the comment of the last element",
    before: "[\n  1 // one\n  // the end\n]",
    at: 1,
    after: "[\n  1, // one\n  9\n  // the end\n]",
  },
  {
    name: "behind the comment of the last element of a line",
    before: "[1 /* one */]",
    at: 1,
    after: "[1 /* one */, 9]",
  },
  {
    name: "below a line that ends in a comment",
    before: '{ "a": 1 // one\n}',
    at: "b",
    after: '{ "a": 1, // one\n  "b": 9\n}',
  },
  {
    name: "before a closing bracket on the last line",
    before: '{ "a": 1,\n  "b": 2 }',
    at: "c",
    after: '{ "a": 1,\n  "b": 2,\n  "c": 9 }',
  },
  { name: "where commas begin lines", before: "[\n  1\n, 2\n]", at: 1, after: "[\n  1\n, 9\n, 2\n]" },
  { name: "before all where commas begin lines", before: "[\n  1\n, 2\n]", at: 0, after: "[\n  9\n, 1\n, 2\n]" },
  { name: "into brackets", before: "{}", at: "a", after: '{\n  "a": 9\n}' },
  { name: "into brackets with a blank", before: "[ ]", at: 0, after: "[ 9 ]" },
  { name: "into brackets with blank lines", before: "[\n\n]", at: 0, after: "[\n  9\n\n]" },
  { name: "behind a comment alone", before: "{ /* none */ }", at: "a", after: '{ /* none */ "a": 9 }' },
  { name: "below a comment alone", before: '{\n    // "b": 1\n}', at: "a", after: '{\n    // "b": 1\n    "a": 9\n}' },
  { name: "below the comment of a bracket", before: "{ // none\n}", at: "a", after: '{ // none\n  "a": 9\n}' },
  {
    name: "as a table like its neighbours",
    before: '[\n  { "n": 1 },\n  { "n": 2 }\n]',
    at: 2,
    value: { n: 3n, l: [] },
    after: '[\n  { "n": 1 },\n  { "n": 2 },\n  { "n": 3, "l": [] }\n]',
  },
  {
    name: "as a table like neighbours that hug their brackets",
    before: '[{\n  "n": 1\n}, {\n  "n": 2\n}]',
    at: 2,
    value: { n: 3n },
    after: '[{\n  "n": 1\n}, {\n  "n": 2\n}, {\n  "n": 3\n}]',
  },
  {
    name: "with trailing commas inside where the file has them",
    before: '{\n  "a": {\n    "b": 1,\n  },\n}',
    at: "c",
    value: { d: [1n] },
    after: '{\n  "a": {\n    "b": 1,\n  },\n  "c": {\n    "d": [\n      1,\n    ],\n  },\n}',
  },
];

for (const { name, before, at, value = 9n, after } of CASES) {
  Deno.test(`jsoncFormat.edit() inserts ${name} and removes it without a trace`, () => {
    const step: Step = { op: typeof at === "number" ? "insert" : "add", path: [at], value };
    assertEquals(edit(before, step), after);
    assertEquals(edit(after, { op: "remove", path: [at], keepsComment: true }), before);
  });
}
