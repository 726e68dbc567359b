/**
 * Named edits of YAML texts, with the text that must come out.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { Change } from "../../../src/model/change.ts";
import { applyEdits, editText } from "../../../src/edit/edit_text.ts";
import { yamlFormat } from "../../../src/format/yaml/format.ts";
import { parseKeyPath } from "../../../src/model/key_path.ts";

/** One edit. */
export interface YamlCase {
  readonly name: string;
  readonly before: string;
  /** One change per line: `set KEY VALUE`, `set! KEY VALUE` (forced), `unset KEY`, `append KEY VALUE`, … */
  readonly changes: string;
  readonly after: string;
}

/** Reads one line of {@linkcode YamlCase.changes}. */
export function readChange(line: string): Change {
  const [, op, key, text = ""] = /^(\w+!?) ((?:"[^"]*"|'[^']*'|\S)+) ?(.*)$/.exec(line) ?? [];
  const path = parseKeyPath(key!);
  const value = { text, type: "auto" } as const;
  switch (op) {
    case "unset":
      return { op, path };
    case "append":
    case "prepend":
      return { op, path, values: [value] };
    case "insert":
      return { op, path, value };
    case "rename":
      return { op, path, to: [...path.slice(0, -1), text] };
    default:
      return { op: "set", path, value, force: op === "set!" };
  }
}

/** Makes a test of each case. */
export function checkCases(topic: string, cases: readonly YamlCase[]): void {
  for (const { name, before, changes, after } of cases) {
    Deno.test(`editText() of YAML ${topic}: ${name}`, () => {
      const { text, edits } = editText(yamlFormat, before, changes.split("\n").map(readChange), "test.yaml");
      assertEquals(text, after);
      assertEquals(applyEdits(before, edits), after);
    });
  }
}
