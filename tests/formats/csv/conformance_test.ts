/**
 * pawl against RFC 4180 and csv-parse: well-known hard cases are read exactly, can be edited anywhere, and every text over
 * a small alphabet of nasty characters is accepted or refused as csv-parse does.
 *
 * The cases are of the kinds that the csv-spectrum collection made known; their wording is this project's own.
 *
 * @module
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { parse } from "csv-parse";
import { InvalidDocumentError } from "../../../src/model/errors.ts";
import { csvFormat } from "../../../src/format/csv/format.ts";
import { scanRecords } from "../../../src/format/csv/scan.ts";
import { equalValues, type Table } from "../../../src/model/value.ts";
import { columnsOf, type CsvSubject, editAndJudge, keysOf } from "./judge.ts";
import { outlineOf } from "./outline.ts";

/** A text, what it says, and what differs from a comma-separated table with a header. */
interface Case {
  readonly name: string;
  readonly text: string;
  readonly value: Record<string, Record<string, string>>;
  readonly delimiter?: string;
  readonly hasHeader?: boolean;
}

const CASES: readonly Case[] = [
  { name: "simple", text: "a,b,c\n1,2,3\n", value: { 1: { b: "2", c: "3" } } },
  { name: "simple with CRLF", text: "a,b,c\r\n1,2,3\r\n", value: { 1: { b: "2", c: "3" } } },
  { name: "no final newline", text: "a,b,c\n1,2,3", value: { 1: { b: "2", c: "3" } } },
  { name: "mixed line ends", text: "a,b\r\n1,2\n3,4\r\n", value: { 1: { b: "2" }, 3: { b: "4" } } },
  { name: "byte order mark", text: "\ufeffa,b\n1,2\n", value: { 1: { b: "2" } } },
  { name: "byte order mark before a quote", text: '\ufeff"a",b\n1,2\n', value: { 1: { b: "2" } } },
  {
    name: "comma in quotes",
    text: 'first,last,address\nAda,Lovelace,"12, St James\'s Square, London"\n',
    value: { Ada: { last: "Lovelace", address: "12, St James's Square, London" } },
  },
  {
    name: "escaped quotes",
    text: 'a,b\n1,"so ""called"" b"\n2,""""\n3,""""""\n',
    value: { 1: { b: 'so "called" b' }, 2: { b: '"' }, 3: { b: '""' } },
  },
  { name: "nothing and the empty string", text: 'a,b,c\n1,,""\n"",,\n', value: { 1: { c: "" }, "": {} } },
  { name: "nothing with CRLF", text: 'a,b,c\r\n1,,""\r\n2,,\r\n', value: { 1: { c: "" }, 2: {} } },
  {
    name: "JSON in a cell",
    text: 'key,value\n1,"{""type"": ""Point"", ""coordinates"": [102.0, 0.5]}"\n',
    value: { 1: { value: '{"type": "Point", "coordinates": [102.0, 0.5]}' } },
  },
  {
    name: "newlines in quotes",
    text: 'a,b\n1,"one\ntwo\n"\n"3\n","\n"\n',
    value: { 1: { b: "one\ntwo\n" }, "3\n": { b: "\n" } },
  },
  {
    name: "CRLF in quotes",
    text: 'a,b\r\n1,"one\r\ntwo\n"\r\n3,"\r"\r\n',
    value: { 1: { b: "one\r\ntwo\n" }, 3: { b: "\r" } },
  },
  {
    name: "quotes, newlines and delimiters together",
    text: 'a,b\n1,"ha\n""ha"",\n\nha"\n',
    value: { 1: { b: 'ha\n"ha",\n\nha' } },
  },
  { name: "Unicode", text: "a,b,c\n1,é,ʤ\n2,😀,字\n", value: { 1: { b: "é", c: "ʤ" }, 2: { b: "😀", c: "字" } } },
  { name: "other line separators are data", text: "a,b\n1,x\u2028y\u0085z\n", value: { 1: { b: "x\u2028y\u0085z" } } },
  { name: "spaces are data", text: 'a, b ,c\n1, 2 ," 3"\n', value: { 1: { " b ": " 2 ", c: " 3" } } },
  { name: "blank lines", text: "\na,b\n\n\n1,2\n\n", value: { 1: { b: "2" } } },
  { name: "blank lines with CRLF", text: "a,b\r\n\r\n1,2\r\n\r\n", value: { 1: { b: "2" } } },
  { name: "header only", text: "a,b\n", value: {} },
  { name: "header only, no final newline", text: "a,b", value: {} },
  { name: "one column", text: 'a\n1\n"2,3"\n""\n', value: { 1: {}, "2,3": {}, "": {} } },
  { name: "trailing delimiter", text: "a,b,\n1,2,\n", value: { 1: { b: "2" } } },
  { name: "hashes, apostrophes and backslashes are data", text: "a,b\n#1,'x\\\n", value: { "#1": { b: "'x\\" } } },
  { name: "formulas are data", text: 'a,b\n1,"=SUM(A1,A2)"\n', value: { 1: { b: "=SUM(A1,A2)" } } },
  { name: "numbers are text", text: "a,b\n1,0012\n2,1e3\n", value: { 1: { b: "0012" }, 2: { b: "1e3" } } },
  { name: "semicolons", text: "a;b\n1;2,5\n", value: { 1: { b: "2,5" } }, delimiter: ";" },
  { name: "tabs", text: "a\tb\n1\t2 , 5\n", value: { 1: { b: "2 , 5" } }, delimiter: "\t" },
  { name: "bars", text: 'a|b\n1|"x|y"\n', value: { 1: { b: "x|y" } }, delimiter: "|" },
  { name: "a delimiter line", text: "sep=;\r\na;b\r\n1;2\r\n", value: { 1: { b: "2" } }, delimiter: ";" },
  { name: "no header", text: "1,x\n2,y\n", value: { 1: { 2: "x" }, 2: { 2: "y" } }, hasHeader: false },
];

