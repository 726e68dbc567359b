/**
 * Builds a self-contained binary: one bundle (a loader, and packs of what is loaded together), compiled with the
 * permissions that pawl needs and no others.
 *
 * Only the bundle is embedded, no configuration and no package: it starts 25 to 29 ms of CPU sooner than with an embedded
 * `node_modules`. V8's code is part of the bundle where it can be: Deno's own code cache would be read from a predictable
 * name in the temporary folder without a look at its owner.
 *
 * Usage: `deno task build [--target TARGET] [--output PATH] [--config PATH] [ENTRY]`
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse-args";
import { bundle } from "./bundle/bundle.ts";
import { deno, run } from "./subprocess.ts";

/** The exit status that says: the program is fine, but the base runtime to compile it into could not be had. */
export const NO_BASE_RUNTIME_STATUS = 69;

/** The same permissions as those of the source run in `scripts/pawl`; there is no network. Users name commands to run. */
const PERMISSIONS = [
  "--no-prompt",
  "--allow-read",
  "--allow-write",
  "--allow-env",
  "--allow-run",
  "--allow-sys=hostname",
];

/**
 * No helper threads, no compiler tiers between the interpreter and the optimizer, and that one late: it runs on the only
 * thread, and a short run does not use long what it makes.
 */
const V8_FLAGS = "--single-threaded,--no-sparkplug,--no-maglev,--invocation-count-for-turbofan=10000";

/** What `deno compile` has base runtimes for. */
const TARGETS = [
  "aarch64-apple-darwin",
  "aarch64-unknown-linux-gnu",
  "x86_64-apple-darwin",
  "x86_64-pc-windows-msvc",
  "x86_64-unknown-linux-gnu",
];

const ROOT = new URL("../", import.meta.url);

/** What to build. */
export interface BuildOptions {
  /** The module to start with. */
  entry: URL;
  /** The binary's path; `.exe` is added for Windows. */
  output: string;
  /** The configuration with the import map, if it is not the project's own. */
  config?: string | undefined;
  /** The target triple, as `deno compile --target` takes it; this machine's if absent. */
  target?: string | undefined;
}

/** The base runtime is neither cached nor to be downloaded. */
export class NoBaseRuntimeError extends Error {
  override name = "NoBaseRuntimeError";
}

/**
 * Builds one binary.
 *
 * @param options What to build.
 * @returns The path of the binary.
 * @throws {NoBaseRuntimeError} If the base runtime of the target could not be had.
 * @throws {Error} If the bundle or the compilation failed; the message holds what Deno said.
 */
