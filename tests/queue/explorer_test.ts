/**
 * Every order in which a few processes can go through the write queue's protocol, with every kill, power cut and failure
 * in between, by the real code on a file system in memory. And proof that this finds mistakes: mutants of the protocol.
 *
 * What has to hold in the end (see `queue_world.ts`): a change whose process was told that it was made was made exactly
 * once; one that was withdrawn, refused or taken away was not made; nobody is left without an answer; the document is
 * whole at any time; nothing is left over.
 *
 * @module
 */
import { assert, assertThrows } from "@std/assert";
import { bound } from "../support/bounds.ts";
import { MUTANTS } from "./mutants.ts";
import {
  janitor,
  keeper,
  plainWriter,
  poster,
  PROTOCOL,
  type Protocol,
  pusher,
  type QueueScenario,
  queueScenario,
  remover,
  stranger,
  writer,
} from "./world.ts";
import { explore, Violation } from "./state_explorer.ts";

/** Makes a scenario whose processes follow a protocol. */
type ScenarioMaker = (protocol: Protocol) => Omit<QueueScenario, "protocol">;

/** A poster that has not posted yet, and a writer: all of the protocol for those who wait. */
const posting: ScenarioMaker = (protocol) => ({
  programs: [poster(protocol), writer(protocol)],
  budget: { kills: 2 },
});

/** A pusher that has not posted yet, and a writer: all of the protocol for what nobody waits for. */
const pushing: ScenarioMaker = (protocol) => ({
  programs: [pusher(protocol), writer(protocol)],
  budget: { kills: 1, powerCuts: 1 },
});

const postedAndPowerCut: ScenarioMaker = (protocol) => ({
  programs: [poster(protocol), writer(protocol)],
  preparedCount: 1,
  budget: { kills: 1, powerCuts: 1 },
});

const twoPosted: ScenarioMaker = (protocol) => ({
  programs: [poster(protocol), poster(protocol)],
  preparedCount: 2,
  budget: { kills: 1 },
});

const twoWriters: ScenarioMaker = (protocol) => ({
  programs: [poster(protocol), writer(protocol), writer(protocol)],
  preparedCount: 1,
  budget: {},
});

const postedAndFailure: ScenarioMaker = (protocol) => ({
  programs: [poster(protocol), writer(protocol)],
  preparedCount: 1,
  budget: { kills: 1, failures: 1 },
});

const pushedAndFailure: ScenarioMaker = (protocol) => ({
  programs: [pusher(protocol), writer(protocol)],
  preparedCount: 1,
  budget: { failures: 1, powerCuts: 1 },
});

const kept: ScenarioMaker = (protocol) => ({
  programs: [keeper(protocol), writer(protocol)],
  preparedCount: 1,
  budget: { kills: 1, powerCuts: 1 },
});

const takenAway: ScenarioMaker = (protocol) => ({
  programs: [poster(protocol), writer(protocol), remover(protocol)],
  preparedCount: 1,
  budget: { kills: 1 },
});

const pushedAndTakenAway: ScenarioMaker = (protocol) => ({
  programs: [pusher(protocol), writer(protocol), remover(protocol)],
  preparedCount: 1,
  budget: {},
});

const plainWriterBetween: ScenarioMaker = (protocol) => ({
  programs: [pusher(protocol), writer(protocol), plainWriter()],
  preparedCount: 1,
  budget: { kills: 1 },
});

/** Where even the order of changes is lost, a disk that fails to sync a directory leaves evidence that can deceive. */
const plainWriterAfterFailure: ScenarioMaker = (protocol) => ({
  programs: [writer(protocol), plainWriter()],
  isPushed: true,
  keepsOrder: true,
  budget: { failures: 1, powerCuts: 1 },
});

const pushedBefore: ScenarioMaker = (protocol) => ({
  programs: [writer(protocol), writer(protocol)],
  isPushed: true,
  budget: { kills: 2, powerCuts: 1 },
});

const strangerAndPowerCut: ScenarioMaker = (protocol) => ({
  programs: [writer(protocol), stranger()],
  isPushed: true,
  hasStranger: true,
  budget: { kills: 1, powerCuts: 1 },
});

const strangerAndKill: ScenarioMaker = (protocol) => ({
  programs: [poster(protocol), writer(protocol), stranger()],
  preparedCount: 1,
  hasStranger: true,
  budget: { kills: 1 },
});

