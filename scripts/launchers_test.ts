/**
 * Tests of the shell scripts `scripts/deno` and `scripts/pawl` in scratch checkouts, with stand-ins for Deno and npm.
 *
 * @module
 */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";

const SCRIPTS = new URL("./", import.meta.url);

/** What the scripts need besides Deno and npm. */
const TOOLS = ["basename", "cat", "chmod", "dirname", "find", "mkdir", "mktemp", "mv", "readlink", "rm", "sed", "sh"];

/** Installs a stand-in for Deno that says its version, as npm would install the real one. */
const NPM = `#!/bin/sh
for word; do
  case $previous in --prefix) prefix=$word ;; esac
  previous=$word
done
echo "npm was asked for $word"
[ "$word" != deno@2.99.0 ] || exit 1
mkdir -p "$prefix/node_modules/@deno/platform"
{
  echo '#!/bin/sh'
  echo "echo installed \${word#deno@} \\"\\$@\\""
} >"$prefix/node_modules/@deno/platform/deno"
`;

interface Checkout extends AsyncDisposable {
  /** The folder, with a space in its name. */
  readonly path: string;
  /** Runs a script of the checkout and returns what it said. */
  run(script: string, args?: string[], env?: Record<string, string>): Promise<Output>;
  /** Writes a program onto the checkout's PATH or, with a slash in its name, into the checkout. */
  program(name: string, source: string): void;
}

interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function makeCheckout(): Checkout {
  const scratch = Deno.makeTempDirSync({ prefix: "pawl-launchers-" });
  const path = `${scratch}/a checkout`;
  const programs = `${scratch}/programs`;
  for (const folder of [programs, `${path}/scripts`, `${path}/src`, `${path}/dist`]) {
    Deno.mkdirSync(folder, { recursive: true });
  }
  for (const name of ["deno", "pawl"]) Deno.copyFileSync(new URL(name, SCRIPTS), `${path}/scripts/${name}`);
  for (const name of [...TOOLS, "uname"]) Deno.symlinkSync(findProgram(name), `${programs}/${name}`);
  return {
    path,
    program(name, source) {
      Deno.writeTextFileSync(name.includes("/") ? `${path}/${name}` : `${programs}/${name}`, source, { mode: 0o755 });
    },
    async run(script, args = [], env = {}) {
      const command = new Deno.Command(script.startsWith("/") ? script : `${path}/${script}`, {
        args,
        clearEnv: true,
        env: { PATH: programs, ...env },
        cwd: "/",
      });
      const { code, stdout, stderr } = await command.output();
      return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
    },
    async [Symbol.asyncDispose]() {
      await Deno.remove(scratch, { recursive: true });
    },
  };
}

