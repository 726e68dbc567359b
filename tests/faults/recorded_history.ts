/**
 * Records what concurrent callers ask of the keys of some documents, and what they are told.
 *
 * @module
 */
import { AssertionError } from "@std/assert";
import { type Answer, type Call, findViolation } from "./linearizability.ts";
import type { Action, Held } from "./register.ts";
import type { SeededRandom } from "../support/seeded_random.ts";

/** A call that is to be made. */
export interface Request {
  /** The document. */
  readonly file: string;
  /** The key in it. */
  readonly key: string;
  readonly action: Action;
}

/** Which keys the calls of a history are about. */
export interface KeyChoice {
  /** The documents. */
  readonly files: readonly string[];
  /** How many keys of each document at a time: few make many conflicts. */
  readonly count: number;
  /** After how many calls of each other keys are taken: the more calls of one are killed, the harder they are to judge. */
  readonly callsEach: number;
}

/**
 * Lets callers work at the same time.
 *
 * @param count How many.
 * @param work What each does.
 * @throws What the first one throws that fails, when all have ended, so that none works on in a folder that is gone.
 */
export async function callersAtOnce(count: number, work: () => Promise<void>): Promise<void> {
  const ends = await Promise.allSettled(Array.from({ length: count }, work));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}

/** A history that is being made. */
export class RecordedHistory {
  readonly #calls: Call[] = [];
  readonly #requests: Request[] = [];
  /** What was last seen in or written to each key: what a compare-and-set may expect. */
  readonly #lastSeen = new Map<string, number>();
  /** Begins and ends, counted: they are all in this process, so there is no better clock. */
  #clock = 0;
  #lastValue = 0;
  #inventedCount = 0;
  readonly #random: SeededRandom;
  readonly #keys: KeyChoice;

  /** How many calls had which answer. */
  get answers(): Readonly<Record<Answer["kind"], number>> {
    const counts = { "done": 0, "refused": 0, "not-made": 0, "unknown": 0 };
    for (const { answer } of this.#calls) counts[answer.kind]++;
    return counts;
  }

  /**
   * @param random What decides.
   * @param keys Which keys the calls are about.
   */
  constructor(random: SeededRandom, keys: KeyChoice) {
    this.#random = random;
    this.#keys = keys;
  }

  /** Makes up a call. Numbers are kept under one half of the keys, lists under the other, and some calls mix them up. */
  invent(): Request {
    const { files, count, callsEach } = this.#keys;
    const first = Math.floor(this.#inventedCount++ / (files.length * count * callsEach)) * count;
    const file = this.#random.pick(files);
    const index = first + this.#random.below(count);
    const isList = index % 2 === 1 !== this.#random.oneIn(12);
    const key = `k${index}`;
    return { file, key, action: this.#inventAction(isList, this.#lastSeen.get(nameOf(file, key))) };
  }

  /** A last look at each key. */
  *lastLook(): Generator<Request> {
    for (
      const { file, key } of new Map(this.#requests.map((request) => [nameOf(request.file, request.key), request]))
        .values()
    ) {
      yield { file, key, action: { op: "get" } };
    }
  }

  #inventAction(isList: boolean, lastSeen: number | undefined): Action {
    // Values that are never used twice show whose they are.
    const value = ++this.#lastValue * 1000;
    const ops = isList
      ? ["append", "append", "append", "append", "get", "unset"] as const
      : ["set", "add", "add", "increment", "increment", "compare-and-set", "compare-and-set", "get", "unset"] as const;
    const op = this.#random.pick(ops);
    switch (op) {
      case "increment":
        return { op, by: 1 + this.#random.below(9) };
      case "compare-and-set":
        return { op, expected: lastSeen ?? value + 1, value };
      case "unset":
      case "get":
        return { op };
      default:
        return { op, value };
    }
  }

  /** Makes a call and records it. */
  async record(request: Request, make: (request: Request) => Promise<Answer>): Promise<void> {
    const { action } = request;
    this.#requests.push(request);
    const key = nameOf(request.file, request.key);
    const startedAt = this.#clock++;
    const answer = await make(request);
    this.#calls.push({ key, action, answer, startedAt, endedAt: this.#clock++ });
    const seen = action.op === "get" && answer.kind === "done"
      ? answer.found
      : "value" in action
      ? action.value
      : undefined;
    if (typeof seen === "number") this.#lastSeen.set(key, seen);
  }

  /** The answer of a `get`, from what a document's value has under the key. */
  static foundAnswer(held: unknown): Answer {
    const number = (value: unknown) => typeof value === "bigint" ? Number(value) : value as number;
    const found: Held = held === undefined ? null : Array.isArray(held) ? held.map(number) : number(held);
    return { kind: "done", found };
  }

  /**
   * Checks that some order explains all answers.
   *
   * @throws {AssertionError} If none does, with the calls of the key in question.
   */
  assertLinearizable(): void {
    const violation = findViolation(this.#calls);
    if (violation === undefined) return;
    throw new AssertionError(`No order explains what the callers of ${violation.key} were told, ${violation.story}`);
  }
}

function nameOf(file: string, key: string): string {
  return `${file}:${key}`;
}
