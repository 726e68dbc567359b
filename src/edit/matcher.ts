/**
 * Tells which values of a document are meant by an input that is compared and not written.
 *
 * @module
 */
import { isSimple } from "./array_index.ts";
import type { FieldsInput, Input } from "../model/change.ts";
import type { Format, Literal } from "../format/format.ts";
import type { PlanScope } from "./plan_scope.ts";
import { equalValues, isTable, type Value } from "../model/value.ts";

/** Tells which values an input means. */
export interface Matcher {
  readonly matches: (value: Value) => boolean;
  /** All the values that match, if they are simple; with `takesFloats` there may be floats besides. */
  readonly simple?: readonly Value[];
}

/**
 * A typed text matches the value that it is a literal of, and the string that it is; fields match a table that has
 * exactly these keys.
 *
 * @param takesFloats Whether an integer matches the float that it spells, too.
 */
export function matcherFor(scope: PlanScope, input: Input, takesFloats = false): Matcher {
  if ("fields" in input) return tableMatcher(scope, input, takesFloats);
  const isTyped = "text" in input && input.type === "auto";
  const literal = isTyped ? readWanted(scope.format, input.text) : undefined;
  const wanted = literal === undefined ? scope.read(input, undefined, true).value : literal.value;
  const text = isTyped ? input.text : wanted;
  const float = takesFloats && isTyped && typeof wanted === "bigint" ? Number(wanted) : undefined;
  const matches = (value: Value) => value === text || value === float || equalValues(value, wanted);
  return isSimple(wanted) && isSimple(text)
    ? { matches, simple: text === wanted ? [wanted] : [wanted, text] }
    : { matches };
}

function tableMatcher(scope: PlanScope, { fields }: FieldsInput, takesFloats: boolean): Matcher {
  const wanted = fields.map(({ key, input }) => [key, matcherFor(scope, input, takesFloats).matches] as const);
  const matches = (value: Value) =>
    isTable(value) && Object.keys(value).length === wanted.length &&
    wanted.every(([key, isMeant]) => Object.hasOwn(value, key) && isMeant(value[key]!));
  return { matches };
}

/** What a text stands for where it is compared; digits with a leading zero are a number, if only in decimals. */
function readWanted({ olderReaders, readLiteral }: Format, text: string): Literal | undefined {
  return olderReaders?.hasLeadingZero(text) ? { value: BigInt(text.replace("+", "")) } : readLiteral(text);
}
