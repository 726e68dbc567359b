/**
 * What a process knows that was started under a lock: which lock file it is, and a secret that only the holder's children
 * have. The holder's record has the secret's hash, so the token is checked against the record of a lock that is held.
 *
 * @module
 */

/** A lock that is lent to the holders of the token. */
export interface LentTo {
  /** The path of the lock file. */
  readonly lockPath: string;
  /** Empty for a shared lock, whose holders leave no record. */
  readonly secret: string;
}

/**
 * Reads a token.
 *
 * @param token What the environment says; it may be anything.
 * @returns The locks that it speaks of; none if it is no token.
 */
export function parseLockToken(token: string): LentTo[] {
  let json: unknown;
  try {
    json = JSON.parse(token);
  } catch {
    return [];
  }
  if (!Array.isArray(json)) return [];
  return json.filter((entry) => typeof entry?.lockPath === "string" && typeof entry.secret === "string");
}

/**
 * Writes a token.
 *
 * @param locks The locks that it speaks of.
 * @returns The token.
 */
export function printLockToken(locks: readonly LentTo[]): string {
  return JSON.stringify(locks.map(({ lockPath, secret }) => ({ lockPath, secret })));
}

/** A secret that nobody can guess. */
export function newSecret(): string {
  return crypto.getRandomValues(new Uint8Array(32)).toHex();
}

/**
 * The hash of a secret, as a record has it.
 *
 * @returns Its SHA-256 in hexadecimal digits.
 */
export async function hashOfSecret(secret: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret));
  return new Uint8Array(digest).toHex();
}
