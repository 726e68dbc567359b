/**
 * The names of temporary files: `.<name>.<pid>-<random>.pawl-tmp`, beside the file that they are to replace.
 *
 * Guarantee: a name says whose it is, so a leftover of one document is never taken for one of another.
 *
 * @module
 */
import type { FileIo } from "./file_io.ts";
import { hiddenPrefix } from "./hidden_name.ts";
import { joinPath } from "./path.ts";
import { randomPart } from "./random_part.ts";
import type { Target } from "./target.ts";

const SUFFIX = ".pawl-tmp";
const UNIQUE_PART = /^[0-9]+-[0-9a-f]{8}$/;

/** A temporary file that has just been created. */
export interface TempFile {
  readonly path: string;
  readonly file: Deno.FsFile;
  /** What fstat(2) said of the file when it was new. */
  readonly info: Deno.FileInfo;
}

/**
 * Creates a temporary file that nobody else has or can have opened.
 *
 * @param mode The permission bits, which the umask cuts.
 * @returns The open file.
 * @throws {Error} What the operating system says.
 */
export function createTempFile(target: Target, mode: number, io: FileIo): TempFile {
  while (true) {
    const name = `${hiddenPrefix(target)}${io.pid}-${randomPart()}${SUFFIX}`;
    const path = joinPath(target.directory, name, io);
    try {
      const file = io.openSync(path, { write: true, createNew: true, mode });
      return { path, file, info: statNew(path, file, io) };
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    }
  }
}

function statNew(path: string, file: Deno.FsFile, io: FileIo): Deno.FileInfo {
  try {
    return file.statSync();
  } catch (error) {
    file.close();
    io.removeSync(path);
    throw error;
  }
}

/**
 * Says whether a name is one of a temporary file of a document.
 *
 * @param name A name in the document's directory.
 * @returns Whether {@linkcode createTempFile} could have made it for this document.
 */
export function isTempFileOf(name: string, target: Target): boolean {
  const prefix = hiddenPrefix(target);
  return name.startsWith(prefix) && name.endsWith(SUFFIX) &&
    UNIQUE_PART.test(name.slice(prefix.length, -SUFFIX.length));
}
