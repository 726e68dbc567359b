/**
 * pawl beside other tools: one call, and 100 at once, in one run.
 *
 * @module
 */
import type { Program } from "./runtimes.ts";
import { countKept } from "./contention.ts";
import { slotsDocument } from "./documents.ts";
import { inTurns, median, medianRatio, type Run, type Stopwatch } from "./measurement.ts";
import { type Peer, PEERS, reasonAgainst } from "./peer_table.ts";
import { type Row, type Section, showMs } from "./report.ts";
import type { Workspace } from "./workspace.ts";

const ONE_CALL_ROUNDS = 15;
const CROWD_ROUNDS = 3;
const CROWD_COUNT = 100;

/** A run and how many of its changes are in the file. */
interface PeerRun extends Run {
  readonly kept: number;
}

/**
 * Measures the peers that are installed.
 *
 * @param workspace Where and with what.
 * @returns pawl's times as ratios to theirs, and what they lose.
 */
export async function measurePeers(workspace: Workspace): Promise<Section> {
  const title = "Beside other tools, a file of 100 keys (wall time; the floor is the other tool)";
  const { runtime, stopwatch, directory, rounds } = workspace;
  if (runtime === undefined) return { title, rows: [], notes: ["Skipped: there is no program to measure"] };
  if (stopwatch === undefined) return { title, rows: [], notes: ["Skipped: there is no C compiler (cc)"] };
  const { peers, notes } = await choosePeers(directory);
  const measure = (peer: Peer, count: number) => (round: number) => runPeer(peer, count, round, stopwatch, directory);
  const careful = [pawlAsPeer(runtime.pawl), ...peers.filter(({ promise }) => promise !== "loses updates")];
  const careless = peers.filter(({ promise }) => promise === "loses updates");

  const single = await inTurns(rounds ?? ONE_CALL_ROUNDS, [...careful, ...careless].map((peer) => measure(peer, 1)));
  const crowds = await inTurns(rounds ?? CROWD_ROUNDS, careful.map((peer) => measure(peer, CROWD_COUNT)));
  // What they lose needs no median, and they are slow.
  for (const peer of careless) crowds.push([await measure(peer, CROWD_COUNT)(1)]);

  for (const [i, peer] of [...careful, ...careless].entries()) {
    const kept = single[i]!.map((run) => run.kept);
    if (kept.some((count) => count !== 1)) notes.push(`One call of ${peer.name} alone does not set its key here`);
  }

  const rows = [...careful, ...careless].slice(1).flatMap((peer, i) => [
    rowOf(`one call: ${peer.name}`, peer, single[0]!, single[i + 1]!),
    crowdRow(peer, crowds[0]!, crowds[i + 1]!),
  ]);
  return { title, rows, notes };
}

async function choosePeers(directory: string): Promise<{ peers: Peer[]; notes: string[] }> {
  const peers: Peer[] = [];
  const notes: string[] = [];
  for (const peer of PEERS) {
    const reason = await reasonAgainst(peer, directory);
    if (reason === undefined) peers.push(peer);
    else notes.push(`Skipped ${peer.name}: ${reason}`);
  }
  return { peers, notes };
}

function pawlAsPeer(pawl: Program): Peer {
  return {
    name: "pawl",
    extension: "toml",
    programs: [],
    promise: "loses nothing",
    write: (file, count) => Deno.writeTextFileSync(file, slotsDocument(count)),
    command: (file, value) => [...pawl(Number(value)), "set", "-f", file, "slots.key_{i}", value],
  };
}

async function runPeer(
  peer: Peer,
  count: number,
  round: number,
  stopwatch: Stopwatch,
  directory: string,
): Promise<PeerRun> {
  const file = `${directory}/${peer.name.replace(/\W+/g, "_")}.${peer.extension}`;
  const value = `${round + 1}`;
  await peer.write(file, CROWD_COUNT);
  const run = await stopwatch.run(peer.command(file, value, directory), count);
  const text = await (peer.read?.(file) ?? Deno.readTextFile(file));
  return { ...run, kept: countKept(text, value) };
}

function rowOf(name: string, { promise }: Peer, ours: PeerRun[], theirs: PeerRun[]): Row {
  const walls = ours.map(({ wallMs }) => wallMs);
  const theirWalls = theirs.map(({ wallMs }) => wallMs);
  return {
    name,
    result: showMs(median(walls)),
    floor: showMs(median(theirWalls)),
    ratio: theirs.length === ours.length ? medianRatio(walls, theirWalls) : median(walls) / median(theirWalls),
    ...(promise === "loses nothing" ? { target: 1 } : {}),
  };
}

function crowdRow(peer: Peer, ours: PeerRun[], theirs: PeerRun[]): Row {
  const row = rowOf(`${CROWD_COUNT} at once: ${peer.name}`, peer, ours, theirs);
  return {
    ...row,
    result: `${row.result}, ${showKept(ours)}`,
    floor: `${row.floor}, ${showKept(theirs)}`,
    fault: ours.every(({ kept, exits }) => kept === CROWD_COUNT && exits["0"] === CROWD_COUNT)
      ? undefined
      : "pawl lost or failed",
  };
}

/** The worst round counts. */
function showKept(runs: PeerRun[]): string {
  const worst = runs.reduce((a, b) => b.kept < a.kept ? b : a);
  const succeeded = worst.exits["0"] ?? 0;
  const silently = succeeded - worst.kept;
  const failed = CROWD_COUNT - succeeded;
  const details = [silently > 0 ? `${silently} lost silently` : "", failed > 0 ? `${failed} failed` : ""].filter(
    Boolean,
  );
  return `kept ${worst.kept}${details.length > 0 ? ` (${details.join(", ")})` : ""}`;
}
