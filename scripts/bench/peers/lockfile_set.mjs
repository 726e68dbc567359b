/**
 * Sets one key of a JSON file as a careful Node.js script would: proper-lockfile and write-file-atomic (which syncs the
 * file). JSON, because Node.js parses it itself: a TOML parser would only add to its start-up.
 *
 * Usage: lockfile_set.mjs FILE KEY VALUE
 */
import { readFileSync } from "node:fs";
import lockfile from "proper-lockfile";
import writeFileAtomic from "write-file-atomic";

const [path, key, value] = process.argv.slice(2);
const retries = { retries: 10_000, factor: 1, minTimeout: 5, maxTimeout: 20, randomize: true };
const release = await lockfile.lock(path, { retries });
const document = JSON.parse(readFileSync(path, "utf8"));
document.slots[key] = Number(value);
await writeFileAtomic(path, `${JSON.stringify(document, null, 2)}\n`);
await release();
