import { assertEquals } from "@std/assert";
import type { LockHolder } from "../model/errors.ts";
import {
  describeHolder,
  describeSpan,
  isRecord,
  MAX_RECORD_SIZE_BYTES,
  printRecord,
  readRecord,
} from "./holder_record.ts";

const HOLDER: LockHolder = { pid: 42, host: "laptop", command: "pawl set", since: "2026-11-21T10:00:00.000Z" };

Deno.test("printRecord() writes one line of JSON that readRecord() reads", () => {
  const text = printRecord(HOLDER);
  assertEquals(JSON.parse(text), { pawl: "lock", ...HOLDER });
  assertEquals(text.indexOf("\n"), text.length - 1);
  assertEquals(readRecord(text), HOLDER);
});

Deno.test("printRecord() keeps a long command within the size that is read", () => {
  const text = printRecord({ ...HOLDER, command: "é\u0000😀".repeat(10_000) });
  assertEquals(new TextEncoder().encode(text).length < MAX_RECORD_SIZE_BYTES, true);
  assertEquals(readRecord(text)?.pid, 42);
});

Deno.test("readRecord() reads the first line when a shorter record was written over a longer one", () => {
  assertEquals(readRecord(`${printRecord(HOLDER)}tail of a longer record"}\n`), HOLDER);
});

const UNKNOWN: LockHolder = { pid: 0, host: "", command: "", since: "" };

for (
  const [name, text] of [
    ["is torn", printRecord(HOLDER).slice(0, 30)],
    ["has only the beginning of the mark", '{"pa'],
    ["was turned into NULs by a power cut", "\0".repeat(80)],
    ["has fields of other types", '{"pawl":"lock","pid":"x","host":1,"command":null}\n'],
  ] as const
) {
  Deno.test(`readRecord() knows that somebody held the lock when the record ${name}`, () => {
    assertEquals(isRecord(text), true);
    assertEquals(readRecord(text), UNKNOWN);
  });
}

for (const text of ["", "{}", "lock\n", '{"_meta": {}, "default": {}}', '{"pid":42}\n', ' {"pawl":"lock","pid":42}']) {
  Deno.test(`isRecord() is false of ${JSON.stringify(text)}`, () => {
    assertEquals(isRecord(text), false);
    assertEquals(readRecord(text), undefined);
  });
}

Deno.test("readRecord() keeps control characters of somebody else's text away from the terminal", () => {
  const holder = readRecord(printRecord({ ...HOLDER, command: "x\x1b[2J\u009b\u202e", host: "a\nb" }));
  assertEquals([holder?.command, holder?.host], ["x?[2J??", "a?b"]);
});

Deno.test("describeHolder() says what is known", () => {
  assertEquals(describeHolder(HOLDER), 'pid 42 (pawl set) on "laptop"');
  assertEquals(describeHolder({ ...HOLDER, command: "", host: "" }), "pid 42");
  assertEquals(describeHolder(UNKNOWN), "an unknown process");
});

Deno.test("describeSpan() rounds to what a reader needs", () => {
  assertEquals([0, 249.6, 1000, 1549, 5000, 65_000].map(describeSpan), [
    "0 ms",
    "250 ms",
    "1 s",
    "1.5 s",
    "5 s",
    "65 s",
  ]);
});
