/**
 * The write queue as a world to explore: a document that counts, processes that change it, and what must always hold.
 *
 * Every process adds another power of ten to the one number of the document, so its digits tell how often each change
 * was made.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { Change, Step } from "../src/change.ts";
import { InvalidDocumentError, PawlError } from "../src/errors.ts";
import type { FileIo } from "../src/file/file_io.ts";
import type { HeldLock } from "../src/file/held_lock.ts";
import { QueueDirectory } from "../src/file/queue_directory.ts";
import { readQueueNames } from "../src/file/queue_names.ts";
import type { Target } from "../src/file/target.ts";
import type { Format } from "../src/format/format.ts";
import { entryPrinter } from "../src/queue/entry.ts";
import { editUnderLock } from "../src/queue/locked_edit.ts";
import { PostedChange } from "../src/queue/posted_change.ts";
import type { EditResult, QueuedEdit } from "../src/queue/queued_edit.ts";
import type { Value } from "../src/value.ts";
import type { NextCall, ProcessContext, Program } from "./explored_process.ts";
import { type MemoryFileSystem, ROOT_PATH } from "./memory_file_system.ts";
import type { Budget, End, Scenario } from "./state_explorer.ts";

const DOCUMENT = `${ROOT_PATH}/n`;
const QUEUE = `${DOCUMENT}.queue`;
const TARGET: Target = {
  path: "n",
  realPath: DOCUMENT,
  directory: ROOT_PATH,
  name: "n",
  lockPath: `${DOCUMENT}.lock`,
};

/** The smallest format: `n = 12`. */
const FORMAT: Format = {
  name: "counter",
  parse(text, document): Value {
    const digits = /^n = ([0-9]+)\n$/.exec(text)?.[1];
    if (digits === undefined) throw new InvalidDocumentError(document, "it is torn", 1, 1);
    return { n: BigInt(digits) };
  },
  edit(text, steps) {
    const { value } = steps.at(-1) as Step & { op: "replace" };
    return { edits: [{ offset: 0, length: text.length, text: `n = ${value}\n` }], removed: [] };
  },
  readLiteral: () => undefined,
  printLiteral: String,
  comments: () => [],
};

/** Makes the queue of a process; a mutant of the protocol is another one. */
export type QueueFactory = (io: FileIo) => QueueDirectory;

/** The queue as it is. */
export function newQueue(io: FileIo): QueueDirectory {
  return new QueueDirectory(TARGET, io);
}

/** Who has changed the document how often. */
function countOf(text: string, index: number): number {
  return Number(text.slice(4).trim().at(-1 - index) ?? "0");
}

function editOf(index: number): QueuedEdit {
  const changes: Change[] = [{ op: "increment", path: ["n"], by: 10n ** BigInt(index) }];
  return { path: "n", format: FORMAT, formatId: FORMAT.name, changes, options: {} };
}

function textFor(index: number): () => string {
  const text = entryPrinter(editOf(index).changes, {})!("").replace(/"timestamp":"[^"]*",/, "");
  return () => text;
}

/** Edits under the lock that the process has, and releases it. */
function editLocked(
  { index, io, unlock }: ProcessContext,
  queue: QueueDirectory,
  isPoisoned: boolean,
  posted?: PostedChange,
): string {
  const crashedHolder = isPoisoned ? { pid: 1, host: "", command: "", since: "" } : undefined;
  let isLookedAfter = false;
  const lock = { crashedHolder, hasRecord: true, lookedAfterCrash: () => isLookedAfter = true };
  const outcome = outcomeOf(() => editUnderLock(editOf(index), TARGET, lock as unknown as HeldLock, queue, posted, io));
  posted?.close();
  unlock(isLookedAfter);
  return outcome;
}

function outcomeOf(act: () => EditResult): string {
  try {
    return act().changed ? "changed" : "unchanged";
  } catch (error) {
    if (error instanceof PawlError) return isUnknown(error) ? "unknown" : error.code;
    throw error;
  }
}

function isUnknown(error: Error): boolean {
  return error.message.startsWith("Cannot tell whether");
}

/** Takes the lock and changes the document, with whatever else is pending. */
export function writer(factory: QueueFactory = newQueue): Program {
  return (context) => {
    const isPoisoned = context.lock();
    return editLocked(context, factory(context.io), isPoisoned);
  };
}

/** Posts a change and waits: looks for the answer, gets the lock, or loses patience. */
export function poster(factory: QueueFactory = newQueue, mayLosePatience = true): Program {
  return (context) => {
    const queue = factory(context.io);
    const posted = post(queue, context);
    if (posted === undefined) return editLocked(context, queue, context.lock());
    const options = ["look", "lock", ...(mayLosePatience ? ["give up"] : [])];
    const choice = context.choose(options);
    if (choice === "lock") return editPosted(context, queue, posted);
    const fate = choice === "look" ? posted.look() ?? "taken" : posted.giveUp();
    if (fate === "taken") return context.goBack();
    posted.close();
    return fate === "withdrawn" ? fate : outcomeOf(() => {
      if ("error" in fate) throw fate.error;
      return { changed: fate.changed, notes: [] };
    });
  };
}

function post(queue: QueueDirectory, { index }: ProcessContext): PostedChange | undefined {
  try {
    const entry = queue.prepare("wait", textFor(index), false);
    if (entry.publish()) return new PostedChange(queue, entry, "n");
    entry.close();
    return undefined;
  } catch (error) {
    if (error instanceof PawlError) return undefined;
    throw error;
  }
}

