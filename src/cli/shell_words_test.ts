import { assertEquals, assertThrows } from "@std/assert";
import { PawlError } from "../model/errors.ts";
import { splitShellWords } from "./shell_words.ts";

const CASES: readonly (readonly [line: string, words: readonly string[]])[] = [
  ["", []],
  [" \t ", []],
  ["set server.port 8080", ["set", "server.port", "8080"]],
  ["  set \t a  1 ", ["set", "a", "1"]],
  ["# a comment", []],
  ["  # a comment 'with a quote", []],
  ["set a 1 # a comment", ["set", "a", "1"]],
  ["set a b#c", ["set", "a", "b#c"]],
  ["set a '#b'", ["set", "a", "#b"]],
  ["set a \\#b", ["set", "a", "#b"]],
  ["a 'b c' \"d e\" f\\ g", ["a", "b c", "d e", "f g"]],
  ["'' \"\"", ["", ""]],
  ["a''b", ["ab"]],
  [`it\\'s 'it'\\''s' "it's"`, ["it's", "it's", "it's"]],
  [`'a\\b' 'a"b'`, ["a\\b", 'a"b']],
  [`"a\\"b" "\\\\" "\\$x \\\`y"`, ['a"b', "\\", "$x `y"]],
  [`"\\n \\a"`, ["\\n \\a"]],
  ["\\n\\ \\\\", ["n \\"]],
  [`'servers[0]'."a.b"`, ["servers[0].a.b"]],
  [`paths.'"/usr/bin"'=x`, [`paths."/usr/bin"=x`]],
  ["$HOME `x` $(y) * ~ a;b a|b a&b <c >d (e) {f} !g", [
    ..."$HOME `x` $(y) * ~ a;b a|b a&b <c >d (e) {f} !g".split(" "),
  ]],
  ["ä 'ö ü' \u{1F600}", ["ä", "ö ü", "\u{1F600}"]],
  ["a\u00a0b", ["a\u00a0b"]],
];

Deno.test("splitShellWords() reads quotes, backslashes and comments as a POSIX shell does", () => {
  for (const [line, words] of CASES) assertEquals(splitShellWords(line), words, line);
});

Deno.test("splitShellWords() refuses a line that goes on", () => {
  for (
    const [line, reason] of [
      ["set a 'b", "the quote ' at position 7 is not closed"],
      ['set a "b\\"', 'the quote " at position 7 is not closed'],
      ['"', 'the quote " at position 1 is not closed'],
      ["set a b\\", "nothing follows the last backslash"],
    ] as const
  ) {
    const error = assertThrows(() => splitShellWords(line), PawlError);
    assertEquals([error.code, error.message], ["usage", `Cannot split the line into words: ${reason}`]);
  }
});
