/**
 * pawl against the JSON parsing corpus: what must be accepted is read exactly and can be edited anywhere, what must be
 * refused is refused.
 *
 * Where the corpus is not on the machine, the tests are ignored, unless `PAWL_REQUIRE_CORPUS=1` demands it. It is looked
 * for in `$PAWL_JSON_SUITE`, then in `../shared/conformance/json-test-suite` next to the repository.
 *
 * @module
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { InvalidDocumentError } from "../../../src/model/errors.ts";
import type { Format } from "../../../src/format/format.ts";
import { jsoncFormat, jsonFormat } from "../../../src/format/json/format.ts";
import { equalValues, isTable, type Value } from "../../../src/model/value.ts";
import { type CorpusDocument, findCorpus, readDocuments } from "./corpus.ts";
import { editAndJudge, type JsonSubject, subjectOf } from "./judge.ts";
import { placesIn } from "../change_model.ts";

/** Must be refused, but a file without a document is where the first write goes: read as an empty table. */
const EMPTY = ["n_single_space.json", "n_structure_UTF8_BOM_no_data.json", "n_structure_no_data.json"];

/** Must be refused as JSON, and are what JSONC adds to it. */
const JSONC_ONLY = [
  "n_array_extra_comma.json",
  "n_array_number_and_comma.json",
  "n_object_trailing_comma.json",
  "n_object_trailing_comment.json",
  "n_object_trailing_comment_slash_open.json",
  "n_structure_object_with_comment.json",
];

/** Left to the reader by the corpus, and of another encoding than UTF-8, which is refused before any format sees it. */
const UNDECODABLE_COUNT = 13;

/** Left to the reader by the corpus, and refused: what a 64-bit float cannot hold could not be shown or converted. */
const OUT_OF_RANGE = [
  "i_number_huge_exp.json",
  "i_number_neg_int_huge_exp.json",
  "i_number_pos_double_huge_exp.json",
  "i_number_real_neg_overflow.json",
  "i_number_real_pos_overflow.json",
];

const corpus = findCorpus();
const documents = corpus === undefined ? [] : readDocuments(corpus);

function corpusTest(name: string, run: () => void): void {
  const isMissing = corpus === undefined && Deno.env.get("PAWL_REQUIRE_CORPUS") !== "1";
  Deno.test({
    name: isMissing ? `${name} (ignored: no JSON corpus here, see PAWL_JSON_SUITE)` : name,
    ignore: isMissing,
    fn() {
      assert(corpus !== undefined, "there is no JSON corpus, and PAWL_REQUIRE_CORPUS=1");
      run();
    },
  });
}

function documentsOf(letter: string): CorpusDocument[] {
  return documents.filter(({ name }) => name.startsWith(letter));
}

/** All that pawl reads: what must be accepted, and what is left to the reader. */
function readableDocuments(): CorpusDocument[] {
  return [...documentsOf("y"), ...documentsOf("i")].filter(({ name }) => !OUT_OF_RANGE.includes(name));
}

/** Runs a check on some documents in both formats and reports all faults at once. */
function checkAll(chosen: readonly CorpusDocument[], check: (subject: JsonSubject, name: string) => void): void {
  const faults: string[] = [];
  for (const { name, text } of chosen) {
    if (text === undefined) continue;
    for (const isJsonc of [false, true]) {
      try {
        check(subjectOf(text, isJsonc), name);
      } catch (error) {
        faults.push(`${name}: ${(error as Error).message}`);
      }
    }
  }
  const shown = faults.slice(0, 20).join("\n\n");
  assert(faults.length === 0, `${faults.length} documents fail, the first of them:\n${shown}`);
}

function accepts(format: Format, { name, text }: CorpusDocument): boolean {
  try {
    format.parse(text!, name);
    return true;
  } catch (error) {
    assert(error instanceof InvalidDocumentError, `${name}: ${error}`);
    return false;
  }
}

