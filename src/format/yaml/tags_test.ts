import { assertEquals } from "@std/assert";
import { listYamlTags } from "./tags.ts";

Deno.test("listYamlTags() lists what only readers of the document understand, once", () => {
  const text =
    'a: !include x.yaml\nb: [!secret p, !include y]\n!k c: 1\nd: !!str 1\ne: !<tag:yaml.org,2002:int> 2\nf: "!no"\n';
  assertEquals(listYamlTags(text), ["!include", "!secret", "!k"]);
  assertEquals(listYamlTags("a: 1 # !no\n"), []);
});
