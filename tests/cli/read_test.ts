/**
 * What the reading commands print and return, and help, with the real program.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { COMMANDS } from "../../src/cli/command_table.ts";
import { VERSION } from "../../src/model/version.ts";
import { inParallel } from "../support/in_parallel.ts";
import { Sandbox } from "../support/sandbox.ts";

const DOCUMENT = `# An application
title = "My page" # shown
big = 9223372036854775807
ratio = 1.0
since = 1979-05-27T07:32:00Z
list = [1, 0x10, "x"]

[server]
port = 8080
host = "a\\nb"

[[servers]]
name = "x"

[[servers]]
name = "y"
"a.b" = {c = nan}
empty = {}
`;

const DOCUMENT_AS_JSON = '{"title":"My page","big":9223372036854775807,"ratio":1.0,"since":"1979-05-27T07:32:00Z",' +
  '"list":[1,16,"x"],"server":{"port":8080,"host":"a\\nb"},' +
  '"servers":[{"name":"x"},{"name":"y","a.b":{"c":"nan"},"empty":{}}]}\n';

const DOCUMENT_AS_LIST = `title = "My page"
big = 9223372036854775807
ratio = 1.0
since = 1979-05-27T07:32:00Z
list = [1, 16, "x"]
server.port = 8080
server.host = "a\\nb"
servers[0].name = "x"
servers[1].name = "y"
servers[1]."a.b".c = nan
servers[1].empty = {}
`;

interface Reading {
  args: string[];
  stdout: string;
  code?: number;
}

const READINGS: Reading[] = [
  { args: ["get", "title"], stdout: "My page\n" },
  { args: ["get", "big"], stdout: "9223372036854775807\n" },
  { args: ["get", "ratio"], stdout: "1.0\n" },
  { args: ["get", "since"], stdout: "1979-05-27T07:32:00Z\n" },
  { args: ["get", "list"], stdout: '[1, 16, "x"]\n' },
  { args: ["get", "list[-1]"], stdout: "x\n" },
  { args: ["get", "server.host"], stdout: "a\nb\n" },
  { args: ["get", "server"], stdout: '{ port = 8080, host = "a\\nb" }\n' },
  { args: ["get", "servers[1].'a.b'.c"], stdout: "nan\n" },
  { args: ["get", "servers[0]", "--json"], stdout: '{"name":"x"}\n' },
  { args: ["get", "title", "--json"], stdout: '"My page"\n' },
  { args: ["get", "title", "--default", "other"], stdout: "My page\n" },
  { args: ["get", "nope", "--default", "a b"], stdout: "a b\n" },
  { args: ["get", "nope", "--default", ""], stdout: "\n" },
  { args: ["get", "nope", "--default", "-5"], stdout: "-5\n" },
  { args: ["get", "nope", "--default", "-5", "--json"], stdout: "-5\n" },
  { args: ["get", "nope", "--default", "a b", "--json"], stdout: '"a b"\n' },
  { args: ["get", "list[9]", "--default", "none"], stdout: "none\n" },
  { args: ["get", "title.x", "--default", "none"], stdout: "none\n" },
  { args: ["get", "title[0].x", "list.x", "--default", "none"], stdout: "none\nnone\n" },
  { args: ["get", "nope", "-f", "absent.toml", "--default", "x"], stdout: "x\n" },
  { args: ["-f", "app.toml", "get", "ratio"], stdout: "1.0\n" },
  { args: ["get", "--", "ratio"], stdout: "1.0\n" },
  { args: ["has", "server.port"], stdout: "" },
  { args: ["has", "server.prot"], stdout: "", code: 1 },
  { args: ["has", "title.x"], stdout: "", code: 1 },
  { args: ["has", "servers[2]"], stdout: "", code: 1 },
  { args: ["has", "title", "-f", "absent.toml"], stdout: "", code: 1 },
  { args: ["list"], stdout: DOCUMENT_AS_LIST },
  { args: ["list", "server"], stdout: 'server.port = 8080\nserver.host = "a\\nb"\n' },
  { args: ["list", "servers[1].empty"], stdout: "servers[1].empty = {}\n" },
  { args: ["list", "ratio"], stdout: "ratio = 1.0\n" },
  { args: ["list", "--json"], stdout: DOCUMENT_AS_JSON },
  { args: ["list", "-f", "empty.toml"], stdout: "" },
  { args: ["list", "--json", "-f", "empty.toml"], stdout: "{}\n" },
  { args: ["config"], stdout: DOCUMENT_AS_LIST },
  { args: ["config", "--json"], stdout: DOCUMENT_AS_JSON },
  { args: ["config", "server.port"], stdout: "8080\n" },
  { args: ["config", "nope", "--default", "x"], stdout: "x\n" },
  { args: ["etag", "-f", "empty.toml"], stdout: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n" },
  { args: ["--version"], stdout: `pawl ${VERSION}\n` },
  { args: ["set", "a", "-V"], stdout: `pawl ${VERSION}\n` },
];

Deno.test("pawl prints what is asked for and writes nothing", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT, "empty.toml": "" });
  const before = await sandbox.state();
  await inParallel(READINGS, async ({ args, stdout, code = 0 }) => {
    const result = await sandbox.pawl(args, { environment: { PAWL_FILE: "app.toml" } });
    assertEquals(result, { code, stdout, stderr: "" }, args.join(" "));
  });
  assertEquals(await sandbox.state(), before);
});

Deno.test("pawl --help prints the same help in every form, for each command", async () => {
  await using sandbox = await Sandbox.create();
  await inParallel([undefined, ...COMMANDS.names], async (name) => {
    const words = name === undefined ? [] : [name];
    const { code, stdout, stderr } = await sandbox.pawl([...words, "--help"]);
    assertEquals({ code, stderr }, { code: 0, stderr: "" });
    assert(stdout.startsWith(`Usage: pawl ${name ?? "COMMAND"}`), stdout);
    assertEquals((await sandbox.pawl(["help", ...words])).stdout, stdout);
  });
});
