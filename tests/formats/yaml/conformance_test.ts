/**
 * pawl against the YAML test suite: every valid document is read as the suite says and can be edited anywhere that pawl
 * does not refuse with a reason, every invalid one is refused.
 *
 * Where the suite is not on the machine, the tests are ignored, unless `PAWL_REQUIRE_CORPUS=1` demands it. It is looked
 * for in `$PAWL_YAML_SUITE`, then in `../shared/conformance/yaml-test-suite` next to the repository.
 *
 * @module
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { InvalidDocumentError, PawlError } from "../../../src/model/errors.ts";
import { yamlFormat } from "../../../src/format/yaml/format.ts";
import type { KeyPath } from "../../../src/model/key_path.ts";
import { isTable, type Value } from "../../../src/model/value.ts";
import { differentValue, placesIn, type PlainChange, tablesIn } from "../change_model.ts";
import { findSuite, readSuite, type SuiteCase } from "./corpus.ts";
import { editAndJudge, subjectOf, type YamlSubject } from "./judge.ts";

/** Valid documents that pawl reads otherwise than the suite says, or not at all; streams of several are not listed. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  "2JQS": "two empty keys are one key twice",
  "8G76": "a document of comments is an empty table, so that keys can be put into it",
  "98YD": "a document of comments is an empty table, so that keys can be put into it",
  "AVM7": "an empty stream is an empty table, so that keys can be put into it",
  "DK95/07": "an empty document is an empty table, so that keys can be put into it",
  "HWV9": "an empty document is an empty table, so that keys can be put into it",
  "MUS6/02": "it declares YAML 1.1",
  "MUS6/03": "it declares YAML 1.1",
  "MUS6/04": "it declares YAML 1.1",
  "MUS6/05": "an empty document is an empty table, so that keys can be put into it",
  "MUS6/06": "an empty document is an empty table, so that keys can be put into it",
  "QT73": "an empty document is an empty table, so that keys can be put into it",
};

/** Why an edit of a valid document may be refused. */
const REFUSALS = [
  /^Cannot edit ["'].*["']: (?:the document|["'].*["']) is the alias \*/s,
  /^Cannot edit ["'].*["']: (?:the document|["'].*["']) has the tag !/s,
  /^Cannot edit ["'].*["']: ["'].*["'] is written with "\? "$/s,
  /^Cannot edit ["'].*["']: the key of ["'].*["'] (?:is not a string|goes over several lines)$/s,
  /^Cannot edit ["'].*["']: the key has an anchor or a tag$/s,
  /^Cannot remove the value anchored as &.+: ["'].*["'] (?:is its alias|has its alias as the key)$/s,
  /^Cannot change the value anchored as &.+: ["'].*["'] has its alias as the key$/s,
];

const suite = findSuite();
const cases: readonly SuiteCase[] = suite === undefined ? [] : readSuite(suite);

/** Documents that end amid the blanks of a block scalar, so that nothing can come behind without a line end. */
const UNENDED = ["JEF9/02", "L24T/01"];

/** The documents that edits can be made in, with LF and CRLF. */
const subjects: readonly (readonly [name: string, subject: YamlSubject])[] = cases
  .filter(({ isValid, name }) => isValid && !Object.hasOwn(EXCEPTIONS, name) && !UNENDED.includes(name))
  .filter(({ text }) => isReadable(text))
  .flatMap((
    { name, text },
  ) => [[name, subjectOf(text)], [`${name} with CRLF`, subjectOf(text.replace(/\n/g, "\r\n"))]]);

function isReadable(text: string): boolean {
  try {
    yamlFormat.parse(text, "");
    return true;
  } catch (error) {
    if (error instanceof PawlError && error.code === "unsupported-format") return false;
    throw error;
  }
}

function suiteTest(name: string, run: () => void): void {
  const isMissing = suite === undefined && Deno.env.get("PAWL_REQUIRE_CORPUS") !== "1";
  Deno.test({
    name: isMissing ? `${name} (ignored: no YAML test suite here, see PAWL_YAML_SUITE)` : name,
    ignore: isMissing,
    fn() {
      assert(suite !== undefined, "there is no YAML test suite, and PAWL_REQUIRE_CORPUS=1");
      assertEquals(cases.length, 402);
      run();
    },
  });
}

/** Runs a check on each item and reports all faults at once. */
function checkAll<T>(items: readonly T[], nameOf: (item: T) => string, check: (item: T) => void): void {
  const faults: string[] = [];
  for (const item of items) {
    try {
      check(item);
    } catch (error) {
      faults.push(`${nameOf(item)}: ${(error as Error).message}`);
    }
  }
  const shown = faults.slice(0, 20).join("\n\n");
  assert(faults.length === 0, `${faults.length} documents fail, the first of them:\n${shown}`);
}

/** What JSON can say of a value, in the words of JSON. */
function asJson(value: Value): string {
  const sorted = (_: string, item: unknown) => {
    if (typeof item === "bigint") return Number(item);
    if (item === null || typeof item !== "object" || Array.isArray(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => a < b ? -1 : 1));
  };
  return JSON.stringify(value, sorted);
}

function checkReading({ text, name, json }: SuiteCase): void {
  const value = yamlFormat.parse(text, name);
  if (json !== undefined) assertEquals(asJson(value), json.trim() === "" ? "" : asJson(JSON.parse(json)));
}

suiteTest("yamlFormat.parse() reads every valid document of the YAML test suite as it says", () => {
  const valid = cases.filter(({ isValid, name }) => isValid && !Object.hasOwn(EXCEPTIONS, name));
  const single = valid.filter(({ text }) => isReadable(text));
  assertEquals(single.length, 277);
  checkAll(single, ({ name }) => name, checkReading);
});

suiteTest("yamlFormat.parse() refuses every stream of several documents in the YAML test suite", () => {
  const streams = cases.filter(({ isValid, text, name }) =>
    isValid && !Object.hasOwn(EXCEPTIONS, name) && !isReadable(text)
  );
  assertEquals(streams.length, 19);
  checkAll(streams, ({ name }) => name, ({ text, name }) => {
    const error = assertThrows(() => yamlFormat.parse(text, name), PawlError);
    assert(/: it holds \d YAML documents$/.test(error.message), error.message);
  });
});

suiteTest("yamlFormat.parse() still differs from the YAML test suite where an exception says so", () => {
  checkAll(Object.keys(EXCEPTIONS), (name) => name, (name) => {
    const found = cases.find((item) => item.name === name);
    assert(found !== undefined, "the suite has no such document");
    assertThrows(() => checkReading(found as SuiteCase));
  });
});

suiteTest("yamlFormat.parse() refuses every invalid document of the YAML test suite", () => {
  const invalid = cases.filter(({ isValid }) => !isValid);
  assertEquals(invalid.length, 94);
  checkAll(invalid, ({ name }) => name, ({ text, name }) => {
    const error = assertThrows(() => yamlFormat.parse(text, name), InvalidDocumentError);
    const lines = text.split("\n");
    assert(error.line >= 1 && error.line <= lines.length, `line ${error.line} is outside the document`);
    assert(error.column >= 1 && error.column <= lines[error.line - 1]!.length + 2, `column ${error.column} is outside`);
  });
});

/** Makes a change; refusals with a known reason are fine. */
function attempt(subject: YamlSubject, change: PlainChange): string | undefined {
  const outcome = editAndJudge(subject, change);
  if (!(outcome instanceof PawlError)) return outcome.text;
  assert(REFUSALS.some((reason) => reason.test(outcome.message)), `refused for no known reason: ${outcome.message}`);
  return undefined;
}

function editTest(name: string, run: (subject: YamlSubject) => void): void {
  suiteTest(name, () => checkAll(subjects, ([name]) => name, ([, subject]) => run(subject)));
}

editTest("editText() sets every value of every document of the YAML test suite", (subject) => {
  for (const { path, value } of placesIn(subject.value)) {
    attempt(subject, { op: "set", path, value: value === null ? "new" : differentValue(value), force: true });
  }
});

editTest("editText() exchanges every value of every document of the YAML test suite for a table", (subject) => {
  const value = { a: ["x", { b: "y\nz\n" }], "# c": null };
  for (const { path } of placesIn(subject.value)) attempt(subject, { op: "set", path, value, force: true });
});

editTest("editText() unsets every value of every document of the YAML test suite", (subject) => {
  for (const { path } of placesIn(subject.value)) attempt(subject, { op: "unset", path });
});

editTest("editText() renames every key of every document of the YAML test suite", (subject) => {
  const keys = placesIn(subject.value).filter(({ path }) => typeof path.at(-1) === "string");
  for (const { path } of keys) attempt(subject, { op: "rename", path, key: "new: key" });
});

editTest(
  "editText() adds a key to every table of every document of the YAML test suite and takes it out",
  (subject) => {
    const { value } = subject;
    const tables = isTable(value) ? tablesIn(value) : placesIn(value).filter((place) => isTable(place.value));
    for (const table of tables) {
      for (const [rest, item] of [[[], 7n], [["b"], "x"], [[], ["y", { z: 1n }]]] as [string[], Value][]) {
        const path = [...table.path, "new", ...rest];
        const text = attempt(subject, { op: "set", path, value: item });
        if (text !== undefined) takeOut(subject, text, [...table.path, "new"]);
      }
    }
  },
);

editTest("editText() inserts into every array of every document of the YAML test suite and takes it out", (subject) => {
  const arrays = placesIn(subject.value).filter(({ value }) => Array.isArray(value));
  if (Array.isArray(subject.value)) arrays.push({ path: [], value: subject.value });
  for (const { path: parent, value: array } of arrays) {
    for (const index of [0, (array as Value[]).length]) {
      const path = [...parent, index];
      const text = attempt(subject, { op: "insert", path, value: { a: 1n, b: "c" } });
      if (text !== undefined) takeOut(subject, text, path);
    }
  }
});

/** What was inserted goes again and leaves the document as it was. */
function takeOut(subject: YamlSubject, text: string, path: KeyPath): void {
  const restored = attempt(subjectOf(text), { op: "unset", path });
  if (restored === undefined || restored === subject.text) return;
  // A pair in brackets got braces, and they stay; brackets around line ends come back as brackets alone.
  if (/[[{]\s+[\]}]/.test(subject.text)) return;
  const hasBraces = /[[,]\s*(?:[^{}[\],]|\[.*\])*:/s.test(subject.text) && restored.includes("{");
  assert(hasBraces, `set and unset of ${path.join(".")} leaves a trace: ${JSON.stringify(restored)}`);
}
