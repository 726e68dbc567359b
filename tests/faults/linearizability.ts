/**
 * Decides whether a history of concurrent calls is linearizable: whether some order explains all their answers in which
 * each call takes effect at one moment between its begin and its end.
 *
 * The search is that of Wing and Gong ("Testing and verifying concurrent objects", 1993): take any call that no other one
 * precedes, make it on the model, go on with the rest, go back where that leads nowhere. As Lowe proposed ("Testing for
 * linearizability", 2017), no pair of the calls made and the state that they led to is looked at twice. Linearizability
 * is local (Herlihy and Wing, 1990), so each key is judged for itself.
 *
 * Calls of which nothing is known are what makes the search long: each may come at any time or never. So those are left
 * out that change nothing, or nothing that lasts, and a pair is not looked at if the same one failed with fewer of them made.
 * States that nobody can tell apart any more, because whatever is read later is something else, count as one.
 *
 * @module
 */
import { type Action, type Held, isSameHeld, perform } from "./register.ts";

/** What a caller knows of a call. */
export type Answer =
  /** It succeeded; what `get` found. */
  | { readonly kind: "done"; readonly found?: Held }
  /** The key did not hold what the call needs. */
  | { readonly kind: "refused" }
  /** It was not made, as whoever gave up in time is told. */
  | { readonly kind: "not-made" }
  /** The caller was killed: it was made or not, then or later. */
  | { readonly kind: "unknown" };

/** One call. */
export interface Call {
  readonly key: string;
  readonly action: Action;
  readonly answer: Answer;
  /** When it began, by a clock that all callers share. */
  readonly startedAt: number;
  /** When it ended. */
  readonly endedAt: number;
}

/** A key whose calls no order explains. */
export interface Violation {
  readonly key: string;
  /** Its calls in the order of their begins, one a line, with those marked that no order got past. */
  readonly story: string;
}

/**
 * Looks for calls that no order explains.
 *
 * @param history The calls, in any order. Every key is absent at first.
 * @returns The first key with such calls, or `undefined` if the history is linearizable.
 */
export function findViolation(history: readonly Call[]): Violation | undefined {
  for (const [key, calls] of Map.groupBy(history, (call) => call.key)) {
    const search = new Search(calls);
    if (!search.succeeds()) return { key, story: search.story() };
  }
  return undefined;
}

/** How many positions of a search are looked at, at most. A history of a test takes some hundreds. */
const MAX_POSITIONS = 200_000;

/** The search for an order of the calls of one key. */
class Search {
  readonly #calls: readonly Call[];
  readonly #isMade: boolean[];
  /** The sets of unknown calls, as bits, with which the search failed; by known calls made and what the key held. */
  readonly #failed = new Map<string, bigint[]>();
  #positionCount = 0;
  /** The longest order that was found: which calls it comprises, and what the key held then. */
  #best: { readonly isMade: readonly boolean[]; readonly count: number; readonly held: Held };

  constructor(calls: readonly Call[]) {
    // What was not made has no effect, and what an unknown reader saw nobody knows.
    this.#calls = calls
      .filter(({ answer, action }) => answer.kind !== "not-made" && !(answer.kind === "unknown" && action.op === "get"))
      .toSorted((a, b) => a.startedAt - b.startedAt);
    this.#isMade = this.#calls.map(() => false);
    this.#best = { isMade: [...this.#isMade], count: -1, held: null };
  }

  succeeds(): boolean {
    return this.#canGoOn(null, undefined);
  }

  /**
   * @param held What the key holds.
   * @param last What it held before the last call, if that one is unknown.
   */
  #canGoOn(held: Held, last: { readonly held: Held } | undefined): boolean {
    const openCount = this.#open().filter((index) => !this.#isUnknown(index)).length;
    if (openCount === 0) return true;
    this.#remember(this.#calls.length - openCount, held);
    const position = this.#position(held);
    const unknown = this.#unknownMade();
    const failed = this.#failed.get(position) ?? [];
    if (failed.some((fewer) => (fewer & unknown) === fewer)) return false;
    if (++this.#positionCount > MAX_POSITIONS) {
      throw new Error(`Found no order in ${MAX_POSITIONS} positions; ${this.story()}`);
    }
    for (const index of this.#candidates()) {
      if (this.#leadsOn(index, held, last)) return true;
    }
    this.#failed.set(position, [...this.#failed.get(position) ?? [], unknown]);
    return false;
  }

