/**
 * The table of a benchmark run: what was measured, what it is compared with, and whether the target is met.
 *
 * @module
 */

/** One line of the table. */
export interface Row {
  /** What was measured. */
  readonly name: string;
  /** What came out. */
  readonly result: string;
  /** What the floor, the same work without pawl, came to. */
  readonly floor?: string;
  /** The result as a multiple of the floor, or another number that {@linkcode Row.target} limits. */
  readonly ratio?: number;
  /** The highest ratio that is good enough, if there is a target. */
  readonly target?: number;
  /** Why the result is bad in another way, if it is: something was lost, or it failed. */
  readonly fault?: string | undefined;
}

/** The lines of one table, under a title. */
export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
  /** What was left out and why. */
  readonly notes?: readonly string[];
}

/**
 * Whether a row misses its target.
 *
 * @param row The row.
 * @returns True if it does; a row without a target can only have a fault.
 */
export function isMissed(row: Row): boolean {
  if (row.fault !== undefined) return true;
  return row.target !== undefined && !(row.ratio !== undefined && row.ratio <= row.target);
}

const HEADINGS = ["", "result", "floor", "ratio", "target", "verdict"];

/**
 * Renders a section for a terminal.
 *
 * @param section The section.
 * @returns Lines with aligned columns.
 */
export function renderText(section: Section): string {
  const lines = [HEADINGS, ...section.rows.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((cells) => cells[column]!.length)));
  const table = lines.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column]!)).join("  ").trimEnd());
  return [section.title, ...table.map((line) => `  ${line}`), ...notesOf(section)].join("\n");
}

/**
 * Renders a section as Markdown, as docs/benchmarks.md shows it.
 *
 * @param section The section.
 * @returns A table under a heading.
 */
export function renderMarkdown(section: Section): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const lines = [line(HEADINGS), line(["---", "---", "---", "--:", "--:", "---"])];
  return [`### ${section.title}`, "", ...lines, ...section.rows.map(cellsOf).map(line), ...notesOf(section)].join("\n");
}

function notesOf(section: Section): string[] {
  return (section.notes ?? []).flatMap((note) => ["", note]);
}

function cellsOf(row: Row): string[] {
  const { name, result, floor = "", ratio, target } = row;
  return [name, result, floor, ratio?.toFixed(2) ?? "", target === undefined ? "" : `≤ ${target}`, verdictOf(row)];
}

function verdictOf(row: Row): string {
  if (row.fault !== undefined) return `MISSED: ${row.fault}`;
  if (row.target === undefined) return "";
  return isMissed(row) ? "MISSED" : "met";
}

/**
 * Shows a time.
 *
 * @param ms Milliseconds.
 * @returns Three significant digits and a unit.
 */
export function showMs(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toPrecision(3)} s`;
  if (ms < 1) return `${Math.round(ms * 1000)} µs`;
  return `${ms >= 100 ? Math.round(ms) : ms.toPrecision(3)} ms`;
}
