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
  for (const folder of [programs, `${path}/scripts`, `${path}/src`]) {
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

/** Stands in for scripts/deno: makes packs that say their number, and else says what it was asked to run. */
const DENO = `#!/bin/sh
case $* in
  *scripts/make_packs.ts*)
    for launch; do :; done
    [ -e "\${0%/*}/../is_broken" ] && { echo "make_packs: broken" >&2; exit 1; }
    folder=\${launch%/*}
    mkdir -p "$folder/packs"
    echo >"$folder/packs/main.js"
    echo made >>"$folder/log"
    {
      echo "deno='\${0%/*}/runtime' flags='--flag one' packs='$folder/packs'"
      echo "sources='main.ts deno.json src src/a.ts'"
    } >"$launch"
    ;;
  *) echo sources "$@" ;;
esac
`;

const SOURCES = ["main.ts", "deno.json", "src/a.ts", "src/a_test.ts", "src"];

/** A checkout with sources of one age, a stand-in for scripts/deno and one for the Deno that runs packs. */
function fillCheckout(checkout: Checkout): void {
  checkout.program("scripts/deno", DENO);
  checkout.program("scripts/runtime", `#!/bin/sh\necho packs "$@"\n`);
  for (const name of SOURCES) {
    const path = `${checkout.path}/${name}`;
    if (name !== "src") Deno.writeTextFileSync(path, "");
    Deno.utimeSync(path, 1000, 1000);
  }
}

/** How often packs were made. */
function timesMade(checkout: Checkout): number {
  return Deno.readTextFileSync(`${checkout.path}/.deno/packs/log`).trim().split("\n").length;
}

const RUN_FROM_PACKS = /^packs run --flag one .*\/a checkout\/.*\/packs\/main\.js get a b\n$/;

test("scripts/pawl makes packs once and runs them, with a word of the user as one word", async (checkout) => {
  fillCheckout(checkout);
  for (let call = 0; call < 2; call++) {
    const { stdout, stderr } = await checkout.run("scripts/pawl", ["get", "a b"]);
    assertMatch(stdout, RUN_FROM_PACKS);
    assertEquals(stderr, "");
  }
  assertEquals(timesMade(checkout), 1);
});

for (const changed of ["main.ts", "deno.json", "src/a.ts", "src"]) {
  test(`scripts/pawl makes packs anew when ${changed} has changed`, async (checkout) => {
    fillCheckout(checkout);
    await checkout.run("scripts/pawl", ["get", "a b"]);
    Deno.utimeSync(`${checkout.path}/src/a_test.ts`, 9e9, 9e9);
    assertMatch((await checkout.run("scripts/pawl", ["get", "a b"])).stdout, RUN_FROM_PACKS);
    assertEquals(timesMade(checkout), 1);
    Deno.utimeSync(`${checkout.path}/${changed}`, 9e9, 9e9);
    await checkout.run("scripts/pawl", ["get", "a b"]);
    assertEquals(timesMade(checkout), 2);
  });
}

test("scripts/pawl makes packs anew when the Deno that runs them is gone", async (checkout) => {
  fillCheckout(checkout);
  await checkout.run("scripts/pawl", ["get", "a b"]);
  Deno.removeSync(`${checkout.path}/scripts/runtime`);
  assertMatch((await checkout.run("scripts/pawl", ["get", "a b"])).stdout, /^sources run --quiet /);
  assertEquals(timesMade(checkout), 2);
});

test("scripts/pawl keeps the packs of each DENO_VERSION apart", async (checkout) => {
  fillCheckout(checkout);
  await checkout.run("scripts/pawl", ["get"]);
  await checkout.run("scripts/pawl", ["get"], { DENO_VERSION: "2.7.11" });
  assertEquals(names(`${checkout.path}/.deno/packs`), ["launch-2.7.11.sh", "launch.sh", "log", "packs"]);
});

test("scripts/pawl runs the sources when packs can't be made, and says why", async (checkout) => {
  fillCheckout(checkout);
  Deno.writeTextFileSync(`${checkout.path}/is_broken`, "");
  const { stdout, stderr, code } = await checkout.run("scripts/pawl", ["get", "a b"]);
  assertMatch(stdout, /^sources run --quiet --no-prompt .*\/main\.ts get a b\n$/);
  assertEquals({ stderr, code }, { stderr: "make_packs: broken\n", code: 0 });
});

test("scripts/pawl works through symlinks", async (checkout) => {
  fillCheckout(checkout);
  Deno.symlinkSync(`${checkout.path}/scripts/pawl`, `${checkout.path}/../absolute`);
  Deno.symlinkSync("../absolute", `${checkout.path}/../programs/pawl`);
  assertMatch((await checkout.run(`${checkout.path}/../programs/pawl`, ["get", "a b"])).stdout, RUN_FROM_PACKS);
});
