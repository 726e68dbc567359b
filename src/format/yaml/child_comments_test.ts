import { assertEquals } from "@std/assert";
import { checkCases } from "../../../tests/formats/yaml/case.ts";
import { editText } from "../../edit/edit_text.ts";
import { yamlFormat } from "./format.ts";

const LIST = "l:\n  # about a\n  - a\n  # about b\n  - b\n";

checkCases("keeps a comment with what stands below it", [
  {
    name: "when a list gets a first element",
    before: LIST,
    changes: "prepend l z",
    after: LIST.replace("l:", "l:\n  - z"),
  },
  {
    name: "when a list gets another",
    before: LIST,
    changes: "insert l[1] z",
    after: LIST.replace("- a", "- a\n  - z"),
  },
  {
    name: "when brackets get a first element",
    before: "l: [\n  # about a\n  a,\n]\n",
    changes: "prepend l z",
    after: "l: [\n  z,\n  # about a\n  a,\n]\n",
  },
  {
    name: "when a list that is not indented gets a first element",
    before: "l:\n# about a\n- a\n",
    changes: "prepend l z",
    after: "l:\n- z\n# about a\n- a\n",
  },
]);

checkCases("removes the comment that belongs to what goes", [
  { name: "an element", before: LIST, changes: "unset l[0]", after: "l:\n  # about b\n  - b\n" },
  { name: "the last element", before: LIST, changes: "unset l[1]", after: "l:\n  # about a\n  - a\n" },
  {
    name: "an element in brackets",
    before: "[\n  1,\n  # two\n  # 2\n  2\n]\n",
    changes: "unset [1]",
    after: "[\n  1\n]\n",
  },
  { name: "the only key", before: "a:\n  # about x\n  x: 1\nb: 2\n", changes: "unset a.x", after: "a: {}\nb: 2\n" },
  {
    name: "but none above a blank line",
    before: "# file\n\n# a\na: 1\nb: 2\n",
    changes: "unset a",
    after: "# file\n\nb: 2\n",
  },
  {
    name: "but none that is indented deeper, below another key",
    before: "a:\n  x: 1\n  # y: 2\n# b\nb: 2\n",
    changes: "unset b",
    after: "a:\n  x: 1\n  # y: 2\n",
  },
  {
    name: "but none that goes on behind what stands above",
    before: "a:  # one\n    # and one\n  # about x\n  x: 1\n  y: 2\n",
    changes: "unset a.x",
    after: "a:  # one\n    # and one\n  y: 2\n",
  },
  {
    name: "but none about the file",
    before: "# yaml-language-server: $schema=x\n# about a\na: 1\nb: 2\n",
    changes: "unset a",
    after: "# yaml-language-server: $schema=x\nb: 2\n",
  },
]);

Deno.test("editText() of YAML keeps the comment of a removed key if that is asked for", () => {
  const text = "# about a\na: 1\nb: 2\n";
  const edited = editText(yamlFormat, text, [{ op: "unset", path: ["a"], keepComment: true }], "test.yaml");
  assertEquals(edited.text, "# about a\nb: 2\n");
});
