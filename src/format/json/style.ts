/**
 * How a document is written: what its author would do with something new.
 *
 * Everything is counted in the document itself, and only on demand. A container that is asked about never
 * counts as its own example, so that the answer is the same before it is filled and after it is emptied.
 *
 * @module
 */
import type { Node } from "jsonc-parser";
import { quoterFor } from "./print.ts";
import { findComma, lineIndent, ownLineStart } from "./scan.ts";

/** Kinds of lists that authors lay out differently. */
export type ListClass = "object" | "scalars" | "nested";

/** How a list is laid out. */
export interface ListStyle {
  /** Whether its items stand on lines of their own. */
  readonly isBroken: boolean;
  /** What stands inside its brackets before and behind the items on one line. */
  readonly pad: string;
}

/** How often something was seen. */
class Votes<Choice> {
  readonly #counts = new Map<Choice, number>();

  add(choice: Choice): void {
    this.#counts.set(choice, (this.#counts.get(choice) ?? 0) + 1);
  }

  /** The choice seen most often, the first of equals; one vote for `except` does not count. */
  winner(except?: Choice): Choice | undefined {
    let winner: Choice | undefined;
    let most = 0;
    for (const [choice, count] of this.#counts) {
      const votes = choice === except ? count - 1 : count;
      if (votes > most) [winner, most] = [choice, votes];
    }
    return winner;
  }
}

/** What was seen of the lists of one class. */
interface ClassVotes {
  readonly isBroken: Votes<boolean>;
  readonly pad: Votes<string>;
}

type ListVotes = Readonly<Record<ListClass, ClassVotes>>;

/** What was seen in the whole document. */
interface Survey {
  readonly lists: ListVotes;
  readonly unit: Votes<string>;
  readonly colon: Votes<string>;
  readonly separator: Votes<string>;
  readonly hasTrailingComma: Votes<boolean>;
  readonly isBelowKey: Votes<boolean>;
}

/** The style of one document. */
export class DocumentStyle {
  readonly #text: string;
  readonly #root: Node | undefined;
  readonly #siblings = new Map<Node, ListVotes>();
  #surveyed: Survey | undefined;
  #quote: ((text: string) => string) | undefined;
  #endOfLine: string | undefined;

  /** @param root Its value, if it has one. */
  constructor(text: string, root: Node | undefined) {
    this.#text = text;
    this.#root = root;
  }

  /** The first line break of the document. */
  get endOfLine(): string {
    return this.#endOfLine ??= /\r\n|\n|\r/.exec(this.#text)?.[0] ?? "\n";
  }

  /** By how much items are indented against their container. */
  get unit(): string {
    return this.#survey.unit.winner() ?? "  ";
  }

  /** What stands between a key and its value. */
  get colon(): string {
    const { colon, separator } = this.#survey;
    return colon.winner() ?? (separator.winner() === "" ? ":" : ": ");
  }

  /** The blanks behind a comma between items on one line. */
  get separator(): string {
    const { colon, separator } = this.#survey;
    return separator.winner() ?? (colon.winner() === ":" ? "" : " ");
  }

  /** Whether a comma stands behind the last item of lists with items on lines of their own. */
  get hasTrailingCommas(): boolean {
    return this.#survey.hasTrailingComma.winner() === true;
  }

  /** Whether a list with items on lines of their own begins on the line below its key. */
  get isBelowKey(): boolean {
    return this.#survey.isBelowKey.winner() === true;
  }

  /** Writes a string as the document does. */
  quote(text: string): string {
    return (this.#quote ??= quoterFor(this.#text))(text);
  }

  /**
   * How a list would be laid out that is empty so far.
   *
   * @param listClass What it holds.
   * @param isOnOwnLine Whether it, or its pair, begins a line.
   * @param parent The container that it is in, if that stands in the document.
   * @param self The list, if it stands in the document.
   * @returns Its layout.
   */
  listStyle(listClass: ListClass, isOnOwnLine: boolean, parent: Node | undefined, self?: Node): ListStyle {
    const own = self === undefined ? undefined : this.#look(self);
    const except = own?.listClass === listClass ? own : undefined;
    const siblings = parent === undefined ? undefined : this.#siblingVotes(parent)[listClass];
    const isBroken = siblings?.isBroken.winner(except?.isBroken) ?? this.#isBroken(listClass, isOnOwnLine, except);
    if (isBroken) return { isBroken, pad: "" };
    const pad = siblings?.pad.winner(except?.pad) ?? this.#survey.lists[listClass].pad.winner(except?.pad) ?? "";
    return { isBroken, pad };
  }

  #isBroken(listClass: ListClass, isOnOwnLine: boolean, except: Look | undefined): boolean {
    if (!isOnOwnLine) return false;
    if (listClass === "object") return true;
    return this.#survey.lists[listClass].isBroken.winner(except?.isBroken) ?? true;
  }

