/**
 * The write queue as a world to explore: a document that counts, processes that change it, and what must always hold.
 *
 * Every process adds another power of ten to the one number of the document, so its digits tell how often each change
 * was made.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { Change, Step } from "../../src/model/change.ts";
import { InvalidDocumentError, PawlError } from "../../src/model/errors.ts";
import type { FileIo } from "../../src/file/file_io.ts";
import type { UpdateLock } from "../../src/lock/held_lock.ts";
import { QueueDirectory } from "../../src/spool/spool.ts";
import type { Target } from "../../src/file/target.ts";
import type { Format } from "../../src/format/format.ts";
import { entryPrinter } from "../../src/queue/entry_printer.ts";
import { editUnderLock } from "../../src/queue/locked_edit.ts";
import { PostedChange } from "../../src/queue/posted_change.ts";
import type { EditResult, QueuedEdit } from "../../src/queue/edit_request.ts";
import { updateLocked } from "../../src/store/locked_update.ts";
import type { Snapshot } from "../../src/store/snapshot.ts";
import type { Value } from "../../src/model/value.ts";
import type { NextCall, ProcessContext, Program } from "./explored_process.ts";
import { type MemoryIo, ROOT_PATH } from "../support/memory_file_system.ts";
import type { Budget, End, Scenario } from "./state_explorer.ts";

export const DOCUMENT = `${ROOT_PATH}/n`;
export const QUEUE = `${DOCUMENT}.queue`;
/** A change that was posted before, and the number that a process would have that posts it. */
const PUSHED = `${QUEUE}/00000000000000001-1-00000000.json`;
const PUSHED_INDEX = 9;
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

/** How a process deals with the queue; a mutant of the protocol does it in another way. */
export interface Protocol {
  /** The operating system as the process uses it. */
  readonly io: (io: MemoryIo) => MemoryIo;
  readonly queue: (target: Target, io: FileIo) => QueueDirectory;
}

/** The protocol as it is. */
export const PROTOCOL: Protocol = { io: (io) => io, queue: (target, io) => new QueueDirectory(target, io) };

/** Lets a process follow a protocol. */
function follow(context: ProcessContext, protocol: Protocol): { context: ProcessContext; queue: QueueDirectory } {
  const io = protocol.io(context.io);
  return { context: { ...context, io }, queue: protocol.queue(TARGET, io) };
}

/** Who has changed the document how often. */
function countOf(text: string, index: number): number {
  return Number(text.slice(4).trim().at(-1 - index) ?? "0");
}

function editOf(index: number): QueuedEdit {
  const changes: Change[] = [{ op: "increment", path: ["n"], by: 10n ** BigInt(index) }];
  return { path: "n", loadFormat: () => Promise.resolve(FORMAT), formatId: FORMAT.name, changes, options: {} };
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
  const held = heldLock(isPoisoned);
  const outcome = outcomeOf(() => editUnderLock(editOf(index), FORMAT, TARGET, held.lock, queue, posted, io));
  posted?.close();
  unlock(held.isLookedAfter());
  return outcome;
}

function heldLock(isPoisoned: boolean): { lock: UpdateLock; isLookedAfter: () => boolean } {
  const crashedHolder = isPoisoned ? { pid: 1, host: "", command: "", since: "" } : undefined;
  let isLookedAfter = false;
  const lock = { crashedHolder, hasRecord: true, lookedAfterCrash: () => void (isLookedAfter = true) };
  return { lock, isLookedAfter: () => isLookedAfter };
}

function outcomeOf(act: () => Pick<EditResult, "changed">): string {
  try {
    return act().changed ? "changed" : "unchanged";
  } catch (error) {
    if (error instanceof PawlError) return error.code;
    throw error;
  }
}

/** Takes the lock and changes the document, with whatever else is pending. */
export function writer(protocol: Protocol = PROTOCOL): Program {
  return (process) => {
    const { context, queue } = follow(process, protocol);
    return editLocked(context, queue, context.lock());
  };
}

/** Takes the lock and changes the document, but knows nothing of groups, as `updateFile()`. */
export function plainWriter(): Program {
  return (context) => {
    const { index, io, unlock } = context;
    const held = heldLock(context.lock());
    const add = ({ text }: Snapshot) => `n = ${BigInt(text.slice(4)) + 10n ** BigInt(index)}\n`;
    const outcome = outcomeOf(() => updateLocked(TARGET, held.lock, { transform: add, isPrivate: false }, io));
    unlock(held.isLookedAfter());
    return outcome;
  };
}

/** Touches the document without the lock, so that a holder has to begin again. */
export function stranger(): Program {
  return ({ io }) => {
    io.chmodSync(DOCUMENT, 0o600);
    return "nothing";
  };
}

/** Removes temporary files by hand. */
export function janitor(): Program {
  return ({ io }) => {
    for (const { name } of io.readDirSync(ROOT_PATH)) {
      if (name.endsWith(".pawl-tmp")) removeIfPresent(`${ROOT_PATH}/${name}`, io);
    }
    return "nothing";
  };
}

