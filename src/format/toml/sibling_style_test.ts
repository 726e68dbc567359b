import { assertEquals } from "@std/assert";
import type { Step } from "../../model/change.ts";
import { applyEdits } from "../../edit/edit_text.ts";
import { editToml } from "./edit.ts";

type Add = Step & { readonly op: "add" };

const SERVER = { name: "a", port: 1n };
const STEPS: readonly { readonly name: string; readonly before: string; readonly step: Add; readonly after: string }[] =
  [
    {
      name: "begins an array of tables with a header",
      before: `[owner]\nname = "x"\n`,
      step: { op: "add", path: ["servers"], value: [SERVER] },
      after: `[owner]\nname = "x"\n\n[[servers]]\nname = "a"\nport = 1\n`,
    },
    {
      name: "begins an array of tables with a header in a document without any",
      before: `title = "x"\n`,
      step: { op: "add", path: ["servers"], value: [SERVER, { name: "b" }] },
      after: `title = "x"\n\n[[servers]]\nname = "a"\nport = 1\n\n[[servers]]\nname = "b"\n`,
    },
    {
      name: "begins an array of tables in an element of another one",
      before: `[[a]]\nn = 1\n\n[[a]]\nn = 2\n`,
      step: { op: "add", path: ["a", 0, "b"], value: [SERVER] },
      after: `[[a]]\nn = 1\n\n[[a.b]]\nname = "a"\nport = 1\n\n[[a]]\nn = 2\n`,
    },
    {
      name: "begins an array of tables in a table that is new, too",
      before: `[owner]\nname = "x"\n`,
      step: { op: "add", path: ["x", "servers"], value: [{ name: "a" }] },
      after: `[owner]\nname = "x"\n\n[[x.servers]]\nname = "a"\n`,
    },
    {
      name: "gives a new table among others a header",
      before: `[t.a]\nx = 1\n[t.b]\nx = 2\n`,
      step: { op: "add", path: ["t", "c"], value: { x: 3n, list: [{ y: 4n }] } },
      after: `[t.a]\nx = 1\n[t.b]\nx = 2\n[t.c]\nx = 3\n[[t.c.list]]\ny = 4\n`,
    },
    {
      name: "gives a new table at the top a header where there are headers",
      before: `a = 1\n\n[owner]\nname = "x"\n`,
      step: { op: "add", path: ["cache"], value: { size: 1n, inner: { x: 2n } } },
      after: `a = 1\n\n[owner]\nname = "x"\n\n[cache]\nsize = 1\n\n[cache.inner]\nx = 2\n`,
    },
    {
      name: "keeps to braces where the tables beside it have them",
      before: `a = { x = 1 }\n\n[owner]\nname = "x"\n`,
      step: { op: "add", path: ["servers"], value: [SERVER] },
      after: `a = { x = 1 }\nservers = [{ name = "a", port = 1 }]\n\n[owner]\nname = "x"\n`,
    },
    {
      name: "keeps to braces among pairs",
      before: `[dependencies]\nlog = "1"\n`,
      step: { op: "add", path: ["dependencies", "serde"], value: { version: "1" } },
      after: `[dependencies]\nlog = "1"\nserde = { version = "1" }\n`,
    },
    {
      name: "keeps to braces in a table of dotted keys",
      before: `t.a = 1\n\n[owner]\n`,
      step: { op: "add", path: ["t", "list"], value: [{ x: 1n }] },
      after: `t.a = 1\nt.list = [{ x = 1 }]\n\n[owner]\n`,
    },
    {
      name: "writes a value as it was typed",
      before: `[owner]\n`,
      step: { op: "add", path: ["servers"], value: [{ name: "a" }], spelling: `[{name = "a"}]` },
      after: `servers = [{name = "a"}]\n\n[owner]\n`,
    },
  ];

for (const { name, before, step, after } of STEPS) {
  Deno.test(`editToml() ${name}, and takes it out again without a trace`, () => {
    const added = applyEdits(before, editToml(before, [step]).edits);
    assertEquals(added, after);
    assertEquals(applyEdits(added, editToml(added, [{ op: "remove", path: step.path }]).edits), before);
  });
}
