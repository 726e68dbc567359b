/**
 * Tries every order in which processes can make their calls, with every crash, failure and power cut in between.
 *
 * A state that was reached before is not explored again, whatever led to it. While a process is about to do something
 * that no other can notice (to write to a file of its own), only that process goes on.
 *
 * @module
 */
import {
  type NextCall,
  type ProcessState,
  type Program,
  startProcess,
  stepProcess,
  type World,
} from "./explored_process.ts";
import { MemoryFileSystem, type PowerCut } from "../support/memory_file_system.ts";

/** How much may go wrong on one way. */
export interface Budget {
  /** How many processes may be killed. */
  readonly kills: number;
  /** How often the power may be cut. */
  readonly powerCuts: number;
  /** How many calls may fail. */
  readonly failures: number;
}

/** What is explored. */
export interface Scenario {
  /** What is there in the beginning. */
  readonly files: Readonly<Record<string, string>>;
  /** The processes, which all run at once. */
  readonly programs: readonly Program[];
  /** What comes when all have ended: one after the other, undisturbed. */
  readonly rescuers: readonly Program[];
  readonly budget: Budget;
  /** Whether the changes of one directory come to the disk in their order, as on every file system with a journal. */
  readonly keepsOrder: boolean;
  /** How many of the processes have come to their first choice in the beginning, undisturbed. */
  readonly preparedCount: number;
  /** Calls that no other process can notice. */
  readonly isPrivate: (call: NextCall, isLockHolder: boolean) => boolean;
  /** How a call can fail, if it can. */
  readonly failureOf: (call: NextCall) => Error | undefined;
  /** Throws if a state must not be. */
  readonly checkState: (files: MemoryFileSystem) => void;
  /** Throws if the end is wrong. */
  readonly checkEnd: (end: End) => void;
}

/** How it ended. */
export interface End {
  readonly files: MemoryFileSystem;
  /** What each process returned or threw; `undefined` for one that died. */
  readonly outcomes: readonly (undefined | { readonly outcome: unknown })[];
  /** Whether anything failed on the way. */
  readonly spent: Budget;
}

interface Step {
  readonly text: string;
  readonly before: Step | undefined;
}

interface State extends World {
  readonly processes: readonly ProcessState[];
  readonly left: Budget;
  readonly trace: Step | undefined;
}

/** A way that leads to a wrong end. */
export class Violation extends Error {
  override name = "Violation";
}

/**
 * Explores a scenario.
 *
 * @param scenario The scenario.
 * @returns How many states there are.
 * @throws {Violation} With the way to the first wrong state.
 */
export function explore(scenario: Scenario): number {
  return new Explorer(scenario).run();
}

