/**
 * Says when a document may have changed.
 *
 * A watch on the file itself goes deaf as soon as the file is replaced (inotify(7) watches inodes), so its directory is
 * watched, and that of the symbolic link that leads to it. A directory can be replaced, too, events can get lost, and
 * there is a limit to watches; so the directory is also polled.
 *
 * Guarantee: whatever changes the document's text for good is noticed, at the latest after a second; a change that leaves
 * the file, its size and its times as they were only if the operating system tells of it.
 *
 * @module
 */
import { PawlError } from "../model/errors.ts";
import { Deadline } from "../model/deadline.ts";
import type { FileIo } from "./file_io.ts";
import { splitPath } from "./path.ts";
import { openablePath } from "./path_resolution.ts";
import { isSystemError } from "./system_error.ts";
import { lstatIfPresent, resolveTarget } from "./target.ts";

/** How often the file is polled although no event came, in ms. */
const LOOK_INTERVAL_MS = 1000;

/** How often an absent directory is polled, in ms. */
const ABSENT_INTERVAL_MS = 100;

/** Where a document is, and which file it is. */
interface Place {
  /** The directories whose entries matter, each with the names that matter in it. */
  readonly directories: ReadonlyMap<string, ReadonlySet<string>>;
  /** Tells one state of the directories from another. */
  readonly directoryStamp: string;
  /** Tells one state of the file from another. */
  readonly fileStamp: string;
  /** Whether all the directories are there. */
  readonly isComplete: boolean;
}

/**
 * Waits for a document to change.
 *
 * @param path The document's path; it need not exist, nor need its directory.
 * @param signal Ends it.
 * @returns Gives a value as soon as it watches, and then whenever the document may have changed; it ends when the signal
 * is aborted.
 */
export async function* watchDocument(
  path: string,
  signal: AbortSignal | undefined,
  io: FileIo = Deno,
): AsyncGenerator<void, void, void> {
  let place = findPlace(path, io);
  while (!isOver(signal)) {
    const { directories, directoryStamp } = place;
    using ear = new Ear(directories, io);
    // Only now: what happened before the watch began must not be missed.
    place = findPlace(path, io);
    yield;
    while (place.directoryStamp === directoryStamp && !isOver(signal)) {
      const intervalMs = place.isComplete ? LOOK_INTERVAL_MS : ABSENT_INTERVAL_MS;
      const isHeard = await ear.listen(intervalMs, signal);
      const before = place;
      place = findPlace(path, io);
      if (isHeard || place.fileStamp !== before.fileStamp) yield;
    }
  }
}

function isOver(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function findPlace(path: string, io: FileIo): Place {
  const directories = new Map<string, Set<string>>();
  try {
    const { parent, name } = splitPath(openablePath(path, io), io);
    directories.set(parent, new Set([name]));
    const target = resolveTarget(path, io);
    directories.set(target.directory, new Set([...directories.get(target.directory) ?? [], target.name]));
    const fileStamp = stampOf(target.realPath, io);
    const stamps = [...directories.keys()].map((directory) => stampOf(directory, io, true));
    const directoryStamp = [target.realPath, ...stamps].join("\n");
    return { directories, directoryStamp, fileStamp, isComplete: !stamps.includes("") };
  } catch (error) {
    // A loop of links, or a directory that may not be looked into: it may be all right later.
    if (!(error instanceof PawlError) && !isSystemError(error)) throw error;
    return { directories, directoryStamp: "", fileStamp: "", isComplete: false };
  }
}

/** Empty if nothing is there. */
function stampOf(path: string, io: FileIo, isDirectory = false): string {
  let info: Deno.FileInfo | undefined;
  try {
    info = lstatIfPresent(path, io);
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
  if (info === undefined) return "";
  const { dev, ino, size, mtime, ctime } = info;
  return isDirectory ? `${dev} ${ino}` : [dev, ino, size, mtime?.getTime(), ctime?.getTime()].join(" ");
}

/** Hears what the operating system tells of some directories. */
class Ear implements Disposable {
  readonly #watchers: Deno.FsWatcher[] = [];
  #hasHeard = false;
  #wake: (() => void) | undefined;

  constructor(directories: ReadonlyMap<string, ReadonlySet<string>>, io: FileIo) {
    for (const [directory, names] of directories) {
      try {
        // What is told of the directory itself is that it has gone or has got another name.
        const ownName = splitPath(io.realPathSync(directory), io).name;
        const watcher = Deno.watchFs(directory, { recursive: false });
        this.#watchers.push(watcher);
        this.#hearFrom(watcher, (path) => [...names, ownName].includes(splitPath(path, io).name));
      } catch (error) {
        // It is not there, or there are too many watches on this machine: then we look.
        if (!isSystemError(error)) throw error;
      }
    }
  }

  /** Ends when the watcher is closed. */
  async #hearFrom(watcher: Deno.FsWatcher, matters: (path: string) => boolean): Promise<void> {
    for await (const { paths, flag } of watcher) {
      if (flag !== "rescan" && !paths.some(matters)) continue;
      this.#hasHeard = true;
      this.#wake?.();
    }
  }

  /** Waits until something is heard, or for some time; says which. */
  async listen(timeMs: number, signal: AbortSignal | undefined): Promise<boolean> {
    if (!this.#hasHeard) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      const stop = new Deadline(timeMs, signal).onceOver(resolve);
      await promise;
      stop();
      this.#wake = undefined;
    }
    const hasHeard = this.#hasHeard;
    this.#hasHeard = false;
    return hasHeard;
  }

  [Symbol.dispose](): void {
    for (const watcher of this.#watchers) watcher.close();
  }
}
