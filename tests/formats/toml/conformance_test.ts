/**
 * pawl against the toml-test corpus: every valid document is read exactly and can be edited anywhere, every invalid one
 * is refused.
 *
 * Where the corpus is not on the machine, the tests are ignored, unless `PAWL_REQUIRE_CORPUS=1` demands it. It is looked
 * for in `$PAWL_TOML_TEST`, then in `../shared/conformance/toml-test` next to the repository.
 *
 * @module
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { InvalidDocumentError } from "../../../src/model/errors.ts";
import { tomlFormat } from "../../../src/format/toml/format.ts";
import type { KeyPath } from "../../../src/model/key_path.ts";
import { equalValues } from "../../../src/model/value.ts";
import { decodeDocument, findCorpus, readInvalidDocuments, readValidDocuments, type ValidDocument } from "./corpus.ts";
import { editAndJudge, type Subject, subjectOf } from "./judge.ts";
import { differentValue, placesIn, type PlainChange, tablesIn } from "../change_model.ts";

const corpus = findCorpus();
const documents: readonly ValidDocument[] = corpus === undefined ? [] : readValidDocuments(corpus);
const subjects = new Map<ValidDocument, Subject>();

function corpusTest(name: string, run: () => void): void {
  const isMissing = corpus === undefined && Deno.env.get("PAWL_REQUIRE_CORPUS") !== "1";
  Deno.test({
    name: isMissing ? `${name} (ignored: no toml-test corpus here, see PAWL_TOML_TEST)` : name,
    ignore: isMissing,
    fn() {
      assert(corpus !== undefined, "there is no toml-test corpus, and PAWL_REQUIRE_CORPUS=1");
      run();
    },
  });
}

/** Notes the fault if a check throws; what comes after it is checked all the same. */
type Attempt = (check: () => void) => void;

/** Runs checks on each document and reports all faults at once. */
function checkDocuments(check: (document: ValidDocument, subject: Subject, attempt: Attempt) => void): void {
  const faults: string[] = [];
  for (const document of documents) {
    let subject = subjects.get(document);
    if (subject === undefined) subjects.set(document, subject = subjectOf(document.text));
    check(document, subject, (attempted) => {
      try {
        attempted();
      } catch (error) {
        faults.push(`${document.name}: ${(error as Error).message}`);
      }
    });
  }
  assertEquals(documents.length, 220);
  report(faults);
}

function report(faults: readonly string[]): void {
  const shown = faults.slice(0, 20).join("\n\n");
  assert(faults.length === 0, `${faults.length} checks fail, the first of them:\n${shown}`);
}

corpusTest("tomlFormat.parse() reads every valid document of toml-test exactly", () => {
  checkDocuments(({ text, expected, name }, { outline }, attempt) => {
    attempt(() => {
      assert(equalValues(tomlFormat.parse(text, name), expected), "pawl reads another value than toml-test says");
      assert(equalValues(outline.root, expected), "the test's own second parser reads another value");
    });
  });
});

corpusTest("tomlFormat.parse() refuses every invalid document of toml-test", () => {
  const faults: string[] = [];
  const invalid = readInvalidDocuments(corpus!);
  for (const { name, bytes } of invalid) {
    let text: string;
    try {
      text = decodeDocument(bytes);
    } catch {
      continue;
    }
    try {
      const error = assertThrows(() => tomlFormat.parse(text, name), InvalidDocumentError);
      const lines = text.split("\n");
      assert(error.line >= 1 && error.line <= lines.length, `line ${error.line} is outside the document`);
      assert(
        error.column >= 1 && error.column <= lines[error.line - 1]!.length + 2,
        `column ${error.column} is outside`,
      );
    } catch (error) {
      faults.push(`${name}: ${(error as Error).message}`);
    }
  }
  assertEquals(invalid.length, 492);
  report(faults);
});

corpusTest("editText() sets every value of every toml-test document", () => {
  checkDocuments((document, subject, attempt) => {
    for (const { path, value } of placesIn(document.expected)) {
      attempt(() => editAndJudge(subject, { op: "set", path, value: differentValue(value) }));
    }
  });
});

corpusTest("editText() unsets every value of every toml-test document", () => {
  checkDocuments((document, subject, attempt) => {
    for (const { path } of placesIn(document.expected)) attempt(() => editAndJudge(subject, { op: "unset", path }));
  });
});

corpusTest("editText() adds a key to every table of every toml-test document and takes it out again", () => {
  checkDocuments((document, subject, attempt) => {
    for (const table of tablesIn(document.expected)) {
      const path = [...table.path, "new key"];
      attempt(() => {
        const { text, edits } = editAndJudge(subject, { op: "set", path, value: 7n });
        const madeHeader = edits.some((edit) => /^[ \t]*\[/m.test(edit.text));
        if (!madeHeader) takeOut(subject, text, path);
      });
    }
  });
});

corpusTest("editText() adds a nested table to every table of every toml-test document and takes it out again", () => {
  checkDocuments((document, subject, attempt) => {
    for (const table of tablesIn(document.expected)) {
      attempt(() => {
        const path = [...table.path, "new", "nested key"];
        const { text } = editAndJudge(subject, { op: "set", path, value: "x" });
        takeOut(subject, text, [...table.path, "new"]);
      });
    }
  });
});

/** An inserted key that goes again leaves the document as it was, but for a blank between braces around nothing. */
function takeOut(subject: Subject, text: string, path: KeyPath): void {
  const { text: restored } = editAndJudge(subjectOf(text), { op: "unset", path });
  const [before, after] = [subject.text, restored].map((document) => document.replaceAll("{ }", "{}"));
  assertEquals(after, before, `set and unset of ${path.join(".")} does not restore the text`);
}

corpusTest("editText() sets all scalars and adds a key to all tables in one edit of each toml-test document", () => {
  checkDocuments((document, subject, attempt) => {
    const changes: PlainChange[] = placesIn(document.expected)
      .filter(({ value }) => typeof value !== "object")
      .map(({ path, value }) => ({ op: "set", path, value: differentValue(value) }));
    const additions = tablesIn(document.expected)
      .map(({ path }): PlainChange => ({ op: "set", path: [...path, "new key"], value: [1n, 2n] }));
    attempt(() => editAndJudge(subject, ...changes, ...additions));
  });
});
