/**
 * Wrong command lines and bad environments: each is refused with its exact reason, and the file stays as it was.
 *
 * @module
 */
import { type BadInput, refuseAll } from "../support/refusal.ts";

const KEY_HINT = `quote a key with characters other than letters, digits, "-" and "_", as in 'paths."/usr/bin"'`;
const SET_HINT = 'use it as "pawl set KEY VALUE [KEY VALUE ...]"';
const COMMAND_LINES: BadInput[] = [
  { args: [], code: 2, message: "No command given", hint: 'run "pawl --help" for a list' },
  { args: ["gte", "a"], code: 2, message: 'Unknown command "gte"', hint: 'try "get"' },
  { args: ["frobnicate"], code: 2, message: 'Unknown command "frobnicate"', hint: 'run "pawl --help" for a list' },
  { args: ["help", "sett"], code: 2, message: 'Unknown command "sett"', hint: 'try "set"' },
  { args: ["set", "a", "2", "--timout", "5s"], code: 2, message: 'Unknown option "--timout"', hint: 'try "--timeout"' },
  {
    args: ["set", "a", "2", "-timeout", "5s"],
    code: 2,
    message: 'Unknown option "-t" in "-timeout"',
    hint: 'try "--timeout"',
  },
  {
    args: ["set", "a", "-x"],
    code: 2,
    message: 'Unknown option "-x"',
    hint: 'write "--" before a word that begins with "-": pawl set a -- -x',
  },
  {
    args: ["set", "jvm", "-Xmx1g", "-f", "app.toml"],
    code: 2,
    message: 'Unknown option "-X" in "-Xmx1g"',
    hint: 'write "--" before a word that begins with "-": pawl set -f app.toml jvm -- -Xmx1g',
  },
  {
    args: ["append", "l", "--log=it's", "--type=string"],
    code: 2,
    message: 'Unknown option "--log"',
    hint: `write "--" before a word that begins with "-": pawl append --type=string l -- '--log=it'\\''s'`,
  },
  { args: ["get", "-x"], code: 2, message: 'Unknown option "-x"', hint: `quote such a key: pawl get '"-x"'` },
  {
    args: ["set", "jvm", "--", "-Xmx1g", "-f", "app.toml"],
    code: 2,
    message: 'Cannot use "-f" behind "--": it is an option',
    hint: `put options first: pawl set -f app.toml jvm -- -Xmx1g; or write '"-f"' for the text itself`,
  },
  {
    args: ["append", "l", "-f", "app.toml", "--", "-v", "-f"],
    code: 2,
    message: 'Cannot use "-f" behind "--": it is an option',
    hint: `write '"-f"' for the text itself`,
  },
  {
    args: ["queue", "push", "append", "l", "--", "-v", "--file=app.toml"],
    code: 2,
    message: 'Cannot use "--file=app.toml" behind "--": it is an option',
    hint: /^hint: put options first: pawl queue --file=app.toml push append l -- -v; or write/,
  },
  ...[["get"], ["set", "-x"], ["unset"], ["append"], ["toggle"], ["keys"]].map(([name, ...rest]) => ({
    args: [name!, "--", "-x", ...rest],
    code: 2,
    message: 'Cannot use "-x" as a key: it begins with "-"',
    hint: `options come before "--"; a key that begins with "-" is quoted twice, as in '"-x"'`,
  })),
  {
    args: ["apply"],
    options: { input: "set jvm -- -Xmx1g --type string\n" },
    code: 2,
    message: 'Cannot apply line 1: Cannot use "--type" behind "--": it is an option',
    hint: `put options first: set --type string jvm -- -Xmx1g; or write '"--type"' for the text itself`,
  },
  {
    args: ["get", "a", "--type", "int"],
    code: 2,
    message: 'Command "get" takes no option "--type"',
    hint: 'use it as "pawl get KEY [KEY ...]"',
  },
  {
    args: ["config", "a", "--type", "int"],
    code: 2,
    message: 'Command "get" takes no option "--type"',
    hint: 'use it as "pawl get KEY [KEY ...]"',
  },
  { args: ["set", "a", "2", "--if-match"], code: 2, message: 'Option "--if-match" needs a value (ETAG), found none' },
  {
    args: ["get", "a", "--default", "--quiet"],
    code: 2,
    message: 'Option "--default" needs a value (VALUE), found "--quiet"',
    hint: 'write --default=--quiet for a value that begins with "-"',
  },
  { args: ["set", "a", "2", "--diff=no"], code: 2, message: 'Option "--diff" takes no value, found "no"' },
  { args: ["-f", "app.toml", "set", "a", "2", "-fx"], code: 2, message: 'Option "--file" is given twice' },
  { args: ["set"], code: 2, message: 'Too few arguments for "set": found 0, wanted 1', hint: SET_HINT },
  {
    args: ["set", "a", "2", "b"],
    code: 2,
    message: 'Too few arguments for "set": key "b" has no value',
    hint: 'use it as "pawl set KEY VALUE"',
  },
  {
    args: ["has", "a", "b"],
    code: 2,
    message: 'Too many arguments for "has": found "b" after 1 argument',
    hint: 'use it as "pawl has KEY"',
  },
  {
    args: ["set", "a", "2", "--type", "strng"],
    code: 2,
    message: 'Option "--type" cannot be "strng": wanted auto, string, int, float, bool, datetime, json or yaml',
    hint: 'try "string"',
  },
  {
    args: ["set", "a", "2", "--timeout", "5"],
    code: 2,
    message: 'Option "--timeout" cannot be "5": wanted a duration with a unit',
    hint: "write 5s for seconds, or 5ms for milliseconds",
  },
  {
    args: ["set", "a", "2", "--timeout", "1s", "--no-wait"],
    code: 2,
    message: 'Options "--no-wait" and "--timeout" cannot be combined',
  },
  {
    args: ["set", "a", "2", "--if-match", "abc"],
    code: 2,
    message: 'Option "--if-match" cannot be "abc": wanted 16 to 64 hexadecimal digits',
    hint: 'print the etag with "pawl etag"',
  },
  {
    args: ["get", "a", "-f", "-"],
    code: 2,
    message: 'Option "--file" cannot be "-": standard input is not a file',
    hint: 'write "./-" for a file of that name',
  },
  { args: ["get", "a", "--file="], code: 2, message: 'Option "--file" cannot be "": wanted a path' },
  {
    args: ["set", "a", "-", "b", "-"],
    code: 2,
    message: 'Value "-" is given twice: standard input holds only one value',
  },
  { args: ["get", ""], code: 2, message: 'Cannot parse key path "": found the end, wanted a key', hint: KEY_HINT },
  {
    args: ["set", "a..b", "1"],
    code: 2,
    message: 'Cannot parse key path "a..b": found "." at position 3, wanted a key',
    hint: KEY_HINT,
  },
  {
    args: ["set", "a", "2", "b[x]", "1"],
    code: 2,
    message: 'Cannot parse key path "b[x]": found "[" at position 2, wanted "." or [index]'.replace(
      "[index]",
      '"[index]"',
    ),
    hint: KEY_HINT,
  },
];

