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
  const isInNone = ({ start, end }: Declaration) => !others.some((fn) => fn.start < start && end < fn.end);
  const imports = /^(?:import\b(?!\s*[.(])[^;]*;\s*)*/.exec(text)![0].length;
  const variables: string[] = [];
  let rest = "";
  let position = imports;
  for (const declaration of declarations.filter(isInNone)) {
    const between = text.slice(position, declaration.start);
    if (!isWhole(between)) continue;
    variables.push(declaration.variable);
    rest += between;
    position = declaration.end;
  }
  if (variables.length === 0) return text;
  return `${text.slice(0, imports)}var ${variables.join(",")};${rest}${text.slice(position)}`;
}

/** What only a module may say: a bundle of several begins again with each of them. */
const MODULE_SYNTAX = /\bimport(?:\.meta\b|\s*(?:\{[^}]*\}\s*from\s*)?"[^"]*")/g;

/** Whether all blocks that begin in a part of a module also end in it. */
function isWhole(part: string): boolean {
  try {
    // Compiled, not run.
    new Function(`return async()=>{${part.replaceAll(MODULE_SYNTAX, "null")}\n}`);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

interface Declaration {
  readonly start: number;
  readonly end: number;
  /** What takes its place. Without a name in the expression: that would be another one than the variable's. */
  readonly variable: string;
}

/** The whole declaration of a function, if it is one and no expression. */
function declarationOf(text: string, { start, end, name }: CalledFunction): Declaration[] {
  const head = /(^|[;}\n])((?:async )?function\*?)(\s*)([\w$]+)$/.exec(text.slice(Math.max(0, start - 200), start));
  if (head === null || head[4] !== name || text[start] !== "(" || text[end - 1] !== "}") return [];
  const [, before, keyword] = head;
  return [{
    start: start - head[0].length + before!.length,
    end,
    variable: `${name}=(${keyword}${text.slice(start, end)})`,
  }];
}
