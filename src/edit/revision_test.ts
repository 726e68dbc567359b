import { assertEquals, assertObjectMatch, assertThrows } from "@std/assert";
import type { Change } from "../model/change.ts";
import { parseChanges } from "../model/change_json.ts";
import { writeChange } from "../model/change_json_writer.ts";
import { editText, editTextFor, withNextRevision } from "./edit_text.ts";
import { ConflictError, PawlError } from "../model/errors.ts";
import { formatFor } from "../format/detect.ts";
import { parseKeyPath } from "../model/key_path.ts";
import { managingChanges, revisionOf, revisionTest, unmanagingChanges } from "./revision.ts";
import type { Value } from "../model/value.ts";

const TOML = await formatFor("app.toml");
const NOW_MS = Date.parse("2026-11-21T10:00:00.250Z");
const LATER_MS = NOW_MS + 60_000;

const MANAGED = `# settings
a = 1 # kept

version = 1
rev = 41 # counted
updated_at = 2026-11-21T10:00:00.250Z

[server]
port = 80
`;

function set(key: string, value: Value): Change {
  return { op: "set", path: parseKeyPath(key), value: { value }, force: true };
}

/** The text after some requests, each one change or several. */
function edited(text: string, requests: readonly (readonly Change[])[], nowMs = LATER_MS): string {
  return editTextFor(TOML, text, requests.map((changes) => ({ changes, nowMs })), "app.toml").text;
}

function counted(text: string, rev: number, time: string): string {
  return text.replace("rev = 41", `rev = ${rev}`).replace("10:00:00.250Z", time);
}

const NOT_MANAGED = [
  ["version is a string", 'version = "1"\nrev = 1\nupdated_at = 2026-11-21T10:00:00Z\n'],
  ["version is that of something else", "version = 2\nrev = 1\nupdated_at = 2026-11-21T10:00:00Z\n"],
  ["rev is a float", "version = 1\nrev = 1.0\nupdated_at = 2026-11-21T10:00:00Z\n"],
  ["rev is zero", "version = 1\nrev = 0\nupdated_at = 2026-11-21T10:00:00Z\n"],
  ["updated_at has no offset", "version = 1\nrev = 1\nupdated_at = 2026-11-21T10:00:00\n"],
  ["updated_at is no time", 'version = 1\nrev = 1\nupdated_at = "yesterday"\n'],
  ["updated_at is a string that is not UTC", 'version = 1\nrev = 1\nupdated_at = "2026-11-21T10:00:00+02:00"\n'],
  ["one is missing", "version = 1\nrev = 1\n"],
  ["they are in a table", "[a]\nversion = 1\nrev = 1\nupdated_at = 2026-11-21T10:00:00Z\n"],
] as const;

for (const [name, text] of NOT_MANAGED) {
  Deno.test(`revisionOf() finds no revision when ${name}, and nothing is counted`, () => {
    assertEquals(revisionOf(TOML.parse(text, "app.toml")), undefined);
    assertEquals(edited(text, [[set("b", 1n)]]).replace(/^b = 1\n+/m, ""), text);
    assertEquals(edited(text, [[set("b", 1n)]]).length > text.length, true);
  });
}

Deno.test("revisionOf() reads all the ways in which the time can be written", () => {
  for (const time of ["2026-11-21T10:00:00.25Z", "2026-11-21 12:00:00.250999+02:00", '"2026-11-21T10:00:00.250Z"']) {
    const root = TOML.parse(`version = 1\nrev = 9007199254740993\nupdated_at = ${time}\n`, "app.toml");
    assertEquals(revisionOf(root), { rev: 9007199254740993n, updatedAt: "2026-11-21T10:00:00.250Z" });
  }
});

for (const name of ["app.toml", "app.yaml", "app.json", "app.jsonc"]) {
  Deno.test(`managingChanges() and unmanagingChanges() leave ${name} as it was`, async () => {
    const format = await formatFor(name);
    const before = name === "app.toml"
      ? "# c\na = 1\n\n[t]\nb = 2\n"
      : name === "app.yaml"
      ? "# c\na: 1\nt:\n  b: 2\n"
      : '{\n  "a": 1\n}\n';
    const managed = editText(format, before, managingChanges(format, NOW_MS), name).text;
    assertEquals(revisionOf(format.parse(managed, name)), { rev: 1n, updatedAt: new Date(NOW_MS).toISOString() });
    const request = { changes: [set("a", 5n)], nowMs: LATER_MS };
    const changed = editTextFor(format, managed, [request, { ...request, changes: [set("a", 1n)] }], name).text;
    assertEquals(revisionOf(format.parse(changed, name)), { rev: 3n, updatedAt: new Date(LATER_MS).toISOString() });
    assertEquals(editText(format, changed, unmanagingChanges(), name).text, before);
  });
}

