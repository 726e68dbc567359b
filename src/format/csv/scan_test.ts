import { assertEquals } from "@std/assert";
import { placeOf, scanRecords } from "./scan.ts";

const DOCUMENT = '\na,"b,""c"""\r\n,\n\n"x\ny",z';

Deno.test("scanRecords() finds fields with their quotes and records with their line ends", () => {
  const { fieldStarts, fieldEnds, firstFields, recordEnds, fault } = scanRecords(DOCUMENT, 0, ",");
  const fields = fieldStarts.map((start, index) => DOCUMENT.slice(start, fieldEnds[index]));
  assertEquals(fields, ["a", '"b,""c"""', "", "", '"x\ny"', "z"]);
  assertEquals(firstFields, [0, 2, 4, 6]);
  assertEquals(recordEnds.map((end) => DOCUMENT.slice(0, end).length), [14, 16, DOCUMENT.length]);
  assertEquals(fault, undefined);
});

Deno.test("scanRecords() begins at the start and ends at the limit", () => {
  const { fieldStarts, recordEnds } = scanRecords("xx\na;b\nc;d\ne;f", 3, ";", 2);
  assertEquals(fieldStarts, [3, 5, 7, 9]);
  assertEquals(recordEnds, [7, 11]);
});

Deno.test("scanRecords() keeps the records before a fault", () => {
  const { fault, recordEnds } = scanRecords('a,b\nc,d"\n', 0, ",");
  assertEquals(recordEnds, [4]);
  assertEquals(fault?.offset, 7);
});

Deno.test("placeOf() counts lines and columns from 1, without a byte order mark", () => {
  const text = "\ufeffab\r\nc\n\nd";
  const places = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((offset) => {
    const { line, column } = placeOf(text, offset);
    return `${line}:${column}`;
  });
  assertEquals(places, ["1:1", "1:1", "1:2", "1:3", "1:4", "2:1", "2:2", "3:1", "4:1"]);
});
