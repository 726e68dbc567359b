import { assertEquals, assertThrows } from "@std/assert";
import { InvalidDocumentError } from "../model/errors.ts";
import { decodeText, encodeText } from "./utf8.ts";

for (const text of ["", "a = 1\n", "\uFEFFa = 1\r\n", "é 😀 \uFFFD \0", "no end"]) {
  Deno.test(`decodeText() gives back what encodeText() made of ${JSON.stringify(text)}`, () => {
    assertEquals(decodeText(encodeText(text), "app.toml"), text);
  });
}

const BAD: readonly [name: string, bytes: readonly number[], line: number, column: number][] = [
  ["a stray byte at the start", [0xff], 1, 1],
  ["a stray byte in the third line", [0x61, 0x0a, 0x0a, 0x62, 0xff, 0x63], 3, 2],
  ["a byte after an emoji of two code units", [0xf0, 0x9f, 0x98, 0x80, 0x80], 1, 3],
  ["a character cut off by another", [0x61, 0xc3, 0x28], 1, 2],
  ["a character cut off by the end", [0x61, 0x0a, 0x62, 0xe2, 0x82], 2, 2],
  ["an overlong slash", [0xc0, 0xaf], 1, 1],
  ["a surrogate", [0x61, 0xed, 0xa0, 0x80], 1, 2],
  ["UTF-16", [0xff, 0xfe, 0x61, 0x00], 1, 1],
];

for (const [name, bytes, line, column] of BAD) {
  Deno.test(`decodeText() says where when the bytes have ${name}`, () => {
    const error = assertThrows(() => decodeText(Uint8Array.from(bytes), "app.toml"), InvalidDocumentError);
    assertEquals([error.line, error.column], [line, column]);
    assertEquals(error.message, `Cannot parse "app.toml": the bytes are not UTF-8 at line ${line}, column ${column}`);
  });
}

Deno.test("encodeText() refuses a lone surrogate instead of replacing it", () => {
  assertThrows(() => encodeText("a\ud800"), TypeError, "lone surrogate");
});