Deno.test("editTextFor() counts each request that changes something, and changes nothing else", () => {
  const after = edited(MANAGED, [[set("a", 2n), set("server.port", 81n)], [set("a", 2n)], [set("a", 3n)]]);
  assertEquals(after, counted(MANAGED, 43, "10:01:00.250Z").replace("a = 1", "a = 3").replace("80", "81"));
  assertEquals(edited(MANAGED, [[set("a", 1n)], [{ op: "test", path: ["a"], expect: "present" }]]), MANAGED);
});

Deno.test("editTextFor() never puts the time back, and still counts", () => {
  for (const nowMs of [0, NOW_MS - 1, NOW_MS]) {
    assertEquals(
      edited(MANAGED, [[set("a", 2n)]], nowMs),
      counted(MANAGED, 42, "10:00:00.250Z").replace("a = 1", "a = 2"),
    );
  }
});

Deno.test("editTextFor() counts a request once that has to be carried out in two", () => {
  const changes: Change[] = [
    { op: "unset", path: parseKeyPath("x.y") },
    { op: "add", path: parseKeyPath("x.z"), value: { value: 1n } },
  ];
  const after = edited(`${MANAGED}\n[x.y]\nk = 1\n`, [changes]);
  assertEquals(revisionOf(TOML.parse(after, "app.toml"))?.rev, 42n);
});

Deno.test("editTextFor() holds each request to the rev that those before it have left", () => {
  const requests = [41n, 41n, 42n, 43n].map((rev) => ({
    changes: [revisionTest(rev), set("a", rev)],
    nowMs: LATER_MS,
  }));
  const { text, outcomes } = editTextFor(TOML, MANAGED, requests, "app.toml");
  assertEquals(outcomes.map((outcome) => "error" in outcome ? outcome.error.message : outcome.changed), [
    true,
    "Conflict detected: expected rev 41, found 42",
    true,
    true,
  ]);
  assertEquals(text, counted(MANAGED, 44, "10:01:00.250Z").replace("a = 1", "a = 43"));
});

Deno.test("editText() says what it expected and what it found when the rev is another one, or there is none", () => {
  const found = assertThrows(() => editText(TOML, MANAGED, [revisionTest(7n)], "app.toml"), ConflictError);
  assertObjectMatch(found, { message: "Conflict detected: expected rev 7, found 41", expected: "7", actual: "41" });
  const none = assertThrows(() => editText(TOML, "rev = 7\n", [revisionTest(7n)], "app.toml"), ConflictError);
  assertObjectMatch(none, { message: "Conflict detected: expected rev 7, found none", actual: "none" });
});

const FORBIDDEN: readonly (readonly Change[])[] = [
  [set("rev", 50n)],
  [set("a", 2n), set("rev", 40n)],
  [{ op: "increment", path: ["rev"], by: 1n }],
  [{ op: "unset", path: ["version"] }],
  [{ op: "unset", path: ["version"] }, { op: "unset", path: ["rev"] }],
  [{ op: "rename", path: ["updated_at"], to: ["changed_at"] }],
  [set("updated_at", "now")],
  [{ op: "merge", path: [], value: { value: { rev: 1n, b: 2n } }, arrays: "replace", force: true }],
];

Deno.test("editText() refuses changes of what is pawl's in a managed file", () => {
  for (const changes of FORBIDDEN) {
    const error = assertThrows(() => editText(TOML, MANAGED, changes, "app.toml"), PawlError);
    assertEquals(error.code, "conflict");
    const { text, outcomes } = editTextFor(
      TOML,
      MANAGED,
      [{ changes }, { changes: [set("a", 2n)], nowMs: NOW_MS }],
      "app.toml",
    );
    assertEquals(outcomes.map((outcome) => "error" in outcome), [true, false]);
    assertEquals(text, counted(MANAGED, 42, "10:00:00.250Z").replace("a = 1", "a = 2"));
  }
  assertEquals(edited(MANAGED, [[set("rev", 41n)]]), MANAGED, "what changes nothing is no change");
});

Deno.test("withNextRevision() counts on from the last revision, whatever the text says", () => {
  const last = { rev: 41n, updatedAt: new Date(NOW_MS).toISOString() };
  for (const rev of ["rev = 3", "rev = 99", 'rev = "?"']) {
    const text = MANAGED.replace("rev = 41", rev).replace("a = 1", "a = 9");
    const after = withNextRevision(TOML, text, last, "app.toml", LATER_MS);
    assertEquals(after, counted(MANAGED, 42, "10:01:00.250Z").replace("a = 1", "a = 9"));
  }
  const incomplete = withNextRevision(TOML, "a = 1\nrev = 3\n", last, "app.toml", 0);
  assertEquals(incomplete, "a = 1\nrev = 42\nversion = 1\nupdated_at = 2026-11-21T10:00:00.250Z\n");
  assertEquals(withNextRevision(TOML, "a = 1\n", last, "app.toml"), "a = 1\n");
});

Deno.test("revisionTest() survives JSON", () => {
  const change = revisionTest(9007199254740993n);
  assertEquals(parseChanges(JSON.stringify(writeChange(change))), [change]);
});
