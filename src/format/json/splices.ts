/**
 * Collects what goes and what comes in a text, in any order, and makes text edits of it.
 *
 * @module
 */
import type { TextEdit } from "../format.ts";
import type { Span } from "./scan.ts";

interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** Cuts and insertions against one text. */
export class Splices {
  readonly #cuts: Span[] = [];
  readonly #insertions: Insertion[] = [];

  /** Takes a piece out; pieces may overlap. */
  cut(start: number, end: number): void {
    if (start < end) this.#cuts.push({ start, end });
  }

  /** Puts a text at a position, behind what was put there before. */
  insert(at: number, text: string): void {
    if (text !== "") this.#insertions.push({ at, text });
  }

  /** @returns The edits, ascending and disjoint; none that replaces something by itself. */
  edits(source: string): TextEdit[] {
    const insertions = this.#insertions.sort((a, b) => a.at - b.at);
    const edits: TextEdit[] = [];
    let next = 0;
    for (const { start, end } of mergeSpans(this.#cuts)) {
      for (; next < insertions.length && insertions[next]!.at < start; next++) addInsertion(edits, insertions[next]!);
      let text = "";
      for (; next < insertions.length && insertions[next]!.at <= end; next++) text += insertions[next]!.text;
      if (source.slice(start, end) !== text) edits.push({ offset: start, length: end - start, text });
    }
    for (; next < insertions.length; next++) addInsertion(edits, insertions[next]!);
    return edits;
  }
}

function addInsertion(edits: TextEdit[], { at, text }: Insertion): void {
  const last = edits.at(-1);
  if (last?.offset === at && last.length === 0) edits[edits.length - 1] = { ...last, text: last.text + text };
  else edits.push({ offset: at, length: 0, text });
}

/** Sorts spans and joins those that touch. */
function mergeSpans(spans: Span[]): Span[] {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of spans.sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}
