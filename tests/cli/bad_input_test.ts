/**
 * Documents that pawl must not touch, and keys that are not in them: each has its exit status and one clear line.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { inParallel } from "../support/in_parallel.ts";
import { type BadInput, refuse, refuseAll } from "../support/refusal.ts";
import { Sandbox } from "../support/sandbox.ts";

const FILE_HINT = 'create it with "pawl set KEY VALUE", or name another one with --file';

const DOCUMENTS: BadInput[] = [
  ...[["set", "a", "2"], ["unset", "a"], ["get", "a"], ["get", "a", "--default", "x"], ["has", "a"], ["list"]].map(
    (args): BadInput => ({
      args,
      document: "a = 1\nb = \n",
      code: 4,
      message: 'Cannot parse "app.toml": invalid value at line 2, column 5',
    }),
  ),
  ...[["set", "a", "2"], ["get", "a"], ["set", "a", "2", "--check"], ["etag"]].map((args): BadInput => ({
    args,
    document: new Uint8Array([0x61, 0x20, 0x3d, 0x20, 0x31, 0x0a, 0x23, 0xff, 0x0a]),
    code: 4,
    message: 'Cannot parse "app.toml": the bytes are not UTF-8 at line 2, column 2',
    hint: "convert the file to UTF-8, for example with iconv",
  })),
  {
    args: ["set", "s.x.y", "1"],
    code: 5,
    message: 'Cannot set "s.x.y" in "app.toml": "s" is a string, not a table',
  },
  { args: ["unset", "s.x"], code: 5, message: 'Cannot unset "s.x" in "app.toml": "s" is a string, not a table' },
  { args: ["get", "s.x"], code: 5, message: 'Cannot get "s.x" from "app.toml": "s" is a string, not a table' },
  {
    args: ["get", "l.x"],
    code: 5,
    message: 'Cannot get "l.x" from "app.toml": "l" is an array, not a table',
    hint: 'name an element, as in "l[0].x"',
  },
  {
    args: ["set", "a", "x"],
    code: 5,
    message: 'Cannot set "a" in "app.toml": it is an integer, and "x" is not',
    hint: "pass --type or --force-type to change the type",
  },
  {
    args: ["set", "s", "y", "new", "1", "a", "1.10"],
    code: 5,
    message: 'Cannot set "a" in "app.toml": it is an integer, and "1.10" (float) is not',
    hint: "pass --type or --force-type to change the type",
  },
  {
    args: ["set", "a", "null", "--type", "json", "--force-type"],
    code: 5,
    message: "TOML has no way to write null",
    hint: "leave the key out, or unset it",
  },
  {
    args: ["unset", "s", "nope"],
    code: 1,
    message: 'Cannot unset "nope" in "app.toml": there is no such key',
    hint: "pass --if-exists if an absent key is fine",
  },
  {
    args: ["get", "server.prot"],
    code: 1,
    message: 'Cannot get "server.prot" from "app.toml": "server" has no key "prot"',
    hint: 'try "server.port"',
  },
  {
    args: ["get", "zzzzzz"],
    code: 1,
    message: 'Cannot get "zzzzzz" from "app.toml": the document has no key "zzzzzz"',
  },
  { args: ["get", "l[1]"], code: 1, message: 'Cannot get "l[1]" from "app.toml": "l" has 1 element, no [1]' },
  { args: ["list", "nope"], code: 1, message: 'Cannot list "nope" from "app.toml": the document has no key "nope"' },
  {
    args: ["get", "a", "-f", "absent.toml"],
    code: 1,
    message: 'Cannot get "a" from "absent.toml": there is no such file',
    hint: FILE_HINT,
  },
  {
    args: ["etag", "-f", "absent.toml"],
    code: 1,
    message: 'Cannot compute the etag from "absent.toml": there is no such file',
    hint: FILE_HINT,
  },
  ...["--quiet", "--dry-run"].map((option): BadInput => ({
    args: ["set", "a", "2", "--if-match", "0123456789abcdef0", option],
    code: 3,
    message: 'Conflict detected in "app.toml": expected etag 0123456789abcdef, found 2cd9c1db19b76d72',
    hint: "read the document again and repeat the change",
  })),
  {
    args: ["get", "a", "-f", "app.conf"],
    code: 2,
    message: 'Cannot tell the format of "app.conf" from its name',
    hint: /^hint: pass --format NAME; known formats are .*toml/,
  },
];

Deno.test("pawl refuses what does not fit the document, and the file stays as it is", async () => {
  await refuseAll(DOCUMENTS);
});

Deno.test("pawl refuses a format that it does not know", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a = 1\n" });
  const { code, stdout, stderr } = await sandbox.pawl(["get", "a", "-f", "app.toml", "--format", "xml"]);
  assertEquals({ code, stdout }, { code: 2, stdout: "" });
  assertMatch(stderr, /^pawl: Cannot use format "xml": known formats are .*toml.*\n$/);
});

interface SpecialFile {
  /** Makes "app.toml" with a command. */
  command: string[];
  /** The exit status, and the message behind the path. */
  code: number;
  read: string;
}

