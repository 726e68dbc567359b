/**
 * A folder for one test: it can say exactly what is in it, and is gone afterwards.
 *
 * @module
 */
import { type ProcessOptions, type ProcessResult, type RunningProcess, runPawl, startPawl } from "./pawl_process.ts";

/** Content is compared byte by byte up to this size. */
const COMPARED_SIZE_BYTES = 1024 * 1024;

/** A folder that a test has for itself. */
export class Sandbox implements AsyncDisposable {
  /** Its path. */
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  /**
   * Makes a folder.
   *
   * @param files Files to begin with: names and contents.
   */
  static async create(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<Sandbox> {
    const sandbox = new Sandbox(await Deno.realPath(await Deno.makeTempDir({ prefix: "pawl-test-" })));
    for (const [name, content] of Object.entries(files)) await sandbox.write(name, content);
    return sandbox;
  }

  /** The path of a file in it. */
  path(name: string): string {
    return `${this.directory}/${name}`;
  }

  async write(name: string, content: string | Uint8Array): Promise<void> {
    await Deno.writeFile(this.path(name), typeof content === "string" ? new TextEncoder().encode(content) : content);
  }

  async read(name: string): Promise<string> {
    return await Deno.readTextFile(this.path(name));
  }

  /** Runs pawl in it. */
  async pawl(args: readonly string[], options: Partial<ProcessOptions> = {}): Promise<ProcessResult> {
    return await runPawl(args, { directory: this.directory, ...options });
  }

  /** Starts pawl in it. */
  async start(args: readonly string[], options: Partial<ProcessOptions> = {}): Promise<RunningProcess> {
    return await startPawl(args, { directory: this.directory, ...options });
  }

  /**
   * What is in it: names, kinds, modes, times, contents. A lock file may come, for it is never deleted; anything else
   * that comes, goes or changes makes two of these texts differ.
   */
  async state(): Promise<string> {
    const lines = await describe(this.directory, "");
    return lines.filter((line) => !/^\S+\.lock: file /.test(line)).sort().join("\n");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.directory, { recursive: true });
  }
}

async function describe(directory: string, prefix: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const { name } of Deno.readDir(directory)) {
    const path = `${directory}/${name}`;
    const info = await Deno.lstat(path);
    lines.push(`${prefix}${name}: ${await describeFile(path, info)}`);
    if (info.isDirectory) lines.push(...await describe(path, `${prefix}${name}/`));
  }
  return lines;
}

async function describeFile(path: string, info: Deno.FileInfo): Promise<string> {
  if (info.isSymlink) return `link to ${await Deno.readLink(path)}`;
  const mode = ((info.mode ?? 0) & 0o7777).toString(8);
  if (info.isDirectory) return `directory ${mode}`;
  if (!info.isFile) return `special ${mode}`;
  // Only the owner may be able to read it, and that may be somebody else.
  const content = info.size > COMPARED_SIZE_BYTES ? "" : (await Deno.readFile(path)).toHex();
  return `file ${mode} ${info.ino} ${info.mtime?.toISOString()} ${info.size} ${content}`;
}
