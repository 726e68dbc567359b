/**
 * Earlier versions of a document, kept beside it as `.<name>.<time>.pawl-bak`; the time is when the version was replaced.
 *
 * Guarantee: a version is kept before it is replaced, so it is there whatever happens to the writer; it has the same mode
 * and owner, because it is the same file under another name (link(2)). Names sort in the order of the versions, also when
 * the clock is put back. Where a file can't be linked, or has other names under which a program could write to it, a copy
 * is kept that is never readable for more people than the document.
 * A name alone proves nothing: in a directory like /tmp anybody can plant one. A version counts only if the document's
 * owner, root or the caller owns it and nobody may write it who may not write the document.
 * Hazard: only for the holder of the document's lock. What was a secret in the document stays one in its backups.
 *
 * @module
 */
import { copyAttributes, mayHideAccessList, type SeenFile } from "./attributes.ts";
import { listBeside } from "./directory.ts";
import { type FileState, isSameFile } from "./document.ts";
import type { FileIo } from "./file_io.ts";
import { setMode, setOwnership } from "./owner.ts";
import { joinPath } from "./path.ts";
import { PRIVATE_MODE } from "./replacement_file.ts";
import { isSystemError, pawlErrorFrom } from "./system_error.ts";
import { lstatIfPresent, type Target } from "./target.ts";
import { hiddenPrefix } from "./hidden_name.ts";
import { VersionTrust } from "./version_trust.ts";
import { writeAll } from "./write_all.ts";

const SUFFIX = ".pawl-bak";
const STAMP = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d\d\d)Z$/;

/** A version that was kept. */
export interface Backup {
  /** Its path. */
  readonly path: string;
  /** When it was replaced, in ms since 1970. */
  readonly replacedAtMs: number;
  /** What lstat(2) said of it. */
  readonly info: Deno.FileInfo;
}

/**
 * Finds the versions of a document that were kept.
 *
 * @returns The versions, the oldest first; none if there is no directory.
 * @throws {PawlError} With code `permission` or `io` if that can't be known.
 */
export function listBackups(target: Target, io: FileIo): Backup[] {
  const prefix = hiddenPrefix(target);
  try {
    const trust = new VersionTrust(target, io);
    return listBeside(target, io)
      .filter(({ name, isFile }) => isFile && name.startsWith(prefix) && name.endsWith(SUFFIX))
      .map(({ name }) => backupOf(name, name.slice(prefix.length, -SUFFIX.length), target, io))
      .filter((backup): backup is Backup => backup !== undefined && trust.isTrusted(backup.info))
      .sort((a, b) => a.replacedAtMs - b.replacedAtMs);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw pawlErrorFrom(error, `Cannot look for backups of "${target.path}"`);
  }
}

function backupOf(name: string, stamp: string, target: Target, io: FileIo): Backup | undefined {
  if (!STAMP.test(stamp)) return undefined;
  const replacedAtMs = Date.parse(stamp.replace(STAMP, "$1-$2-$3T$4:$5:$6.$7Z"));
  if (Number.isNaN(replacedAtMs)) return undefined;
  const path = joinPath(target.directory, name, io);
  const info = lstatIfPresent(path, io);
  return info?.isFile ? { path, replacedAtMs, info } : undefined;
}

/** Keeps the present version of a document while it is being replaced. */
export class BackupKeeper {
  readonly #target: Target;
  readonly #state: FileState;
  readonly #io: FileIo;
  /** What this one has made. */
  #path: string | undefined;
  /** All versions that are kept, the oldest first. */
  #versions: Backup[] = [];
  /** The file of the kept version: the document's own, or a copy. */
  #keptInfo: Deno.FileInfo;
  /** What a writer that died before its rename has made of the same version. */
  #earlierPath: string | undefined;

  /** @param target The document's place. The caller holds its lock. */
  constructor(target: Target, state: FileState, io: FileIo) {
    this.#target = target;
    this.#state = state;
    this.#keptInfo = state.info;
    this.#io = io;
  }

