/**
 * The rules of this project that `deno lint` can check: which layer may import which, what the layers below the command
 * line must not touch, and how messages are worded.
 *
 * Tests are free of all of them: a test may look at any layer and print what it likes.
 *
 * @module
 */

/** A part of the project, from the ground up: a folder of `src`, the verbs of the library, its list of names, main.ts. */
type Layer =
  | "model"
  | "format"
  | "edit"
  | "file"
  | "lock"
  | "spool"
  | "store"
  | "queue"
  | "verb"
  | "facade"
  | "cli"
  | "main";

/** The arrows: a layer may import itself and these. `format` and `file` never meet; nobody imports `facade`. */
const MAY_IMPORT: Readonly<Record<Layer, readonly Layer[]>> = {
  model: [],
  format: ["model"],
  edit: ["model", "format"],
  file: ["model"],
  lock: ["model", "file"],
  spool: ["model", "file", "lock"],
  store: ["model", "file", "lock", "spool"],
  queue: ["model", "format", "edit", "file", "lock", "spool", "store"],
  verb: ["model", "format", "edit", "file", "lock", "spool", "store", "queue"],
  facade: ["model", "format", "edit", "file", "lock", "spool", "store", "queue", "verb"],
  cli: ["model", "format", "edit", "file", "lock", "spool", "store", "queue", "verb"],
  main: ["model", "cli"],
};

/** Members of `Deno` through which a program prints, is configured or ends; only the command line may. */
const AMBIENT_DENO = new Set(["args", "consoleSize", "env", "exitCode", "stderr", "stdin", "stdout"]);

/** Members of `Deno` for main.ts alone: elsewhere they would skip the release of locks and temporary files. */
const MAIN_ONLY_DENO = new Set(["addSignalListener", "exit"]);

/** Where the message stands among the arguments of each error that a user may see. */
const MESSAGE_POSITION: Readonly<Record<string, number>> = {
  ConflictError: 0,
  InvalidDocumentError: 1,
  LockPoisonedError: 0,
  LockTimeoutError: 0,
  PawlError: 1,
};

