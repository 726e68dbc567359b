/**
 * Gives a file that this process has just made another owner and mode.
 *
 * Hazard: chown(2) and chmod(2) follow a symbolic link, so a user who may write to the directory could swap the file for a
 * link between its creation and the call, and have root give away any file of the system. Deno has no fchown(2) or
 * fchmod(2), `node:fs` has. Loading it takes 20 ms (Deno 2.9), which only those pay whose file cannot be created with the
 * owner and the mode that it is to have.
 *
 * @module
 */

/** What a file has or is to get. */
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
  withDescriptor(path, info, "O_WRONLY", (fs, descriptor) => {
    // The order matters: chown(2) clears setuid and setgid.
    fs.fchownSync(descriptor, ownership.uid, ownership.gid);
    fs.fchmodSync(descriptor, ownership.mode);
  });
}

/**
 * Sets the mode of a file through a descriptor.
 *
 * @param info What lstat(2) or fstat(2) said of the file that is meant.
 * @param mode The permission bits that it is to get.
 * @throws {Error} What {@linkcode setOwnership} throws.
 */
export function setMode(path: string, info: Deno.FileInfo, mode: number): void {
  withDescriptor(path, info, "O_RDONLY", (fs, descriptor) => fs.fchmodSync(descriptor, mode));
}

type NodeFs = typeof import("node:fs");

function withDescriptor(
  path: string,
  info: Deno.FileInfo,
  access: "O_RDONLY" | "O_WRONLY",
  action: (fs: NodeFs, descriptor: number) => void,
): void {
  // deno-lint-ignore no-process-global -- an import of node:process would be paid for at every start.
  const fs = process.getBuiltinModule("node:fs");
  const { constants } = fs;
  const descriptor = fs.openSync(path, constants[access] | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const found = fs.fstatSync(descriptor);
    if (found.ino !== info.ino || found.dev !== info.dev) {
      throw Object.assign(new Error("another file took its place"), { code: "ESTALE" });
    }
    action(fs, descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
