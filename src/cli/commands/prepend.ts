/**
 * `pawl prepend`: puts elements before those of an array.
 *
 * @module
 */
import type { Command } from "../command.ts";
import { extendingCommand } from "../extending_command.ts";

/** The command. */
export const prependCommand: Command = extendingCommand("prepend", "before");
