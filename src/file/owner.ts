/**
 * Gives a file that this process has just made another owner and mode.
 *
 * Hazard: chown(2) and chmod(2) follow a symbolic link, so a user who may write to the directory could swap the file for a
 * link between its creation and the call, and have root give away any file of the system. Deno has no fchown(2) or
 * fchmod(2), `node:fs` has. Loading it takes up to 34 ms (Deno 2.9), which only those pay who change a file of
 * another user.
 *
 * @module
 */

/** What a file is to get. */
export interface Ownership {
  /** The owner's id. */
  readonly uid: number;
  /** The group's id. */
  readonly gid: number;
  /** The permission bits, with setuid, setgid and sticky. */
  readonly mode: number;
}

/**
 * Sets the owner, the group and the mode of a file through a descriptor.
 *
 * @param info What fstat(2) said of the file that is meant.
 * @param ownership What it is to get.
 * @throws {Error} With a `code`: what the operating system says, or ESTALE if the path leads to another file by now.
 */
export function setOwnership(path: string, info: Deno.FileInfo, ownership: Ownership): void {
  // deno-lint-ignore no-process-global -- an import of node:process would be paid for at every start.
  const fs = process.getBuiltinModule("node:fs");
  const descriptor = fs.openSync(path, fs.constants.O_WRONLY | fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK);
  try {
    const found = fs.fstatSync(descriptor);
    if (found.ino !== info.ino || found.dev !== info.dev) {
      throw Object.assign(new Error("another file took its place"), { code: "ESTALE" });
    }
    // The order matters: chown(2) clears setuid and setgid.
    fs.fchownSync(descriptor, ownership.uid, ownership.gid);
    fs.fchmodSync(descriptor, ownership.mode);
  } finally {
    fs.closeSync(descriptor);
  }
}