const CONTRACTION = /\b[a-z]+(?:n['’]t|['’](?:re|ve|ll|m|d))\b|\b(?:it|that|there|here|what|who|let)['’]s\b/i;

const ROOT = decodeURIComponent(new URL("../", import.meta.url).pathname).replace(/^\/(?=[A-Za-z]:)/, "");

/** The path of a file from the root of the project, with slashes. */
function projectPath(filename: string): string {
  const path = filename.replaceAll("\\", "/");
  return path.startsWith(ROOT) ? path.slice(ROOT.length) : path;
}

/** The layer of a file, or `undefined` for tests, scripts and whatever else has no place in the arrows. */
function layerOf(path: string): Layer | undefined {
  if (path.endsWith("_test.ts")) return undefined;
  if (path === "main.ts") return "main";
  if (path === "src/mod.ts") return "facade";
  if (/^src\/[^/]+_file\.ts$/.test(path)) return "verb";
  const folder = /^src\/([^/]+)\//.exec(path)?.[1];
  return folder !== undefined && Object.hasOwn(MAY_IMPORT, folder) ? folder as Layer : undefined;
}

function isBelowCli(layer: Layer | undefined): boolean {
  return layer !== undefined && layer !== "cli" && layer !== "main";
}

/** The path from the root that a relative specifier in a file leads to. */
function resolveImport(importer: string, specifier: string): string {
  return new URL(specifier, `file:///${importer}`).pathname.slice(1);
}

const layerImports: Deno.lint.Rule = {
  create(context) {
    const path = projectPath(context.filename);
    const layer = layerOf(path);
    if (layer === undefined) return {};
    function check(node: Deno.lint.Node, specifier: unknown): void {
      if (typeof specifier !== "string") return;
      if (specifier.startsWith("node:")) {
        const message =
          `Cannot import "${specifier}": use Deno and Web APIs, a node: module costs 7 to 34 ms per start`;
        return context.report({ node, message });
      }
      if (!/^\.{0,2}\//.test(specifier)) return;
      const imported = layerOf(resolveImport(path, specifier));
      if (imported === layer && layer !== "facade") return;
      if (imported !== undefined && MAY_IMPORT[layer!].includes(imported)) return;
      const wanted = [layer, ...MAY_IMPORT[layer!]].join(", ");
      const message = `Cannot import "${specifier}" (${imported ?? "no layer"}) in ${layer}: wanted one of ${wanted}`;
      context.report({ node, message });
    }
    return {
      ImportDeclaration: (node) => check(node, node.source.value),
      ImportExpression: (node) => check(node, node.source.type === "Literal" ? node.source.value : undefined),
      ExportAllDeclaration: (node) => check(node, node.source.value),
      ExportNamedDeclaration: (node) => check(node, node.source?.value),
    };
  },
};

const noReexport: Deno.lint.Rule = {
  create(context) {
    const layer = layerOf(projectPath(context.filename));
    if (layer === undefined || layer === "facade") return {};
    const message = "Cannot re-export here: only src/mod.ts does; import from where a thing is defined";
    const imported = new Set<string>();
    return {
      ImportDeclaration(node) {
        for (const specifier of node.specifiers) imported.add(specifier.local.name);
      },
      ExportAllDeclaration: (node) => context.report({ node, message }),
      ExportNamedDeclaration(node) {
        const isReexport = node.specifiers.some((specifier) =>
          specifier.local.type === "Identifier" && imported.has(specifier.local.name)
        );
        if (node.source || isReexport) context.report({ node, message });
      },
    };
  },
};

const noAmbient: Deno.lint.Rule = {
  create(context) {
    const path = projectPath(context.filename);
    const layer = layerOf(path);
    if (layer === undefined) return {};
    return {
      MemberExpression(node) {
        if (node.object.type !== "Identifier") return;
        const property = propertyName(node.property);
        if (node.object.name === "console" && isBelowCli(layer)) {
          context.report({ node, message: "Cannot print here: nothing below src/cli does; return a value or throw" });
        }
        if (node.object.name !== "Deno") return;
        if (layer === "format") {
          context.report({ node, message: `Cannot use "Deno" in src/format: a format is pure` });
        } else if (MAIN_ONLY_DENO.has(property) && layer !== "main") {
          context.report({ node, message: `Cannot use "Deno.${property}" here: only main.ts does` });
        } else if (AMBIENT_DENO.has(property) && isBelowCli(layer)) {
          context.report({ node, message: `Cannot use "Deno.${property}" here: only src/cli and main.ts do` });
        }
      },
    };
  },
};

/** In the packs of scripts/bundle importers have a copy of what a module exports. */
const noExportedVariable: Deno.lint.Rule = {
  create: (context) => ({
    "ExportNamedDeclaration > VariableDeclaration[kind!=const]"(node: Deno.lint.Node) {
      context.report({ node, message: 'Cannot export a variable: importers would keep its first value; use "const"' });
    },
  }),
};

function propertyName(node: Deno.lint.Expression | Deno.lint.Identifier | Deno.lint.PrivateIdentifier): string {
  if (node.type === "Identifier") return node.name;
  return node.type === "Literal" ? String(node.value) : "";
}

const errorMessage: Deno.lint.Rule = {
  create(context) {
    if (layerOf(projectPath(context.filename)) === undefined) return {};
    function check(node: Deno.lint.Node, what: "hint" | "message" | "reason"): void {
      for (const text of staticTexts(node)) {
        const fault = faultOf(text, what);
        if (fault) context.report({ node, message: `Cannot word a ${what} like this: ${fault}` });
      }
    }
    return {
      NewExpression(node) {
        if (node.callee.type !== "Identifier") return;
        const { name } = node.callee;
        if (!Object.hasOwn(MESSAGE_POSITION, name)) return;
        const message = node.arguments[MESSAGE_POSITION[name]!];
        if (message) check(message, name === "InvalidDocumentError" ? "reason" : "message");
      },
      Property(node) {
        const name = propertyName(node.key as Deno.lint.Expression);
        if (name === "hint" || name === "deniedHint") check(node.value, "hint");
      },
    };
  },
};

/** What is known of a text without running the program: where it does not begin or end with a part that is computed. */
interface StaticText {
  readonly start: string;
  readonly end: string;
  /** Everything that is known, computed parts left out. */
  readonly all: string;
}

/** The texts that an expression may give; none for one that says nothing about its text. */
function staticTexts(node: Deno.lint.Node): StaticText[] {
  switch (node.type) {
    case "Literal":
      return typeof node.value === "string" ? [{ start: node.value, end: node.value, all: node.value }] : [];
    case "TemplateLiteral": {
      const parts = node.quasis.map((quasi) => quasi.cooked);
      return [{ start: parts[0]!, end: parts.at(-1)!, all: parts.join(" ") }];
    }
    case "ConditionalExpression":
      return [...staticTexts(node.consequent), ...staticTexts(node.alternate)];
    case "BinaryExpression": {
      const left = staticTexts(node.left)[0];
      const right = staticTexts(node.right)[0];
      return [{ start: left?.start ?? "", end: right?.end ?? "", all: `${left?.all ?? ""} ${right?.all ?? ""}` }];
    }
    default:
      return [];
  }
}

/** What is wrong with a message, its reason or its hint, if anything. */
function faultOf(text: StaticText, what: "hint" | "message" | "reason"): string | undefined {
  if (text.all.includes("\n")) return "it has more than one line";
  if (/[.!]\s*$/.test(text.end)) return "it ends in a period";
  const contraction = CONTRACTION.exec(text.all);
  if (contraction) return `it has the contraction "${contraction[0]}"`;
  if (what === "message" && /^\p{Ll}/u.test(text.start)) return "it begins with a small letter";
  if (what === "hint" && /^\p{Lu}(?!\p{Lu})/u.test(text.start)) return "it begins with a capital letter";
  return undefined;
}

const plugin: Deno.lint.Plugin = {
  name: "pawl",
  rules: {
    "error-message": errorMessage,
    "layer-imports": layerImports,
    "no-ambient": noAmbient,
    "no-exported-variable": noExportedVariable,
    "no-reexport": noReexport,
  },
};
export default plugin;
