import { counted, thousands } from "../../core/counts.ts";
import type { Signal } from "../../core/send.ts";
import { makeKnowledge } from "../../replay/knowledge/index.ts";
import { taughtBy } from "../../replay/knowledge/taught.ts";
import { makeWorkbench } from "../../replay/replay-policy.ts";
import type { PilotResult, SimulationResult } from "../../replay/result.ts";
import type { StoredLesson } from "../../store/control.ts";
import type { RunLease, Runs, StoredRun } from "../../store/runs.ts";
import { audit } from "../audited.ts";
import type { CallingParts } from "../metered/calling-parts.ts";
import { FINAL, type RunState } from "../metered/run-events.ts";
import { runMetered, type RunProgress } from "../metered/run-metered.ts";
import type { OpenReplay } from "../open-replay.ts";
import { keepSimulation, simulatedOver } from "../simulate.ts";
import { NOT_DRAWN } from "./draw-units.ts";
import { pilotResult } from "./pilot-result.ts";
import { isPilotUnit, pilotWork } from "./pilot-work.ts";
import type { PilotCalled, PilotUnit } from "./pilot-unit.ts";
import type { PilotToRun, PreparedPilot } from "./prepare-pilot.ts";

export interface RunPilotOptions {
  /** Calls at a time, at most 64. */
  readonly concurrency: number;
  readonly signal: Signal;
  readonly onProgress: (progress: RunProgress) => void;
  /** A worker that may be dead holds the run: it is waited for. */
  readonly onWait?: (holder: RunLease) => void;
}

function unitsOf(runs: Runs, { id, units }: StoredRun): readonly (PilotUnit | null)[] {
  return runs.units(id, 0, units).map(({ data }) => (isPilotUnit(data) ? data : null));
}

function calledIn(runs: Runs, id: string): ReadonlyMap<number, PilotCalled | null> {
  const called = new Map<number, PilotCalled | null>();
  for (const { ordinal, result } of runs.results(id)) {
    const known = typeof result === "object" && result !== null && "input_tokens" in result;
    called.set(ordinal, known ? (result as PilotCalled) : null);
  }
  return called;
}

/** The same window, with what has been taught since it was opened. */
function taughtAlso({ bench, ...open }: OpenReplay, lessons: readonly StoredLesson[]): OpenReplay {
  const { frame, surroundings } = bench.knowledge;
  return { ...open, bench: makeWorkbench(makeKnowledge(frame, { ...surroundings, taught: taughtBy(lessons) })) };
}

/** What a reader of the answer should know of its pilot. */
function notesOn(pilot: PilotResult): readonly string[] {
  const { calls, drawn, n, failed, state, reason, left_out, truncated_by_us: truncated } = pilot;
  const notes: string[] = [];
  if (calls < drawn) {
    const goOn = FINAL.includes(state as RunState)
      ? ""
      : ` \`understudy simulate --resume ${pilot.run}\`, with the same policy, goes on with it.`;
    const why = reason === null ? state.replaceAll("_", " ") : `${state.replaceAll("_", " ")}: ${reason}`;
    notes.push(
      `The pilot made ${calls} of ${counted(drawn, "call")} (${why}): they are a random part of those drawn, and its interval is wider for it.${goOn}`,
    );
  }
  if (failed > 0)
    notes.push(`${counted(failed, "call")} of the pilot failed: what they would have cost is not measured.`);
  if (truncated > 0)
    notes.push(
      `${counted(truncated, "answer")} of the pilot ran into the limit that was set because the request has none: the cost is a lower bound there.`,
    );
  if (n < 30)
    notes.push(`The pilot measured ${counted(n, "call")}: 30 are needed before token ratios are learnt from them.`);
  const { recorded: _, ...others } = left_out;
  for (const [reason, rows] of Object.entries(others))
    notes.push(
      `The pilot says nothing of ${counted(rows, "row")} (of ${thousands(pilot.requests + rows)}): ${NOT_DRAWN[reason as keyof typeof NOT_DRAWN]}.`,
    );
  return notes;
}

/** Stores question, rows and candidate: none of it changes afterwards. Nothing is sent yet. */
export function createPilot(parts: CallingParts, { id, request, definition, units, preview }: PreparedPilot): void {
  const { store, now, actor } = parts;
  const { control } = store;
  const created_at = now();
  const { cap_usd } = preview;
  const { policy } = definition;
  control.addConfig({ name: `${id}_candidate`, policy, draft: true, note: `candidate of ${id}`, created_at });
  control.runs.putRun(
    { id, kind: "pilot", parent: null, created_at, actor, cap_usd, definition },
    units.map((data, ordinal) => ({ ordinal, key: data.request_id, data })),
  );
  const named = { pilot: id, policy: request.candidate.name, calls: units.length, cap_usd };
  audit({ ...parts, control }, "pilot.create", named);
}

/**
 * Makes a pilot's calls, or those that are left of them, and answers the simulation with what they taught. Whatever stops the calls, those made by then
 * count here; later simulations learn from a pilot that has come to its end. Throws `run_busy`; a provider's failure is a result.
 */
export async function runPilot(
  parts: CallingParts,
  { id, request, open, prices }: PilotToRun,
  options: RunPilotOptions,
): Promise<SimulationResult> {
  const { store, spine, now, newId, actor } = parts;
  const { control } = store;
  const { runs } = control;
  const keys = new Map(control.keys().map((key) => [key.id, key]));
  const work = pilotWork(id, { ...parts, control, key: (one) => keys.get(one) ?? null });
  const end = await runMetered({ runs, runtime: spine.parts.runtime, now, newId, name: actor }, id, work, options);
  // Its rows are in the store when its answer is there.
  await spine.parts.log.flush();
  const run = runs.run(id)!;
  const stored = { run, end, ledger: runs.ledger(id), units: unitsOf(runs, run), called: calledIn(runs, id) };
  const { result: pilot, learnt } = pilotResult(stored, (target) => prices.card(target));
  const lessons = learnt.map((one): StoredLesson => ({ run: id, at: now(), estimand: "window", learnt: one }));
  if (FINAL.includes(end.state)) control.addLessons(lessons);

  const others = control.lessons().filter((lesson) => lesson.run !== id);
  const answer = simulatedOver(taughtAlso(open, [...others, ...lessons]), store, prices, request);
  const result = { ...answer.result, pilot, notes: [...answer.result.notes, ...notesOn(pilot)] };
  keepSimulation(control, request, { ...answer, result });
  return result;
}
