/**
 * What `get`, `list` and `keys` print in each form, and what neither they nor `convert` can say.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { inParallel } from "../support/in_parallel.ts";
import { type BadInput, refuseAll } from "../support/refusal.ts";
import { Sandbox } from "../support/sandbox.ts";

const TOML = `# An application
title = "My \\"page\\""
big = 9223372036854775807
since = 1979-05-27
list = [1, 2.0]

[server]
port = 8080 # the usual
text = "two\\nlines"

[[hosts]]
name = "x"
"a.b" = true

[[hosts]]
name = "y,z"
`;

const YAML = "# feeds\nfeeds:\n  al: {url: 'a', n: 1}\n  'b c': {url: b}\nnothing: null\n";
const CSV = 'name,email,age\nbob,b@x,3\n"a\nl",,\n';
const JSON_TEXT = '{"n": 1.0, "list": [{"a": 1}, [2]], "null": null}';

interface Reading {
  args: string[];
  stdout: string;
  file?: string;
  code?: number;
}

const READINGS: Reading[] = [
  { args: ["get", "title", "big"], stdout: 'My "page"\n9223372036854775807\n' },
  { args: ["get", "server.text", "title", "-z"], stdout: 'two\nlines\0My "page"\0' },
  {
    args: ["get", "title", "server", "--output", "flat"],
    stdout: 'title = "My \\"page\\""\nserver.port = 8080\nserver.text = "two\\nlines"\n',
  },
  { args: ["get", "big", "hosts[0].name", "--json"], stdout: '{"big":9223372036854775807,"hosts[0].name":"x"}\n' },
  { args: ["get", "big", "list[1]", "--output", "toml"], stdout: 'big = 9223372036854775807\n"list[1]" = 2.0\n' },
  { args: ["get", "hosts", "--output", "toml"], stdout: '[{ name = "x", "a.b" = true }, { name = "y,z" }]\n' },
  { args: ["get", "server", "--output", "toml"], stdout: 'port = 8080\ntext = """\ntwo\nlines"""\n' },
  {
    args: ["get", "server", "since", "--output", "yaml"],
    stdout: 'server:\n  port: 8080\n  text: |-\n    two\n    lines\nsince: "1979-05-27"\n',
  },
  { args: ["get", "hosts", "--output", "yaml"], stdout: "- name: x\n  a.b: true\n- name: y,z\n" },
  { args: ["get", "big", "--output", "yaml"], stdout: "9223372036854775807\n" },
  { args: ["get", "hosts", "--output", "csv"], stdout: 'name,a.b\nx,true\n"y,z",\n' },
  { args: ["get", "server.port", "--output", "csv"], stdout: "key,value\nserver.port,8080\n" },
  { args: ["get", "nope", "title", "--default", "5", "--json"], stdout: '{"nope":5,"title":"My \\"page\\""}\n' },
  { args: ["get", "nope", "big", "--default", "-"], stdout: "-\n9223372036854775807\n" },
  { args: ["get", "n", "null", "--output", "flat"], file: "app.json", stdout: "n = 1.0\nnull = null\n" },
  { args: ["get", "null", "--default", "x"], file: "app.json", stdout: "null\n" },
  {
    args: ["list"],
    stdout:
      'title = "My \\"page\\""\nbig = 9223372036854775807\nsince = 1979-05-27\nlist = [1, 2.0]\nserver.port = 8080\n' +
      'server.text = "two\\nlines"\nhosts[0].name = "x"\nhosts[0]."a.b" = true\nhosts[1].name = "y,z"\n',
  },
  { args: ["list", "server", "-z"], stdout: 'server.port = 8080\0server.text = "two\\nlines"\0' },
  { args: ["list", "server", "--output", "value", "-z"], stdout: "8080\0two\nlines\0" },
  {
    args: ["list", "--output", "toml"],
    stdout: TOML.replace(/ ?# .*\n/g, (comment) => comment.startsWith(" ") ? "\n" : "")
      .replace('"two\\nlines"', '"""\ntwo\nlines"""'),
  },
  {
    args: ["list", "--output", "csv"],
    stdout:
      'key,value\ntitle,"My ""page"""\nbig,9223372036854775807\nsince,1979-05-27\nlist,"[1, 2.0]"\nserver.port,8080\n' +
      'server.text,"two\nlines"\nhosts[0].name,x\n"hosts[0].""a.b""",true\nhosts[1].name,"y,z"\n',
  },
  {
    args: ["list"],
    file: "app.yaml",
    stdout: 'feeds.al.url = a\nfeeds.al.n = 1\nfeeds."b c".url = b\nnothing = null\n',
  },
  { args: ["list", "feeds", "--output", "csv"], file: "app.yaml", stdout: "key,url,n\nal,a,1\nb c,b,\n" },
  {
    args: ["list", "--output", "yaml"],
    file: "app.yaml",
    stdout: "feeds:\n  al:\n    url: a\n    n: 1\n  b c:\n    url: b\nnothing: null\n",
  },
  { args: ["list", "list", "--output", "yaml"], file: "app.json", stdout: "- a: 1\n- [2]\n" },
  { args: ["list"], file: "users.csv", stdout: 'bob.email = "b@x"\nbob.age = "3"\n"a\\nl" = {}\n' },
  { args: ["list", "--output", "toml"], file: "users.csv", stdout: '[bob]\nemail = "b@x"\nage = "3"\n\n["a\\nl"]\n' },
  { args: ["config", "--output", "value"], file: "app.yaml", stdout: "a\n1\nb\nnull\n" },
  { args: ["keys"], stdout: "title\nbig\nsince\nlist\nserver\nhosts\n" },
  { args: ["keys", "hosts[0]"], stdout: "name\na.b\n" },
  { args: ["keys", "hosts[0]", "--output", "flat"], stdout: 'hosts[0].name\nhosts[0]."a.b"\n' },
  { args: ["keys", "hosts"], stdout: "0\n1\n" },
  { args: ["keys", "hosts", "--output", "flat"], stdout: "hosts[0]\nhosts[1]\n" },
  { args: ["keys", "--json"], file: "app.yaml", stdout: '["feeds","nothing"]\n' },
  { args: ["keys", "feeds", "--output", "csv"], file: "app.yaml", stdout: "key\nal\nb c\n" },
  { args: ["keys", "feeds", "--output", "yaml"], file: "app.yaml", stdout: "- al\n- b c\n" },
  { args: ["keys", "feeds", "--output", "toml"], file: "app.yaml", stdout: '["al", "b c"]\n' },
  { args: ["keys", "-z"], file: "users.csv", stdout: "bob\0a\nl\0" },
  { args: ["keys"], file: "empty.toml", stdout: "" },
];

const FILES = { "app.toml": TOML, "app.yaml": YAML, "users.csv": CSV, "app.json": JSON_TEXT, "empty.toml": "" };

Deno.test("pawl prints values and keys in each form, and writes nothing", async () => {
  await using sandbox = await Sandbox.create(FILES);
  const before = await sandbox.state();
  await inParallel(READINGS, async ({ args, stdout, file = "app.toml", code = 0 }) => {
    const result = await sandbox.pawl(args, { environment: { PAWL_FILE: file } });
    assertEquals(result, { code, stdout, stderr: "" }, args.join(" "));
  });
  assertEquals(await sandbox.state(), before);
});

const REFUSED: BadInput[] = [
  {
    args: ["list", "-z", "--output", "yaml"],
    code: 2,
    message: 'Options "--null" and "--output yaml" cannot be combined',
    hint: "use it with --output value or flat",
  },
  {
    args: ["get", "a", "--output", "xml"],
    code: 2,
    message: 'Option "--output" cannot be "xml": wanted value, flat, json, toml, yaml or csv',
  },
  { args: ["get", "a", "nope"], code: 1, message: 'Cannot get "nope" from "app.toml": the document has no key "nope"' },
  {
    args: ["keys", "a"],
    code: 5,
    message: 'Cannot list the keys of "a" from "app.toml": "a" is an integer, not a table',
  },
  {
    args: ["keys", "nope"],
    code: 1,
    message: 'Cannot list the keys of "nope" from "app.toml": the document has no key "nope"',
  },
  {
    args: ["keys", "-f", "absent.toml"],
    code: 1,
    message: 'Cannot list the keys from "absent.toml": there is no such file',
    hint: 'create it with "pawl set KEY VALUE", or name another one with --file',
  },
  {
    args: ["convert", "app.toml"],
    code: 2,
    message: 'Too few arguments for "convert": found 1, wanted 2',
    hint: 'use it as "pawl convert FROM TO"',
  },
  {
    args: ["convert", "app.toml", "a.conf"],
    code: 2,
    message: 'Cannot tell the format of "a.conf" from its name',
    hint: /^hint: pass --to NAME; known/,
  },
  {
    args: ["convert", "-", "a.yaml"],
    code: 2,
    message: "Cannot tell the format of standard input",
    hint: "pass --from NAME",
  },
  {
    args: ["convert", "absent.toml", "a.yaml"],
    code: 1,
    message: 'Cannot read a document from "absent.toml": there is no such file',
  },
  {
    args: ["convert", "-", "app.toml", "--from", "json"],
    options: { input: "{}" },
    code: 3,
    message: 'Cannot write "app.toml": it exists already, with other content',
    hint: "pass --force to replace it",
  },
  {
    args: ["convert", "app.toml", "a.csv"],
    code: 5,
    message: 'Cannot convert "app.toml" to "a.csv": "a": CSV has no way to write a value of type integer',
  },
  unsayable("json", "toml", '{"t": {"a": [1, null]}}', '"t.a[1]": TOML has no way to write null'),
  unsayable("json", "toml", "[1]", "TOML has no way to write a document of type array"),
  unsayable(
    "json",
    "toml",
    '{"n": 9223372036854775808}',
    '"n": TOML has no way to write the integer 9223372036854775808 (64 bits at most)',
  ),
  unsayable("toml", "yaml", "a.b = 07:32:00", '"a.b": YAML has no way to write a value of type local time'),
  unsayable("toml", "json", "a = 1979-05-27", '"a": JSON has no way to write a local date'),
  unsayable("toml", "json", "a = [inf]", '"a[0]": JSON has no way to write inf'),
  unsayable("yaml", "json", "a: .nan", '"a": JSON has no way to write nan'),
  unsayable("yaml", "csv", "[a]", "CSV has no way to write a document of type array"),
  unsayable(
    "yaml",
    "csv",
    "a: {b: c}\nd: {b: {e: f}}",
    'Cannot set "d.b": a cell of a CSV table holds a string, not a table',
  ),
  unsayable("yaml", "csv", "a: b", 'Cannot set "a": a row of a CSV table is a table of columns, not a string'),
];

function unsayable(from: string, to: string, input: string, reason: string): BadInput {
  const message = `Cannot convert standard input to standard output: ${reason}`;
  return { args: ["convert", "-", "-", "--from", from, "--to", to], options: { input }, code: 5, message };
}

Deno.test("pawl refuses --json beside another form", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a = 1\n" });
  const { code, stdout, stderr } = await sandbox.pawl(["get", "a", "--json", "--output", "flat", "-f", "app.toml"]);
  const message = 'Options "--json" and "--output flat" cannot be combined';
  assertEquals({ code, stdout, ...JSON.parse(stderr) }, { code: 2, stdout: "", error: { code: "usage", message } });
});

Deno.test("pawl refuses to print or to convert what the form cannot say, and writes nothing", async () => {
  await refuseAll(REFUSED);
});