  #siblingVotes(parent: Node): ListVotes {
    let votes = this.#siblings.get(parent);
    if (votes === undefined) {
      this.#siblings.set(parent, votes = newListVotes());
      for (const child of parent.children!) this.#count(valueOfChild(child), votes);
    }
    return votes;
  }

  #count(node: Node, votes: ListVotes): Look | undefined {
    const look = this.#look(node);
    if (look === undefined) return undefined;
    votes[look.listClass].isBroken.add(look.isBroken);
    if (look.pad !== undefined) votes[look.listClass].pad.add(look.pad);
    return look;
  }

  /** How a list that is not empty is laid out. */
  #look(node: Node): Look | undefined {
    const first = node.children?.[0];
    if (first === undefined || node.type === "property") return undefined;
    const isBroken = ownLineStart(this.#text, first.offset) >= 0;
    const pad = this.#text.slice(node.offset + 1, first.offset);
    return { listClass: classOf(node), isBroken, pad: !isBroken && /^[ \t]*$/.test(pad) ? pad : undefined };
  }

  get #survey(): Survey {
    if (this.#surveyed === undefined) {
      this.#surveyed = {
        lists: newListVotes(),
        unit: new Votes(),
        colon: new Votes(),
        separator: new Votes(),
        hasTrailingComma: new Votes(),
        isBelowKey: new Votes(),
      };
      if (this.#root !== undefined) this.#visit(this.#root, this.#surveyed);
    }
    return this.#surveyed;
  }

  #visit(node: Node, survey: Survey): Look | undefined {
    const text = this.#text;
    const look = this.#count(node, survey.lists);
    if (look === undefined) return undefined;
    const [first, second] = node.children as [Node, Node?];
    if (look.isBroken) {
      const indent = lineIndent(text, node.offset);
      const childIndent = lineIndent(text, first.offset);
      if (childIndent.startsWith(indent)) survey.unit.add(childIndent.slice(indent.length));
      survey.hasTrailingComma.add(findComma(text, endOf(node.children!.at(-1)!)) >= 0);
    } else if (second !== undefined) {
      const separator = text.slice(endOf(first), second.offset);
      if (/^,[ \t]*$/.test(separator)) survey.separator.add(separator.slice(1));
    }
    for (const child of node.children!) {
      const inner = this.#visit(valueOfChild(child), survey);
      if (child.type !== "property") continue;
      const colon = colonOf(text, child);
      if (colon !== undefined) survey.colon.add(colon);
      if (inner?.isBroken) survey.isBelowKey.add(colon === undefined);
    }
    return look;
  }
}

/** How one list is laid out. */
interface Look {
  readonly listClass: ListClass;
  readonly isBroken: boolean;
  readonly pad: string | undefined;
}

/** What stands between a pair's key and its value, if it is nothing but a colon and blanks. */
export function colonOf(text: string, pair: Node): string | undefined {
  if (pair.type !== "property") return undefined;
  const colon = text.slice(endOf(pair.children![0]!), pair.children![1]!.offset);
  return /^[ \t]*:[ \t]*$/.test(colon) ? colon : undefined;
}

/** Where a node ends. */
export function endOf(node: Node): number {
  return node.offset + node.length;
}

function valueOfChild(child: Node): Node {
  return child.type === "property" ? child.children![1]! : child;
}

function classOf(node: Node): ListClass {
  if (node.type === "object") return "object";
  return node.children!.some(({ type }) => type === "object" || type === "array") ? "nested" : "scalars";
}

function newListVotes(): ListVotes {
  const none = (): ClassVotes => ({ isBroken: new Votes(), pad: new Votes() });
  return { object: none(), scalars: none(), nested: none() };
}
