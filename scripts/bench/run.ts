/**
 * The benchmarks: every number is a ratio to something that ran in the same minutes on the same machine.
 *
 * Usage: `deno task bench [--only SECTION] [--rounds N] [--markdown] [--gate]`, see `--help`.
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse-args";
import { measureContention } from "./contention.ts";
import { measureFormats } from "./formats.ts";
import { measureGroupCommit } from "./group_commit.ts";
import { measureInProcess } from "./in_process.ts";
import { measureLargeFiles } from "./large_files.ts";
import { measurePeers } from "./peer_runs.ts";
import { isMissed, renderMarkdown, renderText, type Section } from "./report.ts";
import type { Runtime } from "./runtimes.ts";
import { measureStartUp } from "./start_up.ts";
import { makeWorkspace, type Workspace } from "./workspace.ts";

const SECTIONS: Readonly<Record<string, (workspace: Workspace) => Promise<Section>>> = {
  "start-up": measureStartUp,
  "formats": measureFormats,
  "parallel": measureContention,
  "group": measureGroupCommit,
  "in-process": measureInProcess,
  "large": measureLargeFiles,
  "peers": measurePeers,
};

/** These measure the library, not the program. */
const SOURCE_SECTIONS: readonly string[] = ["in-process"];

const HELP = `Usage: deno task bench [OPTION…]

Measures pawl against its floors and its peers, first from the packs that scripts/pawl runs, then as a binary of each
supported Deno whose base runtime is there; five to ten minutes for each.

  --only SECTION     only this section (may be repeated): ${Object.keys(SECTIONS).join(", ")}
  --rounds N         how many rounds each section makes, if not its own number
  --directory PATH   where the files lie (default: $TMPDIR); a RAM disk makes durable writes look free
  --binary PATH      a binary of pawl to measure instead
  --empty PATH       an empty program built like that pawl
  --markdown         print the tables as Markdown
  --gate             exit 1 if a target is missed
  --help             print this help`;

interface Options {
  readonly sections: readonly string[];
  readonly rounds: number | undefined;
  readonly directory: string | undefined;
  readonly binary: string | undefined;
  readonly empty: string | undefined;
  readonly markdown: boolean;
  readonly gate: boolean;
}

function parseOptions(args: string[]): Options {
  const options = parseArgs(args, {
    string: ["only", "rounds", "directory", "binary", "empty"],
    boolean: ["markdown", "gate"],
    collect: ["only"],
    unknown: (option: string) => {
      throw new TypeError(`There is no option "${option}" (see --help)`);
    },
  });
  const unknown = options.only.find((section: string) => !(section in SECTIONS));
  if (unknown !== undefined) throw new TypeError(`There is no section "${unknown}" (see --help)`);
  const rounds = options.rounds === undefined ? undefined : Number(options.rounds);
  if (rounds !== undefined && !(rounds >= 1)) throw new TypeError(`"${options.rounds}" is no number of rounds`);
  const { directory, binary, empty, markdown, gate } = options;
  const sections = options.only.length > 0 ? options.only : Object.keys(SECTIONS);
  return { sections, rounds, directory, binary, empty, markdown, gate };
}

async function describeMachine({ directory }: Workspace): Promise<string> {
  const { stdout } = await new Deno.Command("df", { args: ["-P", directory] }).output();
  const device = new TextDecoder().decode(stdout).split("\n")[1]?.split(/\s/)[0] ?? "an unknown disk";
  return `${navigator.hardwareConcurrency} cores, ${Deno.build.target}, Deno ${Deno.version.deno}, files on ${device}`;
}

async function run(options: Options): Promise<number> {
  const render = options.markdown ? renderMarkdown : renderText;
  const { workspace, runtimes, notes } = await makeWorkspace({
    parent: options.directory,
    rounds: options.rounds,
    withRuntimes: options.sections.some((section) => !SOURCE_SECTIONS.includes(section)),
    binary: options.binary,
    empty: options.empty,
  });
  try {
    console.log(`${await describeMachine(workspace)}\n`);
    let missed = 0;
    const measure = async (name: string, runtime: Runtime | undefined) => {
      const section = await SECTIONS[name]!({ ...workspace, runtime });
      console.log(`${render(section)}\n`);
      missed += section.rows.filter(isMissed).length;
    };
    for (const name of options.sections.filter((name) => SOURCE_SECTIONS.includes(name))) {
      await measure(name, undefined);
    }
    for (const runtime of runtimes) {
      console.log(`${options.markdown ? "## " : ""}pawl: ${runtime.name}\n`);
      for (const name of options.sections.filter((name) => !SOURCE_SECTIONS.includes(name))) {
        await measure(name, runtime);
      }
    }
    for (const note of notes) console.log(`${note}\n`);
    console.log(missed === 0 ? "All targets are met." : `Missed targets: ${missed}`);
    return options.gate && missed > 0 ? 1 : 0;
  } finally {
    await Deno.remove(workspace.directory, { recursive: true });
  }
}

async function main(args: string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(HELP);
    return 0;
  }
  try {
    return await run(parseOptions(args));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error(`bench: ${error.message}`);
    return 2;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
