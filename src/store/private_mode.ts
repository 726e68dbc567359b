/**
 * Keeps a document from others' eyes whose text is fine as it is.
 *
 * @module
 */
import type { FileState } from "../file/document.ts";
import type { FileIo } from "../file/file_io.ts";
import { setMode } from "../file/owner.ts";
import { finalMode } from "../file/replacement_file.ts";
import { pawlErrorFrom } from "../file/system_error.ts";
import type { Target } from "../file/target.ts";

/**
 * Takes all access to a document from everybody but its owner.
 *
 * @param state What was read.
 * @returns What there is to tell, one sentence each; nothing if it was private already.
 * @throws {PawlError} With code `permission` or `io` if that can't be done.
 */
export function tighten(target: Target, { info }: FileState, io: FileIo): readonly string[] {
  if (info.mode === null || io.build.os === "windows") return [];
  const mode = finalMode(info.mode, true);
  if (mode === (info.mode & 0o7777)) return [];
  try {
    setMode(target.realPath, info, mode);
  } catch (error) {
    throw pawlErrorFrom(error, `Cannot make "${target.path}" private`);
  }
  return [`made "${target.path}" private: nobody but its owner has access to it now`];
}
