/**
 * Names a format with all that matters to a change, so that nobody makes it who reads the document in another way.
 *
 * @module
 */
import { formatNameFor, type FormatOptions } from "../format/detect.ts";

/**
 * Names a document's format, without loading it.
 *
 * @param options The format's name, if the caller says it, and details of the format.
 * @returns The name alone if there are no details.
 * @throws {PawlError} With code `unsupported-format` if there is no such format, or none for such a document.
 */
export function formatIdFor(path: string, options: FormatOptions): string {
  const { delimiter, keyColumn, header } = options;
  const name = formatNameFor(path, options);
  const details = [delimiter, keyColumn, header];
  return details.every((detail) => detail === undefined) ? name : JSON.stringify([name, ...details]);
}
