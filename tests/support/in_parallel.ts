/**
 * Runs many small jobs, a few at a time.
 *
 * @module
 */

const WORKERS = 4;

/**
 * Runs a job for every item.
 *
 * @param items The items.
 * @param job What to do with one.
 * @throws Whatever the first job to fail throws, when the others have ended.
 */
export async function inParallel<Item>(items: readonly Item[], job: (item: Item) => Promise<void>): Promise<void> {
  const queue = [...items];
  const failures: unknown[] = [];
  async function work(): Promise<void> {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      await job(item).catch((error) => failures.push(error));
    }
  }
  await Promise.all(Array.from({ length: WORKERS }, work));
  if (failures.length > 0) throw failures[0];
}
