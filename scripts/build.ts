/**
 * Builds a self-contained binary: one bundle (a loader, and packs of what is loaded together), compiled with the
 * permissions that pawl needs and no others.
 *
 * Only the bundle is embedded, no configuration and no package: it starts 25 to 29 ms of CPU sooner than with an embedded
 * `node_modules`. Deno's code cache is left out: it would be read from a predictable name in the temporary folder without a
 * look at its owner.
 *
 * The base runtime is the one in DENO_DIR, where Deno puts what it downloads, or the file that DENORT_BIN names.
 *
 * Usage: `deno task build [--target TARGET] [--output PATH] [--config PATH] [ENTRY]`
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse-args";
import { bundle } from "./bundle/bundle.ts";
import { PERMISSIONS, V8_FLAGS } from "./bundle/runtime_flags.ts";
import { deno } from "./subprocess.ts";

/** The exit status that says: the program is fine, but the base runtime to compile it into could not be had. */
export const NO_BASE_RUNTIME_STATUS = 69;

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
    const files = await bundle(options.entry, folder, options.config ?? fromRoot("deno.json"));
    const report = await compile(folder, files, output, target);
    checkEmbeddedFiles(report, files);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  // A source changed during the build must count as newer than the binary (see scripts/pawl).
  await Deno.utime(output, startedAt, startedAt);
  return output;
}

/** Compiles files, the first of which is the one to start with. Returns what `deno compile` has to say. */
async function compile(folder: string, files: readonly string[], output: string, target: string): Promise<string> {
  const [main, ...others] = files.map((name) => `${folder}/${name}`);
  const options = ["--no-config", "--no-check", "--no-code-cache", "--target", target, "--output", output];
  try {
    const included = others.flatMap((path) => ["--include", path]);
    const command = ["compile", ...options, ...included, ...PERMISSIONS, `--v8-flags=${V8_FLAGS}`, main!];
    return await deno(command, { report: true });
  } catch (error) {
    if (Deno.env.has("DENORT_BIN")) throw error;
    const { denoDir } = JSON.parse(await deno(["info", "--json"]));
    const archive = `release/v${Deno.version.deno}/denort-${target}.zip`;
    if (await exists(`${denoDir}/dl/${archive}`)) throw error;
    throw new NoBaseRuntimeError(
      `Cannot build for ${target}: Deno ${Deno.version.deno} has no base runtime for it, and it cannot be downloaded: ` +
        `${causeOf(error)}\n` +
        `hint: put https://dl.deno.land/${archive} at "${denoDir}/dl/${archive}", or its contents, denort, at the path in ` +
        "DENORT_BIN; scripts/pawl needs no binary",
      { cause: error },
    );
  }
}

/** What Deno says of the first cause, on one line. */
function causeOf(error: unknown): string {
  const lines = String(error).split("\n").map((line) => line.trim().replace(/^(?:\d+: |error: )/, ""));
  return lines.findLast((line) => line !== "" && !/^(?:Stack backtrace|<unknown>|Caused by)/.test(line)) ??
    "unknown cause";
}

/**
 * Checks that the binary holds the bundle and nothing else. Deno lists the files in a tree.
 */
function checkEmbeddedFiles(report: string, files: readonly string[]): void {
  const listed = Array.from(report.matchAll(/^[│ ]*[├└]─[─┬] (.+?)(?: \([^()]*\))?$/gm), (line) => line[1]!).sort();
  const wanted = files.toSorted();
  if (listed.join("\n") === wanted.join("\n")) return;
  throw new Error(
    `Cannot vouch for the binary: Deno lists ${listed.join(", ") || "no files"}, wanted ${wanted.join(", ")}`,
  );
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
