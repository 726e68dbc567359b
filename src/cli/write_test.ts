import { assertEquals } from "@std/assert";
import type { Change } from "../model/change.ts";
import { parseKeyPath } from "../model/key_path.ts";
import { lockLabel } from "./write.ts";

Deno.test("lockLabel() names the command and its keys, never a value", () => {
  const set = (key: string): Change => ({
    op: "set",
    path: parseKeyPath(key),
    value: { text: "s3cret", type: "auto" },
  });
  const cases: [keys: string[], label: string][] = [
    [["server.port"], "pawl set server.port"],
    [["a", '"b c"[0]'], 'pawl set a "b c"[0]'],
    [["a", "b", "c"], "pawl set a b c"],
    [["a", "b", "c", "d"], "pawl set a b c ..."],
    [['"a\\nb"'], 'pawl set "a\\nb"'],
  ];
  for (const [keys, label] of cases) assertEquals(lockLabel("set", keys.map(set)), label);
});
