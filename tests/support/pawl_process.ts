/**
 * Runs pawl as users do: as a process of its own, in an environment that holds nothing of the machine's.
 *
 * The program is `$PAWL_BINARY` if that is set, else `main.ts` run by the Deno that runs the tests, with the permissions
 * that `scripts/pawl` grants.
 *
 * @module
 */

const ROOT = new URL("../../", import.meta.url);

/** How a process ended. */
export interface ProcessResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run a process. */
export interface ProcessOptions {
  /** Where it runs. */
  readonly directory: string;
  /** Its environment beside the home folder. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What it reads from standard input; nothing by default. */
  readonly input?: string | Uint8Array<ArrayBuffer>;
  /** A command that runs it, for example `["setpriv", "--reuid=1"]`. */
  readonly through?: readonly string[];
}

/**
 * Runs pawl to its end.
 *
 * @param args Its arguments.
 * @param options How to run it.
 * @returns How it ended.
 */
export async function runPawl(args: readonly string[], options: ProcessOptions): Promise<ProcessResult> {
  await using child = await startPawl(args, options);
  const input = options.input ?? "";
  const written = write(child.process.stdin, typeof input === "string" ? new TextEncoder().encode(input) : input);
  const result = await child.result();
  await written;
  return result;
}

/** A process that is running. */
export interface RunningProcess extends AsyncDisposable {
  readonly process: Deno.ChildProcess;
  /** Waits for its end, without closing its standard input. */
  result(): Promise<ProcessResult>;
}

/**
 * Starts pawl. Its standard input stays open; it is killed when the caller leaves.
 *
 * @param args Its arguments.
 * @param options How to run it.
 * @returns The process.
 */
export async function startPawl(args: readonly string[], options: ProcessOptions): Promise<RunningProcess> {
  return startProcess([...await pawlCommand(), ...args], options);
}

/**
 * Starts any command in the environment that pawl would have.
 *
 * @param command The command and its arguments.
 * @param options How to run it.
 * @returns The process.
 */
export async function startProcess(command: readonly string[], options: ProcessOptions): Promise<RunningProcess> {
  const [program, ...args] = [...options.through ?? [], ...command];
  const process = new Deno.Command(program!, {
    args,
    cwd: options.directory,
    clearEnv: true,
    env: { ...await environment(options.directory), ...options.environment },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let ended: Promise<ProcessResult> | undefined;
  return {
    process,
    result: () => ended ??= resultOf(process),
    [Symbol.asyncDispose]: () => end(process, ended),
  };
}

/** The command that is pawl. */
export async function pawlCommand(): Promise<readonly string[]> {
  const binary = Deno.env.get("PAWL_BINARY");
  if (binary !== undefined) return [await Deno.realPath(binary)];
  const permissions = ["--allow-read", "--allow-write", "--allow-env", "--allow-run", "--allow-sys=hostname"];
  return denoCommand(["--no-prompt", ...permissions, projectPath("main.ts")]);
}

/**
 * The command that runs a module of the project.
 *
 * @param args Options of `deno run`, the module, and its arguments.
 * @returns The command.
 */
export function denoCommand(args: readonly string[]): readonly string[] {
  return [Deno.execPath(), "run", "--quiet", "--config", projectPath("deno.json"), ...args];
}

/**
 * The path of a file of the project.
 *
 * @param path The path from the project's root.
 * @returns The absolute path.
 */
export function projectPath(path: string): string {
  const { pathname } = new URL(path, ROOT);
  return decodeURIComponent(Deno.build.os === "windows" ? pathname.slice(1) : pathname);
}

/** The home folder of the processes that run in a folder. */
export function homeOf(directory: string): string {
  return `${directory}/home`;
}

async function environment(directory: string): Promise<Record<string, string>> {
  const kept: Record<string, string> = { HOME: homeOf(directory), DENO_DIR: await denoDirectory(), NO_COLOR: "1" };
  for (const name of ["PATH", "SystemRoot", "TEMP", "DENO_TLS_CA_STORE"]) {
    const value = Deno.env.get(name);
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

let knownDenoDirectory: Promise<string> | undefined;

/** Deno's cache is in the home folder, which the processes do not see. */
function denoDirectory(): Promise<string> {
  return knownDenoDirectory ??= new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output()
    .then(({ stdout }) => JSON.parse(new TextDecoder().decode(stdout)).denoDir);
}

async function resultOf(process: Deno.ChildProcess): Promise<ProcessResult> {
  const { code, stdout, stderr } = await process.output();
  return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
}

async function write(stream: WritableStream<Uint8Array<ArrayBuffer>>, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const writer = stream.getWriter();
  try {
    if (bytes.length > 0) await writer.write(bytes);
    await writer.close();
  } catch (error) {
    // It may end without reading all of its input.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

async function end(process: Deno.ChildProcess, ended: Promise<ProcessResult> | undefined): Promise<void> {
  if (ended !== undefined) {
    await ended;
    await process.stdin.close().catch(() => {});
    return;
  }
  try {
    process.kill("SIGKILL");
  } catch {
    // It has ended by itself.
  }
  await process.stdin.close().catch(() => {});
  await resultOf(process);
}