  /**
   * Keeps it. To be called just before the last look, which then says whether it was the right version.
   *
   * @throws {PawlError} With code `not-replaceable`, `permission` or `io` if it can't be kept.
   */
  keep(): void {
    const target = this.#target;
    this.#versions = listBackups(target, this.#io);
    const last = this.#versions.at(-1);
    if (last !== undefined && this.#isPresent(last)) {
      this.#earlierPath = last.path;
      return;
    }
    let timeMs = Math.max(Date.now(), (last?.replacedAtMs ?? 0) + 1);
    while (true) {
      try {
        const stamp = new Date(timeMs).toISOString().replace(/[-:.]/g, "");
        this.#path = joinPath(target.directory, `${hiddenPrefix(target)}${stamp}${SUFFIX}`, this.#io);
        this.#make(this.#path);
        this.#versions.push({ path: this.#path, replacedAtMs: timeMs, info: this.#keptInfo });
        return;
      } catch (error) {
        this.#path = undefined;
        // The last look deals with a document that is gone.
        if (error instanceof Deno.errors.NotFound) return;
        if (!(error instanceof Deno.errors.AlreadyExists)) throw this.#failure(error);
        timeMs++;
      }
    }
  }

  /** Whether it is the present version itself, under another name. */
  #isPresent({ info }: Backup): boolean {
    return isSameFile(info, this.#state.info);
  }

  #make(path: string): void {
    const { info } = this.#state;
    if ((info.nlink ?? 1) > 1) return this.#copy(path);
    try {
      this.#io.linkSync(this.#target.realPath, path);
    } catch (error) {
      if (error instanceof Deno.errors.AlreadyExists || !isSystemError(error)) throw error;
      // The file system has no links, or the file belongs to another user (proc(5), protected_hardlinks).
      this.#copy(path);
    }
  }

  #copy(path: string): void {
    const { bytes, info } = this.#state;
    const file = this.#io.openSync(path, { write: true, createNew: true, mode: PRIVATE_MODE });
    try {
      writeAll(file, bytes);
      this.#keptInfo = file.statSync();
      this.#shareAsBefore({ path, info: this.#keptInfo }, info);
      file.syncSync();
    } catch (error) {
      this.#io.removeSync(path);
      throw error;
    } finally {
      file.close();
    }
  }

  /** A copy that can't be given to the owner, or be shared with just those who have the document, stays private. */
  #shareAsBefore(copy: SeenFile, info: Deno.FileInfo): void {
    const { uid, gid, mode } = info;
    if (mode === null || uid === null || gid === null) return;
    try {
      const hasList = mayHideAccessList(mode);
      setOwnership(copy.path, copy.info, { uid, gid, mode: hasList ? PRIVATE_MODE : mode & 0o777 });
      if (hasList) copyAttributes({ path: this.#target.realPath, info }, copy);
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
  }

  /** The document is not replaced after all. */
  discard(): void {
    if (this.#path === undefined) return;
    this.#tryIo(() => this.#io.removeSync(this.#path!));
    this.#path = undefined;
  }

  /**
   * The document has been replaced.
   *
   * @param count How many versions are to be kept.
   * @param isPrivate Whether nobody but the owner may have access to what is kept now.
   * @returns What there is to tell, one sentence each.
   */
  prune(count: number, isPrivate: boolean): readonly string[] {
    const path = this.#path ?? this.#earlierPath;
    const isTight = !isPrivate || path === undefined || this.#tryIo(() => this.#makePrivate(path));
    const surplus = this.#versions.slice(0, count === Infinity ? 0 : -count);
    const arePruned = surplus.map(({ path }) => this.#tryIo(() => this.#io.removeSync(path)));
    if (isTight && !arePruned.includes(false)) return [];
    return [`not all old backups of "${this.#target.path}" could be ${isTight ? "removed" : "made private"}`];
  }

  #makePrivate(path: string): void {
    const info = lstatIfPresent(path, this.#io);
    if (info !== undefined && isSameFile(info, this.#keptInfo)) setMode(path, info, PRIVATE_MODE);
  }

  #tryIo(action: () => void): boolean {
    try {
      action();
      return true;
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return error instanceof Deno.errors.NotFound;
    }
  }

  #failure(error: unknown): unknown {
    return pawlErrorFrom(error, `Cannot keep a backup of "${this.#target.path}"`, {
      denied: "not-replaceable",
      deniedHint: `give yourself write permission for the directory "${this.#target.directory}"`,
    });
  }
}
