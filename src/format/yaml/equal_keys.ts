/**
 * Keys that differ as texts and are one key for every reader of YAML: `~` and `null`, `0x10` and `16`, `TRUE` and `true`.
 *
 * @module
 */
import { PawlError } from "../../model/errors.ts";
import { type KeyPath, quoteKeyPath } from "../../model/key_path.ts";
import { type Entry, indexOf, type MapNode } from "./node.ts";
import { coreIdentity } from "./plain.ts";

/**
 * Makes sure that a map has no key that a new one equals.
 *
 * @param path The path of the new key, for the message.
 * @throws {PawlError} With code `type-mismatch` if it has one, which is quoted.
 */
export function requireNewKey(map: MapNode, key: string, path: KeyPath): void {
  const identity = coreIdentity(key);
  if (identity === undefined) return;
  const present = identitiesOf(map).get(identity);
  // Entries may have been renamed or removed since they were noted.
  const isThere = present !== undefined && indexOf(map).get(present.key) === present &&
    identityOf(present) === identity;
  if (isThere) {
    const found = `it is there already, written as ${present.key}`;
    throw new PawlError("type-mismatch", `Cannot add the key ${quoteKeyPath(path)}: ${found}`, {
      hint: `name it as it is written, ${quoteKeyPath([...path.slice(0, -1), present.key])}`,
    });
  }
}

/** Notes a new key, or a new name of one. */
export function noteKey(map: MapNode, entry: Entry): void {
  const identity = map.identities === undefined ? undefined : identityOf(entry);
  if (identity !== undefined) map.identities!.set(identity, entry);
}

function identitiesOf(map: MapNode): Map<string, Entry> {
  if (map.identities !== undefined) return map.identities;
  map.identities = new Map();
  for (const entry of map.children) noteKey(map, entry);
  return map.identities;
}

/** What an entry's key stands for; a key in quotes is a string, and one with a tag whatever its readers make of it. */
function identityOf({ key, keyFirst, hasKeyProperties }: Entry): string | undefined {
  return keyFirst?.text === key && !hasKeyProperties ? coreIdentity(key) : undefined;
}
