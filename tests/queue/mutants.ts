/**
 * Mutants of the write queue's protocol: each lacks a step, or does two in the wrong order. The explorer must find each.
 *
 * @module
 */
import type { FileIo } from "../../src/file/file_io.ts";
import type { MemoryIo } from "../support/memory_file_system.ts";
import { QueueDirectory } from "../../src/spool/spool.ts";
import { joinPath } from "../../src/file/path.ts";
import type { Target } from "../../src/file/target.ts";
import { ROOT_PATH } from "../support/memory_file_system.ts";
import { DOCUMENT, PROTOCOL, type Protocol, QUEUE } from "./world.ts";

/** Does not sync what has a matching path. */
function withoutSync(matches: (path: string) => boolean): Protocol {
  return {
    ...PROTOCOL,
    io: (io) => ({
      ...io,
      openSync: (path: string, options: Deno.OpenOptions) =>
        changeFile(io.openSync(path, options), matches(path) ? { syncSync: () => {} } : {}),
    } as MemoryIo),
  };
}

function changeFile(file: Deno.FsFile, changes: Partial<Deno.FsFile>): Deno.FsFile {
  return new Proxy(file, { get: (_, name) => Reflect.get(changes, name) ?? Reflect.get(file, name) });
}

/** Sees all files in another way. */
function withInfo(change: (path: string, info: Deno.FileInfo) => Deno.FileInfo | undefined): Protocol {
  return {
    ...PROTOCOL,
    io: (io) => ({
      ...io,
      lstatSync: (path: string) => {
        const info = change(path, io.lstatSync(path));
        if (info === undefined) throw new Deno.errors.NotFound(`No such file or directory (os error 2): ${path}`);
        return info;
      },
    } as MemoryIo),
  };
}

/** Opens files in another way. */
function withFiles(change: (path: string, file: Deno.FsFile) => Partial<Deno.FsFile>): Protocol {
  return {
    ...PROTOCOL,
    io: (io) => ({
      ...io,
      openSync: (path: string, options: Deno.OpenOptions) => {
        const file = io.openSync(path, options);
        return changeFile(file, change(path, file));
      },
    } as MemoryIo),
  };
}

function withQueue(Queue: new (target: Target, io: FileIo) => QueueDirectory): Protocol {
  return { ...PROTOCOL, queue: (target, io) => new Queue(target, io) };
}

/** Syncs the queue only where it is to be done, which depends on whether the record is being written. */
function withSyncs(isSynced: (isRecording: boolean) => boolean): Protocol {
  return withQueue(
    class extends QueueDirectory {
      #isRecording = false;
      override writeRecord(text: string, isDurable: boolean) {
        this.#isRecording = true;
        super.writeRecord(text, isDurable);
        this.#isRecording = false;
      }
      override sync() {
        if (isSynced(this.#isRecording)) super.sync();
      }
    },
  );
}

/** Knows the operating system, to do what no method does. */
class OpenQueue extends QueueDirectory {
  readonly io: FileIo;

  constructor(target: Target, io: FileIo) {
    super(target, io);
    this.io = io;
  }

  path(name: string): string {
    return joinPath(QUEUE, name, this.io);
  }
}

/** Mutants by what is wrong with them. */
export const MUTANTS = {
  "there is no record": withQueue(
    class extends QueueDirectory {
      override writeRecord() {}
    },
  ),
  "the record is written after the rename": withQueue(
    class extends QueueDirectory {
      #text = "";
      override writeRecord(text: string) {
        this.#text = text;
      }
      override answer(id: string, result: string) {
        super.writeRecord(this.#text, false);
        super.answer(id, result);
      }
    },
  ),
  "the record goes before the answers come": withQueue(
    class extends QueueDirectory {
      override answer(id: string, result: string) {
        super.removeRecord(false);
        super.answer(id, result);
      }
    },
  ),
  "the record is written before the entries are taken": withQueue(
    class extends QueueDirectory {
      readonly #ids: string[] = [];
      override take(id: string) {
        this.#ids.push(id);
        return true;
      }
      override writeRecord(text: string, isDurable: boolean) {
        super.writeRecord(text, isDurable);
        for (const id of this.#ids) super.take(id);
      }
    },
  ),
  "an entry that was withdrawn is carried out": withQueue(
    class extends QueueDirectory {
      override take(id: string) {
        super.take(id);
        return true;
      }
    },
  ),
  "an entry that was taken counts as withdrawn": withQueue(
    class extends QueueDirectory {
      override withdraw(id: string) {
        super.withdraw(id);
        return true;
      }
    },
  ),
  "entries are not given back": withQueue(
    class extends QueueDirectory {
      override giveBack() {}
    },
  ),
  "the own entry stays in the queue": withQueue(
    class extends QueueDirectory {
      override retract() {
        return true;
      }
    },
  ),
  "an answer is written in place": withQueue(
    class extends OpenQueue {
      override answer(id: string, result: string) {
        using file = this.io.openSync(this.path(`${id}.result`), { write: true, create: true });
        file.writeSync(new TextEncoder().encode(result));
      }
    },
  ),
  "an answer is removed before its entry": withQueue(
    class extends OpenQueue {
      override removeAnswered(id: string) {
        this.io.removeSync(this.path(`${id}.result`));
        super.finish(id);
      }
    },
  ),
  "dead processes' entries are carried out": withQueue(
    class extends QueueDirectory {
      override isAwaited() {
        return true;
      }
      override removeOrphans() {}
    },
  ),
  "nobody shows that he waits": withFiles((path) => /\.wait-\d/.test(path) ? { tryLockSync: () => true } : {}),
  "a new file may have been removed": withFiles((_, file) => ({
    statSync: () => ({ ...file.statSync(), nlink: 1 }),
  })),
  "the places are counted without a lock": withFiles((path) => path === QUEUE ? { tryLockSync: () => true } : {}),
  "the temporary file is no evidence": withInfo((path, info) => path.endsWith(".pawl-tmp") ? undefined : info),
  "the document's identity is no evidence": {
    ...PROTOCOL,
    io: (io) => {
      let count = 0;
      const lstatSync = (path: string) => {
        const info = io.lstatSync(path);
        return path === DOCUMENT ? { ...info, mtime: new Date(io.pid * 1000 + count++) } : info;
      };
      return { ...io, lstatSync } as MemoryIo;
    },
  },
  "the evidence is not synced": withQueue(
    class extends QueueDirectory {
      #hasTaken = false;
      override take(id: string) {
        this.#hasTaken = true;
        return super.take(id);
      }
      override syncDocument() {
        if (!this.#hasTaken) super.syncDocument();
      }
    },
  ),
  "a text is not synced": withoutSync((path) => path.includes(".json")),
  "the record is not synced": withoutSync((path) => path.includes("group.commit")),
  "the queue is not synced": withoutSync((path) => path === QUEUE),
  "the document's directory is not synced": withoutSync((path) => path === ROOT_PATH),
  "the name of the record is not synced": withSyncs((isRecording) => !isRecording),
  "what is done is not synced before the record goes": withSyncs((isRecording) => isRecording),
  "the record may come back when the evidence is gone": withQueue(
    class extends QueueDirectory {
      override removeRecord() {
        super.removeRecord(false);
      }
    },
  ),
  "a dead holder's rename is not synced": withQueue(
    class extends QueueDirectory {
      override syncDocument() {}
    },
  ),
} as const satisfies Readonly<Record<string, Protocol>>;
