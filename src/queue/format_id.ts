/**
 * Names a format with all that matters to a change, so that nobody makes it who reads the document in another way.
 *
 * @module
 */
import type { FormatOptions } from "../format/detect.ts";
import type { Format } from "../format/format.ts";

/**
 * Names a format.
 *
 * @param format The format.
 * @param options Details of the format.
 * @returns The name alone if there are no details.
 */
export function formatId(format: Pick<Format, "name">, { delimiter, keyColumn, header }: FormatOptions): string {
  const details = [delimiter, keyColumn, header];
  return details.every((detail) => detail === undefined) ? format.name : JSON.stringify([format.name, ...details]);
}
