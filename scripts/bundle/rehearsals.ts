/**
 * The calls that decide what lies together in a bundle.
 *
 * @module
 */

/** A call of pawl, which succeeds. */
export interface Call {
  readonly args: readonly string[];
  /** The file that it is about, which it finds with this text. */
  readonly file?: string;
  readonly text?: string;
  /** Whether another process holds the file's lock for a while. */
  readonly isLocked?: boolean;
}

/** A pack and the calls that need its chunks: all of them, or any. */
export interface Group {
  readonly name: string;
  readonly neededBy: "all" | "any";
  readonly calls: readonly Call[];
}

const TOML = `# A service.
title = "sample"

[server]
host = "localhost" # for now
port = 8080
ratio = 0.5
tags = ["a", "b"]
`;

const YAML = `# A service.
title: sample
server:
  host: localhost # for now
  port: 8080
  tags:
    - a
    - b
`;

const JSON_TEXT = `{
  "title": "sample",
  "server": {
    "host": "localhost",
    "port": 8080,
    "tags": ["a", "b"]
  }
}
`;

const CSV = `name,email,port
server,a@example.org,8080
client,"b@example.org",8081
`;

function on(file: string, text: string, ...args: string[]): Call {
  return { args: [...args, "-f", file], file, text };
}

const SET_TOML = on("sample.toml", TOML, "set", "server.port", "8081");
const SET_YAML = on("sample.yaml", YAML, "set", "server.port", "8081");
const SET_JSON = on("sample.json", JSON_TEXT, "set", "server.port", "8081");
const SET_CSV = on("sample.csv", CSV, "set", "server.port", "8081");

/** The packs, from what every call needs to what few do: a chunk lies in the first one whose calls need it. */
export const GROUPS: readonly Group[] = [
  { name: "core", neededBy: "all", calls: [SET_TOML, SET_YAML, SET_JSON, SET_CSV] },
  { name: "toml", neededBy: "any", calls: [SET_TOML, on("sample.toml", TOML, "set", "server.name", "new")] },
  { name: "json", neededBy: "any", calls: [SET_JSON, on("sample.json", JSON_TEXT, "set", "server.name", "new")] },
  { name: "yaml", neededBy: "any", calls: [SET_YAML, on("sample.yaml", YAML, "set", "server.name", "new")] },
  { name: "csv", neededBy: "any", calls: [SET_CSV] },
  { name: "queue", neededBy: "any", calls: [{ ...SET_TOML, isLocked: true }] },
  { name: "read", neededBy: "any", calls: ["get", "has"].map((name) => on("sample.toml", TOML, name, "server.port")) },
  {
    name: "change",
    neededBy: "any",
    calls: [
      on("sample.toml", TOML, "add", "client.port", "8082"),
      on("sample.toml", TOML, "update", "server.port", "8082"),
      on("sample.toml", TOML, "unset", "server.port"),
      on("sample.toml", TOML, "append", "server.tags", "c"),
      on("sample.toml", TOML, "increment", "server.port"),
    ],
  },
];
