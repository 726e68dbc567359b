/**
 * Tells a map in braces that a user typed from a template (`{{ x }}`, `{user}`, `{a, b}`), which a reader of YAML takes
 * for a map of nulls and no author means as one.
 *
 * @module
 */

const QUOTED = /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/y;
/** A plain word in brackets, with the colons that are part of it. */
const WORD = /(?:[^,[\]{}:\s]|:(?![\s,[\]{}]|$))+/y;

/** An open bracket or brace, and the entry of it that is being read. */
interface Level {
  readonly isMap: boolean;
  isStarted: boolean;
  hasColon: boolean;
}

/**
 * Whether each entry of each map in a collection is a scalar key with a colon.
 *
 * @param text A valid collection in brackets or braces.
 */
export function hasOnlyPairs(text: string): boolean {
  const levels: Level[] = [];
  for (let position = 0; position < text.length;) {
    const level = levels.at(-1);
    const lacksColon = level?.isMap === true && !level.hasColon;
    const character = text[position]!;
    if ("{[".includes(character)) {
      if (lacksColon) return false;
      if (level !== undefined) level.isStarted = true;
      levels.push({ isMap: character === "{", isStarted: false, hasColon: false });
    } else if ("}],".includes(character)) {
      if (lacksColon && level.isStarted) return false;
      if (character !== ",") levels.pop();
      else if (level !== undefined) Object.assign(level, { isStarted: false, hasColon: false });
    } else if (character === ":" && level !== undefined) level.hasColon = true;
    else if (character.trim() !== "") {
      if (level !== undefined) level.isStarted = true;
      position = scalarEnd(text, position);
      continue;
    }
    position++;
  }
  return true;
}

function scalarEnd(text: string, position: number): number {
  const pattern = /["']/.test(text[position]!) ? QUOTED : WORD;
  pattern.lastIndex = position;
  return pattern.test(text) ? pattern.lastIndex : position + 1;
}
