/**
 * The rules of this project that `deno lint` can check: which layer may import which, that no imports form a circle, what
 * the layers below the command line must not touch, and how messages are worded.
 *
 * Tests are free of all but the circles: a test may look at any layer and print what it likes.
 *
 * @module
 */
import { ImportGraph, resolveImport } from "./lint/import_graph.ts";
import { type Layer, layerOf, MAY_IMPORT, projectPath, ROOT } from "./lint/layers.ts";
import { errorMessage, propertyName } from "./lint/messages.ts";

/** Members of `Deno` through which a program prints, is configured or ends; only the command line may. */
const AMBIENT_DENO = new Set(["args", "consoleSize", "env", "exitCode", "stderr", "stdin", "stdout"]);

/** Members of `Deno` for main.ts alone: elsewhere they would skip the release of locks and temporary files. */
const MAIN_ONLY_DENO = new Set(["addSignalListener", "exit"]);

function isBelowCli(layer: Layer | undefined): boolean {
  return layer !== undefined && layer !== "cli" && layer !== "main";
}

/** The visitors that see every import of a file, with its specifier. */
function importVisitors(check: (node: Deno.lint.Node, specifier: string) => void): Deno.lint.LintVisitor {
  function checkLiteral(node: Deno.lint.Node, literal: Deno.lint.Node | null | undefined): void {
    if (literal?.type === "Literal" && typeof literal.value === "string") check(node, literal.value);
  }
  return {
    ImportDeclaration: (node) => checkLiteral(node, node.source),
    ImportExpression: (node) => checkLiteral(node, node.source),
    ExportAllDeclaration: (node) => checkLiteral(node, node.source),
    ExportNamedDeclaration: (node) => checkLiteral(node, node.source),
    TSImportType: (node) =>
      checkLiteral(node, node.argument.type === "TSLiteralType" ? node.argument.literal : node.argument),
  };
}

const IS_RELATIVE = /^\.{0,2}\//;

const layerImports: Deno.lint.Rule = {
  create(context) {
    const path = projectPath(context.filename);
    const layer = layerOf(path);
    if (layer === undefined) return {};
    return importVisitors((node, specifier) => {
      // A type is not loaded.
      if (specifier.startsWith("node:") && node.type !== "TSImportType") {
        const message =
          `Cannot import "${specifier}": use Deno and Web APIs, a node: module costs 7 to 34 ms per start`;
        return context.report({ node, message });
      }
      if (!IS_RELATIVE.test(specifier)) return;
      const imported = layerOf(resolveImport(path, specifier));
      if (imported === layer && layer !== "facade") return;
      if (imported !== undefined && MAY_IMPORT[layer].includes(imported)) return;
      const wanted = [layer, ...MAY_IMPORT[layer]].join(", ");
      const message = `Cannot import "${specifier}" (${imported ?? "no layer"}) in ${layer}: wanted one of ${wanted}`;
      context.report({ node, message });
    });
  },
};

const graph = new ImportGraph((path) => Deno.readTextFileSync(ROOT + path));

const noCircle: Deno.lint.Rule = {
  create(context) {
    const path = projectPath(context.filename);
    return importVisitors((node, specifier) => {
      const circle = IS_RELATIVE.test(specifier) ? graph.circle(path, resolveImport(path, specifier)) : undefined;
      if (circle === undefined) return;
      const message = `Cannot import "${specifier}" here: it closes a circle, ${circle.join(" → ")}`;
      context.report({ node, message });
    });
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

const plugin: Deno.lint.Plugin = {
  name: "pawl",
  rules: {
    "error-message": errorMessage,
    "layer-imports": layerImports,
    "no-ambient": noAmbient,
    "no-circle": noCircle,
    "no-exported-variable": noExportedVariable,
    "no-reexport": noReexport,
  },
};
export default plugin;
