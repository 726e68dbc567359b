import { assertEquals } from "@std/assert";
import { Sandbox } from "../../tests/support/sandbox.ts";

/** Each in a process of its own: only the first change of a process is rehearsed. */
async function evaluate(sandbox: Sandbox, script: string): Promise<unknown> {
  const module = new URL("./warm_up.ts", import.meta.url).href;
  const text = `import { rehearse } from ${JSON.stringify(module)};
const path = ${JSON.stringify(sandbox.path("app.toml"))};
const seen = [];
const transform = ({ text, exists }) => {
  seen.push([text, exists]);
  if (text === "bad") throw new Error("no");
  return text + "!";
};
const result = (() => { ${script} })();
console.log(JSON.stringify({ result, seen }));
`;
  await sandbox.write("script.ts", text);
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "--allow-read", "--no-config", sandbox.path("script.ts")],
  }).output();
  assertEquals([success, new TextDecoder().decode(stderr)], [true, ""]);
  return JSON.parse(new TextDecoder().decode(stdout));
}

Deno.test("rehearse() runs a transform once for a document that does not change", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a" });
  const script = `return rehearse(path, transform)({ text: "a", exists: true });`;
  assertEquals(await evaluate(sandbox, script), { result: "a!", seen: [["a", true]] });
});

Deno.test("rehearse() runs a transform again for a document that has changed or come", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a" });
  const changed = `return rehearse(path, transform)({ text: "b", exists: true });`;
  assertEquals(await evaluate(sandbox, changed), { result: "b!", seen: [["a", true], ["b", true]] });
  await using empty = await Sandbox.create();
  const come = `return rehearse(path, transform)({ text: "", exists: true });`;
  assertEquals(await evaluate(empty, come), { result: "!", seen: [["", false], ["", true]] });
});

Deno.test("rehearse() runs only the first transform of a process", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a" });
  const script = `rehearse(path, transform); return rehearse(path, transform) === transform;`;
  assertEquals(await evaluate(sandbox, script), { result: true, seen: [["a", true]] });
});

Deno.test("rehearse() leaves what fails to the one that counts", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "bad" });
  const script = `return rehearse(path, transform)({ text: "good", exists: true });`;
  assertEquals(await evaluate(sandbox, script), { result: "good!", seen: [["bad", true], ["good", true]] });
});

Deno.test("rehearse() leaves a large document to the one that counts", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a".repeat(100_000) });
  const script = `return rehearse(path, transform) === transform;`;
  assertEquals(await evaluate(sandbox, script), { result: true, seen: [] });
});
