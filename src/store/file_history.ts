/**
 * The versions of a document: the present one, and those that were kept when they were replaced.
 *
 * @module
 */
import { etagOf } from "../model/etag.ts";
import { listBackups } from "../file/backup.ts";
import { isSameFile, readState } from "../file/document.ts";
import type { FileIo } from "../file/file_io.ts";
import { resolveTarget } from "../file/target.ts";
import { decodeText } from "../file/utf8.ts";

/** A version of a document. */
export interface FileVersion {
  /** The path of the file that has it. */
  readonly path: string;
  /** Its etag. */
  readonly etag: string;
  /** When it was replaced (RFC 3339, UTC); `undefined` for the present version. */
  readonly until: string | undefined;
  /** Its bytes. */
  readonly bytes: Uint8Array;
}

/**
 * Reads all versions of a document that there are. Takes no lock.
 *
 * @returns The versions, the newest first; the present one only if there is a file.
 * @throws {PawlError} With code `permission` or `io` if they can't be read.
 */
export function readVersions(path: string, io: FileIo = Deno): FileVersion[] {
  const target = resolveTarget(path, io);
  // In this order: a version that is replaced meanwhile is found twice, and never missed.
  const present = readState(target, io)?.bytes;
  const versions: FileVersion[] = present === undefined ? [] : [versionOf(target.realPath, present, undefined)];
  for (const { path: backupPath, replacedAtMs, info } of listBackups(target, io).reverse()) {
    const state = readState({ ...target, path: backupPath, realPath: backupPath }, io);
    // A writer that prunes may be faster; another file than the one that was looked at is none of ours.
    if (state === undefined || !isSameFile(state.info, info)) continue;
    const version = versionOf(backupPath, state.bytes, new Date(replacedAtMs).toISOString());
    // A writer that died in between has kept what it has not replaced.
    if (version.etag !== versions.at(-1)?.etag) versions.push(version);
  }
  return versions;
}

function versionOf(path: string, bytes: Uint8Array, until: string | undefined): FileVersion {
  return { path, etag: etagOf(bytes), until, bytes };
}

/**
 * The text of a version.
 *
 * @param version The version.
 * @returns Its text.
 * @throws {InvalidDocumentError} If it is not UTF-8.
 */
export function textOfVersion({ bytes, path }: FileVersion): string {
  return decodeText(bytes, path);
}
