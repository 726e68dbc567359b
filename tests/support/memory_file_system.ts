/**
 * A file system in memory that knows what a power cut would leave: what is on the disk is apart from what processes see.
 *
 * What a file says is on the disk once it is synced; that a name is made, changed or removed, once its directory is.
 * Inodes and descriptors are numbered by process, so that a state does not depend on the order in which it was reached.
 *
 * @module
 */
import type { FileIo } from "../../src/file/file_io.ts";

/** What a process has of the system: what pawl asks of it, and what a stranger does with chmod(1). */
export type MemoryIo = FileIo & Pick<typeof Deno, "chmodSync">;

/** The directory that is there from the beginning. */
export const ROOT_PATH = "/d";
const ROOT_INODE = 1;
const MODE = 0o644;

interface Inode {
  readonly isDirectory: boolean;
  text: string;
  /** What is on the disk; `undefined` if nothing is. */
  synced: string | undefined;
  mode: number;
}

/** A change of a directory: names come, go, or come from another name. */
interface NameChange {
  readonly directory: number;
  readonly name: string;
  /** The inode that the name leads to from now on; `undefined` if it goes. */
  readonly inode: number | undefined;
  /** The name that goes at the same moment. */
  readonly from?: string;
}

interface OpenFile {
  readonly inode: number;
  position: number;
  lock: "shared" | "exclusive" | undefined;
}

type Names = Map<string, number>;

/** What a power cut leaves of that which was not synced: which changes of names, and whether any text. */
export interface PowerCut {
  readonly kept: (index: number) => boolean;
  readonly keepsText: boolean;
}

/** The file system. */
export class MemoryFileSystem {
  #inodes = new Map<number, Inode>([[ROOT_INODE, { isDirectory: true, text: "", synced: undefined, mode: MODE }]]);
  #names: Names = new Map();
  #disk: Names = new Map();
  #unsynced: NameChange[] = [];
  #files = new Map<number, OpenFile>();
  #counters = new Map<number, number>();

  /** Another one in the same state. */
  clone(): MemoryFileSystem {
    const other = new MemoryFileSystem();
    other.#inodes = new Map(Array.from(this.#inodes, ([number, inode]) => [number, { ...inode }]));
    other.#names = new Map(this.#names);
    other.#disk = new Map(this.#disk);
    other.#unsynced = [...this.#unsynced];
    other.#files = new Map(Array.from(this.#files, ([number, file]) => [number, { ...file }]));
    other.#counters = new Map(this.#counters);
    return other;
  }

