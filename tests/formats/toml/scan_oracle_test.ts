/**
 * pawl's scanner finds the same places in a document as `toml-eslint-parser`.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { isPair, type Section, TomlDocument } from "../../../src/format/toml/document.ts";
import { listComments, readDottedKey, skipDottedKey, skipValue } from "../../../src/format/toml/scan.ts";
import { Choices } from "../choices.ts";
import { findCorpus, readValidDocuments } from "./corpus.ts";
import { commentsOf, type Outline, outlineOf, type OutlinePair, type Span } from "./outline.ts";
import { generateToml } from "./generator.ts";

/** A pair or a header: where its key and its value stand, and the last key part. */
type Mark = readonly [kind: "pair" | "table" | "array", key: string, keyStart: number, keyEnd: number, value?: string];

function marksByScanner(text: string): Mark[] {
  const document = new TomlDocument(text);
  const marks: Mark[] = [];
  for (let section: Section | undefined = document.first; section; section = section.next) {
    if (section.header !== undefined) {
      const { isArray, key } = section.header;
      marks.push([isArray ? "array" : "table", key.parts.at(-1)!, key.start, key.end]);
    }
    for (const line of document.linesOf(section)) {
      if (!isPair(line)) continue;
      const { key, valueStart, valueEnd } = line;
      marks.push(["pair", key.parts.at(-1)!, key.start, key.end, text.slice(valueStart, valueEnd)]);
    }
  }
  return marks;
}

function marksByOutline({ text, sections, pairs }: Outline): Mark[] {
  const marks: Mark[] = [];
  for (const { isArray, key, path } of sections) {
    const name = path.findLast((part) => typeof part === "string") as string;
    marks.push([isArray ? "array" : "table", name, key.start, key.end]);
  }
  for (const { isInline, key, value, path } of pairs) {
    if (isInline) continue;
    marks.push(["pair", path.at(-1) as string, key.start, key.end, text.slice(value.start, value.end)]);
  }
  return marks.sort((a, b) => a[2] - b[2]);
}

function checkRanges(text: string): void {
  const outline = outlineOf(text);
  assertEquals(marksByScanner(text), marksByOutline(outline), JSON.stringify(text));
  assertEquals(listComments(text), commentsOf(outline), JSON.stringify(text));
  for (const { start, end } of outline.values.values()) assertSpan(text, { start, end }, skipValue(text, start));
  for (const pair of outline.pairs) checkKey(text, pair);
}

function checkKey(text: string, { key, path }: OutlinePair): void {
  const { parts, start, end } = readDottedKey(text, key.start);
  assertSpan(text, key, end);
  assertEquals(start, key.start);
  assertEquals(parts, path.slice(-parts.length), JSON.stringify(text));
  assertEquals(text[skipDottedKey(text, key.start)], "=", JSON.stringify(text));
}

function assertSpan(text: string, { start, end }: Span, actualEnd: number): void {
  assertEquals(text.slice(start, actualEnd), text.slice(start, end), JSON.stringify(text));
}

Deno.test("TomlDocument finds keys and values where toml-eslint-parser does when documents are generated", () => {
  const numbers = fc.array(fc.nat(839), { size: "max", maxLength: 500 });
  fc.assert(
    fc.property(numbers, (layout) => checkRanges(generateToml(new Choices(layout)))),
    { numRuns: Number(Deno.env.get("PAWL_PROPERTY_RUNS") ?? 500) },
  );
});

Deno.test("TomlDocument finds keys and values where toml-eslint-parser does when documents are of our fixtures", () => {
  const fixtures = new URL("../../fixtures/toml/", import.meta.url);
  for (const { name } of Deno.readDirSync(fixtures)) checkRanges(Deno.readTextFileSync(new URL(name, fixtures)));
});

const corpus = findCorpus();

Deno.test({
  name: "TomlDocument finds keys and values where toml-eslint-parser does when documents are of toml-test",
  ignore: corpus === undefined && Deno.env.get("PAWL_REQUIRE_CORPUS") !== "1",
  fn() {
    for (const { text } of readValidDocuments(corpus!)) checkRanges(text);
  },
});
