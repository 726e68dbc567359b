import { assertEquals, assertThrows } from "@std/assert";
import { PawlError } from "./errors.ts";
import { type KeyPath, parseKeyPath, printKeyPath } from "./key_path.ts";

const PATHS: readonly [text: string, path: KeyPath, printed?: string][] = [
  ["server", ["server"]],
  ["server.port", ["server", "port"]],
  ["servers[0].port", ["servers", 0, "port"]],
  ["servers[-1]", ["servers", -1]],
  ["m[0][12]", ["m", 0, 12]],
  ["[2].name", [2, "name"]],
  [`"a.b".c`, ["a.b", "c"]],
  [`'a"b'.c`, [`a"b`, "c"], `"a\\"b".c`],
  [`"".x`, ["", "x"]],
  [`"a\\u00e9\\n"`, ["aé\n"], `"aé\\n"`],
  ["1234.true", ["1234", "true"]],
  ["a-b_c", ["a-b_c"]],
  [`"größe"."a/b"."x y"`, ["größe", "a/b", "x y"]],
];

for (const [text, path, printed = text] of PATHS) {
  Deno.test(`parseKeyPath() reads ${text}, and printKeyPath() writes it`, () => {
    assertEquals(parseKeyPath(text), path);
    assertEquals(printKeyPath(path), printed);
    assertEquals(parseKeyPath(printKeyPath(path)), path);
  });
}

const MALFORMED: readonly [text: string, found: string][] = [
  ["", "the end"],
  ["a.", "the end"],
  [".a", `"." at position 1`],
  ["a..b", `"." at position 3`],
  ["a b", `" " at position 2`],
  ["a[x]", `"[" at position 2`],
  ["a[01]", `"[" at position 2`],
  ["a]", `"]" at position 2`],
  ["paths./usr", `"/" at position 7`],
  [`"a`, `""" at position 1`],
  [`"a\\q"`, `""" at position 1`],
  ["größe", `"ö" at position 3`],
  ["😀", `"😀" at position 1`],
];

for (const [text, found] of MALFORMED) {
  Deno.test(`parseKeyPath() refuses ${JSON.stringify(text)} and says where`, () => {
    const error = assertThrows(() => parseKeyPath(text), PawlError);
    assertEquals(error.code, "usage");
    assertEquals(error.message.startsWith(`Cannot parse key path "${text}": found ${found}, wanted `), true);
  });
}
