/**
 * Carries a file's access control list and extended attributes over to another file.
 *
 * Hazard: where a file has a POSIX ACL, the group bits of its mode are the ACL's mask (acl(5), "Correspondence between
 * ACL entries and file permission bits"). A file that gets the mode without the list gives its owning group what only
 * the users named in the list had.
 * The runtime has no call for attributes, so cp(1) of GNU does it in a child process, some 2 ms. Only a mode whose group
 * bits go beyond those of others can hide such a list, and only those files pay: not 0600, not 0644, not 0755.
 * Guarantee: both files are opened once and compared with what is meant, and then addressed by their descriptors, so a
 * link that is put in the place of one of them leads nowhere.
 *
 * @module
 */

/** A file as it was looked at: its path, and what lstat(2) or fstat(2) said. */
export interface SeenFile {
  readonly path: string;
  readonly info: Deno.FileInfo;
}

const SHELL = "/bin/sh";

/** Exit status of {@linkcode SCRIPT} where a path leads to another file. */
const EXCHANGED_STATUS = 64;

/** Where cp(1) knows no attributes (BusyBox), a file of which ls(1) shows no list (a "+" behind its mode) gets the mode. */
const SCRIPT = `
exec 8<"$1" 9<"$2" || exit
[ "$(stat -Lc %d:%i /proc/self/fd/8 /proc/self/fd/9)" = "$3" ] || exit ${EXCHANGED_STATUS}
cp --attributes-only --preserve=mode,xattr -- /proc/self/fd/8 /proc/self/fd/9 && exit
case $(ls -dlL /proc/self/fd/8 && ls -dlL /proc/self/fd/9) in
  *[-r][-w][-xsStT]+*) exit 1 ;;
esac
cp --version >/dev/null 2>&1 && exit 1
chmod "$4" /proc/self/fd/9`;

/**
 * Says whether a file's mode can hide an access control list that matters, and that can be looked for.
 *
 * Non-guarantee: a program that uses the library without `--allow-run=/bin/sh` has no way to look.
 *
 * @param mode The permission bits.
 */
export function mayHideAccessList(mode: number): boolean {
  if (Deno.build.os !== "linux" || (mode >> 3 & 0o7 & ~mode) === 0) return false;
  return Deno.permissions.querySync({ name: "run", command: SHELL }).state === "granted";
}

/**
 * Gives a file the mode, the access control list and the extended attributes of another one.
 *
 * @throws {Error} With a `code`: ESTALE if one of the paths leads to another file by now, ENOTSUP with what the child
 * process said if they can't be carried over.
 */
export function copyAttributes(from: SeenFile, to: SeenFile): void {
  const identities = [from, to].map(({ info }) => `${info.dev}:${info.ino}`).join("\n");
  const { code, stderr } = new Deno.Command(SHELL, {
    args: ["-c", SCRIPT, "sh", from.path, to.path, identities, ((from.info.mode ?? 0) & 0o7777).toString(8)],
    clearEnv: true,
    env: { PATH: "/usr/bin:/bin", LC_ALL: "C" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).outputSync();
  if (code === 0) return;
  if (code === EXCHANGED_STATUS) throw withCode("ESTALE", "another file took its place");
  const [line] = new TextDecoder().decode(stderr).split("\n", 1);
  throw withCode("ENOTSUP", line?.replace(/^cp: /, "") || "cp(1) failed");
}

function withCode(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
