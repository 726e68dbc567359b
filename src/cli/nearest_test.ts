import { assertEquals } from "@std/assert";
import { nearest } from "./nearest.ts";

Deno.test("nearest() finds what a slip of the fingers meant, and nothing else", () => {
  const options = ["--timeout", "--type", "--quiet", "--file"];
  const commands = ["get", "has", "set", "unset", "list"];
  const cases: [word: string, candidates: string[], expected: string | undefined][] = [
    ["--timout", options, "--timeout"],
    ["--TYPE", options, "--type"],
    ["--tiemout", options, "--timeout"],
    ["gte", commands, "get"],
    ["lst", commands, "list"],
    ["teg", commands, "get"],
    ["del", commands, undefined],
    ["--log", ["--to", "--by"], undefined],
    ["frobnicate", commands, undefined],
    ["a", commands, undefined],
    ["", commands, undefined],
    ["get", [], undefined],
    ["server.prot", ["server.port", "server.host"], "server.port"],
    ["x".repeat(5000), ["y".repeat(5000)], undefined],
  ];
  for (const [word, candidates, expected] of cases) assertEquals(nearest(word, candidates), expected, word);
});
