import type { CheckReport } from "../../contracts/check-report.ts";
import type { Pack } from "../../contracts/pack.ts";
import { summariseCheck, type CheckHead } from "../../contracts/summarise-check.ts";
import type { HashText } from "../../core/fingerprint.ts";
import { OperatorError } from "../../core/errors.ts";
import { target } from "../../core/target.ts";
import type { Asking } from "../asking/ask-target.ts";
import { checkUnits, type Chosen } from "./check-unit.ts";
import { withLines } from "./case-lines.ts";
import { runLive, type CapturedTrial, type LiveCalls, type LiveParts } from "./run-live.ts";
import { runRecorded } from "./run-recorded.ts";
import type { Settling } from "./settling.ts";

/** Which of a pack is checked, and against whom. */
export interface CheckRequest extends Chosen, LiveCalls {
  readonly pack: Pack;
  /** `recorded`, or whom `parts.asking` asks. */
  readonly provider: string;
  /** Null only where recordings are checked. */
  readonly model: string | null;
  /** What a reader should know besides. */
  readonly notes: readonly string[];
}

/** What a live check needs; nothing of it on recordings. */
export interface LiveCheckParts extends Pick<LiveParts, "signal" | "onProgress"> {
  readonly asking: Asking;
  readonly judge: Settling | null;
}

/** A check that is over. */
export interface CheckRun {
  readonly report: CheckReport;
  /** The calls behind it, in the order of the pack; empty on recordings. */
  readonly captured: readonly CapturedTrial[];
}

export const RECORDED = "recorded";

/** Holds a pack's recordings against its contracts: calls nobody. @param now ms since the epoch @param hash SHA-256 in hex */
export function checkRecorded(request: CheckRequest, now: () => number, hash: HashText): CheckRun {
  const started_at = now();
  const units = checkUnits(request.pack, request);
  const runs = runRecorded(request.pack, units, hash);
  if (runs.every(({ skipped }) => skipped !== null)) throw nothingRuns(request);
  const whole = request.only.length === 0 && request.most === null;
  const head = headOf(request, { lane: "recorded", started_at, took_ms: now() - started_at, whole, judge_cost_usd: 0 });
  return { report: withLines(request.pack, summariseCheck(head, runs, now())), captured: [] };
}

/** Asks a provider every case, and holds its answers against the contracts. Failures on the way are part of the report. */
export async function checkLive(request: CheckRequest, parts: LiveCheckParts, now: () => number): Promise<CheckRun> {
  const { provider, model } = request;
  const { judge, asking, signal, onProgress } = parts;
  const started_at = now();
  const units = checkUnits(request.pack, request);
  const { runs, captured } = await runLive(
    {
      asking,
      target: target(model ?? "", provider),
      provider,
      settle: judge?.settle ?? null,
      signal,
      now,
      onProgress,
    },
    units,
    request,
  );
  if (runs.every(({ skipped }) => skipped !== null)) throw nothingRuns(request);
  const judge_cost_usd = judge === null ? 0 : judge.cost();
  const head = headOf(request, { lane: "live", started_at, took_ms: now() - started_at, whole: false, judge_cost_usd });
  return { report: withLines(request.pack, summariseCheck(head, runs, now())), captured };
}

function headOf(
  { pack, provider, model, repeat, notes }: CheckRequest,
  more: Pick<CheckHead, "lane" | "started_at" | "took_ms" | "whole" | "judge_cost_usd">,
): CheckHead {
  const { lane, ...others } = more;
  return { pack, lane, provider, model, repeat, notes, ...others };
}

function nothingRuns({ provider, pack }: CheckRequest): OperatorError {
  const lane = provider === RECORDED ? "on recordings" : `against ${provider}`;
  return new OperatorError("usage", `no case that was chosen runs ${lane}`, {
    file: pack.folder,
    hint: "See `provider_modes` of the contracts' golden_cases: an empty check would say that all is well.",
  });
}