function subjectOf({ text, delimiter = ",", hasHeader = true }: Case): CsvSubject {
  // A header is detected until the first key is made to look like one.
  return { text, delimiter, hasHeader, keyIndex: 0, options: hasHeader ? {} : { header: false } };
}

for (const subject of CASES) {
  Deno.test(`csvFormat() reads the case "${subject.name}"`, () => {
    const actual = csvFormat().parse(subject.text, "test.csv");
    assert(equalValues(actual, subject.value as Table), JSON.stringify(actual));
  });

  Deno.test(`editText() changes every cell and row of the case "${subject.name}"`, () => {
    editEverywhere(subjectOf(subject));
  });
}

function editEverywhere(subject: CsvSubject): void {
  const columns = columnsOf(subject).slice(1);
  for (const key of keysOf(subject)) {
    editAndJudge(subject, { op: "unset", path: [key] });
    editAndJudge(subject, { op: "rename", path: [key], to: ['new "key"'] });
    for (const column of columns) {
      for (const value of ["x", "", ' "quoted"', "two\nlines", "a,b;c\td|e"]) {
        editAndJudge(subject, { op: "set", path: [key, column], value });
      }
    }
  }
  const { text } = editAndJudge(subject, { op: "set", path: ["new"], value: {} });
  assertEquals(editAndJudge({ ...subject, text }, { op: "unset", path: ["new"] }).text, subject.text);
}

