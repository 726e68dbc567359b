/**
 * The etag of a document: the SHA-256 of its bytes.
 *
 * Hazard: loading the hash costs start-up time, so callers that do not always need it import this file lazily.
 *
 * @module
 */
import { sha256 } from "@noble/hashes/sha2";

/**
 * Computes an etag.
 *
 * @example
 * ```ts
 * import { etagOf, setValue } from "@pawl/pawl";
 *
 * const ifMatch = etagOf(Deno.readTextFileSync("app.toml"));
 * await setValue("app.toml", "server.port", 8080n, { ifMatch });
 * ```
 *
 * @param text The document, as text or as bytes.
 * @returns 64 lower-case hexadecimal digits.
 */
export function etagOf(text: string | Uint8Array): string {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  let digits = "";
  for (const byte of sha256(bytes)) digits += byte.toString(16).padStart(2, "0");
  return digits;
}
