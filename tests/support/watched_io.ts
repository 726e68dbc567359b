/**
 * An operating system for tests that can be watched, made to fail or to die between any two of its calls.
 *
 * @module
 */
import type { FileIo } from "../../src/file/file_io.ts";

/** The calls that are watched: everything that can fail. Deno never reports a failure of `close()`. */
const UNWATCHED: readonly string[] = ["close", "hostname"];

/** Is told of a call before it is made. */
export type Before = (call: string, args: readonly unknown[]) => void;

/** Is told of a call's result. */
export type After = (call: string, result: unknown) => void;

/**
 * Makes an operating system that tells of each call before it is made.
 *
 * @param before Gets the call's name (`renameSync`; `file.writeSync` for a method of an open file) and its arguments. What
 * it throws, the call throws.
 * @param io The operating system behind it.
 * @param after Gets the call's name and its result.
 * @returns The watched one.
 */
export function watchedIo(before: Before, io: FileIo = Deno, after: After = () => {}): FileIo {
  const watched: Record<string, unknown> = { build: io.build, pid: io.pid };
  for (const name of Object.keys(FUNCTIONS) as (keyof typeof FUNCTIONS)[]) {
    watched[name] = (...args: never[]) => {
      if (!UNWATCHED.includes(name)) before(name, args);
      const result = (io[name] as (...args: never[]) => unknown)(...args);
      after(name, result);
      return name === "openSync" ? watchedFile(result as Deno.FsFile, before, after) : result;
    };
  }
  return watched as unknown as FileIo;
}

const FUNCTIONS: Readonly<Record<Exclude<keyof FileIo, "build" | "pid">, true>> = {
  hostname: true,
  linkSync: true,
  lstatSync: true,
  mkdirSync: true,
  openSync: true,
  readDirSync: true,
  readFileSync: true,
  readLinkSync: true,
  realPathSync: true,
  removeSync: true,
  renameSync: true,
};

function watchedFile(file: Deno.FsFile, before: Before, after: After): Deno.FsFile {
  return new Proxy(file, {
    get(_, name) {
      const member = Reflect.get(file, name, file);
      if (typeof member !== "function") return member;
      return (...args: unknown[]) => {
        if (!UNWATCHED.includes(String(name))) before(`file.${String(name)}`, args);
        const result = member.apply(file, args);
        after(`file.${String(name)}`, result);
        return result;
      };
    },
  });
}

/**
 * Makes an operating system whose open files behave in another way.
 *
 * @param change Gives the methods that replace those of a file.
 * @returns The operating system.
 */
export function withFiles(change: (file: Deno.FsFile) => Partial<Deno.FsFile>): FileIo {
  const openSync = (path: string | URL, options?: Deno.OpenOptions) => {
    const file = Deno.openSync(path, options);
    const changed = change(file);
    return new Proxy(file, {
      get(_, name) {
        const member = Reflect.get(name in changed ? changed : file, name);
        return typeof member === "function" ? member.bind(file) : member;
      },
    });
  };
  return { ...Deno, openSync };
}

/** An operating system that does something before one of its calls. */
export interface CallTrap {
  /** The operating system to use. */
  readonly io: FileIo;
  /** The names of the calls so far, the last one perhaps not made. */
  readonly calls: readonly string[];
}

/**
 * Makes an operating system that does something before its n-th call.
 *
 * @param n Which call, from 1.
 * @param act What to do; what it throws, the call throws.
 * @returns The operating system and its calls.
 */
export function trapCall(n: number, act: () => void): CallTrap {
  const calls: string[] = [];
  const io = watchedIo((call) => {
    calls.push(call);
    if (calls.length === n) act();
  });
  return { io, calls };
}

/**
 * Makes an error as Deno gives it for a code that has no class of its own.
 *
 * @param code For example `EIO`.
 * @returns A plain error with that code.
 */
export function systemErrorOf(code: string): Error {
  return Object.assign(new Error(`Made up by a test (os error 0): ${code}`), { code });
}

/** An operating system that says when a call was made. */
export interface CallSignal {
  /** The operating system to use. */
  readonly io: FileIo;
  /** How often the call was made so far. */
  readonly count: () => number;
  /** Settles in the turn after the n-th such call, from 1. */
  readonly made: (n: number) => Promise<void>;
}

/**
 * Makes an operating system that says when a call was made.
 *
 * @param name The call's name.
 * @returns The operating system and its signal.
 */
export function signalCall(name: string): CallSignal {
  const signals: PromiseWithResolvers<void>[] = [];
  const signal = (n: number) => signals[n - 1] ??= Promise.withResolvers<void>();
  let count = 0;
  const io = watchedIo((call) => {
    if (call === name) signal(++count).resolve();
  });
  return { io, count: () => count, made: (n) => signal(n).promise };
}
