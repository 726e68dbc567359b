/**
 * Files as they are in real life: links, modes, missing folders, no permission, no room.
 *
 * @module
 */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { canRun } from "../support/can_run.ts";
import { homeOf, pawlCommand, startProcess } from "../support/pawl_process.ts";
import { Sandbox } from "../support/sandbox.ts";

const IS_WINDOWS = Deno.build.os === "windows";
const IS_ROOT = !IS_WINDOWS && Deno.uid() === 0;

Deno.test({
  name: "pawl set changes the file behind a symbolic link, keeps the link and the mode",
  ignore: IS_WINDOWS,
  async fn() {
    await using sandbox = await Sandbox.create({ "real.toml": "a = 1\n" });
    await Deno.chmod(sandbox.path("real.toml"), 0o640);
    await Deno.symlink("real.toml", sandbox.path("app.toml"));
    assertEquals(await sandbox.pawl(["set", "a", "2", "-f", "app.toml"]), { code: 0, stdout: "", stderr: "" });
    assertEquals((await sandbox.pawl(["path", "-f", "app.toml"])).stdout, `${sandbox.path("real.toml")}\n`);
    assertEquals(await sandbox.read("real.toml"), "a = 2\n");
    assertMatch(await sandbox.state(), /^app\.toml: link to real\.toml\nreal\.toml: file 640 .*$/);
  },
});

Deno.test("pawl set --private makes a new file that nobody else can read", async () => {
  await using sandbox = await Sandbox.create();
  assertEquals((await sandbox.pawl(["set", "a", "1", "-f", "app.toml", "--private"])).code, 0);
  const { mode } = await Deno.stat(sandbox.path("app.toml"));
  if (!IS_WINDOWS) assertEquals(mode! & 0o7777, 0o600);
});

Deno.test("pawl finds its file by option, variable, configuration folder and home, in this order", async () => {
  await using sandbox = await Sandbox.create();
  const home = { HOME: homeOf(sandbox.directory) };
  const folder = { ...home, XDG_CONFIG_HOME: sandbox.path("xdg") };
  const variable = { ...folder, PAWL_FILE: "variable.toml" };
  const cases: [environment: Record<string, string>, args: string[], path: string][] = [
    [home, [], "home/.config/pawl/config.toml"],
    [{ ...home, XDG_CONFIG_HOME: "", PAWL_FILE: "" }, [], "home/.config/pawl/config.toml"],
    [folder, [], "xdg/pawl/config.toml"],
    [variable, [], "variable.toml"],
    [variable, ["-f", "option.toml"], "option.toml"],
  ];
  for (const [environment, args, path] of cases) {
    const named = await sandbox.pawl(["path", ...args], { environment });
    assertEquals(named, { code: 0, stdout: `${sandbox.path(path)}\n`, stderr: "" });
    assertEquals((await sandbox.pawl(["set", "a", "1", ...args], { environment })).code, 0, "folders are made");
    assertEquals(await sandbox.read(path), "a = 1\n");
    await Deno.remove(sandbox.path(path));
  }
});

Deno.test({
  name: "pawl set says which names keep the old content of a file with hard links",
  ignore: IS_WINDOWS,
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": "a = 1\n" });
    await Deno.link(sandbox.path("app.toml"), sandbox.path("other.toml"));
    const { code, stdout, stderr } = await sandbox.pawl(["set", "a", "2", "-f", "app.toml"]);
    assertEquals({ code, stdout }, { code: 0, stdout: "" });
    assertMatch(stderr, /^pawl: note: .*hard link.*\n$/);
    assertEquals([await sandbox.read("app.toml"), await sandbox.read("other.toml")], ["a = 2\n", "a = 1\n"]);
  },
});

/** Without its capabilities even root is bound by modes (capabilities(7)). */
const UNPRIVILEGED = IS_ROOT ? ["setpriv", "--inh-caps=-all", "--bounding-set=-all"] : [];

interface DeniedAccess {
  name: string;
  /** What gets which mode while pawl runs. */
  denied: [name: string, mode: number];
  args: string[];
  code: number;
  stderr: RegExp;
}

const DENIALS: DeniedAccess[] = [
  {
    name: "pawl get fails with 77 when the file is not readable",
    denied: ["app.toml", 0o000],
    args: ["get", "a", "-f", "app.toml"],
    code: 77,
    stderr: /^pawl: Cannot read "app\.toml": permission denied\nhint: .*\n$/,
  },
  {
    name: "pawl set fails with 77 when the file is not readable",
    denied: ["app.toml", 0o000],
    args: ["set", "a", "2", "-f", "app.toml"],
    code: 77,
    stderr: /^pawl: Cannot read "app\.toml": permission denied\nhint: .*\n$/,
  },
  {
    name: "pawl set fails with 77 when it may not look into the folder",
    denied: ["folder", 0o000],
    args: ["set", "a", "2", "-f", "folder/app.toml"],
    code: 77,
    stderr: /^pawl: Cannot .*"folder\/app\.toml".*: permission denied\nhint: .*\n$/,
  },
  {
    name: "pawl set fails with 6 when the folder takes no new file",
    denied: ["folder", 0o555],
    args: ["set", "a", "2", "-f", "folder/app.toml"],
    code: 6,
    stderr: /^pawl: Cannot .*: permission denied\nhint: .*\n$/,
  },
];