  #leadsOn(index: number, held: Held, last: { readonly held: Held } | undefined): boolean {
    const call = this.#calls[index]!;
    const after = explain(held, call);
    if (after === undefined) return false;
    if (this.#isUnknown(index) && isSameHeld(after.held, held)) return false;
    // Then the last call made no difference, and the order without it is tried as well.
    const without = last && explain(last.held, call);
    if (without !== undefined && isSameHeld(without.held, after.held)) return false;
    this.#isMade[index] = true;
    if (this.#canGoOn(after.held, this.#isUnknown(index) ? { held } : undefined)) return true;
    this.#isMade[index] = false;
    return false;
  }

  #isUnknown(index: number): boolean {
    return this.#calls[index]!.answer.kind === "unknown";
  }

  #open(): number[] {
    return this.#calls.keys().filter((index) => !this.#isMade[index]).toArray();
  }

  /** The calls that can come next: those that began before the first end of one that is still to be made. */
  #candidates(): number[] {
    const open = this.#open();
    const firstEnd = Math.min(...open.map((index) => endOf(this.#calls[index]!)));
    // Whoever ended first was most likely made first; nobody may have made what is unknown.
    return open.filter((index) => this.#calls[index]!.startedAt < firstEnd)
      .sort((a, b) => endOf(this.#calls[a]!) - endOf(this.#calls[b]!) || a - b);
  }

  #position(held: Held): string {
    const made = this.#isMade.map((isMade, index) => isMade && !this.#isUnknown(index) ? "1" : "0");
    return `${made.join("")} ${this.#isVisible(held) ? JSON.stringify(held) : typeof held}`;
  }

  /** Whether somebody may still find what the key holds, or what it becomes without being replaced as a whole. */
  #isVisible(held: Held): boolean {
    const open = this.#open().map((index) => this.#calls[index]!);
    if (held === null) return true;
    if (typeof held !== "number") {
      return open.some(({ answer }) => "found" in answer && startsWith(answer.found ?? null, held));
    }
    const steps = open.map(({ action }) => action.op === "increment" ? action.by : 0);
    const least = steps.filter((step) => step < 0).reduce((sum, step) => sum + step, held);
    const most = steps.filter((step) => step > 0).reduce((sum, step) => sum + step, held);
    return open.some(({ action, answer }) => {
      const wanted = action.op === "compare-and-set" ? action.expected : "found" in answer ? answer.found : undefined;
      return typeof wanted === "number" && wanted >= least && wanted <= most;
    });
  }

  #unknownMade(): bigint {
    const bits = this.#isMade.map((isMade, index) => isMade && this.#isUnknown(index) ? "1" : "0");
    return BigInt(`0b0${bits.join("")}`);
  }

  #remember(count: number, held: Held): void {
    if (count > this.#best.count) this.#best = { isMade: [...this.#isMade], count, held };
  }

  /** What there is to tell if no order was found. */
  story(): string {
    const { isMade, held } = this.#best;
    const lines = this.#calls.map((call, index) => `${isMade[index] ? " " : ">"} ${describe(call)}`);
    const count = isMade.filter(Boolean).length;
    return [`explained ${count} of ${lines.length}, then it held ${JSON.stringify(held)}:`, ...lines].join("\n");
  }
}

function startsWith(list: Held, start: readonly number[]): boolean {
  return Array.isArray(list) && isSameHeld(list.slice(0, start.length), start);
}

function endOf({ answer, endedAt }: Call): number {
  return answer.kind === "unknown" ? Infinity : endedAt;
}

/** What the key holds after a call; `undefined` if the call can't have had its answer. */
function explain(held: Held, { action, answer }: Call): { readonly held: Held } | undefined {
  const effect = perform(held, action);
  if (answer.kind === "unknown") return { held: effect.held };
  if (effect.isDone !== (answer.kind === "done")) return undefined;
  if (action.op === "get" && answer.kind === "done" && !isSameHeld(held, answer.found ?? null)) return undefined;
  return { held: effect.held };
}

function describe({ action, answer, startedAt, endedAt }: Call): string {
  const { op, ...rest } = action;
  const found = answer.kind === "done" && answer.found !== undefined ? ` ${JSON.stringify(answer.found)}` : "";
  return `${startedAt}–${endedAt} ${op} ${JSON.stringify(rest)}: ${answer.kind}${found}`;
}
