/**
 * Tells V8 which functions to compile at once, because a run has shown that they are called.
 *
 * V8 skims a function when its file is loaded and parses it again when it is called first. A function in parentheses
 * it compiles in one go instead ("possibly invoked function expression", PIFE). Where nearly all of a short run is the
 * compilation of functions that are called once, that saves 2 of 45 ms for `pawl set`.
 *
 * @module
 */

/** A function in a text, from the parenthesis before its parameters to the end of its body. */
export interface CalledFunction {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

/**
 * Reads from V8's log which functions were compiled because they were called.
 *
 * @param log What V8 wrote with `--log-function-events`.
 * @returns The functions of each file, by its URL; none if V8 writes its log in another way.
 */
export function readCalledFunctions(log: string): Map<string, CalledFunction[]> {
  const urls = new Map<string, string>();
  const functions = new Map<string, CalledFunction[]>();
  for (const line of log.split("\n")) {
    const [kind, ...fields] = line.split(",");
    if (kind === "script-details") urls.set(fields[0]!, fields[1]!);
    if (kind !== "function" || fields[0] !== "interpreter") continue;
    const [, script, start, end, , , name = ""] = fields;
    const url = urls.get(script!);
    if (url === undefined) continue;
    functions.set(url, [...functions.get(url) ?? [], { start: Number(start), end: Number(end), name }]);
  }
  return functions;
}

/**
 * Makes V8 compile the functions of a module that were called when it loads the module.
 *
 * Only declarations at the top of the module are changed, into variables that stand before everything else: a
 * declaration is there before the module runs, and so are they.
 *
 * @param text The module, as the bundler prints it.
 * @param called The functions that were called.
 * @returns The module with its hints.
 */
export function hintFunctions(text: string, called: readonly CalledFunction[]): string {
  const declarations = called.flatMap((fn) => declarationOf(text, fn)).sort((a, b) => a.start - b.start);
  // The module as a whole counts as a function as well.
  const others = called.filter((fn) => fn.start > 0 || fn.end < text.length);
  const isAtTop = ({ start, end }: Span) => !others.some((fn) => fn.start < start && end < fn.end);
  const hinted = declarations.filter(isAtTop);
  if (hinted.length === 0) return text;
  const imports = /^(?:import\b[^;]*;\s*)*/.exec(text)![0].length;
  const variables = hinted.map(({ start, end, name }) => `${name}=(${text.slice(start, end)})`);
  let rest = "";
  let position = imports;
  for (const { start, end } of hinted) {
    rest += text.slice(position, start);
    position = end;
  }
  return `${text.slice(0, imports)}var ${variables.join(",")};${rest}${text.slice(position)}`;
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

/** The whole declaration of a function, if it is one and no expression. */
function declarationOf(text: string, { start, end, name }: CalledFunction): Span[] {
  const head = /(^|[;}\n])((?:async )?function\*?\s*([\w$]+))$/.exec(text.slice(Math.max(0, start - 200), start));
  if (head === null || head[3] !== name || text[start] !== "(" || text[end - 1] !== "}") return [];
  return [{ start: start - head[2]!.length, end, name }];
}