const SPECIAL_FILES: SpecialFile[] = [
  {
    command: ["mkdir", "app.toml"],
    code: 6,
    read: 'Cannot use "app.toml" as a document: it is a directory, not a file',
  },
  { command: ["mkfifo", "app.toml"], code: 6, read: 'Cannot use "app.toml" as a document: it is a FIFO, not a file' },
  {
    command: ["ln", "-s", "/dev/null", "app.toml"],
    code: 6,
    read: 'Cannot use "app.toml" as a document: it is a device, not a file',
  },
  {
    command: ["truncate", "-s", "67108865", "app.toml"],
    code: 4,
    read: 'Cannot read "app.toml": it has 67108865 bytes, more than the limit of 64 MiB',
  },
];

Deno.test({
  name: "pawl neither reads nor writes a directory, a FIFO, a device, a file over 64 MiB",
  ignore: Deno.build.os === "windows",
  async fn() {
    await inParallel(SPECIAL_FILES, async ({ command: [program, ...args], code, read }) => {
      await using sandbox = await Sandbox.create();
      const made = await new Deno.Command(program!, { args, cwd: sandbox.directory }).output();
      assertEquals(made.code, 0);
      for (const pawlArgs of [["get", "a"], ["set", "a", "1"], ["unset", "a", "--dry-run"]]) {
        await refuse(sandbox, { args: pawlArgs, code, message: read });
      }
    });
  },
});

Deno.test("pawl says that a directory is one, whatever its name", async () => {
  await using sandbox = await Sandbox.create();
  const { code, stderr } = await sandbox.pawl(["get", "a", "-f", sandbox.directory]);
  assertEquals(code, 6);
  assertEquals(stderr, `pawl: Cannot use "${sandbox.directory}" as a document: it is a directory, not a file\n`);
});

Deno.test("pawl --json prints an error as an object with everything that is known", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a = 1\nb = \n" });
  const cases: [args: string[], error: Record<string, unknown>][] = [
    [["set", "a", "1", "--json", "-f", "app.toml"], {
      code: "invalid-document",
      message: 'Cannot parse "app.toml": invalid value at line 2, column 5',
      path: "app.toml",
      line: 2,
      column: 5,
      reason: "invalid value",
    }],
    [["set", "--json", "--xyzzy"], {
      code: "usage",
      message: 'Unknown option "--xyzzy"',
      hint: "quote such a key: pawl set --json '\"--xyzzy\"'",
    }],
    [["get", "x", "-f", "no\n.toml", "--json"], {
      code: "not-found",
      message: 'Cannot get "x" from "no\\n.toml": there is no such file',
      hint: FILE_HINT,
      path: "no\n.toml",
    }],
  ];
  for (const [args, error] of cases) {
    const { stdout, stderr } = await sandbox.pawl(args);
    assertEquals(stdout, "");
    assertEquals(stderr, JSON.stringify({ error }) + "\n");
  }
});

Deno.test("pawl keeps a message on one line and the terminal out of danger, whatever a name has in it", async () => {
  await using sandbox = await Sandbox.create();
  const { stderr } = await sandbox.pawl(["get", "x", "-f", "a\nb\x1b[2J.toml"]);
  assertEquals(stderr.split("\n")[0], 'pawl: Cannot get "x" from "a\\nb\\x1b[2J.toml": there is no such file');
});
