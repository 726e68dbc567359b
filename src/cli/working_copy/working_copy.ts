/**
 * A copy of a document on which any program may work: nobody else can read it, and its name is that of the document, so that
 * programs know what it is.
 *
 * Guarantee: it is in a folder of its own (0700) and 0600 itself, and it is gone at the end unless it is to be kept.
 *
 * @module
 */
import { InvalidDocumentError, PawlError } from "../../model/errors.ts";
import { isSystemError, pawlErrorFrom, systemReason } from "../../file/system_error.ts";
import { fileKind } from "../../file/target.ts";
import { decodeText, encodeText } from "../../file/utf8.ts";

/** A private copy of a document. */
export class WorkingCopy implements Disposable {
  /** Where it is. */
  readonly path: string;
  readonly #directory: string;
  readonly #tell: (note: string) => void;
  #isKept = false;

  /**
   * Makes a copy.
   *
   * @param document The document's path; the copy has its name.
   * @param tell Told if it can't be removed at the end.
   * @throws {PawlError} With code `permission` or `io` if the folder for temporary files takes none.
   */
  constructor(document: string, text: string, tell: (note: string) => void = () => {}) {
    this.#tell = tell;
    try {
      this.#directory = Deno.makeTempDirSync({ prefix: "pawl-" });
      this.path = `${this.#directory}/${document.slice(document.search(/[^/\\]*$/))}`;
      this.write(text);
    } catch (error) {
      throw pawlErrorFrom(error, `Cannot copy "${document}" into the folder for temporary files`);
    }
  }

  /** Makes it a copy of another version. */
  write(text: string): void {
    // A command may have put something else in its place, which need not be as private.
    removeIfPresent(this.path);
    Deno.writeFileSync(this.path, encodeText(text), { mode: 0o600, createNew: true });
  }

  /**
   * Reads what has become of it.
   *
   * @param name What messages call it, with the quotes that belong there.
   * @throws {InvalidDocumentError} If it is not UTF-8.
   * @throws {PawlError} If it is not there any longer, or can't be read.
   */
  read(name: string): string {
    let bytes: Uint8Array;
    try {
      const info = Deno.statSync(this.path);
      // To open a FIFO would block, and a device may never end.
      if (!info.isFile) {
        throw new PawlError("not-replaceable", `Cannot read ${name}: it is ${fileKind(info)}, not a file`);
      }
      bytes = Deno.readFileSync(this.path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) {
        throw new PawlError("not-found", `Cannot read ${name}: it was removed`);
      }
      throw pawlErrorFrom(error, `Cannot read ${name}`);
    }
    return decodeText(bytes, name);
  }

  /** Whether it may hold anything that is not in a version of the document. */
  differsFrom(text: string): boolean {
    try {
      return this.read("") !== text;
    } catch (error) {
      return error instanceof InvalidDocumentError;
    }
  }

  /** Leaves it where it is. */
  keep(): void {
    this.#isKept = true;
  }

  /** Removes it, with all that a program has put beside it. */
  [Symbol.dispose](): void {
    if (this.#isKept) return;
    try {
      Deno.removeSync(this.#directory, { recursive: true });
    } catch (error) {
      // Whatever became of the document has happened already.
      if (!isSystemError(error)) throw error;
      this.#tell(`the copy in "${this.#directory}" could not be removed: ${systemReason(error)}`);
    }
  }
}

function removeIfPresent(path: string): void {
  try {
    Deno.removeSync(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
