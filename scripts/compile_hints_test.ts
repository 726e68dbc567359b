import { assertEquals } from "@std/assert";
import { type CalledFunction, hintFunctions, readCalledFunctions } from "./compile_hints.ts";

/** The function of that name in a text, as V8's log gives it. */
function called(text: string, head: string, name: string, end: string): CalledFunction {
  const start = text.indexOf(head) + head.length;
  return { start, end: text.indexOf(end, start) + end.length, name };
}

Deno.test("hintFunctions() turns what was called into parenthesized expressions before all else", () => {
  const text = 'import{a}from"./a.js";var x=f();function f(){return 1}function g(){return 2}export{x,f,g};';
  const module = { start: 0, end: text.length, name: "" };
  assertEquals(
    hintFunctions(text, [module, called(text, "function f", "f", "}")]),
    'import{a}from"./a.js";var f=(function(){return 1});var x=f();function g(){return 2}export{x,f,g};',
  );
});

Deno.test("hintFunctions() knows async functions and generators", () => {
  const text = "async function f(){await 1}function*g(){yield 1}export{f,g};";
  assertEquals(
    hintFunctions(text, [called(text, "function*g", "g", "}"), called(text, "function f", "f", "}")]),
    "var f=(async function(){await 1}),g=(function*(){yield 1});export{f,g};",
  );
});

Deno.test("hintFunctions() leaves functions in functions where they are", () => {
  const text = "function f(){function g(){return 1}return g()}";
  const outer = { start: 10, end: text.length, name: "f" };
  assertEquals(
    hintFunctions(text, [outer, called(text, "function g", "g", "}")]),
    `var f=(${text.replace("function f", "function")});`,
  );
});

Deno.test("hintFunctions() leaves functions in blocks where they are", () => {
  const text = "var x=1;function f(){return x}{let x=2;f();function g(){return x}}function h(){return x}";
  const functions = ["f", "g", "h"].map((name) => called(text, `function ${name}`, name, "}"));
  assertEquals(
    hintFunctions(text, functions),
    "var f=(function(){return x}),h=(function(){return x});var x=1;{let x=2;f();function g(){return x}}",
  );
});

Deno.test("hintFunctions() knows that a module may import in its middle", () => {
  const text = 'var u=import.meta.url;import{a as b}from"./a.js";import"./b.js";function f(){return b}';
  assertEquals(
    hintFunctions(text, [called(text, "function f", "f", "}")]),
    'var f=(function(){return b});var u=import.meta.url;import{a as b}from"./a.js";import"./b.js";',
  );
});

Deno.test("hintFunctions() keeps what a function calls itself, also when its name gets another value", () => {
  const text = "function f(){return typeof f}var g=f;f=1;return[g(),g.name];";
  const hinted = hintFunctions(text, [called(text, "function f", "f", "}")]);
  assertEquals(new Function(hinted)(), ["number", "f"]);
});

Deno.test("hintFunctions() tells an import from a call of it", () => {
  const text = 'import("./a.js").then(()=>{var x=1;f(x)});function f(){return 1}';
  assertEquals(
    hintFunctions(text, [called(text, "function f", "f", "}")]),
    'var f=(function(){return 1});import("./a.js").then(()=>{var x=1;f(x)});',
  );
});

Deno.test("hintFunctions() leaves expressions, methods and arrow functions", () => {
  const text = "class A{m(){return 1}}var f=function f(){return 2},g=()=>3;";
  const functions = [
    called(text, "{m", "m", "}"),
    called(text, "=function f", "f", "}"),
    { start: text.indexOf("()=>3"), end: text.length - 1, name: "g" },
  ];
  assertEquals(hintFunctions(text, functions), text);
});

Deno.test("hintFunctions() leaves a text alone that is another than the one that was run", () => {
  const text = "function f(){return 1}";
  assertEquals(hintFunctions(text, [{ start: 9, end: text.length, name: "f" }]), text);
  assertEquals(hintFunctions(text, [{ start: 10, end: 15, name: "f" }]), text);
});

Deno.test("readCalledFunctions() reads the log of V8", () => {
  const log = [
    "v8-version,14,7,173,7,-rusty,0",
    "script-details,7,file:///tmp/edit.js,0,0,",
    "function,preparse-resolution,7,10,40,0.01,300,skipped",
    "function,interpreter,7,50,90,0.02,310,called",
    "function,interpreter,8,50,90,0.02,310,elsewhere",
    "",
  ].join("\n");
  assertEquals(readCalledFunctions(log), new Map([["file:///tmp/edit.js", [{ start: 50, end: 90, name: "called" }]]]));
});

Deno.test("readCalledFunctions() reads what this V8 writes", async () => {
  const folder = await Deno.makeTempDir({ prefix: "pawl-test-" });
  try {
    const text = "function f(){return 1}function g(){return 2}f();";
    await Deno.writeTextFile(`${folder}/a.js`, text);
    const flags = "--v8-flags=--log-function-events,--no-logfile-per-isolate,--logfile=v8.log";
    const { success } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-config", flags, "a.js"],
      cwd: folder,
      stdout: "null",
      stderr: "null",
    }).output();
    assertEquals(success, true);
    const functions = readCalledFunctions(await Deno.readTextFile(`${folder}/v8.log`));
    const [, called] = [...functions].find(([url]) => url.endsWith("/a.js"))!;
    assertEquals(called.filter(({ name }) => name !== ""), [{ start: 10, end: 22, name: "f" }]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
