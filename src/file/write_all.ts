/**
 * Writes every byte, or fails.
 *
 * Hazard: a disk that fills up answers with a short count before it answers ENOSPC (write(2), RETURN VALUE); tools that
 * do not look at the count have replaced 20 KB by 12 KB and called it a success.
 *
 * @module
 */

/**
 * Writes bytes at a file's position.
 *
 * @throws {Error} What the operating system says; a system error in any case if not every byte was written.
 */
export function writeAll(file: Deno.FsFile, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) {
    const count = writeSome(file, bytes.subarray(written));
    if (count === 0) throw new Deno.errors.WriteZero(`only ${written} of ${bytes.length} bytes could be written`);
    written += count;
  }
}

function writeSome(file: Deno.FsFile, bytes: Uint8Array): number {
  while (true) {
    try {
      return file.writeSync(bytes);
    } catch (error) {
      if (!(error instanceof Deno.errors.Interrupted)) throw error;
    }
  }
}