for (const { name, denied: [file, mode], args, code, stderr } of DENIALS) {
  Deno.test({
    name: IS_ROOT ? `${name} (needs setpriv)` : name,
    ignore: IS_WINDOWS || IS_ROOT && !canRun(["setpriv", "--version"]),
    async fn() {
      await using sandbox = await Sandbox.create({ "app.toml": "a = 1\n" });
      await Deno.mkdir(sandbox.path("folder"));
      await sandbox.write("folder/app.toml", "a = 1\n");
      const { mode: usualMode } = await Deno.stat(sandbox.path(file));
      const before = await sandbox.state();
      await Deno.chmod(sandbox.path(file), mode);
      const result = await sandbox.pawl(args, { through: UNPRIVILEGED });
      await Deno.chmod(sandbox.path(file), usualMode! & 0o7777);
      assertEquals({ code: result.code, stdout: result.stdout }, { code, stdout: "" });
      assertMatch(result.stderr, stderr);
      assertEquals(await sandbox.state(), before);
    },
  });
}

/** Gives a process mounts of its own; who is not root becomes root of a user namespace first. */
const OWN_MOUNTS = ["unshare", IS_ROOT ? "-m" : "-Urm"];
const CAN_MOUNT = !IS_WINDOWS && canRun([...OWN_MOUNTS, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]);

/**
 * Runs pawl on a small file system with only so much room left, and leaves what it finds afterwards beside it, for
 * nobody else can see that file system.
 */
const SMALL_DISK_SCRIPT = `
set -eu
room=$1; file=$2; shift 2
mount -t tmpfs -o size=128k tmpfs disk
cp -p "$file" disk/
cd disk
cat /dev/zero >fill 2>/dev/null || :
truncate -s "-$room" fill
stat -c '%n %a %i %s %y' "$file" >../before
status=0
"$@" || status=$?
stat -c '%n %a %i %s %y' "$file" >../after
ls -A >../names
cmp "$file" "../$file"
exit $status
`;

/** For each format a document that does not fit on that file system twice, and a change of it. */
const LARGE_DOCUMENTS: readonly {
  readonly file: string;
  readonly key: string;
  readonly text: (filler: string) => string;
}[] = [
  { file: "app.toml", key: "a", text: (filler) => `a = 1\ntext = "${filler}"\n` },
  { file: "app.yaml", key: "a", text: (filler) => `a: 1\ntext: ${filler}\n` },
  { file: "app.json", key: "a", text: (filler) => `{"a": 1, "text": "${filler}"}\n` },
  { file: "app.jsonc", key: "a", text: (filler) => `{"a": 1, "text": "${filler}"} // c\n` },
  { file: "app.csv", key: "a.n", text: (filler) => `key,n\na,1\ntext,"${filler}"\n` },
];

for (const { file, key, text } of LARGE_DOCUMENTS) {
  for (const roomBytes of file === "app.toml" ? [0, 8192] : [8192]) {
    Deno.test({
      name:
        `pawl set fails with 74 on a disk with ${roomBytes} bytes left beside ${file} and leaves nothing there (needs mount)`,
      ignore: !CAN_MOUNT,
      async fn() {
        await using sandbox = await Sandbox.create({ [file]: text("x".repeat(40_000)) });
        await Deno.mkdir(sandbox.path("disk"));
        const pawl = [...await pawlCommand(), "set", key, "2", "-f", file];
        const command = ["sh", "-c", SMALL_DISK_SCRIPT, "sh", String(roomBytes), file, ...pawl];
        await using child = await startProcess(command, { directory: sandbox.directory, through: OWN_MOUNTS });
        await child.process.stdin.close();
        const { code, stdout, stderr } = await child.result();
        assertStringIncludes(stderr, file);
        assertMatch(stderr, /^pawl: Cannot .*: no space left on device\nhint: .*\n$/);
        assertEquals({ code, stdout }, { code: 74, stdout: "" });
        assertEquals(await sandbox.read("after"), await sandbox.read("before"));
        const names = (await sandbox.read("names")).trim().split("\n");
        assertEquals(names.filter((name) => name !== `${file}.lock`), [file, "fill"]);
      },
    });
  }
}
