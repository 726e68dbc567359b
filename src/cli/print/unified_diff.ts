/**
 * Unified diffs, as `patch` reads them.
 *
 * @module
 */
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import type { Snapshot } from "../../store/snapshot.ts";

/**
 * Compares two versions of a file.
 *
 * @param path The file, for the header.
 * @returns A unified diff with three lines of context, or `""` if nothing differs.
 */
export function unifiedDiff(path: string, before: Snapshot, after: string): string {
  if (before.text === after) return "";
  const oldPath = before.exists ? path : "/dev/null";
  return createTwoFilesPatch(oldPath, path, before.text, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
}
