import { assertEquals } from "@std/assert";
import { BUG_EXIT_CODE, EXIT_CODE_MEANINGS, EXIT_CODES } from "./exit_codes.ts";

Deno.test("EXIT_CODE_MEANINGS explains every exit status, in ascending order", () => {
  const explained = EXIT_CODE_MEANINGS.map(([exitCode]) => exitCode);
  assertEquals(explained, explained.toSorted((a, b) => a - b));
  assertEquals(new Set(explained), new Set([0, ...Object.values(EXIT_CODES), BUG_EXIT_CODE, 130]));
});
