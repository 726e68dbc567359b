import { assertEquals } from "@std/assert";
import { onOneLine, visible } from "./one_line.ts";

Deno.test("onOneLine() escapes what breaks lines or drives terminals, and only that", () => {
  assertEquals(onOneLine('Cannot get "é😀" from "a\\b"'), 'Cannot get "é😀" from "a\\b"');
  assertEquals(onOneLine("a\nb\r\tc\x1b[31m\x7f\x9b\u2028"), "a\\nb\\x0d\\x09c\\x1b[31m\\x7f\\x9b\\u2028");
  const directions = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";
  const escaped = Array.from(directions, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
  assertEquals(onOneLine(directions), escaped.join(""));
  assertEquals(onOneLine("\u200b\u200d\ufeff\u00a0אب"), "\u200b\u200d\ufeff\u00a0אب");
});

Deno.test("visible() keeps lines and tabulators, and escapes the rest as formats do", () => {
  assertEquals(visible('k = "é\ta"\r\n\rb\n'), 'k = "é\ta"\r\n\\u000db\n');
  assertEquals(visible("\x00\x1b[31m\x7f\x9b\u202e"), "\\u0000\\u001b[31m\\u007f\\u009b\\u202e");
});
