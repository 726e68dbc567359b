import { assertEquals } from "@std/assert";
import { tomlFormat } from "../../format/toml/format.ts";
import { printKeyPath } from "../../model/key_path.ts";
import { differencesBetween } from "./differences.ts";

/** Tells two TOML documents apart, in the form `key: old -> new`. */
function differences(old: string, current: string): string[] {
  const show = (value: Parameters<typeof tomlFormat.printLiteral>[0] | undefined) =>
    value === undefined ? "" : tomlFormat.printLiteral(value);
  return differencesBetween(tomlFormat.parse(old, "old"), tomlFormat.parse(current, "new"))
    .map((difference) => `${printKeyPath(difference.path)}: ${show(difference.old)} -> ${show(difference.new)}`);
}

Deno.test("differencesBetween() tells documents apart key by key", () => {
  const cases: [old: string, current: string, differences: string[]][] = [
    ["a = 1\nb = {c = nan}", "a = 1\nb = {c = nan}", []],
    ["a = 1\nb = 2", "b = 3\nc = 4", ["a: 1 -> ", "b: 2 -> 3", "c:  -> 4"]],
    ["a = 1", "a = 1.0", ["a: 1 -> 1.0"]],
    ["", "[t.u]\nv = 1\nw = 2", ["t.u.v:  -> 1", "t.u.w:  -> 2"]],
    ["[t]\nv = 1", "", ["t.v: 1 -> "]],
    ["[t]", "", ["t: {} -> "]],
    ["", "t = {}", ["t:  -> {}"]],
    ["t = {v = 1}", "t = {}", ["t.v: 1 -> "]],
    ["t = 1", "t = {v = 1}", ["t: 1 -> { v = 1 }"]],
    ["l = [1, 2, 3]", "l = [2, 3]", ["l: [1, 2, 3] -> [2, 3]"]],
    ["l = [{a = 1, b = 2}, {}]", "l = [{a = 3, b = 2}, {}]", ["l[0].a: 1 -> 3"]],
    ["l = [{a = 1}, {}]", "l = [{}]", ["l: [{ a = 1 }, {}] -> [{}]"]],
    ["l = [{}]", "l = [1]", ["l: [{}] -> [1]"]],
    ["l = []", "l = []", []],
    ['"__proto__" = 1', '"__proto__" = 2', ["__proto__: 1 -> 2"]],
    ['"toString" = 1', "", ["toString: 1 -> "]],
  ];
  for (const [old, current, expected] of cases) {
    assertEquals(differences(old, current), expected, `${old} | ${current}`);
  }
});
