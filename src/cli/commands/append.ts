/**
 * `pawl append`: puts elements behind those of an array.
 *
 * @module
 */
import type { Command } from "../command.ts";
import { extendingCommand } from "../extending_command.ts";

/** The command. */
export const appendCommand: Command = extendingCommand("append", "after");