class Explorer {
  readonly #scenario: Scenario;
  readonly #seen = new Set<string>();
  readonly #ends = new Set<string>();
  readonly #cuts = new Set<string>();
  readonly #logKeys = new WeakMap<object, string>();

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
  }

  run(): number {
    const files = new MemoryFileSystem();
    for (const [path, text] of Object.entries(this.#scenario.files)) files.write(path, text);
    const world = { files, lock: { holder: undefined, isPoisoned: false } };
    const processes = this.#scenario.programs.map((program, index) => {
      let process = startProcess(program, index, world);
      if (index >= this.#scenario.preparedCount) return process;
      while (process.next !== undefined && process.next.name !== "choose") process = stepProcess(process, index, world);
      return process;
    });
    const stack: State[] = [{ ...world, processes, left: this.#scenario.budget, trace: undefined }];
    while (stack.length > 0) {
      for (const next of this.#successors(stack.pop()!)) {
        const key = this.#keyOf(next);
        if (this.#seen.has(key)) continue;
        this.#seen.add(key);
        this.#check(next, () => this.#scenario.checkState(next.files));
        stack.push(next);
      }
    }
    return this.#seen.size;
  }

  #successors(state: State): State[] {
    const indices = [...state.processes.keys()].filter((index) => state.processes[index]!.status === "running");
    const able = indices.filter((index) => this.#isAble(state, state.processes[index]!));
    const cuts = state.left.powerCuts > 0 ? this.#powerCuts(state) : [];
    if (able.length === 0) {
      if (indices.length > 0) this.#check(state, () => fail("a process waits for ever"));
      this.#finish(state);
      return cuts;
    }
    const alone = able.find((index) =>
      this.#scenario.isPrivate(state.processes[index]!.next!, state.lock.holder === index)
    );
    const moved = alone === undefined ? able : [alone];
    return [...moved.flatMap((index) => this.#moves(state, index)), ...cuts];
  }

  #isAble({ lock }: State, { next }: ProcessState): boolean {
    return next!.name !== "lock" || lock.holder === undefined;
  }

  #moves(state: State, index: number): State[] {
    const { next } = state.processes[index]!;
    const options = next!.name === "choose" ? next!.args as string[] : [undefined];
    const moves = options
      .filter((option) => option !== "lock" || state.lock.holder === undefined)
      .map((option) => this.#step(state, index, option));
    if (state.left.kills > 0) moves.push(this.#kill(state, index));
    const failure = state.left.failures > 0 ? this.#scenario.failureOf(next!) : undefined;
    if (failure !== undefined) moves.push(this.#step(state, index, failure));
    return moves;
  }

  #step(state: State, index: number, decision: string | Error | undefined): State {
    const next = copy(state);
    const process = state.processes[index]!;
    const failures = state.left.failures - (decision instanceof Error ? 1 : 0);
    const text = `${index} ${describe(process.next!)}${decision === undefined ? "" : ` → ${decision}`}`;
    return {
      ...next,
      processes: state.processes.with(index, stepProcess(process, index, next, decision)),
      left: { ...state.left, failures },
      trace: { text, before: state.trace },
    };
  }

  #kill(state: State, index: number): State {
    const next = copy(state);
    next.files.kill(index);
    if (next.lock.holder === index) Object.assign(next.lock, { holder: undefined, isPoisoned: true });
    return {
      ...next,
      processes: state.processes.with(index, dead(state.processes[index]!)),
      left: { ...state.left, kills: state.left.kills - 1 },
      trace: { text: `${index} dies before ${describe(state.processes[index]!.next!)}`, before: state.trace },
    };
  }

  #powerCuts(state: State): State[] {
    const key = `${state.files.key()} ${state.lock.holder} ${state.lock.isPoisoned} ${this.#outcomeKey(state)}`;
    if (this.#cuts.has(key)) return [];
    this.#cuts.add(key);
    const directories = state.files.unsyncedDirectories;
    const kept = this.#scenario.keepsOrder ? beginnings(directories) : selections(directories.length);
    const texts = state.files.hasUnsyncedText ? [true, false] : [true];
    return kept.flatMap((kept) => texts.map((keepsText) => this.#cut(state, { kept, keepsText })));
  }

  #cut(state: State, cut: PowerCut): State {
    const next = copy(state);
    next.files.cutPower(cut);
    Object.assign(next.lock, {
      holder: undefined,
      isPoisoned: state.lock.isPoisoned || state.lock.holder !== undefined,
    });
    const processes = state.processes.map((process) => process.status === "running" ? dead(process) : process);
    const text = `the power is cut; of what was not synced ${name} is left, ${
      cut.keepsText ? "with" : "without"
    } texts`;
    return {
      ...next,
      processes,
      left: { ...state.left, powerCuts: state.left.powerCuts - 1 },
      trace: { text, before: state.trace },
    };
  }

  /** What is left is rescued, and must be right then. */
  #finish(state: State): void {
    const key = `${state.files.key()} ${state.lock.isPoisoned} ${this.#outcomeKey(state)} ${
      JSON.stringify(state.left)
    }`;
    if (this.#ends.has(key)) return;
    this.#ends.add(key);
    let next: State = copy(state);
    for (const program of this.#scenario.rescuers) {
      const index = next.processes.length;
      next = { ...next, processes: [...next.processes, startProcess(program, index, next)] };
      while (next.processes[index]!.status === "running") next = this.#step(next, index, undefined);
    }
    const outcomes = next.processes.map(({ status, outcome }) => status === "done" ? { outcome } : undefined);
    const { budget } = this.#scenario;
    const spent = {
      kills: budget.kills - state.left.kills,
      powerCuts: budget.powerCuts - state.left.powerCuts,
      failures: budget.failures - state.left.failures,
    };
    this.#check(next, () => this.#scenario.checkEnd({ files: next.files, outcomes, spent }));
  }

  #check(state: State, check: () => void): void {
    try {
      check();
    } catch (error) {
      const steps: string[] = [];
      for (let step = state.trace; step !== undefined; step = step.before) steps.unshift(step.text);
      throw new Violation(`${(error as Error).message}\n${steps.join("\n")}`, { cause: error });
    }
  }

  #keyOf(state: State): string {
    const { lock, left } = state;
    const processes = state.processes.map((process) => this.#processKey(process)).join(" ");
    return hash(`${state.files.key()}\n${processes}\n${lock.holder} ${lock.isPoisoned} ${JSON.stringify(left)}`);
  }

  #processKey(process: ProcessState): string {
    if (process.status !== "running") return `${process.status} ${outcomeText(process.outcome)}`;
    let key = this.#logKeys.get(process.log);
    if (key === undefined) {
      key = hash(
        process.log.map((entry) => "error" in entry ? String(entry.error) : valueText(entry.value)).join("\n"),
      );
      this.#logKeys.set(process.log, key);
    }
    return key;
  }

  #outcomeKey({ processes }: State): string {
    return processes.map(({ status, outcome }) => `${status} ${outcomeText(outcome)}`).join();
  }
}

/** All changes, none, every beginning, each alone, all but each. */
function selections(count: number): PowerCut["kept"][] {
  const kept: PowerCut["kept"][] = [() => true];
  for (let n = 0; n < count; n++) {
    kept.push((index) => index < n);
    if (count > 1) kept.push((index) => index === n, (index) => index !== n);
  }
  return kept;
}

/** Every beginning of the changes of each directory. */
function beginnings(directories: readonly number[]): PowerCut["kept"][] {
  let lengths: ReadonlyMap<number, number>[] = [new Map()];
  for (const directory of new Set(directories)) {
    const count = directories.filter((other) => other === directory).length;
    lengths = lengths.flatMap((known) =>
      Array.from({ length: count + 1 }, (_, length) => new Map([...known, [directory, length]]))
    );
  }
  return lengths.map((length) => (index) => {
    const directory = directories[index]!;
    return directories.slice(0, index).filter((other) => other === directory).length < length.get(directory)!;
  });
}

function fail(message: string): never {
  throw new Error(message);
}

function copy(state: State): State {
  return { ...state, files: state.files.clone(), lock: { ...state.lock } };
}

function dead(process: ProcessState): ProcessState {
  return { ...process, log: [], status: "dead", next: undefined };
}

function outcomeText(outcome: unknown): string {
  return outcome instanceof Error ? String(outcome) : JSON.stringify(outcome) ?? "";
}

function valueText(value: unknown): string {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : JSON.stringify(value) ?? "";
}

function describe({ name, args }: NextCall): string {
  return `${name} ${
    args.map((arg) => arg instanceof Uint8Array ? new TextDecoder().decode(arg) : JSON.stringify(arg)).join(" ")
  }`;
}

/** 64 bits (FNV-1a with two bases and primes), because millions of long keys would not fit into memory. */
function hash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x2f0b4c47;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x5bd1e995);
  }
  return `${a} ${b}`;
}
