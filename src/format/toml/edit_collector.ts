/**
 * Collects text edits while a changed document is written out again in order.
 *
 * @module
 */
import type { Edit, TextEdit } from "../format.ts";

/**
 * Is told line by line what the new document consists of, in order, and notes where it departs from the old text.
 *
 * A document without a final line end keeps it that way: a line that gets a successor is ended, and the new last line
 * loses its end.
 */
export class EditCollector {
  readonly #text: string;
  readonly #endOfLine: string;
  readonly #endsOpen: boolean;
  readonly #edits: TextEdit[] = [];
  /** How far the old text is dealt with. */
  #cursor: number;
  /** New text that stands at the cursor. */
  #pending = "";
  /** The start of the first line that differs. */
  #scopeStart = Infinity;
  /** The end of the last line that differs. */
  #scopeEnd = 0;
  /** Whether the last line so far has no line end. */
  #isOpen = false;

  /**
   * @param start Where its lines begin (behind a byte order mark).
   * @param endOfLine The line end that new lines have.
   */
  constructor(text: string, start: number, endOfLine: string) {
    this.#text = text;
    this.#cursor = start;
    this.#endOfLine = endOfLine;
    this.#endsOpen = text.length > start && !text.endsWith("\n");
  }

  /** The next lines are these of the old text. */
  keep(start: number, end: number): void {
    if (start === end) return;
    if (start > this.#cursor) this.#touch(this.#cursor, start);
    this.#endOpenLine();
    this.#keepSpan(start, end);
    this.#isOpen = end === this.#text.length && this.#endsOpen;
  }

  /** The next line is new. */
  write(line: string): void {
    this.#touch(this.#cursor, this.#cursor);
    this.#endOpenLine();
    this.#pending += line;
    this.#isOpen = !line.endsWith("\n");
  }

  /** The next line stands for one of the old text. */
  replace(start: number, end: number, line: string): void {
    this.#touch(Math.min(this.#cursor, start), end);
    this.#endOpenLine();
    const limit = Math.min(end - start, line.length);
    let head = 0;
    while (head < limit && this.#text[start + head] === line[head]) head++;
    let tail = 0;
    while (tail < limit - head && this.#text[end - 1 - tail] === line.at(-1 - tail)) tail++;
    this.#keepSpan(start, start + head);
    this.#pending += line.slice(head, line.length - tail);
    this.#keepSpan(end - tail, end);
    this.#isOpen = !line.endsWith("\n");
  }

  /** @returns The edits, ascending and disjoint, and the lines between which they lie. */
  finish(): Omit<Edit, "removed"> {
    if (this.#endsOpen && !this.#isOpen) this.#dropLastLineEnd();
    this.#flush(this.#text.length);
    const last = this.#edits.at(-1);
    const end = last === undefined ? 0 : Math.max(this.#scopeEnd, last.offset + last.length);
    return { edits: this.#edits, scope: { start: Math.min(this.#scopeStart, end), end } };
  }

  #touch(start: number, end: number): void {
    this.#scopeStart = Math.min(this.#scopeStart, start);
    this.#scopeEnd = Math.max(this.#scopeEnd, end);
  }

  #endOpenLine(): void {
    if (this.#isOpen) this.#pending += this.#endOfLine;
    this.#isOpen = false;
  }

  #keepSpan(start: number, end: number): void {
    if (start >= end) return;
    this.#flush(start);
    this.#cursor = end;
  }

  #flush(position: number): void {
    if (position > this.#cursor || this.#pending !== "") {
      this.#edits.push({ offset: this.#cursor, length: position - this.#cursor, text: this.#pending });
    }
    this.#pending = "";
  }

  #dropLastLineEnd(): void {
    if (this.#pending !== "") {
      this.#pending = this.#pending.replace(/\r?\n$/, "");
    } else if (this.#text[this.#cursor - 1] === "\n") {
      this.#cursor -= this.#text[this.#cursor - 2] === "\r" ? 2 : 1;
    }
  }
}
