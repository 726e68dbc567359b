import { assertEquals, assertThrows } from "@std/assert";
import { PawlError } from "../model/errors.ts";
import { parseDuration } from "./duration.ts";

Deno.test("parseDuration() reads a number with a unit", () => {
  const cases: [text: string, durationMs: number][] = [
    ["0ms", 0],
    ["0s", 0],
    ["250ms", 250],
    ["5s", 5000],
    ["1.5s", 1500],
    ["0.0001s", 1],
    ["2m", 120_000],
    ["1h", 3_600_000],
    ["2147483647ms", 2_147_483_647],
  ];
  for (const [text, durationMs] of cases) assertEquals(parseDuration(text, "X"), durationMs, text);
});

Deno.test("parseDuration() refuses anything else and names its source", () => {
  for (const text of ["", "s", "-5s", "5 s", "5S", "5d", "1e3s", ".5s", "5.s", "0x5s", "five", "Infinitys"]) {
    const error = assertThrows(() => parseDuration(text, "PAWL_TIMEOUT"), PawlError);
    assertEquals(error.code, "usage");
    assertEquals(error.message, `PAWL_TIMEOUT cannot be "${text}": wanted a duration such as 250ms, 5s or 2m`);
  }
});

Deno.test("parseDuration() asks for the unit of a bare number", () => {
  const error = assertThrows(() => parseDuration("5", 'Option "--timeout"'), PawlError);
  assertEquals(error.message, 'Option "--timeout" cannot be "5": wanted a duration with a unit');
  assertEquals(error.hint, "write 5s for seconds, or 5ms for milliseconds");
});

Deno.test("parseDuration() refuses what a timer cannot wait for", () => {
  for (const text of ["2147483648ms", "597h", "9".repeat(400) + "s"]) {
    assertThrows(() => parseDuration(text, "X"), PawlError, "wanted 24 days (576h) at most");
  }
});
