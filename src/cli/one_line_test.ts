import { assertEquals } from "@std/assert";
import { onOneLine } from "./one_line.ts";

Deno.test("onOneLine() escapes what breaks lines or drives terminals, and only that", () => {
  assertEquals(onOneLine('Cannot get "é😀" from "a\\b"'), 'Cannot get "é😀" from "a\\b"');
  assertEquals(onOneLine("a\nb\r\tc\x1b[31m\x7f\x9b\u2028"), "a\\nb\\x0d\\x09c\\x1b[31m\\x7f\\x9b\\u2028");
});