export async function build(options: BuildOptions): Promise<string> {
  const startedAt = new Date();
  const target = options.target ?? Deno.build.target;
  const output = target.includes("windows") ? options.output.replace(/(\.exe)?$/, ".exe") : options.output;
  await Deno.mkdir(dirname(output), { recursive: true });
  const folder = await Deno.makeTempDir({ prefix: "pawl-build-" });
  try {
    const { files, cacheProbe } = await bundle(options.entry, {
      folder,
      config: options.config ?? fromRoot("deno.json"),
      v8Flags: V8_FLAGS,
      isNative: target === Deno.build.target,
    });
    const baseRuntime = await prepareBaseRuntime(target);
    const report = await compile(folder, files, output, target, baseRuntime);
    checkEmbeddedFiles(report, files);
    if (cacheProbe !== undefined) {
      const probe = `${folder}/probe`;
      await Deno.writeTextFile(`${probe}.js`, cacheProbe);
      await compile(folder, ["probe.js", ...files.slice(1)], probe, target, baseRuntime);
      // V8 passes over a cache that does not fit without a word: only the compiled runtime can tell.
      await run(probe, [], {});
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  // A source changed during the build must count as newer than the binary (see scripts/pawl).
  await Deno.utime(output, startedAt, startedAt);
  return output;
}

/**
 * Compiles files, the first of which is the one to start with, and returns what `deno compile` has to say. The base runtime
 * is the place of its archive.
 */
async function compile(
  folder: string,
  files: readonly string[],
  output: string,
  target: string,
  baseRuntime: string,
): Promise<string> {
  const [main, ...others] = files.map((name) => `${folder}/${name}`);
  const options = ["--no-config", "--no-check", "--no-code-cache", "--target", target, "--output", output];
  try {
    const included = others.flatMap((path) => ["--include", path]);
    const command = ["compile", ...options, ...included, ...PERMISSIONS, `--v8-flags=${V8_FLAGS}`, main!];
    return await deno(command, { report: true });
  } catch (error) {
    if (Deno.env.has("DENORT_BIN") || await exists(baseRuntime)) throw error;
    throw new NoBaseRuntimeError(
      `No base runtime of Deno ${Deno.version.deno} for ${target}: it is not in "${baseRuntime}" and cannot be downloaded`,
      { cause: error },
    );
  }
}

/**
 * Puts a base runtime that lies beside the checkout in its place, where the network has none. Returns that place, where
 * Deno keeps those that it has downloaded.
 */
async function prepareBaseRuntime(target: string): Promise<string> {
  const { denoDir } = JSON.parse(await deno(["info", "--json"]));
  const script = fromRoot("../shared/toolchain/seed-denort.sh");
  const isServed = Deno.version.deno === "2.7.11" && target === "x86_64-unknown-linux-gnu";
  if (isServed && await exists(script)) await run("sh", [script], { env: { DENO_DIR: denoDir } });
  return `${denoDir}/dl/release/v${Deno.version.deno}/denort-${target}.zip`;
}

/**
 * Checks that the binary holds the bundle and nothing else. Deno lists the files in a tree; should a later version
 * list nothing that looks like it, nothing is checked.
 */
function checkEmbeddedFiles(report: string, files: readonly string[]): void {
  const listed = Array.from(report.matchAll(/^[│ ]*[├└]─[─┬] (.+?)(?: \([^()]*\))?$/gm), (line) => line[1]!).sort();
  const wanted = files.toSorted();
  if (listed.length === 0 || listed.join("\n") === wanted.join("\n")) return;
  throw new Error(`Cannot vouch for the binary: it embeds ${listed.join(", ")}, wanted only ${wanted.join(", ")}`);
}

function dirname(path: string): string {
  return path.replace(/[^/\\]*$/, "") || ".";
}

function fromRoot(path: string): string {
  const { pathname } = new URL(path, ROOT);
  return decodeURIComponent(Deno.build.os === "windows" ? pathname.slice(1) : pathname);
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function main(args: string[]): Promise<number> {
  try {
    const options = parseOptions(args);
    console.error(`Built ${await build(options)} (Deno ${Deno.version.deno})`);
    return 0;
  } catch (error) {
    console.error(`build: ${error instanceof Error ? error.message : error}`);
    return error instanceof NoBaseRuntimeError ? NO_BASE_RUNTIME_STATUS : 1;
  }
}

function parseOptions(args: string[]): BuildOptions {
  const unknown = (option: string) => {
    if (option.startsWith("-")) throw new TypeError(`Cannot build with "${option}": unknown option`);
  };
  const { _: entries, output, target, config } = parseArgs(args, {
    string: ["target", "output", "config", "_"],
    unknown,
  });
  if (target !== undefined && !TARGETS.includes(target)) {
    throw new TypeError(`Cannot build for "${target}": known targets are ${TARGETS.join(", ")}`);
  }
  const entry = new URL(entries[0] ?? "main.ts", ROOT);
  const module = entry.pathname.replace(/^.*\/(.*)\.ts$/, "$1");
  const name = (module === "main" ? "pawl" : module) + (target === undefined ? "" : `-${target}`);
  return { entry, output: output ?? fromRoot(`dist/${name}`), target, config };
}

if (import.meta.main) Deno.exit(await main(Deno.args));