const ENVIRONMENTS: BadInput[] = [
  {
    args: ["set", "a", "2", "-f", "app.toml"],
    options: { environment: { PAWL_TIMEOUT: "soon" } },
    code: 2,
    message: 'PAWL_TIMEOUT cannot be "soon": wanted a duration such as 250ms, 5s or 2m',
  },
  {
    args: ["get", "a"],
    options: { environment: { PAWL_FILE: "", XDG_CONFIG_HOME: "relative" } },
    code: 2,
    message: 'XDG_CONFIG_HOME cannot be "relative": wanted an absolute path',
    hint: "name the file with --file",
  },
  {
    args: ["get", "a"],
    options: { environment: { PAWL_FILE: "", HOME: "./relative", USERPROFILE: "" } },
    code: 2,
    message: 'HOME cannot be "./relative": wanted an absolute path',
    hint: "name the file with --file",
  },
  {
    args: ["edit", "-f", "app.toml"],
    options: { environment: { EDITOR: " " } },
    code: 2,
    message: 'EDITOR cannot be " ": wanted a command',
    hint: "set VISUAL or EDITOR to a command that edits a file",
  },
  {
    args: ["edit", "-f", "app.toml"],
    options: { environment: { VISUAL: "\t\n", EDITOR: "true" } },
    code: 2,
    message: 'VISUAL cannot be "\\x09\\n": wanted a command',
    hint: "set VISUAL or EDITOR to a command that edits a file",
  },
  {
    args: ["get", "a"],
    options: { environment: { PAWL_FILE: "", HOME: "", USERPROFILE: "" } },
    code: 2,
    message: "No file given, and HOME is not set",
    hint: "name the file with --file",
  },
  {
    args: ["set", "a", "-"],
    options: { input: new Uint8Array([0x66, 0xff]) },
    code: 2,
    message: 'Cannot read the value of "a" from standard input: it is not UTF-8',
  },
  ...[["set", "a", "-"], ["set", "b", "1", "a", "-"], ["set", "a", "--from-file", "-"]].map(emptyInput),
  ...[["config", "a", "-"], ["queue", "push", "set", "a", "-"]].map(emptyInput),
  ...[["add", "a", "-"], ["append", "a", "x", "-"], ["remove", "a", "-"], ["update", "a", "-"]].map(emptyInput),
];

/** What a program leaves that has failed, as in `pass show api | pawl set api.token -`. */
function emptyInput(args: readonly string[]): BadInput {
  const name = args[0] === "config" || args[0] === "queue" ? "set" : args[0];
  return {
    args,
    code: 2,
    message: `Cannot ${name} "a": standard input is empty`,
    hint: 'pass "" to set an empty string',
  };
}

Deno.test("pawl refuses a wrong command line with 2, says why, and the file stays as it is", async () => {
  await refuseAll(COMMAND_LINES);
});

Deno.test("pawl refuses a bad environment and bad standard input with 2, and the file stays as it is", async () => {
  await refuseAll(ENVIRONMENTS);
});
