/**
 * The documents that the benchmarks change.
 *
 * @module
 */

/**
 * A configuration file of about 2 KB, such as people write: comments, tables, arrays.
 *
 * @returns TOML.
 */
export function smallDocument(): string {
  const tables = Array.from({ length: 9 }, (_, i) =>
    [
      `# Section ${i} says how part ${i} behaves; see the manual before you change it.`,
      `[section_${i}]`,
      `name = "part ${i}"   # shown to users`,
      `enabled = ${i % 2 === 0}`,
      `port = ${8000 + i}`,
      `hosts = ["alpha-${i}.example.org", "beta-${i}.example.org"]`,
      `ratio = 0.${i + 1}`,
      "",
    ].join("\n"));
  return ["# The settings of a small service.", 'title = "bench"', "", ...tables].join("\n");
}

/**
 * A small document with one key for each of many writers.
 *
 * @param count How many keys.
 * @returns TOML, with `slots.key_0 = 0` and so on.
 */
export function slotsDocument(count: number): string {
  const slots = Array.from({ length: count }, (_, i) => `key_${i} = 0`);
  return ["# One key for each writer.", "[slots]", ...slots, ""].join("\n");
}

/**
 * A large document of the same make as the small one.
 *
 * @param sizeBytes At least how many bytes.
 * @returns TOML; it has the key `table_7.port`.
 */
export function largeDocument(sizeBytes: number): string {
  const parts = ["# A large file, written by a program and edited by people.\n"];
  let length = parts[0]!.length;
  for (let i = 0; length < sizeBytes; i++) {
    const part = [
      `[table_${i}] # number ${i}`,
      `name = "a name for ${i}, with some text to it"`,
      `port = ${8000 + i % 1000}`,
      `ratio = ${i}.25`,
      `when = 1979-05-27T07:32:0${i % 10}Z`,
      `tags = ["red", "green", "blue"]`,
      `limits = { cpu = ${i % 64}, memory = "${i % 512}M" }`,
      "",
      "",
    ].join("\n");
    parts.push(part);
    length += part.length;
  }
  return parts.join("");
}
