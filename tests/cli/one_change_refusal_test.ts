/**
 * The commands that change one thing: what they refuse.
 *
 * @module
 */
import { type BadInput, refuseAll } from "../support/refusal.ts";

const FIELD_HINT = "pass --no-fields if each argument is a VALUE";

const REFUSED: BadInput[] = [
  {
    args: ["add", "a", "1"],
    code: 3,
    message: 'Cannot add "a" in "app.toml": it exists already',
    hint: "change it with update, or set it whether it exists or not",
  },
  {
    args: ["update", "x", "1"],
    code: 3,
    message: 'Cannot update "x" in "app.toml": there is no such key',
    hint: "create it with add, or set it whether it exists or not",
  },
  {
    args: ["update", "server", "port=", "--no-fields"],
    code: 5,
    message: 'Cannot update "server" in "app.toml": it is a table, and "port=" is not',
    hint: "pass --type or --force-type to change the type",
  },
  {
    args: ["add", "x", "1", "2"],
    code: 2,
    message: 'Too many values for "x": found 2, wanted one, or FIELD=VALUE for each field',
    hint: "put a value with spaces in quotes",
  },
  {
    args: ["add", "x"],
    code: 2,
    message: 'Too few arguments for "add": key "x" has no value',
    hint: 'use it as "pawl add KEY VALUE | KEY FIELD=VALUE ..."',
  },
  {
    args: ["add", "x", "a=1", "b"],
    code: 2,
    message: 'Cannot use "b" among fields: wanted FIELD=VALUE',
    hint: FIELD_HINT,
  },
  { args: ["add", "x", "a=1", "a=2"], code: 2, message: 'Field "a" is given twice', hint: FIELD_HINT },
  {
    args: ["add", "x", "a.b=1"],
    code: 2,
    message: 'Cannot use "a.b=1" as FIELD=VALUE: wanted one key before "=", not a path',
    hint: FIELD_HINT,
  },
  {
    args: ["add", "x", "-", "--from-file", "-"],
    code: 2,
    message: 'Value "-" is given twice: standard input holds only one value',
  },
  {
    args: ["set", "a", "1", "--from-file", "x"],
    code: 2,
    message: 'Option "--from-file" gives the last key its value, and each key has one',
    hint: 'use it as "pawl set KEY VALUE"',
  },
  {
    args: ["set", "x", "--from-file", "absent"],
    code: 1,
    message: 'Cannot read the value of "x" from "absent": there is no such file',
  },
  { args: ["append", "a", "1"], code: 5, message: 'Cannot append "a" in "app.toml": "a" is an integer, not an array' },
  {
    args: ["append", "l", "x"],
    code: 5,
    message: 'Cannot append "l" in "app.toml": it is an integer, and "x" is not',
    hint: "pass --type or --force-type to change the type",
  },
  {
    args: ["insert", "l", "1"],
    code: 2,
    message: 'Cannot insert at "l": it does not end in an index',
    hint: 'write "l[0]" for its beginning',
  },
  {
    args: ["remove", "l", "9"],
    code: 1,
    message: 'Cannot remove "l" in "app.toml": it has no such element',
    hint: "pass --if-exists if an absent element is fine",
  },
  {
    args: ["rename", "x", "y"],
    code: 1,
    message: 'Cannot rename "x" in "app.toml": there is no such key',
    hint: "pass --if-exists if an absent key is fine",
  },
  { args: ["rename", "a", "s", "--if-exists"], code: 3, message: 'Cannot rename "a" in "app.toml": "s" exists' },
  {
    args: ["increment", "a", "--by", "x"],
    code: 2,
    message: 'Option "--by" cannot be "x": wanted a number such as 1, -3 or 0.5',
  },
  { args: ["increment", "s"], code: 5, message: 'Cannot increment "s" in "app.toml": "s" is a string, not a number' },
  { args: ["toggle", "x"], code: 1, message: 'Cannot toggle "x" in "app.toml": there is no such key' },
  { args: ["rename", "a", "s"], code: 3, message: 'Cannot rename "a" in "app.toml": "s" exists' },
  {
    args: ["merge", "-"],
    options: { input: "a = \n" },
    code: 4,
    message: 'Cannot parse "standard input": invalid value at line 1, column 5',
  },
  {
    args: ["merge", "-", "--from", "yaml"],
    options: { input: "a: 1\nx: !secret y\n" },
    code: 5,
    message: "Cannot merge standard input: it has the tag !secret, whose meaning would be lost",
    hint: "remove the tagged values first",
  },
  {
    args: ["convert", "-", "-", "--from", "yaml", "--to", "json"],
    options: { input: "a: [!include y]\n" },
    code: 5,
    message: "Cannot convert standard input to standard output: it has the tag !include, whose meaning would be lost",
    hint: "remove the tagged values first",
  },
  {
    args: ["append", "l", "a=1"],
    code: 5,
    message: 'Cannot append "l" in "app.toml": it is an integer, and "a=1" is not',
    hint: "pass --type or --force-type to change the type",
  },
  {
    args: ["append", "l", "a=1", "--fields"],
    code: 5,
    message: 'Cannot append "l" in "app.toml": it is an integer, and would become a table',
    hint: FIELD_HINT,
  },
  ...["append", "insert"].map((name) => ({
    args: [name, name === "insert" ? "s[0]" : "s", "b"],
    document: "s = [{ a = 1 }]\n",
    code: 5,
    message: `Cannot ${name} "${
      name === "insert" ? "s[0]" : "s"
    }" in "app.toml": its elements are tables, and "b" is not`,
    hint: "write FIELD=VALUE for each field, or pass --force-type",
  })),
  {
    args: ["prepend", "s", "a=1", "b"],
    document: "s = [{ a = 1 }]\n",
    code: 5,
    message: 'Cannot prepend "s" in "app.toml": its elements are tables, and "a=1" is not',
    hint: "write FIELD=VALUE for each field, or pass --force-type",
  },
  {
    args: ["append", "s", "b", "--fields"],
    code: 2,
    message: 'Cannot use "b" with --fields: wanted FIELD=VALUE, with one key before "="',
  },
  {
    args: ["append", "s", "a=1", "--fields", "--no-fields"],
    code: 2,
    message: 'Options "--fields" and "--no-fields" cannot be combined',
  },
  {
    args: ["merge", "-", "--from", "json"],
    options: { input: '{"server": {"tls": [{"key": null}]}}' },
    code: 5,
    message: 'Cannot merge standard input into "app.toml": "server.tls[0].key": TOML has no way to write null',
  },
  {
    args: ["merge", "-"],
    options: { input: 'server.port = "x"\n' },
    code: 5,
    message: 'Cannot merge "server.port" in "app.toml": it is an integer, and would become a string',
    hint: "pass --force-type to change the type",
  },
  {
    args: ["merge", "absent.toml"],
    code: 1,
    message: 'Cannot read a document from "absent.toml": there is no such file',
  },
  {
    args: ["merge", "/dev/null"],
    code: 2,
    message: 'Cannot tell the format of "/dev/null" from its name',
    hint: /^hint: pass --from NAME; known formats are /,
  },
  { args: ["set", "a", "2", "--if-absent", "a"], code: 3, message: 'Expected "a" in "app.toml" to be absent, found 1' },
  {
    args: ["set", "a", "2", "--if-present", "x.y"],
    code: 3,
    message: 'Expected "x.y" in "app.toml" to be present, found nothing',
  },
  {
    args: ["set", "a", "2", "--if-value", "a", "1", "--if-value", "s", "y"],
    code: 3,
    message: 'Expected "s" in "app.toml" to be y, found "x"',
  },
  {
    args: ["unset", "a", "--if-value", "server", "x"],
    code: 3,
    message: 'Expected "server" in "app.toml" to be x, found a table',
  },
  {
    args: ["append", "l", "2", "--if-absent", "s", "--dry-run"],
    code: 3,
    message: 'Expected "s" in "app.toml" to be absent, found "x"',
  },
  {
    args: ["set", "a", "2", "--if-value", "a"],
    code: 2,
    message: 'Option "--if-value" needs a value (VALUE), found none',
  },
];

Deno.test("pawl refuses a change that makes no sense or whose precondition fails, and the file stays as it is", async () => {
  await refuseAll(REFUSED);
});
