/**
 * The editor's part of the large-file benchmark, a process of its own so that nothing else has warmed up its code.
 *
 * Usage: `large_edits.ts DIRECTORY SIZE_BYTES ROUNDS`. Prints the milliseconds of each as JSON.
 *
 * @module
 */
import { parse } from "smol-toml";
import { editText } from "../../src/edit/edit_text.ts";
import { tomlFormat } from "../../src/format/toml/format.ts";
import { parseKeyPath, setValue } from "../../src/mod.ts";
import { largeDocument } from "./documents.ts";
import { inTurns, median, medianRatio } from "./measurement.ts";

/** What this program prints. */
export interface LargeEdits {
  /** One parse by smol-toml, in ms. */
  readonly parseMs: number;
  /** One `set` of text to text, in ms. */
  readonly editMs: number;
  /** Its ratio to a parse, the median of all rounds. */
  readonly editRatio: number;
  /** One `setValue` of a file, in ms. */
  readonly updateMs: number;
  /** Its ratio to a parse, the median of all rounds. */
  readonly updateRatio: number;
}

const [directory, sizeText, roundsText] = Deno.args;
if (directory === undefined) throw new TypeError("Usage: large_edits.ts DIRECTORY SIZE_BYTES ROUNDS");
const text = largeDocument(Number(sizeText));
const file = `${directory}/large_${sizeText}.toml`;
Deno.writeTextFileSync(file, text);
const key = "table_777.port";
const path = parseKeyPath(key);

async function time(work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

const parseOnce = () => time(() => parse(text, { integersAsBigInt: true, useLegacyDate: false }));
const editOnce = (round: number) =>
  time(() => {
    const change = { op: "set", path, value: { value: BigInt(round + 1) } } as const;
    if (!editText(tomlFormat, text, [change], file).changed) throw new Error("The edit changed nothing");
  });
const updateOnce = (round: number) => time(() => setValue(file, key, BigInt(round + 1)));

// The first rounds warm the code up.
await inTurns(2, [parseOnce, editOnce, updateOnce]);
const [parses, edits, updates] = await inTurns(Number(roundsText), [
  parseOnce,
  (round) => editOnce(round + 100),
  (round) => updateOnce(round + 100),
]);
console.log(JSON.stringify(
  {
    parseMs: median(parses!),
    editMs: median(edits!),
    editRatio: medianRatio(edits!, parses!),
    updateMs: median(updates!),
    updateRatio: medianRatio(updates!, parses!),
  } satisfies LargeEdits,
));
