import { summariseShadow, type ShadowComparison } from "../../shadow/index.ts";
import type { ShadowPipeline } from "../../shadow/pipeline.ts";
import { askAll } from "../asking/ask-all.ts";
import type { AskedAnswer } from "../asking/ask-target.ts";
import { askShadow, TOO_LATE, type AskedPair, type PairParts } from "./ask-shadow.ts";
import type { CapturedTrial } from "../check/run-live.ts";

export interface ShadowParts extends Omit<PairParts, "signal"> {
  readonly concurrency: number;
  /** ms for all of it, storing apart. */
  readonly deadline_ms: number;
  /** Of Ctrl-C. */
  readonly stopped: AbortSignal;
  readonly margin: number;
  readonly runId: string;
  /** Stores the run, and says where. Rejects where it could not. */
  readonly persist: (pipeline: Unstored) => Promise<string>;
  /** USD a judge has cost by now; null where that is not known. */
  readonly judgeCost: () => number | null;
  /** What else a reader should know once all is done. */
  readonly notes: () => readonly string[];
  /** A pair is done. */
  readonly onPair: () => void;
}

type Unstored = Omit<ShadowPipeline, "persisted" | "persisted_to">;

/** Asks, compares and stores, after the primary is done. Never rejects: whatever goes wrong is part of what it tells. */
export async function runShadow(parts: ShadowParts, captured: readonly CapturedTrial[]): Promise<ShadowPipeline> {
  const pairs: AskedPair[] = [];
  const judged = parts.judgeCost();
  let error = "ask" in parts.shadow ? null : parts.shadow.message;
  try {
    await askPairs(parts, captured, pairs);
  } catch (thrown) {
    error = textOf(thrown);
  }
  const told = { ...pipelineOf(parts, pairs, judged), error };
  try {
    if (parts.stopped.aborted) throw new Error("the run was stopped");
    return ordered({ ...told, persisted: true, persisted_to: await parts.persist(told) });
  } catch (thrown) {
    const failed = [error, `not stored: ${textOf(thrown)}`].filter((one) => one !== null).join("; ");
    return ordered({ ...told, error: failed, persisted: false, persisted_to: null });
  }
}

async function askPairs(parts: ShadowParts, captured: readonly CapturedTrial[], pairs: AskedPair[]): Promise<void> {
  const deadline = new AbortController();
  // Not `AbortSignal.timeout`: that keeps no process waiting, and a shadow may hang without a socket.
  const timer = setTimeout(() => deadline.abort(TOO_LATE), parts.deadline_ms);
  const signal = AbortSignal.any([deadline.signal, parts.stopped]);
  try {
    await askAll(captured, parts.concurrency, async (one) => {
      pairs.push(await askShadow({ ...parts, signal }, one));
      parts.onPair();
    });
  } finally {
    clearTimeout(timer);
  }
}

function pipelineOf(parts: ShadowParts, pairs: readonly AskedPair[], judged: number | null): Omit<Unstored, "error"> {
  const comparisons = pairs.map(({ comparison }) => comparison).toSorted(byPlace);
  const executed = pairs.filter((pair) => pair.executed).length;
  const calls = pairs.flatMap((pair) => pair.calls);
  return {
    executed,
    compared: comparisons.filter(({ primary, shadow }) => primary.answer !== null && shadow.answer !== null).length,
    summary: summariseShadow(comparisons, { margin: parts.margin }),
    run_id: parts.runId,
    asked_again: calls.length - executed,
    cost_usd: costOf(calls, judged, parts.judgeCost()),
    notes: [...droppedNotes(parts.shadowTarget, pairs), ...parts.notes()],
    comparisons,
  };
}

function byPlace(one: ShadowComparison, other: ShadowComparison): number {
  const [a, b] = [`${one.contract}\n${one.case}`, `${other.contract}\n${other.case}`];
  return a === b ? one.trial - other.trial : a < b ? -1 : 1;
}

function costOf(calls: readonly AskedAnswer[], judgedBefore: number | null, judged: number | null): number | null {
  if (judgedBefore === null || judged === null) return null;
  let sum = judged - judgedBefore;
  for (const { answer, cost_usd: cost, played } of calls) {
    // What is played from a log was paid for when it was logged.
    if (played !== null) continue;
    if (cost !== null) sum += cost;
    else if (answer !== null) return null;
  }
  return sum;
}

/** Fields that translation could not carry, once each. */
function droppedNotes(target: string, pairs: readonly AskedPair[]): readonly string[] {
  const names = new Set(pairs.flatMap(({ calls }) => calls[0]?.dropped ?? []));
  return names.size === 0 ? [] : [`${target} was not told ${[...names].join(", ")}: it has nothing of the kind`];
}

/** The document's keys first, in its order. */
function ordered(pipeline: ShadowPipeline): ShadowPipeline {
  const { executed, compared, persisted, summary, ...rest } = pipeline;
  return { executed, compared, persisted, summary, ...rest };
}

function textOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
