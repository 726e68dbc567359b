/**
 * The rule that keeps the wording of messages and hints.
 *
 * @module
 */
import { layerOf, projectPath } from "./layers.ts";

/** Where the message stands among the arguments of each error that a user may see. */
const MESSAGE_POSITION: Readonly<Record<string, number>> = {
  ConflictError: 0,
  InvalidDocumentError: 1,
  LockPoisonedError: 0,
  LockTimeoutError: 0,
  PawlError: 1,
};

const CONTRACTION = /\b[a-z]+(?:n['’]t|['’](?:re|ve|ll|m|d))\b|\b(?:it|that|there|here|what|who|let)['’]s\b/i;

/** Refuses messages, reasons and hints that are not worded as CONTRIBUTING.md asks. */
export const errorMessage: Deno.lint.Rule = {
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

/** The name of a property, where it is written out. */
export function propertyName(node: Deno.lint.Expression | Deno.lint.Identifier | Deno.lint.PrivateIdentifier): string {
  if (node.type === "Identifier") return node.name;
  return node.type === "Literal" ? String(node.value) : "";
}

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
