/**
 * Processes that can be stopped before every single call of the operating system, although their code is synchronous.
 *
 * A process is a function that is run again from its beginning for each step: calls that it has made already get the
 * recorded results, the next one is made, and the one after that ends the run. So it can be interleaved with others, be
 * killed, or be copied with the world that it lives in.
 *
 * @module
 */
import type { MemoryFileSystem, MemoryIo } from "../support/memory_file_system.ts";

/** The document's lock, as the kernel sees it. */
export interface DocumentLock {
  holder: number | undefined;
  /** Whether a holder has died and nobody has looked after it. */
  isPoisoned: boolean;
}

/** All that processes share. */
export interface World {
  readonly files: MemoryFileSystem;
  readonly lock: DocumentLock;
}

/** What a process can do. */
export interface ProcessContext {
  readonly index: number;
  /** The operating system. */
  readonly io: MemoryIo;
  /** Waits for the document's lock; says whether its last holder died. */
  lock(): boolean;
  /** Releases the document's lock, after having looked after a crash or not. */
  unlock(isLookedAfter: boolean): void;
  /** Lets the explorer decide; `lock` can only be chosen when the lock is free, and takes it. */
  choose(options: readonly string[]): string;
  /** Goes back to the last choice, because nothing came of it. */
  goBack(): never;
}

/** What a process does; what it returns is compared in the end. */
export type Program = (context: ProcessContext) => unknown;

/** The next call of a process. */
export interface NextCall {
  readonly name: string;
  readonly args: readonly unknown[];
}

interface Recorded {
  readonly value?: unknown;
  readonly error?: unknown;
}

/** A process at one moment. */
export interface ProcessState {
  readonly program: Program;
  readonly log: readonly Recorded[];
  readonly status: "running" | "done" | "dead";
  /** The call that it is about to make, while it runs. */
  readonly next: NextCall | undefined;
  /** What it has returned or thrown, once it is done. */
  readonly outcome: unknown;
}

/** Ends a run. */
const ENDED = Symbol("ended");

/**
 * Starts a process: it runs up to its first call.
 *
 * @param program What it does.
 * @param index Its number.
 * @param world The world that it lives in.
 */
export function startProcess(program: Program, index: number, world: World): ProcessState {
  return new Run({ program, log: [], status: "running", next: undefined, outcome: undefined }, index, world).toEnd();
}

/**
 * Lets a process make its next call, and run up to the one after that.
 *
 * @param state The process.
 * @param index Its number.
 * @param world The world, which the call changes.
 * @param decision What is chosen, or an error that the call fails with.
 * @returns The process afterwards.
 */
export function stepProcess(state: ProcessState, index: number, world: World, decision?: string | Error): ProcessState {
  return new Run(state, index, world, { decision }).toEnd();
}

/** One run from the beginning of a program to the call after the next. */
class Run {
  readonly #state: ProcessState;
  readonly #index: number;
  readonly #world: World;
  readonly #grant: { readonly decision: string | Error | undefined } | undefined;
  readonly #log: Recorded[];
  #position = 0;
  #hasStepped = false;
  #next: NextCall | undefined;
  #choiceAt = 0;
  #isGoingBack = false;

  constructor(
    state: ProcessState,
    index: number,
    world: World,
    grant?: { readonly decision: string | Error | undefined },
  ) {
    this.#state = state;
    this.#index = index;
    this.#world = world;
    this.#grant = grant;
    this.#log = [...state.log];
  }

