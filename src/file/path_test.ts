import { assertEquals } from "@std/assert";
import type { FileIo } from "./file_io.ts";
import { isAbsolutePath, joinPath, namesDirectory, splitAtParent, splitPath } from "./path.ts";

function ioOf(os: typeof Deno.build.os): FileIo {
  return { ...Deno, build: { ...Deno.build, os } };
}

const SPLITS: readonly [os: "linux" | "windows", path: string, parent: string, name: string][] = [
  ["linux", "app.toml", ".", "app.toml"],
  ["linux", "a/app.toml", "a", "app.toml"],
  ["linux", "a//app.toml", "a", "app.toml"],
  ["linux", "/app.toml", "/", "app.toml"],
  ["linux", "/a/b", "/a", "b"],
  ["linux", "/", "/", ""],
  ["linux", "..", ".", ".."],
  ["linux", "a\\b", ".", "a\\b"],
  ["windows", "a\\b/c", "a\\b", "c"],
  ["windows", "C:\\app.toml", "C:\\", "app.toml"],
  ["windows", "C:\\a\\app.toml", "C:\\a", "app.toml"],
  ["windows", "C:app.toml", "C:", "app.toml"],
  ["windows", "C:\\", "C:\\", ""],
];

for (const [os, path, parent, name] of SPLITS) {
  Deno.test(`splitPath() splits ${path} on ${os}`, () => {
    assertEquals(splitPath(path, ioOf(os)), { parent, name });
  });
}

Deno.test("joinPath() puts one separator between a directory and a name", () => {
  assertEquals(joinPath("/a", "b", ioOf("linux")), "/a/b");
  assertEquals(joinPath("/", "b", ioOf("linux")), "/b");
  assertEquals(joinPath("C:\\a", "b", ioOf("windows")), "C:\\a\\b");
  assertEquals(joinPath("C:\\", "b", ioOf("windows")), "C:\\b");
});

Deno.test("isAbsolutePath() knows the roots of each system", () => {
  const paths = ["/a", "a", "C:\\a", "\\\\server\\share"];
  assertEquals(paths.map((path) => isAbsolutePath(path, ioOf("linux"))), [true, false, false, false]);
  assertEquals(paths.map((path) => isAbsolutePath(path, ioOf("windows"))), [true, false, true, true]);
});

Deno.test("namesDirectory() is true of a path whose last part is empty or consists of one or two periods", () => {
  const directories = ["a/", "/", ".", "..", "a/.", "a/..", "./", "a/./"];
  const files = ["a", "a.", "a..", "...", "a/...", ".a", "a/..b", "a\\"];
  assertEquals(directories.filter((path) => !namesDirectory(path, ioOf("linux"))), []);
  assertEquals(files.filter((path) => namesDirectory(path, ioOf("linux"))), []);
  assertEquals(["a/", "a", "a\\", "a\\.."].map((path) => namesDirectory(path, ioOf("windows"))), [
    true,
    false,
    true,
    true,
  ]);
});

Deno.test("splitAtParent() finds the first part that is ..", () => {
  const splits: Record<string, [before: string, after: string] | undefined> = {
    "a/../b": ["a", "b"],
    "a//..//b/../c": ["a", "b/../c"],
    "..": [".", ""],
    "../a": [".", "a"],
    "/..": ["/", ""],
    "/../a/": ["/", "a/"],
    "a/..": ["a", ""],
    "a..b/..c/d../...": undefined,
    "a/b": undefined,
  };
  for (const [path, split] of Object.entries(splits)) {
    assertEquals(splitAtParent(path, ioOf("linux")), split && { before: split[0], after: split[1] }, path);
    assertEquals(splitAtParent(path, ioOf("windows")), undefined, path);
  }
});
