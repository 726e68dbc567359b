/**
 * Makes random CSV tables, well-behaved and odd ones, and changes for them.
 *
 * @module
 */
import { columnsOf, type CsvChange, type CsvSubject, keysOf } from "./judge.ts";
import type { Choices } from "../choices.ts";
import { outlineOf } from "./outline.ts";

/** A generated document and what it says. */
export interface GeneratedCsv extends CsvSubject {
  /** Cells by column by key, without the key column. */
  readonly value: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const DELIMITERS = [",", ";", "\t", "|", ":"];
const NAMES = ["name", "e-mail", "a b", "2", "", "a,b", "x;y", 'say "hi"', "é", "__proto__", "t\tt", "line\nend"];
const KEYS = [
  "alice",
  "bob",
  "7",
  "",
  "a.b",
  "c,d",
  "x;y",
  "😀",
  "__proto__",
  " k ",
  'q"q',
  "l\r\nl",
  "a@b.org",
  "sep=;",
];
const CELLS = [
  "x",
  undefined,
  "",
  "0012",
  "a b",
  " x ",
  'say "hi"',
  '"',
  "a,b",
  "1;2",
  "t\tt",
  "p|p",
  "line\nend",
  "line\r\nend\r\n",
  "\r",
  "é😀",
  "'",
  "# no comment",
  "=1+1",
  "\ufeff",
  "sep=;",
  "\u2028",
  "\0",
];

/** How the cells of a column are quoted. */
type Quotes = "needed" | "all" | "some";

/** A table with everything that is allowed. */
export function generateCsv(choices: Choices): GeneratedCsv {
  const delimiter = choices.pick(DELIMITERS);
  const hasHeader = !choices.rarely(4);
  const header = nameColumns(Array.from({ length: 1 + choices.below(5) }, () => choices.pick(NAMES)));
  const names = header.map((name, index) => (hasHeader && name) || String(index + 1));
  const keyIndex = choices.rarely(3) ? choices.below(names.length) : 0;
  const quotes = names.map(() => choices.pick<Quotes>(["needed", "all", "some"]));
  const rows = distinct(choices.list(6, () => choices.pick(KEYS))).map((key) =>
    names.map((_, column) => column === keyIndex ? key : choices.pick(CELLS))
  );
  const bare = (cell: string) => cell === "" && names.length > 1 && choices.rarely(3) ? undefined : cell;
  const records = [
    ...(hasHeader ? [header.map(bare)] : []),
    ...rows.map((cells) => cells.map((cell, column) => column === keyIndex ? bare(cell!) : cell)),
  ];
  const lines = records.map((cells) =>
    cells.map((cell, column) => spell(choices, cell, delimiter, quotes[column]!)).join(delimiter)
  );
  return {
    text: assemble(choices, lines, delimiter),
    delimiter,
    hasHeader,
    keyIndex,
    options: { delimiter, header: hasHeader, keyColumn: keyIndex === 0 ? undefined : names[keyIndex] },
    value: valueOf(rows, names, keyIndex),
  };
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}

/** A column without a name goes by its number, so that no other one may have it as its name. */
function nameColumns(names: readonly string[]): string[] {
  return distinct(names).map((name, index, all) => name === "" && all.includes(String(index + 1)) ? "nameless" : name);
}

function spell(choices: Choices, cell: string | undefined, delimiter: string, quotes: Quotes): string {
  if (cell === undefined) return "";
  const isNeeded = cell === "" || cell.includes(delimiter) || /["\r\n]|^\ufeff|^sep=.$/i.test(cell);
  const isQuoted = isNeeded || quotes === "all" || (quotes === "some" && choices.below(2) === 1);
  return isQuoted ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function valueOf(rows: readonly (readonly (string | undefined)[])[], names: readonly string[], keyIndex: number) {
  const value: Record<string, Record<string, string>> = Object.create(null);
  for (const cells of rows) {
    const row: Record<string, string> = value[cells[keyIndex]!] = Object.create(null);
    for (const [column, cell] of cells.entries()) {
      if (column !== keyIndex && cell !== undefined) row[names[column]!] = cell;
    }
  }
  return value;
}

function assemble(choices: Choices, lines: readonly string[], delimiter: string): string {
  const lineEnds = choices.pick([["\n"], ["\r\n"], ["\n", "\r\n"]]);
  const hasGaps = choices.rarely(5);
  let text = choices.rarely(6) ? "\ufeff" : "";
  if (choices.rarely(8)) text += `sep=${delimiter}${lineEnds[0]}`;
  for (const [index, line] of lines.entries()) {
    if (hasGaps && choices.rarely(3)) text += choices.pick(lineEnds);
    const isOpen = index === lines.length - 1 && choices.rarely(3);
    text += line + (isOpen ? "" : choices.pick(lineEnds));
  }
  return text;
}

/** A change that the document allows. */
export function generateChange(choices: Choices, subject: CsvSubject): CsvChange {
  const keys = keysOf(subject);
  if (keys.length === 0) return generateRow(choices, subject);
  const key = choices.pick(keys);
  const column = choices.pick(otherColumns(subject));
  switch (choices.below(6)) {
    case 0:
      if (column !== undefined) return { op: "set", path: [key, column], value: generateCell(choices) };
      break;
    case 1:
      return { op: "unset", path: [key] };
    case 2:
      if (column !== undefined && hasValue(subject, key, column)) return { op: "unset", path: [key, column] };
      break;
    case 3:
      return { op: "set", path: [key], value: generateCells(choices, subject) };
    case 4: {
      const name = choices.pick(KEYS.filter((other) => !keys.includes(other)));
      return { op: "rename", path: [key], to: [name] };
    }
  }
  return generateRow(choices, subject);
}

/** A new row, whole or with one cell. */
export function generateRow(choices: Choices, subject: CsvSubject): CsvChange {
  const keys = keysOf(subject);
  const key = choices.pick(["new", ...KEYS].filter((other) => !keys.includes(other)));
  const column = choices.pick(otherColumns(subject));
  if (column === undefined || choices.below(2) === 0) {
    return { op: "set", path: [key], value: generateCells(choices, subject) };
  }
  return { op: "set", path: [key, column], value: generateCell(choices) };
}

function otherColumns(subject: CsvSubject): (string | undefined)[] {
  return columnsOf(subject).filter((_, index) => index !== subject.keyIndex);
}

function hasValue(subject: CsvSubject, key: string, column: string): boolean {
  const { cells } = outlineOf(
    subject.text,
    subject.delimiter,
  )[keysOf(subject).indexOf(key) + (subject.hasHeader ? 1 : 0)]!;
  return cells[columnsOf(subject).indexOf(column)]!.value !== undefined;
}

function generateCell(choices: Choices): string {
  return choices.pick(["new", ...CELLS.filter((cell) => cell !== undefined)]);
}

function generateCells(choices: Choices, subject: CsvSubject): Record<string, string> {
  const cells: Record<string, string> = Object.create(null);
  for (const name of otherColumns(subject)) if (choices.below(3) > 0) cells[name!] = generateCell(choices);
  return cells;
}