  /** A text that is the same for the same state. */
  key(): string {
    const entries = (names: Names) => [...names].sort(([a], [b]) => a < b ? -1 : 1).join(";");
    const live = new Set([...this.#names.values(), ...this.#disk.values()]);
    for (const { inode } of [...this.#files.values(), ...this.#unsynced]) if (inode !== undefined) live.add(inode);
    const inodes = [...this.#inodes].filter(([number]) => live.has(number)).sort(([a], [b]) => a - b);
    return [
      entries(this.#names),
      entries(this.#disk),
      this.#unsynced.map(({ directory, name, inode, from }) => `${directory}/${name}=${inode}<${from}`).join(";"),
      inodes.map(([n, { text, synced, mode }]) => `${n}:${text}|${synced === text ? "=" : synced}|${mode}`).join(";"),
      [...this.#files].sort(([a], [b]) => a - b).map(([n, { inode, lock }]) => `${n}:${inode}${lock ?? ""}`).join(";"),
    ].join("\n");
  }

  /** What a file says, `undefined` if there is none. */
  textOf(path: string): string | undefined {
    const inode = this.#find(path);
    return inode === undefined ? undefined : this.#inodes.get(inode)!.text;
  }

  /** Puts a file on the disk, and its directory. */
  write(path: string, text: string): void {
    const parent = path.slice(0, path.lastIndexOf("/"));
    if (this.#find(parent) === undefined) this.#putOnDisk(parent, this.#newInode(0, true));
    const inode = this.#newInode(0, false);
    Object.assign(this.#inodes.get(inode)!, { text, synced: text });
    this.#putOnDisk(path, inode);
  }

  #putOnDisk(path: string, inode: number): void {
    const { directory, name } = this.#place(path);
    this.#names.set(`${directory}/${name}`, inode);
    this.#disk.set(`${directory}/${name}`, inode);
  }

  /** The names in a directory. */
  list(path: string): string[] {
    const directory = this.#find(path);
    if (directory === undefined || !this.#inodes.get(directory)!.isDirectory) throw notFound(path);
    return [...this.#names.keys()].flatMap((key) => key.startsWith(`${directory}/`) ? [key.split("/")[1]!] : []).sort();
  }

  /** The process dies: its files are closed. */
  kill(process: number): void {
    for (const number of this.#files.keys()) if (ownerOf(number) === process) this.#files.delete(number);
  }

  /** The directories of the changes of names that a power cut could undo, in the order of the changes. */
  get unsyncedDirectories(): readonly number[] {
    return this.#unsynced.map(({ directory }) => directory);
  }

  /** Whether a power cut could take the text of a file. */
  get hasUnsyncedText(): boolean {
    return [...this.#inodes.values()].some(({ isDirectory, text, synced }) => !isDirectory && text !== synced);
  }

  /** The power is cut. */
  cutPower({ kept, keepsText }: PowerCut): void {
    for (const [index, change] of this.#unsynced.entries()) if (kept(index)) apply(change, this.#disk);
    for (const inode of this.#inodes.values()) {
      if (!keepsText) inode.text = inode.synced ?? "";
      inode.synced = inode.text;
    }
    this.#dropUnreachable();
    this.#names = new Map(this.#disk);
    this.#unsynced = [];
    this.#files.clear();
  }

  /** Names in a directory that has no name itself are lost. */
  #dropUnreachable(): void {
    const reachable = new Set([ROOT_INODE, ...this.#disk.values()]);
    for (const key of this.#disk.keys()) if (!reachable.has(Number(key.split("/")[0]))) this.#disk.delete(key);
  }

  /** The operating system as a process sees it. */
  io(process: number): MemoryIo {
    const io: { [Name in keyof MemoryIo]?: unknown } = {
      build: { os: "linux" },
      pid: process,
      hostname: () => "memory",
      chmodSync: (path: string, mode: number) => void (this.#inodes.get(this.#require(path))!.mode = mode),
      lstatSync: (path: string) => this.#info(this.#require(path)),
      mkdirSync: (path: string) => this.#make(path, this.#newInode(process, true)),
      openSync: (path: string, options: Deno.OpenOptions) => this.#open(process, path, options),
      readDirSync: (path: string) => this.list(path).map((name) => ({ name, isFile: true })),
      readFileSync: (path: string) => new TextEncoder().encode(this.#inodes.get(this.#require(path))!.text),
      realPathSync: (path: string) => path,
      removeSync: (path: string) => this.#remove(path),
      renameSync: (from: string, to: string) => this.#rename(from, to),
    };
    return io as MemoryIo;
  }

  #open(process: number, path: string, { create, createNew, truncate, mode }: Deno.OpenOptions): Deno.FsFile {
    let inode = this.#find(path);
    if (inode !== undefined && createNew) throw new Deno.errors.AlreadyExists(`File exists (os error 17): ${path}`);
    if (inode === undefined && !create && !createNew) throw notFound(path);
    inode ??= this.#make(path, this.#newInode(process, false, mode));
    if (truncate) this.#inodes.get(inode)!.text = "";
    const number = this.#count(process);
    this.#files.set(number, { inode, position: 0, lock: undefined });
    return this.file(number);
  }

  /** An open file by its descriptor. */
  file(number: number): Deno.FsFile {
    const open = () => this.#files.get(number)!;
    const inode = () => this.#inodes.get(open().inode)!;
    const file: { [Name in keyof Deno.FsFile]?: unknown } & { number: number } = {
      number,
      writeSync: (bytes: Uint8Array) => {
        inode().text += new TextDecoder().decode(bytes);
        return bytes.length;
      },
      readSync: (bytes: Uint8Array) => {
        const rest = new TextEncoder().encode(inode().text).subarray(open().position);
        const count = Math.min(rest.length, bytes.length);
        bytes.set(rest.subarray(0, count));
        open().position += count;
        return count === 0 ? null : count;
      },
      statSync: () => this.#info(open().inode),
      syncSync: () => this.#sync(open().inode),
      tryLockSync: (exclusive: boolean) => this.#tryLock(number, exclusive ? "exclusive" : "shared"),
      close: () => void this.#files.delete(number),
    };
    return file as unknown as Deno.FsFile;
  }

  #info(number: number): Deno.FileInfo {
    const { isDirectory, text, mode } = this.#inodes.get(number)!;
    const nlink = [...this.#names.values()].filter((inode) => inode === number).length;
    const info = { isDirectory, isFile: !isDirectory, isSymlink: false, size: text.length, ino: number, nlink };
    return { ...info, dev: 1, mode, uid: 1, gid: 1, mtime: null } as Deno.FileInfo;
  }

  #tryLock(number: number, lock: "shared" | "exclusive"): boolean {
    const { inode } = this.#files.get(number)!;
    const others = [...this.#files].filter(([other, file]) => other !== number && file.inode === inode && file.lock);
    if (others.some(([, file]) => lock === "exclusive" || file.lock === "exclusive")) return false;
    this.#files.get(number)!.lock = lock;
    return true;
  }

  #sync(number: number): void {
    const inode = this.#inodes.get(number)!;
    if (!inode.isDirectory) {
      inode.synced = inode.text;
      return;
    }
    for (const change of this.#unsynced) if (change.directory === number) apply(change, this.#disk);
    this.#unsynced = this.#unsynced.filter((change) => change.directory !== number);
  }

  #make(path: string, inode: number): number {
    if (this.#find(path) !== undefined) throw new Deno.errors.AlreadyExists(`File exists (os error 17): ${path}`);
    this.#change({ ...this.#place(path), inode });
    return inode;
  }

  #remove(path: string): void {
    const inode = this.#require(path);
    const isFull = this.#inodes.get(inode)!.isDirectory && this.list(path).length > 0;
    if (isFull) throw Object.assign(new Error(`Directory not empty (os error 39): ${path}`), { code: "ENOTEMPTY" });
    this.#change({ ...this.#place(path), inode: undefined });
  }

  #rename(from: string, to: string): void {
    const inode = this.#require(from);
    this.#change({ ...this.#place(to), inode, from: this.#place(from).name });
  }

  #change(change: NameChange): void {
    apply(change, this.#names);
    this.#unsynced.push(change);
  }

  #require(path: string): number {
    const inode = this.#find(path);
    if (inode === undefined) throw notFound(path);
    return inode;
  }

  #find(path: string): number | undefined {
    if (path === ROOT_PATH) return ROOT_INODE;
    const parent = path.slice(0, path.lastIndexOf("/"));
    const directory = this.#find(parent);
    return directory === undefined ? undefined : this.#names.get(`${directory}/${path.slice(parent.length + 1)}`);
  }

  #place(path: string): { directory: number; name: string } {
    const slash = path.lastIndexOf("/");
    return { directory: this.#require(path.slice(0, slash)), name: path.slice(slash + 1) };
  }

  #newInode(process: number, isDirectory: boolean, mode = MODE): number {
    const number = this.#count(process);
    this.#inodes.set(number, { isDirectory, text: "", synced: undefined, mode });
    return number;
  }

  #count(process: number): number {
    const count = (this.#counters.get(process) ?? 0) + 1;
    this.#counters.set(process, count);
    return (process + 1) * NUMBERS_PER_PROCESS + count;
  }
}

const NUMBERS_PER_PROCESS = 1000;

function ownerOf(number: number): number {
  return Math.floor(number / NUMBERS_PER_PROCESS) - 1;
}

/** A change whose name has never come to the disk leaves the disk alone. */
function apply({ directory, name, inode, from }: NameChange, names: Names): void {
  if (from !== undefined && !names.delete(`${directory}/${from}`)) return;
  if (inode === undefined) names.delete(`${directory}/${name}`);
  else names.set(`${directory}/${name}`, inode);
}

function notFound(path: string): Error {
  return new Deno.errors.NotFound(`No such file or directory (os error 2): ${path}`);
}
