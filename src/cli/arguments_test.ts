import { assertEquals, assertThrows } from "@std/assert";
import { PawlError } from "../model/errors.ts";
import { parseCommandLine } from "./arguments.ts";
import type { OptionTable } from "./options.ts";

/** One option of every shape that a definition can have. */
const TABLE = {
  file: { help: "", short: "f", values: ["PATH"] },
  default: { help: "", values: ["VALUE"] },
  json: { help: "", short: "j" },
  quiet: { help: "", short: "q" },
  "no-wait": { help: "" },
  type: { help: "", values: ["TYPE"], choices: ["int", "float", "string"] },
  "if-value": { help: "", values: ["KEY", "VALUE"], isRepeatable: true },
  backup: { help: "", values: ["N"], isValueOptional: true },
} as const satisfies OptionTable;

Deno.test("parseCommandLine() tells words, options and values apart", () => {
  const cases: [args: string[], words: string[], options: Record<string, string[]>][] = [
    [[], [], {}],
    [["get", "a"], ["get", "a"], {}],
    [["get", "--file", "x", "a"], ["get", "a"], { file: ["x"] }],
    [["--file=x", "get"], ["get"], { file: ["x"] }],
    [["--file=a=b"], [], { file: ["a=b"] }],
    [["-f", "x", "get"], ["get"], { file: ["x"] }],
    [["-fx", "get"], ["get"], { file: ["x"] }],
    [["-f=x", "get"], ["get"], { file: ["x"] }],
    [["-qjf", "x", "get"], ["get"], { quiet: [], json: [], file: ["x"] }],
    [["-qfx"], [], { quiet: [], file: ["x"] }],
    [["--default", "", "get"], ["get"], { default: [""] }],
    [["--default="], [], { default: [""] }],
    [["--default=--json"], [], { default: ["--json"] }],
    [["--default=two\nlines = 007"], [], { default: ["two\nlines = 007"] }],
    [["set", "a", "-5"], ["set", "a", "-5"], {}],
    [["-.5", "-0x1", "-inf", "-nan"], ["-.5", "-0x1", "-inf", "-nan"], {}],
    [["--default", "-5"], [], { default: ["-5"] }],
    [["--default", "-"], [], { default: ["-"] }],
    [["set", "a", "-"], ["set", "a", "-"], {}],
    [["set", "--", "a", "--json"], ["set", "a", "--json"], {}],
    [["set", "--", "--", "-q"], ["set", "--", "-q"], {}],
    [["--type", "int"], [], { type: ["int"] }],
    [["--if-value", "a", "1", "--if-value=b", ""], [], { "if-value": ["a", "1", "b", ""] }],
    [["--backup", "3"], ["3"], { backup: [] }],
    [["--backup=3"], [], { backup: ["3"] }],
    [["a", "true", "--no-wait", "true", "007"], ["a", "true", "true", "007"], { "no-wait": [] }],
  ];
  for (const [args, words, options] of cases) {
    const line = parseCommandLine(args, TABLE);
    assertEquals({ words: line.words, options: Object.fromEntries(line.options) }, { words, options }, args.join(" "));
  }
});

Deno.test("parseCommandLine() refuses what does not fit the definitions", () => {
  const cases: [args: string[], message: string][] = [
    [["--flie", "x"], 'Unknown option "--flie"'],
    [["--flie=x"], 'Unknown option "--flie"'],
    [["--constructor"], 'Unknown option "--constructor"'],
    [["--__proto__=x"], 'Unknown option "--__proto__"'],
    [["--no-json"], 'Unknown option "--no-json"'],
    [["-x"], 'Unknown option "-x"'],
    [["-qx"], 'Unknown option "-x" in "-qx"'],
    [["---"], 'Unknown option "---"'],
    [["--file"], 'Option "--file" needs a value (PATH), found none'],
    [["-f"], 'Option "-f" needs a value (PATH), found none'],
    [["--file", "--", "x"], 'Option "--file" needs a value (PATH), found none'],
    [["--file", "--json"], 'Option "--file" needs a value (PATH), found "--json"'],
    [["--if-value", "a", "-x"], 'Option "--if-value" needs a value (VALUE), found "-x"'],
    [["--if-value", "a"], 'Option "--if-value" needs a value (VALUE), found none'],
    [["--json=1"], 'Option "--json" takes no value, found "1"'],
    [["-j=1"], 'Option "-j" takes no value, found "1"'],
    [["--quiet", "-q"], 'Option "-q" is given twice'],
    [["-q", "--quiet"], 'Option "--quiet" is given twice'],
    [["--type", "in"], 'Option "--type" cannot be "in": wanted int, float or string'],
  ];
  for (const [args, message] of cases) {
    const error = assertThrows(() => parseCommandLine(args, TABLE), PawlError);
    assertEquals(error.message, message);
    assertEquals(error.code, "usage");
  }
});

Deno.test("parseCommandLine() counts the words behind --", () => {
  const counts = [["set", "a", "1"], ["set", "a", "--"], ["set", "a", "--", "-x"], ["--", "--", "-x"]]
    .map((args) => parseCommandLine(args, TABLE).literalCount);
  assertEquals(counts, [0, 0, 1, 2]);
});