const cleanedByHand: ScenarioMaker = (protocol) => ({
  programs: [poster(protocol), writer(protocol), janitor()],
  preparedCount: 1,
  isPushed: true,
  hasStranger: true,
  budget: { kills: 1 },
});

const plainWriterBefore: ScenarioMaker = (protocol) => ({
  programs: [writer(protocol), plainWriter()],
  isPushed: true,
  budget: { kills: 1, powerCuts: 1 },
});

const onePlace: ScenarioMaker = (protocol) => ({
  programs: [pusher(protocol, 1), pusher(protocol, 1)],
  preparedCount: 2,
  limit: 1,
  budget: { kills: 1 },
});

const SCENARIOS: Readonly<Record<string, ScenarioMaker>> = {
  "one that waits, and two kills": posting,
  "one that does not wait, a kill and a power cut": pushing,
  "one that waits, a kill and a power cut": postedAndPowerCut,
  "two that wait, and a kill": twoPosted,
  "one that waits, and two writers": twoWriters,
  "one that waits, a failure and a kill": postedAndFailure,
  "one that does not wait, a failure and a power cut": pushedAndFailure,
  "one that leaves its change behind, a kill and a power cut": kept,
  "one that waits for what is taken away, and a kill": takenAway,
  "one that does not wait for what is taken away": pushedAndTakenAway,
  "a writer that knows of no group, and a kill": plainWriterBetween,
  "a writer that knows of no group, a failure and a power cut": plainWriterAfterFailure,
  "two writers, two kills and a power cut": pushedBefore,
  "a writer that knows of no group, a kill and a power cut": plainWriterBefore,
  "somebody who removes temporary files": cleanedByHand,
  "somebody without the lock, a kill and a power cut": strangerAndPowerCut,
  "somebody without the lock, and a kill": strangerAndKill,
  "two changes for one place, and a kill": onePlace,
};

/** These have half of all states. */
const LARGE: readonly ScenarioMaker[] = [posting, cleanedByHand];

for (const [name, scenario] of Object.entries(SCENARIOS)) {
  const isFull = bound(!LARGE.includes(scenario), true);
  Deno.test(`the write queue is right in every state of: ${name}${isFull ? "" : ", but one kill less"}`, () => {
    const full = scenario(PROTOCOL);
    const budget = isFull ? full.budget : { ...full.budget, kills: full.budget.kills! - 1 };
    assert(explore(queueScenario({ ...full, budget, protocol: PROTOCOL })) > 100);
  });
}

/** Where each mutant is found. */
const FINDERS: Readonly<Record<keyof typeof MUTANTS, ScenarioMaker>> = {
  "there is no record": postedAndPowerCut,
  "the record is written after the rename": postedAndPowerCut,
  "the record goes before the answers come": postedAndPowerCut,
  "the record is written before the entries are taken": posting,
  "an entry that was withdrawn is carried out": posting,
  "an entry that was taken counts as withdrawn": posting,
  "entries are not given back": pushedBefore,
  "the own entry stays in the queue": twoPosted,
  "an answer is written in place": posting,
  "an answer is removed before its entry": twoWriters,
  "dead processes' entries are carried out": postedAndPowerCut,
  "nobody shows that he waits": posting,
  "a new file may have been removed": pushing,
  "the places are counted without a lock": onePlace,
  "the temporary file is no evidence": plainWriterBetween,
  "the document's identity is no evidence": cleanedByHand,
  "the evidence is not synced": plainWriterBefore,
  "a text is not synced": pushing,
  "the record is not synced": pushing,
  "the queue is not synced": pushing,
  "the document's directory is not synced": postedAndPowerCut,
  "the name of the record is not synced": pushing,
  "what is done is not synced before the record goes": pushing,
  "the record may come back when the evidence is gone": plainWriterAfterFailure,
  "a dead holder's rename is not synced": postedAndPowerCut,
};

for (const [name, scenario] of Object.entries(FINDERS) as [keyof typeof MUTANTS, ScenarioMaker][]) {
  Deno.test(`the explorer finds the mistake when ${name}`, () => {
    assertThrows(() => explore(queueScenario({ ...scenario(MUTANTS[name]), protocol: MUTANTS[name] })), Violation);
  });
}
