import { assertEquals } from "@std/assert";
import { findCommon } from "./common.ts";

Deno.test("findCommon() finds a longest common subsequence", () => {
  const cases: [string, string, string][] = [
    ["", "abc", ""],
    ["abc", "abc", "abc"],
    ["abcd", "acd", "acd"],
    ["acd", "abcd", "acd"],
    ["xaybz", "ab", "ab"],
    ["abc", "xyz", ""],
    ["abcbdab", "bdcaba", "bdab"],
    ["aaa", "aa", "aa"],
  ];
  for (const [old, wanted, common] of cases) {
    const pairs = findCommon([...old], [...wanted]);
    assertEquals(pairs.map(([index]) => old[index]).join("").length, common.length, `${old} and ${wanted}`);
    assertEquals(pairs.map(([index]) => old[index]), pairs.map(([, index]) => wanted[index]));
    assertEquals(pairs.map(([index]) => index), pairs.map(([index]) => index).toSorted((a, b) => a - b));
    assertEquals(pairs.map(([, index]) => index), pairs.map(([, index]) => index).toSorted((a, b) => a - b));
  }
});

Deno.test("findCommon() finds the common ends of arrays that are too long to compare", () => {
  const old = Array.from({ length: 2000 }, (_, index) => BigInt(index));
  const wanted = [0n, 1n, ...old.slice(2, -2).toReversed(), 1998n, 1999n];
  assertEquals(findCommon(old, wanted), [[0, 0], [1, 1], [1998, 1998], [1999, 1999]]);
});
