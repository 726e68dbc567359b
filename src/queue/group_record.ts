/**
 * What the holder of the lock writes down just before it commits a group: enough for the next holder to tell everybody
 * what became of it, should this one die.
 *
 * Hazard: only a record with durable entries is synced, so after a power cut one may be empty or torn.
 *
 * @module
 */
import type { Outcome } from "../edit/edit_text.ts";
import { isTable } from "../model/value.ts";
import { parseAnswer, printAnswer } from "./answer.ts";

/** A group on its way. */
export interface GroupRecord {
  /** The name of the temporary file that is to become the document. */
  readonly temp: string;
  /** Which file the document was before, `null` if there was none. */
  readonly before: string | null;
  /** What became of each entry, provided that the temporary file has become the document. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

/**
 * Writes a record.
 *
 * @returns A JSON text.
 */
export function printRecord({ temp, before, outcomes }: GroupRecord): string {
  const answers = Array.from(outcomes, ([id, outcome]) => [id, printAnswer(outcome)]);
  return JSON.stringify({ temp, before, answers });
}

/**
 * Reads a record.
 *
 * @param text What {@linkcode printRecord} wrote.
 * @returns The group, or `undefined` if the text is torn.
 */
export function parseRecord(text: string): GroupRecord | undefined {
  try {
    const json = JSON.parse(text);
    if (!isTable(json) || typeof json["temp"] !== "string" || !Array.isArray(json["answers"])) return undefined;
    const { temp, before } = json;
    const answers = json["answers"] as unknown as [id: string, answer: string][];
    return {
      temp,
      before: typeof before === "string" ? before : null,
      outcomes: new Map(answers.map(([id, answer]) => [id, parseAnswer(answer)])),
    };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}
