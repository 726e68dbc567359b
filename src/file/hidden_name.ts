/**
 * How the names of a document's own files begin that lie beside it: temporary files, kept versions, some lock files.
 *
 * Guarantee: a name says whose it is, and is no longer than file systems allow.
 *
 * @module
 */

/** What NAME_MAX (255 bytes on every common file system) leaves for the document's own name, in bytes. */
const MAX_STEM_SIZE_BYTES = 255 - ".".length - ".4294967295-01234567".length - ".pawl-tmp".length;

/**
 * How the names of a document's own files begin that lie beside it.
 *
 * @returns A period, the document's name or a hash of it, and a period.
 */
export function hiddenPrefix({ name }: { readonly name: string }): string {
  const bytes = new TextEncoder().encode(name);
  return bytes.length <= MAX_STEM_SIZE_BYTES ? `.${name}.` : `.~${hashOf(bytes)}.`;
}

/** FNV-1a, 32 bits: enough to tell the long names of one directory apart. */
function hashOf(bytes: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
