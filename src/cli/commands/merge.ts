/**
 * `pawl merge`: brings in all that another document says.
 *
 * @module
 */
import type { ArrayMerge } from "../../model/change.ts";
import { formatFor } from "../../format/detect.ts";
import type { Value } from "../../model/value.ts";
import type { Command, Invocation } from "../command.ts";
import { describeSource, readInputText, streamFormat } from "../input_text.ts";
import { requireNoTags, requireSayable } from "../print/representable.ts";
import { STANDARD_STREAM } from "../terminal.ts";
import { COMMON_OPTIONS, WRITING_OPTIONS } from "../options.ts";
import { documentPath, formatOptions } from "../settings.ts";
import { applyChanges } from "../write.ts";

/** The command. */
export const mergeCommand: Command = {
  name: "merge",
  summary: "Set all keys that another document sets, at every depth",
  usage: "FILE",
  argumentCount: [1, 1],
  arguments: [["FILE", 'The other document, in any format; "-" is standard input']],
  options: ["from", "arrays", "force-type", ...WRITING_OPTIONS, ...COMMON_OPTIONS],
  details: [
    "Tables are merged key by key; what FILE does not say stays as it is, with all comments. Nothing is ever removed. " +
    "The comments of FILE are not taken over.",
    "Standard input is read in the format of the file that is changed, unless --from says another.",
  ],
  examples: [
    "pawl merge defaults.yaml -f app.toml",
    "curl -s https://example.org/more.json | pawl merge - --from json",
  ],
  run,
};

/** Checks that the file can say all of another document, so that the message names the key. */
async function requireSayableThere(invocation: Invocation, value: Value, source: string): Promise<void> {
  const path = documentPath(invocation);
  const format = await formatFor(path, formatOptions(invocation));
  // Cells are written as texts, whatever they are elsewhere.
  if (format.cellTexts !== undefined) return;
  requireSayable(format, value, [], `Cannot merge ${describeSource(source)} into "${path}"`);
}

async function run(invocation: Invocation): Promise<number> {
  const source = invocation.args[0]!;
  const text = await readInputText(invocation.terminal, source, "Cannot read a document");
  const options = formatOptions(invocation);
  const format = source === STANDARD_STREAM
    ? await formatFor(documentPath(invocation), { ...options, format: invocation.value("from") ?? options.format })
    : await streamFormat(invocation, source, "from", options);
  const value = format.parse(text, source === STANDARD_STREAM ? "standard input" : source);
  requireNoTags(format, text, `Cannot merge ${describeSource(source)}`);
  await requireSayableThere(invocation, value, source);
  const arrays = (invocation.value("arrays") ?? "replace") as ArrayMerge;
  const force = invocation.has("force-type");
  return await applyChanges(invocation, [{ op: "merge", path: [], value: { value }, arrays, force }]);
}