function removeIfPresent(path: string, io: FileIo): void {
  try {
    io.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Posts a change and waits: looks for the answer, gets the lock, or loses patience. */
export function poster(protocol: Protocol = PROTOCOL): Program {
  return (process) => {
    const { context, queue } = follow(process, protocol);
    const posted = post(queue, context);
    if (posted === undefined) return editLocked(context, queue, context.lock());
    const choice = context.choose(["look", "lock", "give up"]);
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
export function pusher(protocol: Protocol = PROTOCOL, limit = 100): Program {
  return (process) => {
    const { context, queue } = follow(process, protocol);
    try {
      using entry = queue.prepare("json", textFor(context.index), true);
      context.choose(["post"]);
      const posting = queue.postDurably(entry, limit);
      return posting === "busy" ? context.goBack() : posting;
    } catch (error) {
      if (error instanceof PawlError) return error.code;
      throw error;
    }
  };
}

/** Posts a change, loses patience and leaves it to whoever comes next. */
export function keeper(protocol: Protocol = PROTOCOL): Program {
  return (process) => {
    const { context, queue } = follow(process, protocol);
    const posted = post(queue, context);
    if (posted === undefined) return editLocked(context, queue, context.lock());
    context.choose(["keep"]);
    let posting: string;
    try {
      posting = posted.keep(100);
    } catch (error) {
      if (!(error instanceof PawlError)) throw error;
      posting = error.code;
    }
    if (posting === "posted" || posting === "durability-unknown") {
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
export function remover(protocol: Protocol = PROTOCOL): Program {
  return (process) => {
    const { queue } = follow(process, protocol);
    const [id] = queue.names().pending;
    return id !== undefined && queue.takeAway(id) ? "removed" : "nothing";
  };
}

/** What there is to explore. */
export interface QueueScenario {
  readonly programs: readonly Program[];
  readonly budget: Partial<Budget>;
  /** How many of the processes have posted their changes already. */
  readonly preparedCount?: number;
  /** Whether somebody comes to the document without the lock. */
  readonly hasStranger?: boolean;
  /** What the two writers follow who rescue what is left. */
  readonly protocol: Protocol;
  /** Whether the changes of one directory come to the disk in their order. */
  readonly keepsOrder?: boolean;
  /** Whether somebody has posted a change durably before. */
  readonly isPushed?: boolean;
  /** How many changes may be posted that nobody waits for; by default more than there are. */
  readonly limit?: number;
}

/**
 * Makes a scenario with all that must hold.
 *
 * @param scenario The processes, and what may go wrong.
 */
export function queueScenario(
  {
    programs,
    budget,
    preparedCount = 0,
    hasStranger = false,
    protocol,
    keepsOrder = false,
    isPushed = false,
    limit = 100,
  }: QueueScenario,
): Scenario {
  return {
    files: { [DOCUMENT]: "n = 0\n", ...(isPushed && { [PUSHED]: textFor(PUSHED_INDEX)() }) },
    programs,
    keepsOrder,
    preparedCount,
    rescuers: [writer(protocol), writer(protocol)],
    budget: { kills: 0, powerCuts: 0, failures: 0, ...budget },
    isPrivate: (call, isLockHolder) => isPrivate(call, isLockHolder) && !(hasStranger && isInRoot(call)),
    failureOf,
    checkState: (files) => FORMAT.parse(files.textOf(DOCUMENT) ?? "", "the document"),
    checkEnd: (end) => {
      const posted = end.outcomes.filter((outcome) => outcome?.outcome === "posted").length;
      assert(posted <= limit, `${posted} changes were posted, although there is room for ${limit}`);
      assertEquals(countOf(end.files.textOf(DOCUMENT)!, PUSHED_INDEX), Number(isPushed), "the change that was there");
      checkEnd(end);
    },
  };
}

/**
 * Files of its own that nobody looks at, and the document, to which only the holder of the lock comes. Hidden files in the
 * queue are only looked at by the holder, which knows its own.
 */
function isPrivate({ name, args: [path] }: NextCall, isLockHolder: boolean): boolean {
  if (typeof path !== "string" || path === ROOT_PATH) return false;
  if (name === "file.writeSync" || !path.startsWith(QUEUE)) return true;
  if (path === QUEUE) return name === "file.close" && isLockHolder;
  return name === "file.syncSync" || isLockHolder && path.endsWith(".pawl-new") && name !== "renameSync";
}

function isInRoot({ args: [path] }: NextCall): boolean {
  return typeof path === "string" && !path.startsWith(QUEUE);
}

const NO_SPACE: readonly string[] = ["file.writeSync", "mkdirSync"];
const BROKEN: readonly string[] = [
  "file.syncSync",
  "renameSync",
  "removeSync",
  "readFileSync",
  "file.readSync",
  "readDirSync",
];

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
  "not-replaceable": [0],
  "lock-timeout": [0],
  "durability-unknown": [0, 1],
  "outcome-unknown": [0, 1],
  removed: [0],
  nothing: [0],
  full: [0],
};

function checkEnd({ files, outcomes, spent }: End): void {
  const text = files.textOf(DOCUMENT)!;
  const told = outcomes.map((outcome) => outcome?.outcome);
  // What was taken away is either posted by somebody who waits, and is told so, or by somebody who does not.
  let removed = told.filter((outcome) => outcome === "removed").length;
  removed -= told.filter((outcome) => outcome === "conflict").length;
  for (const [index, outcome] of outcomes.entries()) {
    const told = outcome?.outcome;
    if (told instanceof Error) throw told;
    const counts = told === undefined ? [0, 1] : COUNTS[String(told)];
    const count = countOf(text, index);
    if (told === "posted" && count === 0 && removed-- > 0) continue;
    // What a broken disk has kept of that which could not be synced shows only after a power cut.
    if (told === "io" && spent.failures > 0 && spent.powerCuts > 0) continue;
    assert(counts?.includes(count), `process ${index} was told "${told}", but its change was made ${count} times`);
    assert(told !== "outcome-unknown" || spent.failures > 0, `process ${index} is not told what became of its change`);
  }
  if (spent.failures > 0) return;
  const temps = files.list(ROOT_PATH).filter((name) => name.endsWith(".pawl-tmp"));
  assertEquals(temps, [], "a temporary file is left over");
  assertEquals(files.list(ROOT_PATH), ["n"], "a queue is left over");
}