function findProgram(name: string): string {
  for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
    try {
      if (Deno.statSync(`${folder}/${name}`).isFile) return `${folder}/${name}`;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  throw new Error(`"${name}" is not on PATH`);
}

function names(folder: string): string[] {
  return Array.from(Deno.readDirSync(folder), (entry) => entry.name).sort();
}

function test(name: string, body: (checkout: Checkout) => Promise<void>): void {
  Deno.test({
    name,
    ignore: Deno.build.os === "windows",
    async fn() {
      await using checkout = makeCheckout();
      await body(checkout);
    },
  });
}

for (
  const { found, isUsed } of [
    { found: "deno 2.7.11 (stable, release, x86_64-unknown-linux-gnu)", isUsed: true },
    { found: "deno 2.10.0 (stable, release, x86_64-unknown-linux-gnu)", isUsed: true },
    { found: "deno 3.0.0+0a1b2c3 (canary, release, x86_64-unknown-linux-gnu)", isUsed: true },
    { found: "deno 2.7.10 (stable, release, x86_64-unknown-linux-gnu)", isUsed: false },
    { found: "deno 1.46.3 (stable, release, x86_64-unknown-linux-gnu)", isUsed: false },
    { found: "deno 2.8.0-rc.1 (release candidate, release, x86_64-unknown-linux-gnu)", isUsed: false },
    { found: "no version at all", isUsed: false },
  ]
) {
  test(`scripts/deno ${isUsed ? "uses" : "passes over"} "${found}" on PATH`, async (checkout) => {
    checkout.program("npm", NPM);
    checkout.program("deno", `#!/bin/sh\ncase $1 in --version) echo "${found}" ;; *) echo from PATH "$@" ;; esac\n`);
    const { stdout } = await checkout.run("scripts/deno", ["task", "a b"]);
    assertEquals(stdout, isUsed ? "from PATH task a b\n" : "installed 2.9.6 task a b\n");
  });
}

test("scripts/deno installs once and says so in one line", async (checkout) => {
  checkout.program("npm", NPM);
  const first = await checkout.run("scripts/deno", ["x"], { DENO_VERSION: "2.7.11" });
  assertEquals(first.stdout, "installed 2.7.11 x\n");
  assertMatch(first.stderr, /^scripts\/deno: installing Deno 2\.7\.11 [^\n]*\n$/);
  const second = await checkout.run("scripts/deno", ["x"], { DENO_VERSION: "2.7.11" });
  assertEquals(second, { code: 0, stdout: "installed 2.7.11 x\n", stderr: "" });
});

test("scripts/deno serves first runs that race, and leaves nothing but the version", async (checkout) => {
  checkout.program("npm", NPM);
  const outputs = await Promise.all(Array.from({ length: 8 }, () => checkout.run("scripts/deno", ["x"])));
  for (const { code, stdout } of outputs) assertEquals({ code, stdout }, { code: 0, stdout: "installed 2.9.6 x\n" });
  assertEquals(names(`${checkout.path}/.deno`), ["2.9.6"]);
  assertEquals(names(`${checkout.path}/.deno/2.9.6`), ["deno"]);
});

test("scripts/deno works through symlinks, also as `deno` on PATH", async (checkout) => {
  checkout.program("npm", NPM);
  Deno.symlinkSync(`${checkout.path}/scripts/deno`, `${checkout.path}/../absolute`);
  Deno.symlinkSync("../absolute", `${checkout.path}/../programs/deno`);
  const { code, stdout } = await checkout.run(`${checkout.path}/../programs/deno`, ["x"]);
  assertEquals({ code, stdout }, { code: 0, stdout: "installed 2.9.6 x\n" });
});

test("scripts/deno says what is missing when there is no npm", async (checkout) => {
  const { code, stderr } = await checkout.run("scripts/deno", ["x"]);
  assertEquals(code, 1);
  assertMatch(stderr, /^scripts\/deno: Deno 2\.9\.6 is not installed and npm, [^\n]*\n$/);
});

test("scripts/deno shows what npm says when it fails, and leaves nothing", async (checkout) => {
  checkout.program("npm", NPM);
  const { code, stderr } = await checkout.run("scripts/deno", ["x"], { DENO_VERSION: "2.99.0" });
  assertEquals(code, 1);
  assertStringIncludes(stderr, "npm was asked for deno@2.99.0\nscripts/deno: npm could not install deno@2.99.0\n");
  assertEquals(names(`${checkout.path}/.deno`), []);
});

test("scripts/deno refuses a DENO_VERSION that is no version", async (checkout) => {
  for (const version of ["latest", "../2.9.6", "2.9.6/../..", "2.9"]) {
    const { code, stderr } = await checkout.run("scripts/deno", ["x"], { DENO_VERSION: version });
    assertEquals({ code, stderr }, {
      code: 1,
      stderr: `scripts/deno: DENO_VERSION is "${version}", wanted a version such as 2.9.6\n`,
    });
  }
});

/** A checkout with sources of one age, a newer binary and a stand-in for scripts/deno. */
function fillCheckout(checkout: Checkout): void {
  checkout.program("scripts/deno", `#!/bin/sh\necho sources "$@"\n`);
  checkout.program("dist/pawl", `#!/bin/sh\necho binary "$@"\n`);
  for (const name of ["main.ts", "deno.json", "deno.lock", "src/a.ts", "src/a_test.ts", "src"]) {
    const path = `${checkout.path}/${name}`;
    if (name !== "src") Deno.writeTextFileSync(path, "");
    Deno.utimeSync(path, 1000, 1000);
  }
  Deno.utimeSync(`${checkout.path}/dist/pawl`, 2000, 2000);
}

test("scripts/pawl runs a binary that is newer than the sources", async (checkout) => {
  fillCheckout(checkout);
  Deno.utimeSync(`${checkout.path}/src/a_test.ts`, 3000, 3000);
  assertEquals(await checkout.run("scripts/pawl", ["get", "a b"]), { code: 0, stdout: "binary get a b\n", stderr: "" });
});

for (const changed of ["main.ts", "deno.json", "deno.lock", "src/a.ts", "src"]) {
  test(`scripts/pawl runs the sources when ${changed} is newer than the binary`, async (checkout) => {
    fillCheckout(checkout);
    Deno.utimeSync(`${checkout.path}/${changed}`, 3000, 3000);
    const { stdout, stderr } = await checkout.run("scripts/pawl", ["get", "a b"]);
    assertMatch(stdout, /^sources run --quiet --no-prompt .*\/a checkout\/main\.ts get a b\n$/);
    assertEquals(stderr, "");
  });
}

test("scripts/pawl runs the sources when there is no binary", async (checkout) => {
  fillCheckout(checkout);
  Deno.removeSync(`${checkout.path}/dist`, { recursive: true });
  assertStringIncludes((await checkout.run("scripts/pawl", ["get"])).stdout, "sources run");
});
