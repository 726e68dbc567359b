/**
 * A stage for a rehearsal: an operating system that has a few files in memory and does what a group asks of it.
 *
 * @module
 */
import type { FileIo } from "../file/file_io.ts";
import { encodeText } from "../file/utf8.ts";

interface StageFile {
  bytes: Uint8Array;
  readonly fileNumber: number;
}

/**
 * Sets up a stage.
 *
 * @param texts The files' texts by their paths; a directory is there if a file is in it.
 * @param io The operating system, for what needs no file.
 * @returns The stage.
 */
export function stageOf(texts: Readonly<Record<string, string>>, io: FileIo): FileIo {
  const files = new Map<string, StageFile>();
  const add = (path: string, bytes: Uint8Array) => {
    const file = { bytes, fileNumber: files.size + 1 };
    files.set(path, file);
    return file;
  };
  const find = (path: string) => {
    const file = files.get(path);
    if (file === undefined) throw new Deno.errors.NotFound(path);
    return file;
  };
  for (const [path, text] of Object.entries(texts)) add(path, encodeText(text));
  const namesIn = (path: string) =>
    [...files.keys()].filter((name) => name.startsWith(`${path}/`)).map((name) => name.slice(path.length + 1));
  const stage = {
    build: io.build,
    pid: io.pid,
    chmodSync: () => {},
    mkdirSync: () => {},
    lstatSync: (path: string) => {
      if (namesIn(path).length > 0) return infoOf({ bytes: new Uint8Array(), fileNumber: 0 }, true);
      return infoOf(find(path), false);
    },
    readDirSync: (path: string) => namesIn(path).filter((name) => !name.includes("/")).map((name) => ({ name })),
    readFileSync: (path: string) => find(path).bytes,
    removeSync: (path: string) => {
      if (!files.delete(path)) throw new Deno.errors.NotFound(path);
    },
    renameSync: (from: string, to: string) => {
      files.set(to, find(from));
      files.delete(from);
    },
    openSync: (path: string, { create, createNew }: Deno.OpenOptions) => {
      const isDirectory = namesIn(path).length > 0;
      const file = create || createNew ? add(path, new Uint8Array()) : isDirectory ? undefined : find(path);
      return opened(file);
    },
  };
  return stage as unknown as FileIo;
}

function opened(file: StageFile = { bytes: new Uint8Array(), fileNumber: 0 }) {
  return {
    close: () => {},
    syncSync: () => {},
    statSync: () => infoOf(file, false),
    // An exclusive lock is had, and a shared one is not: so each entry has a poster that waits.
    tryLockSync: (exclusive: boolean) => exclusive,
    writeSync: (bytes: Uint8Array) => {
      file.bytes = new Uint8Array([...file.bytes, ...bytes]);
      return bytes.length;
    },
  };
}

function infoOf({ bytes, fileNumber }: StageFile, isDirectory: boolean) {
  const owner = { uid: 0, gid: 0, mode: 0o600, dev: 1, nlink: 1 };
  return {
    isFile: !isDirectory,
    isDirectory,
    isSymlink: false,
    size: bytes.length,
    ino: fileNumber,
    ...owner,
    mtime: null,
  };
}