function editPosted(context: ProcessContext, queue: QueueDirectory, posted: PostedChange): string {
  const answer = posted.lookUnderLock();
  if (answer === undefined) return editLocked(context, queue, false, posted);
  posted.close();
  context.unlock(false);
  return outcomeOf(() => {
    if ("error" in answer) throw answer.error;
    return { changed: answer.changed, notes: [] };
  });
}

/** Posts a change durably for whoever comes next. */
export function pusher(factory: QueueFactory = newQueue): Program {
  return ({ io, index, choose, goBack }) => {
    try {
      using entry = factory(io).prepare("json", textFor(index), true);
      choose(["post"]);
      const posting = factory(io).postDurably(entry, 100);
      return posting === "busy" ? goBack() : posting;
    } catch (error) {
      if (error instanceof PawlError) return error.code;
      throw error;
    }
  };
}

/** Posts a change, loses patience and leaves it to whoever comes next. */
export function keeper(factory: QueueFactory = newQueue): Program {
  return (context) => {
    const queue = factory(context.io);
    const posted = post(queue, context);
    if (posted === undefined) return editLocked(context, queue, context.lock());
    context.choose(["keep"]);
    const posting = posted.keep(100);
    if (posting === "posted") {
      posted.close();
      return posting;
    }
    const fate = posted.giveUp();
    if (fate === "taken" || fate === "withdrawn" && posting === "busy") return context.goBack();
    posted.close();
    return fate === "withdrawn" ? fate : outcomeOf(() => {
      if ("error" in fate) throw fate.error;
      return { changed: fate.changed, notes: [] };
    });
  };
}

/** Takes a change of somebody else out of the queue. */
export function remover(factory: QueueFactory = newQueue): Program {
  return ({ io }) => {
    const queue = factory(io);
    const [id] = queue.names().pending;
    return id !== undefined && queue.takeAway(id) ? "removed" : "nothing";
  };
}

/** What there is to explore. */
export interface QueueScenario {
  readonly programs: readonly Program[];
  readonly budget: Partial<Budget>;
  /** Who rescues what is left; by default two writers. */
  readonly rescuers?: readonly Program[];
}

/**
 * Makes a scenario with all that must hold.
 *
 * @param scenario The processes, and what may go wrong.
 */
export function queueScenario({ programs, budget, rescuers = [writer(), writer()] }: QueueScenario): Scenario {
  return {
    files: { [DOCUMENT]: "n = 0\n" },
    programs,
    rescuers,
    budget: { kills: 0, powerCuts: 0, failures: 0, ...budget },
    isPrivate,
    failureOf,
    checkState: (files) => FORMAT.parse(files.textOf(DOCUMENT) ?? "", "the document"),
    checkEnd,
  };
}

/** Files of its own that nobody looks at, and the document, to which only the holder of the lock comes. */
function isPrivate({ name, args: [path] }: NextCall): boolean {
  if (["file.writeSync", "file.readSync"].includes(name)) return true;
  if (name === "file.syncSync") return path !== ROOT_PATH && path !== QUEUE;
  return typeof path === "string" && path.startsWith(ROOT_PATH) && !path.startsWith(QUEUE) && path !== ROOT_PATH;
}

const NO_SPACE: readonly string[] = ["file.writeSync", "mkdirSync"];
const BROKEN: readonly string[] = ["file.syncSync", "renameSync", "removeSync", "readFileSync", "readDirSync"];

function failureOf({ name, args: [path, options] }: NextCall): Error | undefined {
  const creates = name === "openSync" && (options as Deno.OpenOptions).write === true;
  if (NO_SPACE.includes(name) || creates) return systemError("ENOSPC", "No space left on device (os error 28)");
  return BROKEN.includes(name) && path !== "" ? systemError("EIO", "Input/output error (os error 5)") : undefined;
}

function systemError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

/** How often a change must have been made, by what its process was told. */
const COUNTS: Readonly<Record<string, readonly number[]>> = {
  changed: [1],
  posted: [1],
  withdrawn: [0],
  conflict: [0],
  io: [0],
  permission: [0],
  "lock-timeout": [0],
  "durability-unknown": [0, 1],
  unknown: [0, 1],
  removed: [0],
  nothing: [0],
};

function checkEnd({ files, outcomes, spent }: End): void {
  const text = files.textOf(DOCUMENT)!;
  for (const [index, outcome] of outcomes.entries()) {
    const told = outcome?.outcome;
    if (told instanceof Error) throw told;
    const counts = told === undefined ? [0, 1] : COUNTS[String(told)];
    const count = countOf(text, index);
    assert(counts?.includes(count), `process ${index} was told "${told}", but its change was made ${count} times`);
    assert(told !== "unknown" || spent.failures > 0, `process ${index} is not told what became of its change`);
  }
  if (spent.failures > 0) return;
  const temps = files.list(ROOT_PATH).filter((name) => name.endsWith(".pawl-tmp"));
  assertEquals(temps, [], "a temporary file is left over");
  assertEquals(files.list(ROOT_PATH), ["n"], "a queue is left over");
}

/** The names in the queue, for messages. */
export function queueNames(files: MemoryFileSystem): ReturnType<typeof readQueueNames> {
  return readQueueNames(files.list(QUEUE));
}