  toEnd(): ProcessState {
    const { program } = this.#state;
    const restore = makePredictable(this.#index);
    try {
      const outcome = program(this.#context());
      return { program, log: this.#log, status: "done", next: undefined, outcome };
    } catch (error) {
      if (this.#isGoingBack) {
        const log = this.#log.slice(0, this.#choiceAt);
        return new Run({ ...this.#state, log }, this.#index, this.#world).toEnd();
      }
      if (this.#next === undefined) return { program, log: this.#log, status: "done", next: undefined, outcome: error };
      return { program, log: this.#log, status: "running", next: this.#next, outcome: undefined };
    } finally {
      restore();
    }
  }

  #context(): ProcessContext {
    const { lock, files } = this.#world;
    return {
      index: this.#index,
      io: this.#watch(files.io(this.#index)),
      lock: () => this.#call("lock", [], () => takeLock(lock, this.#index)),
      unlock: (isLookedAfter) => this.#call("unlock", [isLookedAfter], () => releaseLock(lock, isLookedAfter)),
      choose: (options) => {
        this.#choiceAt = this.#position;
        return this.#call("choose", options, () => {
          const decision = this.#grant!.decision as string;
          if (decision === "lock") takeLock(lock, this.#index);
          return decision;
        });
      },
      goBack: () => {
        this.#isGoingBack = true;
        throw ENDED;
      },
    };
  }

  #watch(io: MemoryIo): MemoryIo {
    const watched: Record<string, unknown> = {};
    for (const [name, member] of Object.entries(io)) {
      watched[name] = typeof member !== "function" || name === "hostname" ? member : (...args: never[]) => {
        const value = this.#call(name, args, () => {
          const result = (member as (...args: never[]) => unknown)(...args);
          return name === "openSync" ? (result as { number: number }).number : result;
        });
        return name === "openSync" ? this.#watchFile(value as number, args) : value;
      };
    }
    return watched as unknown as MemoryIo;
  }

  #watchFile(number: number, [path]: readonly unknown[]): Deno.FsFile {
    return new Proxy({} as Deno.FsFile, {
      get: (_, name) => (...args: never[]) => {
        // What leaves a scope because the run has ended does nothing.
        if (name === "close" && this.#hasEnded) return;
        if (name === "readSync") return this.#read(number, path, args[0] as unknown as Uint8Array);
        return this.#call(`file.${String(name)}`, [path, ...args], () => {
          const file = this.#world.files.file(number) as unknown as Record<PropertyKey, (...args: never[]) => unknown>;
          return file[name]!(...args);
        });
      },
    });
  }

  /** What was read is part of the log, so that a run that is repeated finds it in its own buffer. */
  #read(number: number, path: unknown, buffer: Uint8Array): number | null {
    const bytes = this.#call("file.readSync", [path], () => {
      const count = this.#world.files.file(number).readSync(buffer);
      return count === null ? null : buffer.slice(0, count);
    });
    if (bytes !== null) buffer.set(bytes);
    return bytes?.length ?? null;
  }

  get #hasEnded(): boolean {
    return this.#isGoingBack || this.#next !== undefined;
  }

  #call<T>(name: string, args: readonly unknown[], act: () => T): T {
    if (this.#hasEnded) throw ENDED;
    const recorded = this.#log[this.#position];
    if (recorded !== undefined) {
      this.#position++;
      if ("error" in recorded) throw recorded.error;
      return recorded.value as T;
    }
    if (this.#hasStepped || this.#grant === undefined) {
      this.#next = { name, args };
      throw ENDED;
    }
    this.#hasStepped = true;
    this.#position++;
    try {
      if (this.#grant.decision instanceof Error) throw this.#grant.decision;
      const value = act();
      this.#log.push({ value });
      return value;
    } catch (error) {
      this.#log.push({ error });
      throw error;
    }
  }
}

function takeLock(lock: DocumentLock, index: number): boolean {
  if (lock.holder !== undefined) throw new Error("the lock is held");
  lock.holder = index;
  return lock.isPoisoned;
}

function releaseLock(lock: DocumentLock, isLookedAfter: boolean): void {
  lock.holder = undefined;
  if (isLookedAfter) lock.isPoisoned = false;
}

const MILLISECONDS_PER_PROCESS = 1000;

/** Random numbers and the clock must be the same in every run of a process. */
function makePredictable(index: number): () => void {
  const { random } = Math;
  const { now } = performance;
  let count = 0;
  Math.random = () => (index * 0x10000 + count++) / 0x1_0000_0000;
  performance.now = () => index * MILLISECONDS_PER_PROCESS + count;
  return () => {
    Math.random = random;
    performance.now = now;
  };
}
