/**
 * One small configuration, said in every format, and operations on it.
 *
 * @module
 */
import { smallDocument } from "./documents.ts";

/** A document of about 2 KB. */
export interface FormatDocument {
  /** The format's name, and the ending of its files. */
  readonly name: string;
  readonly text: string;
  /** Lines for `pawl apply`: new keys, new elements or rows, and counting, in turns. */
  operations(count: number): string[];
}

/** @returns The document in each format, TOML first. Each has the key `section_3.port`. */
export function smallDocuments(): FormatDocument[] {
  const sections = Array.from({ length: 9 }, (_, i) => sectionOf(i));
  const json = JSON.stringify(Object.fromEntries(sections.map((section, i) => [`section_${i}`, section])), null, 2);
  return [
    { name: "toml", text: smallDocument(), operations: treeOperations },
    { name: "yaml", text: sections.map(yamlOf).join("\n"), operations: treeOperations },
    { name: "json", text: `${json}\n`, operations: treeOperations },
    { name: "jsonc", text: json.replaceAll(/(?<=": \{)$/gm, " // see the manual") + "\n", operations: treeOperations },
    { name: "csv", text: csvOf(), operations: rowOperations },
  ];
}

function sectionOf(i: number) {
  const hosts = [`alpha-${i}.example.org`, `beta-${i}.example.org`];
  return { name: `part ${i}`, enabled: i % 2 === 0, port: 8000 + i, hosts, ratio: (i + 1) / 10 };
}

function yamlOf({ name, enabled, port, hosts, ratio }: ReturnType<typeof sectionOf>, i: number): string {
  return [
    `# Section ${i} says how part ${i} behaves; see the manual before you change it.`,
    `section_${i}:`,
    `  name: "${name}"   # shown to users`,
    `  enabled: ${enabled}`,
    `  port: ${port}`,
    `  hosts:`,
    ...hosts.map((host) => `    - ${host}`),
    `  ratio: ${ratio}`,
    "",
  ].join("\n");
}

function csvOf(): string {
  const rows = Array.from({ length: 45 }, (_, i) => `section_${i},"part ${i}",${i % 2 === 0},${8000 + i},host-${i}\n`);
  return `name,title,enabled,port,host\n${rows.join("")}`;
}

function treeOperations(count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const section = `section_${i % 9}`;
    if (i % 3 === 0) return `set ${section}.key_${i} ${i}`;
    return i % 3 === 1 ? `append ${section}.hosts host-${i}` : `increment ${section}.port`;
  });
}

function rowOperations(count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const section = `section_${i % 45}`;
    if (i % 3 === 0) return `set ${section}.host host-${i}`;
    return i % 3 === 1 ? `add new_${i} port=${i}` : `increment ${section}.port`;
  });
}
