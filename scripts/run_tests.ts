/**
 * Runs the tests with a mark for each instead of a line, so that the end says what matters: what failed, and how many.
 *
 * Usage: `deno task test [OPTION…] [PATH…]`, the options and paths of `deno test`
 *
 * Hazard: named `test.ts` it would be a test itself, and run them all again, without an end.
 *
 * @module
 */

/** What Deno prints for a test that has passed, failed or was ignored, on a line of its own unless it has a terminal. */
const MARKS = new Set([".", "!", ","]);
const MARKS_PER_LINE = 100;

const PERMISSIONS = ["--no-prompt", "--allow-read", "--allow-write", "--allow-env", "--allow-run", "--allow-sys"];

const child = new Deno.Command(Deno.execPath(), {
  args: ["test", "--parallel", "--reporter=dot", ...PERMISSIONS, ...Deno.args],
  env: Deno.stdout.isTerminal() ? {} : { NO_COLOR: "1" },
  stdin: "null",
  stdout: "piped",
}).spawn();

let markCount = 0;
let rest = "";

function print(text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let written = 0; written < bytes.length;) written += Deno.stdout.writeSync(bytes.subarray(written));
}

function printLine(line: string): void {
  const isMark = MARKS.has(line);
  if (isMark) markCount++;
  const isEnd = markCount % MARKS_PER_LINE === 0;
  if (isMark) return print(isEnd ? `${line} ${markCount}\n` : line);
  print(isEnd ? `${line}\n` : `\n${line}\n`);
  markCount = 0;
}

for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
  const lines = (rest + text).split("\n");
  rest = lines.pop()!;
  for (const line of lines) printLine(line);
}
if (rest !== "") printLine(rest);
Deno.exit((await child.status).code);
