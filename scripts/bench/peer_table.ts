/**
 * The tools that people use today for what pawl does, each with the commands that its users would type.
 *
 * @module
 */
import { slotsDocument } from "./documents.ts";
import { textOf } from "./measurement.ts";

/** A tool that can set one key of a file. */
export interface Peer {
  readonly name: string;
  /** The file's ending. */
  readonly extension: string;
  /** The programs that it needs on PATH. */
  readonly programs: readonly string[];
  /** What its users can count on, which decides what it is compared with. */
  readonly promise: "loses nothing" | "native" | "loses updates";
  /** Makes whatever it needs besides; gives why it can't, if so. */
  readonly prepare?: (directory: string) => Promise<string | undefined>;
  /** Writes the file with keys `key_0` … that are all 0. */
  readonly write: (file: string, count: number) => void | Promise<void>;
  /** The command that sets key number `{i}` to a value. */
  readonly command: (file: string, value: string, directory: string) => string[];
  /** Shows the file as text. */
  readonly read?: (file: string) => Promise<string>;
}

// Debian's packages belong to its own Python, which need not be the first one on PATH.
const SYSTEM_PYTHON = "/usr/bin/python3";

/** All of them, the careful ones first. */
export const PEERS: readonly Peer[] = [
  {
    name: "crudini",
    extension: "ini",
    programs: ["crudini"],
    promise: "loses nothing",
    write: (file, count) => Deno.writeTextFileSync(file, slotsDocument(count)),
    command: (file, value) => ["crudini", "--set", file, "slots", "key_{i}", value],
  },
  {
    name: "flock + jq + mv (no fsync)",
    extension: "json",
    programs: ["flock", "jq"],
    promise: "loses nothing",
    write: writeJson,
    command: (file, value) => ["flock", `${file}.lock`, ...jqCommand(file, value)],
  },
  {
    name: "python3-tomlkit + filelock",
    extension: "toml",
    programs: [SYSTEM_PYTHON],
    promise: "loses nothing",
    prepare: async () => await reasonOfFailure(SYSTEM_PYTHON, ["-c", "import tomlkit, filelock"]),
    write: (file, count) => Deno.writeTextFileSync(file, slotsDocument(count)),
    command: (file, value) => [SYSTEM_PYTHON, pathTo("peers/tomlkit_set.py"), file, "key_{i}", value],
  },
  {
    name: "proper-lockfile + write-file-atomic",
    extension: "json",
    programs: ["node", "npm"],
    promise: "loses nothing",
    prepare: async (directory) => {
      // Node.js looks for packages beside the script.
      Deno.copyFileSync(pathTo("peers/lockfile_set.mjs"), `${directory}/lockfile_set.mjs`);
      const packages = ["proper-lockfile@4", "write-file-atomic@7"];
      const options = ["--prefix", directory, "--no-audit", "--no-fund", "--ignore-scripts"];
      return await reasonOfFailure("npm", ["install", ...options, ...packages]);
    },
    write: writeJson,
    command: (file, value, directory) => ["node", `${directory}/lockfile_set.mjs`, file, "key_{i}", value],
  },
  {
    name: "sqlite3 (.timeout 30000)",
    extension: "db",
    programs: ["sqlite3"],
    promise: "native",
    write: async (file, count) => {
      await Deno.remove(file).catch(() => {});
      const rows = Array.from({ length: count }, (_, i) => `('key_${i}', 0)`).join(", ");
      await textOf("sqlite3", [
        file,
        `CREATE TABLE slots (key TEXT PRIMARY KEY, value); INSERT INTO slots VALUES ${rows}`,
      ]);
    },
    command: (file, value) => {
      return ["sqlite3", "-cmd", ".timeout 30000", file, `UPDATE slots SET value = ${value} WHERE key = 'key_{i}'`];
    },
    read: async (file) => await textOf("sqlite3", [file, "SELECT key || ' = ' || value FROM slots"]),
  },
  {
    name: "git config (no fsync)",
    extension: "gitconfig",
    programs: ["git"],
    promise: "native",
    // Names in a Git configuration have no underscores.
    write: (file, count) => Deno.writeTextFileSync(file, slotsDocument(count).replaceAll("key_", "key")),
    command: (file, value) => ["git", "config", "-f", file, "slots.key{i}", value],
  },
  {
    name: "sed -i",
    extension: "conf",
    programs: ["sed"],
    promise: "loses updates",
    write: (file, count) => Deno.writeTextFileSync(file, slotsDocument(count)),
    command: (file, value) => ["sed", "-i", `s/^key_{i} = .*/key_{i} = ${value}/`, file],
  },
  {
    name: "jq + mv",
    extension: "json",
    programs: ["jq"],
    promise: "loses updates",
    write: writeJson,
    command: jqCommand,
  },
  {
    name: "yq -i (kislyuk)",
    extension: "yaml",
    programs: ["yq", "jq"],
    promise: "loses updates",
    prepare: async () => await reasonOfFailure("yq", ["--yaml-output", ".", "/dev/null"]),
    write: (file, count) => {
      const keys = Array.from({ length: count }, (_, i) => `  key_${i}: 0\n`);
      Deno.writeTextFileSync(file, `slots:\n${keys.join("")}`);
    },
    command: (file, value) => ["yq", "-y", "-i", `.slots.key_{i} = ${value}`, file],
  },
  {
    name: "npm config set",
    extension: "npmrc",
    programs: ["npm"],
    promise: "loses updates",
    write: (file, count) => {
      const lines = Array.from({ length: count }, (_, i) => `//key_${i}/:_authToken=0\n`);
      Deno.writeTextFileSync(file, lines.join(""));
    },
    command: (file, value) => ["npm", "config", "set", `//key_{i}/:_authToken=${value}`, "--userconfig", file],
  },
];

/**
 * Says why a peer can't run here, and makes what it needs.
 *
 * @param peer The peer.
 * @param directory A scratch directory.
 * @returns The reason, or `undefined` if it can run.
 */
export async function reasonAgainst(peer: Peer, directory: string): Promise<string | undefined> {
  for (const program of peer.programs) {
    if (await reasonOfFailure("sh", ["-c", `command -v ${program}`]) !== undefined) return `there is no ${program}`;
  }
  return await peer.prepare?.(directory);
}

async function reasonOfFailure(command: string, args: string[]): Promise<string | undefined> {
  try {
    await textOf(command, args);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.trim().split("\n").at(-1) : String(error);
  }
}

function writeJson(file: string, count: number): void {
  const slots = Object.fromEntries(Array.from({ length: count }, (_, i) => [`key_${i}`, 0]));
  Deno.writeTextFileSync(file, `${JSON.stringify({ slots }, null, 2)}\n`);
}

function jqCommand(file: string, value: string): string[] {
  const script = 'jq ".slots.key_$1 = $2" "$3" >"$3.$1" && mv "$3.$1" "$3"';
  return ["sh", "-c", script, "sh", "{i}", value, file];
}

function pathTo(name: string): string {
  return decodeURIComponent(new URL(name, import.meta.url).pathname);
}