/** What is refused, with the place and the beginning of the reason. */
const INVALID: readonly [name: string, text: string, line: number, column: number, reason: RegExp][] = [
  ["a quote inside an unquoted field", 'a,b\n1,x"y"\n', 2, 4, /^a quote stands inside an unquoted field/],
  ["a quote behind a space", 'a,b\n1, "x"\n', 2, 4, /^a quote stands inside an unquoted field/],
  ["text after a closing quote", 'a,b\n1,"x"y\n', 2, 6, /^found "y" after a closing quote, wanted ","/],
  ["a space after a closing quote", 'a,b\n1,"x" \n', 2, 6, /^found " " after a closing quote/],
  ["a backslash escape", 'a,b\n1,"x\\"y"\n', 2, 7, /^found "y" after a closing quote/],
  ["a quote that is never closed", 'a,b\n1,"x\n2,y\n', 2, 3, /^a quoted field has no closing quote/],
  ["a quote at the end", 'a,b\n1,"', 2, 3, /^a quoted field has no closing quote/],
  ["a lone carriage return", "a,b\r1,2\r", 1, 4, /^a carriage return stands without a line feed/],
  ["a carriage return behind a quote", 'a,b\n1,"2"\r3', 2, 6, /^a carriage return stands without/],
  ["a short row", "a,b,c\n1,2\n", 2, 4, /^found 2 fields, wanted 3 as in the header/],
  ["a long row", "a,b\n1,2\n3,4,5\n", 3, 5, /^found 3 fields, wanted 2 as in the header/],
  ["a line of spaces", "a,b\n1,2\n  \n", 3, 3, /^found 1 field, wanted 2/],
  ["a long row without a header", "1,2\n3,4,5\n", 2, 5, /^found 3 fields, wanted 2 as in the first row/],
  ["a duplicate column", "a,b,b\n1,2,3\n", 1, 5, /^found a second column "b"/],
  ["a column like the number of a nameless one", "a,,2\n1,2,3\n", 1, 4, /^found a second column "2"/],
  [
    "a duplicate key",
    'a,b\n1,2\n3,"\n"\n"1",4\n',
    5,
    1,
    /^found a second row with the key "1" \(the first is in line 2\)/,
  ],
  ["a second row without a key", "a,b\n,2\n,3\n", 3, 1, /^found a second row with the key ""/],
  ["two delimiters that fit", "a;b,c\n1;2,3\n", 1, 1, /^the delimiter is not clear, as "," and ";" fit/],
  ["a short row before a bad quote", 'a,b\n1\n2,"\n', 2, 2, /^found 1 field, wanted 2/],
  ["a bad quote before a short row", 'a,b\n1,x"\n2\n', 2, 4, /^a quote stands inside/],
  ["half a surrogate pair", "a,b\n1,\ud800\n", 1, 1, /^two readers find different cells/],
  ["a fault behind a byte order mark", '\ufeffa"', 1, 2, /^a quote stands inside/],
];

for (const [name, text, line, column, reason] of INVALID) {
  Deno.test(`csvFormat() refuses ${name}`, () => {
    const error = assertThrows(() => csvFormat().parse(text, "test.csv"), InvalidDocumentError);
    assertEquals([error.line, error.column], [line, column], error.message);
    assert(reason.test(error.reason), error.message);
  });
}

/** All texts of some characters up to a length. */
function textsOver(alphabet: readonly string[], length: number): string[] {
  const texts = [""];
  let longest = texts;
  for (let size = 1; size <= length; size++) {
    longest = longest.flatMap((text) => alphabet.map((character) => text + character));
    texts.push(...longest);
  }
  return texts;
}

/** What csv-parse makes of a text, or `undefined` if it refuses it. */
function judgedCells(text: string): string[][] | undefined {
  try {
    return parse(text, { record_delimiter: ["\r\n", "\n"], skip_empty_lines: true, relax_column_count: true });
  } catch {
    return undefined;
  }
}

/** The one thing that csv-parse takes for data: a carriage return outside quotes that is no part of a line end. */
function hasLoneReturn(text: string): boolean {
  return /\r(?!\n)/.test(text.replace(/"(?:[^"]|"")*(?:"|$)/g, "q"));
}

Deno.test("scanRecords() finds the same cells as csv-parse, or none, in 19,531 nasty texts", () => {
  const texts = textsOver(["a", ",", '"', "\n", "\r"], 6);
  assertEquals(texts.length, 19_531);
  for (const text of texts) {
    const { fault, firstFields, fieldStarts, fieldEnds } = scanRecords(text, 0, ",");
    const judged = hasLoneReturn(text) ? undefined : judgedCells(text);
    assertEquals(fault === undefined, judged !== undefined, JSON.stringify(text));
    if (judged === undefined) continue;
    const rows = outlineOf(text, ",");
    assertEquals(rows.map(({ cells }) => cells.map(({ value }) => value ?? "")), judged, JSON.stringify(text));
    assertEquals(firstFields.length - 1, judged.length, JSON.stringify(text));
    assertEquals(fieldStarts, rows.flatMap(({ cells }) => cells.map(({ start }) => start)), JSON.stringify(text));
    assertEquals(fieldEnds, rows.flatMap(({ cells }) => cells.map(({ end }) => end)), JSON.stringify(text));
  }
});

Deno.test("csvFormat() refuses a lone carriage return outside quotes, which csv-parse takes for data", () => {
  assertEquals(judgedCells("a,b\n1,\r\n2,x\ry"), [["a", "b"], ["1", ""], ["2", "x\ry"]]);
  assertThrows(() => csvFormat().parse("a,b\n1,\r\n2,x\ry", "test.csv"), InvalidDocumentError);
});
