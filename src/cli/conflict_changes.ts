/**
 * What has changed since the version that a caller expected, for `--json`.
 *
 * @module
 */
import { type ConflictError, PawlError } from "../model/errors.ts";
import { formatFor } from "../format/detect.ts";
import { readVersions, textOfVersion } from "../store/file_history.ts";
import { findVersion } from "../undo_file.ts";
import type { Invocation } from "./command.ts";
import { differencesBetween } from "./print/differences.ts";
import { exactJson } from "./print/json.ts";
import { differenceAsJson } from "./preview.ts";
import { documentPath, formatOptions } from "./settings.ts";

/**
 * Finds out what has changed since the expected version.
 *
 * @returns What `JSON.stringify` can write; `undefined` if that can't be known, because the version was not kept.
 */
export async function readChangesSince(
  { expected }: ConflictError,
  invocation: Invocation,
): Promise<readonly unknown[] | undefined> {
  const isVersion = [invocation.value("expect-rev"), invocation.value("if-match")?.toLowerCase()].includes(expected);
  if (!isVersion) return undefined;
  try {
    const path = documentPath(invocation);
    const format = await formatFor(path, formatOptions(invocation));
    const versions = readVersions(path);
    const present = versions.find(({ until }) => until === undefined);
    const earlier = findVersion(versions, format, expected);
    if (earlier === undefined || present === undefined) return undefined;
    const [old, current] = [earlier, present].map((version) => format.parse(textOfVersion(version), version.path));
    return differencesBetween(old, current).map((difference) => exactJson(differenceAsJson(difference, format)));
  } catch (error) {
    // The conflict is what counts; this is only a help.
    if (error instanceof PawlError) return undefined;
    throw error;
  }
}
