import { assertEquals, assertInstanceOf, assertStrictEquals } from "@std/assert";
import { systemErrorOf } from "../../tests/support/watched_io.ts";
import { type ErrorCode, PawlError } from "../model/errors.ts";
import { isSystemError, pawlErrorFrom, systemReason } from "./system_error.ts";

const { errors } = Deno;

const CODES: readonly [name: string, error: Error, code: ErrorCode][] = [
  ["EACCES", new errors.PermissionDenied("Permission denied (os error 13): open 'x'"), "permission"],
  ["EPERM of node:fs", systemErrorOf("EPERM"), "permission"],
  ["a refusal of Deno's sandbox", new errors.NotCapable("Requires all access"), "permission"],
  ["EBUSY", systemErrorOf("EBUSY"), "not-replaceable"],
  ["EXDEV", systemErrorOf("EXDEV"), "not-replaceable"],
  ["EROFS", systemErrorOf("EROFS"), "not-replaceable"],
  ["EISDIR", new errors.IsADirectory("Is a directory (os error 21)"), "not-replaceable"],
  ["ENOSPC", systemErrorOf("ENOSPC"), "io"],
  ["EIO", systemErrorOf("EIO"), "io"],
  ["EDQUOT, which has no code", new Error("Disk quota exceeded (os error 122)"), "io"],
  ["EINVAL, which is a TypeError", Object.assign(new TypeError("Invalid argument"), { code: "EINVAL" }), "io"],
  ["ENOTDIR", new errors.NotADirectory("Not a directory (os error 20)"), "io"],
];

for (const [name, error, code] of CODES) {
  Deno.test(`pawlErrorFrom() gives ${code} for ${name}`, () => {
    const found = pawlErrorFrom(error, 'Cannot read "app.toml"') as PawlError;
    assertInstanceOf(found, PawlError);
    assertEquals([found.code, found.cause], [code, error]);
  });
}

Deno.test("pawlErrorFrom() says what could not be done and why, in one line", () => {
  const error = new errors.PermissionDenied("Permission denied (os error 13): open '/x'");
  const meaning = { denied: "not-replaceable", deniedHint: "Ask root" } as const;
  const found = pawlErrorFrom(error, 'Cannot read "app.toml"', meaning) as PawlError;
  assertEquals(found.message, 'Cannot read "app.toml": permission denied');
  assertEquals([found.code, found.hint], ["not-replaceable", "Ask root"]);
  assertEquals(systemReason(new errors.NotCapable("x")), "this program runs without the permission for it");
});

for (const error of [new TypeError("bug"), new RangeError("bug"), new PawlError("io", "Known"), "thrown"]) {
  Deno.test(`pawlErrorFrom() leaves ${error} alone`, () => {
    assertEquals(isSystemError(error), false);
    assertStrictEquals(pawlErrorFrom(error, "Cannot"), error);
  });
}