corpusTest("jsonFormat.parse() reads every document that it must accept exactly", () => {
  assertEquals(documentsOf("y").length, 95);
  checkAll(documentsOf("y"), ({ text, format, outline }, name) => {
    const actual = format.parse(text, name);
    assert(equalValues(actual, outline.root), "pawl reads another value than the test's own reader");
    assert(
      agreesWithEngine(actual, JSON.parse(text.replace("\ufeff", ""))),
      "pawl reads another value than JSON.parse()",
    );
  });
});

/** `JSON.parse()` rounds integers, and knows no other numbers. */
function agreesWithEngine(actual: Value, parsed: unknown): boolean {
  if (typeof actual === "bigint") return Object.is(Number(actual), parsed);
  if (Array.isArray(actual)) return actual.every((item, index) => agreesWithEngine(item, (parsed as unknown[])[index]));
  if (!isTable(actual)) return Object.is(actual, parsed);
  return Object.keys(actual).every((key) => agreesWithEngine(actual[key]!, (parsed as Record<string, unknown>)[key]));
}

corpusTest("jsonFormat.parse() refuses every document that it must refuse", () => {
  const invalid = documentsOf("n");
  assertEquals(invalid.length, 188);
  for (const [format, excepted] of [[jsonFormat, EMPTY], [jsoncFormat, [...EMPTY, ...JSONC_ONLY]]] as const) {
    const accepted = invalid.filter((document) => document.text !== undefined && accepts(format, document));
    // An excepted document that is refused after all fails here too.
    assertEquals(accepted.map(({ name }) => name), excepted.toSorted());
  }
});

corpusTest("jsonFormat.parse() names a place inside each document that it refuses", () => {
  for (const { name, text } of documentsOf("n")) {
    if (text === undefined || EMPTY.includes(name)) continue;
    const error = assertThrows(() => jsonFormat.parse(text, name), InvalidDocumentError);
    const lines = text.split("\n");
    assert(error.line >= 1 && error.line <= lines.length, `${name}: line ${error.line} is outside`);
    const length = lines[error.line - 1]!.length;
    assert(error.column >= 1 && error.column <= length + 1, `${name}: column ${error.column} is outside`);
  }
});

corpusTest(
  "jsonFormat.parse() accepts what the corpus leaves to the reader, but no number that a float cannot hold",
  () => {
    const free = documentsOf("i");
    assertEquals(free.length, 35);
    const decodable = free.filter(({ text }) => text !== undefined);
    assertEquals(decodable.length, free.length - UNDECODABLE_COUNT);
    for (const format of [jsonFormat, jsoncFormat]) {
      const refused = decodable.filter((document) => !accepts(format, document));
      assertEquals(refused.map(({ name }) => name), OUT_OF_RANGE);
    }
  },
);

corpusTest("editText() sets and unsets every value of every document of the JSON corpus", () => {
  checkAll(readableDocuments(), (subject) => {
    for (const { path } of placesIn(subject.outline.root)) {
      // Documents of hundreds of levels are about reading; one edit at the bottom takes as long as many others.
      if (path.length > 5) continue;
      editAndJudge(subject, { op: "set", path, value: "pawl", force: true });
      editAndJudge(subject, { op: "unset", path });
    }
  });
});

corpusTest("editText() adds a key to every table of the JSON corpus and takes it out without a trace", () => {
  checkAll(readableDocuments(), (subject) => {
    const { format, outline: { root } } = subject;
    const tables = placesIn(root).filter(({ value }) => isTable(value)).map(({ path }) => path);
    for (const table of isTable(root) ? [[], ...tables] : tables) {
      const path = [...table, "pawl"];
      const { text } = editAndJudge(subject, { op: "set", path, value: 1n });
      const restored = editAndJudge(subjectOf(text, format.name === "jsonc"), { op: "unset", path }).text;
      assertEquals(restored, subject.text);
    }
  });
});

corpusTest("editText() writes the first key into each document of the JSON corpus that is empty", () => {
  for (const { name, text } of documents.filter((document) => EMPTY.includes(document.name))) {
    const { text: written } = editAndJudge(subjectOf(text!, false), { op: "set", path: ["a"], value: 1n });
    assertEquals(written.replace("\ufeff", ""), '{\n  "a": 1\n}\n', name);
  }
});
